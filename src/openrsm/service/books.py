"""The whole catalogue, read to be checked; and what of it is put right within one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from openrsm.domain import bookkeeping, troubles
from openrsm.domain.books import Books
from openrsm.domain.drive import DriveState
from openrsm.domain.machine import fire
from openrsm.domain.medium import MEDIUM, MediumEvent
from openrsm.domain.side import SideEvent
from openrsm.domain.troubles import Finding
from openrsm.domain.values import DriveId, LibraryId, MediumId, OperatorId, SideId, SlotId, WorkId
from openrsm.domain.work import OPEN, WorkEvent
from openrsm.errors import Cancelled
from openrsm.service.pooling import advance_side, return_if_due
from openrsm.service.reconciling import goes_offline, lift
from openrsm.service.records import (
    advance_medium,
    advance_work,
    complete_requests,
    end_work,
    release_holder,
    set_drive,
    withdraw_medium,
)
from openrsm.service.rulings import fail
from openrsm.store.database import Transaction


def read(tx: Transaction, moving: Collection[MediumId]) -> Books:
    """The books; ``moving`` are the cartridges that are being carried."""
    libraries, media = tx.libraries.all(), tx.media.all()
    return Books(
        libraries={one.id: one for one in libraries},
        drives={one.id: one for one in tx.drives.all()},
        slots=[slot for one in libraries for slot in tx.slots.of(one.id)],
        ports=[port for one in libraries for port in tx.ports.of(one.id)],
        changers=[changer for one in libraries for changer in tx.changers.of(one.id)],
        media={one.id: one for one in media},
        sides=tx.sides.of_media([one.id for one in media]),
        logical={one.id: one for pool in tx.pools.all() for one in tx.logical.of_pool(pool.id)},
        work={one.id: one for one in tx.work.open(None)},
        requests=tx.operators.open(),
        moves=[move for one in libraries for move in tx.moves.open(one.id)],
        moving=moving,
    )


def put_right(tx: Transaction, moving: Collection[MediumId], libraries: Collection[LibraryId | None]) -> list[Finding]:
    """Repair what is wrong in these libraries, None for in no one, and needs no look at them; what was."""
    done: list[Finding] = []
    books = read(tx, moving)
    for code, remedy in _REMEDIES.items():  # each finds what those before it have left
        wrong = [one for one in bookkeeping.check(books) if one.trouble.code == code and one.library_id in libraries]
        for finding in wrong:
            remedy(tx, _subject(finding))
        if wrong:
            books = read(tx, moving)
            done += wrong
    return done


def _subject(finding: Finding) -> UUID:
    if finding.object_id is None:
        raise ValueError(f"{finding.trouble.code} names nothing that could be changed")
    return finding.object_id


def _take_for_offline(tx: Transaction, medium_id: UUID) -> None:
    lift(tx, tx.media.get(MediumId(medium_id)))
    goes_offline(tx, tx.media.get(MediumId(medium_id)))


def _name_what_is_there(tx: Transaction, drive_id: UUID) -> None:
    """The cartridge that says so is in the drive; it is in no other."""
    held = tx.media.in_element(drive_id)
    for drive in tx.drives.all():
        if held is not None and drive.medium_id == held.id and drive.id != drive_id:
            tx.drives.change(drive, replace(drive, medium_id=None, vouched_id=None))
    drive = tx.drives.get(DriveId(drive_id))
    tx.drives.change(drive, replace(drive, medium_id=held.id if held else None, vouched_id=None))


def _leave_home_to_one(tx: Transaction, slot_id: UUID) -> None:
    for medium in tx.media.homed_at(SlotId(slot_id)):
        if medium.place.element_id != slot_id:
            tx.media.change(medium, replace(medium, home_slot_id=None))


def _take_back(tx: Transaction, drive_id: UUID) -> None:
    release_holder(tx, tx.drives.get(DriveId(drive_id)))


def _tell_the_time(tx: Transaction, drive_id: UUID) -> None:
    drive = tx.drives.get(DriveId(drive_id))
    set_drive(tx, drive, replace(drive, held_since=drive.held_since or tx.now))


_IN_THE_DRIVES_HANDS: Final[Mapping[DriveState, tuple[MediumEvent, ...]]] = {
    DriveState.MOUNTED: (MediumEvent.ACCEPT, MediumEvent.INSERT),
    DriveState.BEING_CLEANED: (MediumEvent.ACCEPT, MediumEvent.INSERT),
    DriveState.LOADED: (MediumEvent.ACCEPT, MediumEvent.READY),
    DriveState.UNLOADED: (MediumEvent.UNLOAD,),
}
"""What happened to a medium at rest in such a drive; in any other it is at rest."""


def _follow_the_drive(tx: Transaction, medium_id: UUID) -> None:
    medium = tx.media.get(MediumId(medium_id))
    drive = tx.drives.get(DriveId(medium.place.element_id or medium_id))
    state = fire(MEDIUM, medium.state, MediumEvent.SETTLE)
    for event in _IN_THE_DRIVES_HANDS.get(drive.state, ()):
        state = fire(MEDIUM, state, event)
    tx.media.change(medium, replace(medium, state=state))


def _take_for_found(tx: Transaction, medium_id: UUID) -> None:
    medium = advance_medium(tx, tx.media.get(MediumId(medium_id)), MediumEvent.FOUND)
    complete_requests(tx, medium.id)


def _unreserve(tx: Transaction, side_id: UUID) -> None:
    side = advance_side(tx, tx.sides.get(SideId(side_id)), [SideEvent.UNRESERVE])
    medium = tx.media.get(side.medium_id)
    return_if_due(tx, medium, tx.pools.get(medium.pool_id))


def _lay_to_rest(tx: Transaction, medium_id: UUID) -> None:
    advance_medium(tx, tx.media.get(MediumId(medium_id)), MediumEvent.SETTLE)


def _cancel(tx: Transaction, work_id: UUID) -> None:
    item = tx.work.get(WorkId(work_id))
    if item.medium_id is not None and tx.media.find(item.medium_id) is not None:
        withdraw_medium(tx, item)
    why = Cancelled("what it was about is gone from the catalogue", "ask for it again")
    end_work(tx, item, WorkEvent.CANCEL, why)


def _cancel_set(tx: Transaction, work_id: UUID) -> None:
    item = tx.work.get(WorkId(work_id))
    members = tx.work.of_set(item.set_id) if item.set_id else [item]
    why = Cancelled("the drive that it was given is not its own", "ask for it again")
    fail(tx, [one.id for one in members if one.state in OPEN], why, WorkEvent.CANCEL)


def _queue_again(tx: Transaction, work_id: UUID) -> None:
    advance_work(tx, tx.work.get(WorkId(work_id)), WorkEvent.UNBLOCK)


def _withdraw(tx: Transaction, request_id: UUID) -> None:
    tx.operators.delete(tx.operators.get(OperatorId(request_id)))


_REMEDIES: Final[Mapping[str, Callable[[Transaction, UUID], None]]] = {
    troubles.PLACE_UNKNOWN.code: _take_for_offline,
    troubles.DRIVE_WRONG.code: _name_what_is_there,
    troubles.HOME_SHARED.code: _leave_home_to_one,
    troubles.WORK_LOST.code: _cancel,
    troubles.WORK_ASTRAY.code: _cancel_set,
    troubles.ASKED_THOUGH_THERE.code: _take_for_found,
    troubles.STATES_DIFFER.code: _follow_the_drive,
    troubles.HELD_BY_NOBODY.code: _take_back,
    troubles.HELD_SINCE.code: _tell_the_time,
    troubles.MEDIUM_WAITS.code: _lay_to_rest,
    troubles.RESERVED_WRONG.code: _unreserve,
    troubles.UNREASONED.code: _queue_again,
    troubles.REQUEST_LOST.code: _withdraw,
}
"""In this order: what is where, then what is under way, then what comes of that."""
