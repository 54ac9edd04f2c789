"""Media that people catalogue by hand: what such a record may say (CreateNtmsMedia; MS-RSMP 3.2.5.2.3.5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from openrsm.domain.machine import word
from openrsm.domain.media_types import MEDIA_TYPES
from openrsm.domain.pools import TAKEN, check_holds_media
from openrsm.domain.side import SideState
from openrsm.domain.values import LogicalId, Medium, PlaceKind, Pool, PoolKind, Side, SideId
from openrsm.errors import InvalidMediaPool, InvalidParameter, InvalidState, MediaIncompatible

OWNED: Final = frozenset({SideState.ALLOCATED, SideState.COMPLETE})
"""The states of sides that have an LMID."""

FOR_POOLS: Final = {
    PoolKind.APPLICATION: frozenset(SideState) - {SideState.UNPREPARED},
    PoolKind.IMPORT: frozenset(SideState) - {SideState.UNPREPARED, SideState.AVAILABLE} - TAKEN,
}
"""The states that sides can be recorded with; only a work item that writes a label makes a side unprepared."""


LABEL_LENGTH: Final = 255
"""Characters of a label's type, id and description, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedSide:
    """One side of a medium that is recorded by hand.

    Attributes:
        label_type: What kind of label it carries; empty if nobody knows.
        label_id: What tells it from others with such a label.
        label_info: What people call it.
        state: Import, unless said otherwise: nothing takes it then before somebody names it.
        id: The GUID it shall have; None for a new one.
        logical_id: For allocated and complete sides: the LMID that it shall have; None for a new one.
        mounts: How often it was mounted so far.
        allocations: How often it was allocated so far.
    """

    label_type: str = ""
    label_id: str = ""
    label_info: str = ""
    state: SideState = SideState.IMPORT
    id: SideId | None = None
    logical_id: LogicalId | None = None
    mounts: int = 0
    allocations: int = 0


def check_pool(pool: Pool) -> str:
    """The media type of a pool that media can be recorded in.

    Raises:
        InvalidMediaPool: It is neither an import pool nor an application pool, or it holds pools.
    """
    if pool.kind not in FOR_POOLS:
        raise InvalidMediaPool(f"no medium is recorded in {pool.path}", "name an import pool or an application pool")
    check_holds_media(pool)
    return pool.media_type or ""


def sides_for(media_type: str, told: Sequence[RecordedSide]) -> Sequence[RecordedSide]:
    """The sides of a medium of that type: those told, or as many of which nothing is known.

    Raises:
        MediaIncompatible: Such media have another number of sides.
    """
    number = MEDIA_TYPES[media_type].sides
    if told and len(told) != number:
        what = f"{len(told)} sides are given, media of type {media_type} have {number}"
        raise MediaIncompatible(what, "give each side, or none at all")
    return told or [RecordedSide()] * number


def check_sides(pool: Pool, bar_code: str, sides: Sequence[RecordedSide]) -> None:
    """Refuse sides that cannot be as they are told.

    Raises:
        InvalidParameter: Nothing tells the medium from others, a label has no id or no type, a state is none for that
            pool, an LMID is given to a side that has none, an id is given twice, or a count is negative.
    """
    if not bar_code and not any(side.label_type for side in sides):
        raise InvalidParameter("neither a bar code nor a label is given", "give what tells the medium from others")
    for number, side in enumerate(sides):
        _check_side(pool, number, side)
    ids: list[UUID] = [key for side in sides for key in (side.id, side.logical_id) if key is not None]
    if len(ids) != len(set(ids)):
        raise InvalidParameter("a GUID is given twice", "give each object its own, or none")
    if any(side.state is SideState.RESERVED for side in sides) and not any(side.state in OWNED for side in sides):
        raise InvalidParameter("a side is reserved, and none is allocated", "sides are reserved with an allocated one")


def _check_side(pool: Pool, number: int, side: RecordedSide) -> None:
    if any(len(text) > LABEL_LENGTH for text in (side.label_type, side.label_id, side.label_info)):
        raise InvalidParameter(f"the label of side {number} is too long", f"use at most {LABEL_LENGTH} characters each")
    if bool(side.label_type) is not bool(side.label_id):
        raise InvalidParameter(f"the label of side {number} is half given", "give its type and its id, or neither")
    if side.state not in FOR_POOLS[pool.kind]:
        raise InvalidParameter(f"side {number} cannot be {word(side.state)} in {pool.path}", "record it as import")
    if side.logical_id is not None and side.state not in OWNED:
        raise InvalidParameter(f"side {number} is {word(side.state)} and has no LMID", "record it as allocated")
    if side.mounts < 0 or side.allocations < 0:
        raise InvalidParameter(f"a count of side {number} is negative", "give 0 or more")


def check_deletion(medium: Medium, sides: Collection[Side], *, wanted: bool) -> None:
    """Refuse to forget a medium that is there, is somebody's, or is waited for.

    Raises:
        InvalidState: It is one of these.
    """
    name = f"medium {medium.name}"
    if medium.place.kind is not PlaceKind.OFFLINE:
        raise InvalidState(f"{name} is in a library", "eject it first")
    taken = next((side for side in sides if side.state in TAKEN), None)
    if taken is not None:
        raise InvalidState(f"side {taken.number} of {name} is {word(taken.state)}", "deallocate it first")
    if wanted:
        raise InvalidState(f"a work item waits for {name}", "cancel it first; see: rsm work list")
