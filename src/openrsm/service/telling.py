"""Labels that their owners tell of, instead of having them read."""

from __future__ import annotations

from typing import Final

from openrsm.domain.labels import Label
from openrsm.domain.matrix import Deed
from openrsm.domain.media_types import MEDIA_TYPES, DeviceKind
from openrsm.domain.values import Medium
from openrsm.errors import InvalidParameter
from openrsm.labels.contract import ID_LIMIT, INFO_LIMIT, TYPE_LIMIT, Head, Recognition
from openrsm.service import guard, identities, resolving
from openrsm.service.context import note
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.media import ToldLabel
from openrsm.surface.views import Ref

LONGEST: Final = 65_536


def label_told(told: ToldLabel, media_type: str, recognition: Recognition) -> Label:
    """What a label says that its owner tells of; asks the recognisers, outside any transaction.

    Raises:
        InvalidParameter: It says nothing, too much, or nothing that is known.
        RecognitionFailed: A recogniser failed on it.
    """
    if not told.content:
        return _said(told)
    if len(told.content) > LONGEST or told.type or told.id or told.info:
        raise InvalidParameter("the label", f"give at most {LONGEST} bytes of content, or its type and id")
    head = Head(blocks=(told.content,), random=MEDIA_TYPES[media_type].device is not DeviceKind.TAPE)
    found = recognition.recognise(head)
    if found is None:
        raise InvalidParameter("no recogniser knows this label", "give its type and id, or add a recogniser")
    return Label(type=found.type, id=found.id, info=found.info)


def _said(told: ToldLabel) -> Label:
    limits = ((told.type, TYPE_LIMIT), (told.id, ID_LIMIT), (told.info, INFO_LIMIT))
    if not told.type or not told.id or any(len(text) > most or not text.isprintable() for text, most in limits):
        what = f"at most {TYPE_LIMIT}, {ID_LIMIT} and {INFO_LIMIT} characters, in one line"
        raise InvalidParameter("the label has no type or no id, or they are too long", f"give {what}")
    return Label(type=told.type, id=told.id, info=told.info)


def type_of(tx: Transaction, ref: Ref) -> str:
    """The media type of an LMID's medium."""
    return tx.media.get(tx.sides.get(resolving.logical(tx, ref).side_id).medium_id).media_type


def tell(tx: Transaction, caller: Session, ref: Ref, label: Label) -> Medium:
    """Write it down."""
    side = tx.sides.get(resolving.logical(tx, ref).side_id)
    medium = tx.media.get(side.medium_id)
    guard.may(tx, caller, Deed.MEDIUM_SET_LABEL, f"set the label of {medium.name}", guard.pool_of(tx, medium))
    identities.learn(tx, side, label, stale=False)
    note(tx, caller, "label_set", medium.name, f"{label.type} {label.info or label.id}")
    return medium
