"""Media that are catalogued, and forgotten, by hand, as they are in no library (MS-RSMP 3.2.5.2.3.5, 3.2.5.2.2.8)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID, uuid4

from openrsm.domain import media_types
from openrsm.domain.bar_codes import clean
from openrsm.domain.matrix import Deed
from openrsm.domain.naming import called
from openrsm.domain.recording import OWNED, RecordedSide, check_deletion, check_pool, check_sides, sides_for
from openrsm.domain.settings import check_description, check_location, check_name
from openrsm.domain.values import (
    BarCodeState,
    LogicalId,
    LogicalMedium,
    Medium,
    MediumId,
    Pool,
    Side,
    SideId,
)
from openrsm.errors import InvalidMedia
from openrsm.service import guard, resolving
from openrsm.service.cataloguing import erase
from openrsm.service.context import note
from openrsm.service.newcomers import offline_library
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.media import NewMedium
from openrsm.surface.views import Ref


def create(tx: Transaction, caller: Session, new: NewMedium) -> Medium:
    """Catalogue a medium that is offline."""
    pool = resolving.pool(tx, new.pool)
    guard.may(tx, caller, Deed.MEDIUM_CREATE, f"record a medium in {pool.path}", pool, tx.computer.get())
    sides = sides_for(check_pool(pool), new.sides)
    code = clean(new.bar_code) or ""
    check_sides(pool, code, sides)
    _check_texts(new)
    _check_unknown(tx, new, code, sides)
    medium = tx.media.insert(_medium(tx, new, pool, code, sides))
    for number, told in enumerate(sides):
        _insert_side(tx, caller, medium, number, told)
    note(tx, caller, "medium_recorded", medium.name, f"in {pool.path}")
    return medium


def _check_texts(new: NewMedium) -> None:
    check_name(new.name, needed=False)
    check_name(new.bar_code.rstrip(), needed=False)
    check_description(new.description)
    check_location(new.location)


def _check_unknown(tx: Transaction, new: NewMedium, code: str, sides: Sequence[RecordedSide]) -> None:
    """What is catalogued already is not recorded again."""
    if code and tx.media.by_bar_code(code):
        raise InvalidMedia(f"there is a medium with the bar code {code}", "name that, or delete it")
    for side in () if new.allow_duplicates else sides:
        known = tx.sides.labelled(side.label_type, side.label_id) if side.label_type else []
        if known:
            name = tx.media.get(known[0].medium_id).name
            raise InvalidMedia(f"the label {side.label_id} is that of {name}", "name that, or allow duplicates")
    _check_free(new.id, lambda key: tx.media.find(MediumId(key)))
    for side in sides:
        _check_free(side.id, lambda key: tx.sides.find(SideId(key)))
        _check_free(side.logical_id, lambda key: tx.logical.find(LogicalId(key)))


def _check_free(key: UUID | None, find: Callable[[UUID], object]) -> None:
    if key is not None and find(key) is not None:
        raise InvalidMedia(f"there is something of the GUID {key}", "give another, or none")


def _medium(tx: Transaction, new: NewMedium, pool: Pool, code: str, sides: Sequence[RecordedSide]) -> Medium:
    sequence = tx.media.next_sequence()
    media_type = pool.media_type or media_types.UNKNOWN
    return Medium(
        id=new.id or MediumId(uuid4()),
        name=new.name or called(code, sides, sequence),
        sequence=sequence,
        media_type=media_type,
        pool_id=pool.id,
        library_id=offline_library(tx).id,
        bar_code=code or None,
        bar_code_state=BarCodeState.OK if code else BarCodeState.UNREADABLE,
        cleaner=media_types.MEDIA_TYPES[media_type].cleaner,
        location=new.location,
        description=new.description,
    )


def _insert_side(tx: Transaction, caller: Session, medium: Medium, number: int, told: RecordedSide) -> None:
    owned = told.state in OWNED
    logical_id = told.logical_id or LogicalId(uuid4()) if owned else None
    side = tx.sides.insert(
        Side(
            id=told.id or SideId(uuid4()),
            medium_id=medium.id,
            number=number,
            state=told.state,
            logical_id=logical_id,
            label_type=told.label_type,
            label_id=told.label_id,
            label_info=told.label_info,
            mounts=told.mounts,
            allocations=told.allocations,
            last_used=tx.now,
        )
    )
    if logical_id is not None:
        tx.logical.insert(_logical(caller, medium, side, logical_id))


def _logical(caller: Session, medium: Medium, side: Side, logical_id: LogicalId) -> LogicalMedium:
    return LogicalMedium(
        id=logical_id,
        pool_id=medium.pool_id,
        side_id=side.id,
        owner=caller.application,
        user=caller.principal.user,
    )


def delete(tx: Transaction, caller: Session, ref: Ref) -> None:
    """Forget an offline medium."""
    medium = resolving.medium(tx, ref)
    pool = guard.pool_of(tx, medium)
    guard.may(tx, caller, Deed.MEDIUM_DELETE, f"delete {medium.name}", pool, tx.computer.get())
    check_deletion(medium, tx.sides.of(medium.id), wanted=bool(tx.work.of_medium_open(medium.id)))
    erase(tx, medium)
    note(tx, caller, "medium_deleted", medium.name)
