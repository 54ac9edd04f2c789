"""The whole catalogue, read to be checked; and what of it is put right within one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from openrsm.domain import bookkeeping, troubles
from openrsm.domain.bookkeeping import Books
from openrsm.domain.medium import MediumEvent
from openrsm.domain.troubles import Finding
from openrsm.domain.values import DriveId, LibraryId, MediumId, OperatorId, SlotId, WorkId
from openrsm.domain.work import WorkEvent
from openrsm.errors import Cancelled
from openrsm.service.reconciling import goes_offline, lift
from openrsm.service.records import advance_medium, end_work, release_holder, withdraw_medium
from openrsm.store.database import Transaction


def read(tx: Transaction, moving: Collection[MediumId]) -> Books:
    """The books; ``moving`` are the cartridges that are being carried."""
    libraries, media = tx.libraries.all(), tx.media.all()
    return Books(
        libraries={one.id: one for one in libraries},
        drives=tx.drives.all(),
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
    done = []
    for finding in bookkeeping.check(read(tx, moving)):
        remedy = _REMEDIES.get(finding.trouble.code)
        if remedy is not None and finding.object_id is not None and finding.library_id in libraries:
            remedy(tx, finding.object_id)
            done.append(finding)
    return done


def _take_for_offline(tx: Transaction, medium_id: UUID) -> None:
    lift(tx, tx.media.get(MediumId(medium_id)))
    goes_offline(tx, tx.media.get(MediumId(medium_id)))


def _name_what_is_there(tx: Transaction, drive_id: UUID) -> None:
    """The cartridge that says so is in the drive; it is in no other."""
    held = tx.media.in_element(drive_id)
    for drive in tx.drives.all():
        if held is not None and drive.medium_id == held.id and drive.id != drive_id:
            tx.drives.change(drive, replace(drive, medium_id=None))
    drive = tx.drives.get(DriveId(drive_id))
    tx.drives.change(drive, replace(drive, medium_id=held.id if held else None))


def _leave_home_to_one(tx: Transaction, slot_id: UUID) -> None:
    for medium in tx.media.homed_at(SlotId(slot_id)):
        if medium.place.element_id != slot_id:
            tx.media.change(medium, replace(medium, home_slot_id=None))


def _take_back(tx: Transaction, drive_id: UUID) -> None:
    release_holder(tx, tx.drives.get(DriveId(drive_id)))


def _lay_to_rest(tx: Transaction, medium_id: UUID) -> None:
    advance_medium(tx, tx.media.get(MediumId(medium_id)), MediumEvent.SETTLE)


def _cancel(tx: Transaction, work_id: UUID) -> None:
    item = tx.work.get(WorkId(work_id))
    if item.medium_id is not None and tx.media.find(item.medium_id) is not None:
        withdraw_medium(tx, item)
    why = Cancelled("what it was about is gone from the catalogue", "ask for it again")
    end_work(tx, item, WorkEvent.CANCEL, why)


def _withdraw(tx: Transaction, request_id: UUID) -> None:
    tx.operators.delete(tx.operators.get(OperatorId(request_id)))


_REMEDIES: Final[Mapping[str, Callable[[Transaction, UUID], None]]] = {
    troubles.PLACE_UNKNOWN.code: _take_for_offline,
    troubles.DRIVE_WRONG.code: _name_what_is_there,
    troubles.HOME_SHARED.code: _leave_home_to_one,
    troubles.HELD_BY_NOBODY.code: _take_back,
    troubles.MEDIUM_WAITS.code: _lay_to_rest,
    troubles.WORK_LOST.code: _cancel,
    troubles.REQUEST_LOST.code: _withdraw,
}
