"""Recording what steps did: the catalogue follows the cartridge, never the other way round."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from openrsm.domain.drive import DRIVE, DriveEvent, DriveState
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import OPERATIONAL, Operational, OperationalEvent
from openrsm.domain.machine import accepts, fire
from openrsm.domain.medium import MEDIUM, MediumEvent
from openrsm.domain.operator import OperatorKind
from openrsm.domain.reasons import OPENED
from openrsm.domain.records import Move, MoveOutcome, OperatorRequest, WorkItem
from openrsm.domain.steps import Carry, Load, Unload
from openrsm.domain.values import (
    MESSAGE_LENGTH,
    DriveId,
    LibraryId,
    Medium,
    MoveId,
    OperatorId,
    Place,
    PlaceKind,
    Requester,
    SlotId,
    WorkId,
)
from openrsm.domain.work import IN_DRIVE, OPEN, WorkEvent, WorkState
from openrsm.errors import RsmError
from openrsm.service import cleaning, doubles
from openrsm.service.label_work import mark_if_new
from openrsm.service.pooling import return_if_due
from openrsm.service.records import (
    accept_medium,
    advance_drive,
    advance_medium,
    advance_work,
    is_given,
    occupy,
    release_holder,
    vacate,
)
from openrsm.service.rulings import fail
from openrsm.store.database import Transaction


def intend(tx: Transaction, library_id: LibraryId, step: Carry) -> Move:
    """The journal's row of a motion, committed before the robot is told."""
    return tx.moves.insert(
        Move(
            id=MoveId(uuid4()),
            library_id=library_id,
            medium_id=step.medium_id,
            source=step.source,
            destination=step.destination,
            opened_at=tx.now,
            work_id=step.work_id,
        )
    )


def close_move(tx: Transaction, move: Move, outcome: MoveOutcome, detail: str = "") -> None:
    """The journal learns how the motion ended."""
    tx.moves.change(move, replace(move, closed_at=tx.now, outcome=outcome, detail=detail))


def carried(tx: Transaction, move: Move) -> None:
    """A motion is done: the cartridge is at its destination, and nowhere else."""
    close_move(tx, move, MoveOutcome.DONE)
    relocate(tx, tx.media.get(move.medium_id), move.destination)
    remember_side(tx, move)


def remember_side(tx: Transaction, move: Move) -> None:
    """A drive that received a cartridge for a mount has the mount's side up."""
    item = tx.work.find(move.work_id) if move.work_id else None
    if item is None or move.destination.kind is not PlaceKind.DRIVE or move.destination.element_id is None:
        return
    drive = tx.drives.get(DriveId(move.destination.element_id))
    tx.drives.change(drive, replace(drive, side_id=item.side_id))


def relocate(tx: Transaction, medium: Medium, place: Place) -> Medium:
    """The catalogue puts a cartridge where it is: leaves its old element, enters the new one."""
    if medium.place == place:
        return medium
    doubles.shown(tx, medium)
    _leave(tx, medium)
    medium = tx.media.get(medium.id)
    if place.kind is PlaceKind.DRIVE and place.element_id is not None:
        return _enter_drive(tx, medium, place)
    occupy(tx, place)
    home = medium.home_slot_id
    if place.kind is PlaceKind.SLOT and place.element_id is not None:
        home = SlotId(place.element_id)
        _make_room_at(tx, home, medium)
    settled = advance_medium(tx, medium, MediumEvent.SETTLE, place=place, home_slot_id=home)
    mark_if_new(tx, settled)
    return return_if_due(tx, settled, tx.pools.get(settled.pool_id))


def _make_room_at(tx: Transaction, slot_id: SlotId, medium: Medium) -> None:
    """What was at home in a slot, and is elsewhere, has no home any more: another cartridge has come to it."""
    for other in tx.media.homed_at(slot_id):
        if other.id != medium.id:
            tx.media.change(other, replace(other, home_slot_id=None))


def _leave(tx: Transaction, medium: Medium) -> None:
    if medium.place.kind is PlaceKind.DRIVE and medium.place.element_id is not None:
        drive = tx.drives.get(DriveId(medium.place.element_id))
        if drive.medium_id == medium.id:
            advance_drive(tx, drive, DriveEvent.REMOVE, medium_id=None, vouched_id=None, dismountable_since=None)
    else:
        vacate(tx, medium.place)


def _enter_drive(tx: Transaction, medium: Medium, place: Place) -> Medium:
    drive = tx.drives.get(DriveId(place.element_id)) if place.element_id else None
    if drive is None:
        return medium
    event = DriveEvent.CLEAN if medium.cleaner else DriveEvent.INSERT
    if drive.holder is not None and accepts(DRIVE, drive.state, event):
        # It may have come to rest since its mount began: turned to its other side, or found elsewhere.
        accept_medium(tx, medium)
        medium = tx.media.get(medium.id)
        if accepts(MEDIUM, medium.state, MediumEvent.INSERT):
            advance_drive(tx, drive, event, medium_id=medium.id)
            if medium.cleaner:
                cleaning.used(tx, drive.library_id)
            return advance_medium(tx, medium, MediumEvent.INSERT, place=place)
    # Its mount ended while the robot carried it: no delay keeps it here.
    advance_drive(tx, drive, DriveEvent.FIND, medium_id=medium.id, holder=None, dismountable_since=None)
    return advance_medium(tx, medium, MediumEvent.SETTLE, place=place)


def loaded(tx: Transaction, step: Load) -> None:
    """The drive is ready with its cartridge; if its mount ended meanwhile, the cartridge goes home by itself."""
    drive = tx.drives.get(step.drive_id)
    if drive.medium_id != step.medium_id or drive.state is not DriveState.MOUNTED:
        return
    advance_drive(tx, drive, DriveEvent.READY)
    medium = tx.media.get(step.medium_id)
    if accepts(MEDIUM, medium.state, MediumEvent.READY):
        advance_medium(tx, medium, MediumEvent.READY)


def unloaded(tx: Transaction, step: Unload) -> None:
    """The drive let its cartridge go: whoever held the drive for it does so no more.

    If the drive has been given to a mount, which had the cartridge removed or found it leaving, it stays that mount's.
    """
    drive = tx.drives.get(step.drive_id)
    if drive.medium_id != step.medium_id:
        return
    holder = drive.holder if is_given(tx, drive) else None
    advance_drive(tx, drive, DriveEvent.UNLOAD, holder=holder, vouched_id=None, dismountable_since=None)
    advance_medium(tx, tx.media.get(step.medium_id), MediumEvent.UNLOAD)


def fail_item(tx: Transaction, work_id: WorkId | None, error: RsmError) -> None:
    """A step failed: the item it served ends with that error, and the set it belongs to."""
    item = tx.work.find(work_id) if work_id else None
    if item is None or item.state not in OPEN:
        return
    members = tx.work.of_set(item.set_id) if item.set_id else [item]
    fail(tx, (member.id for member in members if member.state in OPEN), error)


def held_open(tx: Transaction, step: Load | Unload) -> None:
    """A program has the drive open: what it concerns waits and says so, a mount that wanted the drive lines up again.

    One whose cartridge is in the drive waits as well: nobody gets that out either.
    """
    item = tx.work.find(step.work_id) if step.work_id else None
    if item is None or item.state is not WorkState.IN_PROCESS:
        return
    if isinstance(step, Load) or item.operation not in IN_DRIVE:
        tx.work.change(item, replace(item, reason=OPENED))
        return
    for member in tx.work.of_set(item.set_id) if item.set_id else [item]:
        _line_up_again(tx, member)


def _line_up_again(tx: Transaction, item: WorkItem) -> None:
    """While a set waits it holds nothing (see :mod:`openrsm.domain.starting`)."""
    drive = tx.drives.get(item.drive_id) if item.drive_id else None
    if drive is not None and drive.holder == item.requester:
        release_holder(tx, drive)
    reason = "waits for a drive: a program still has the one it was given open"
    advance_work(tx, item, WorkEvent.BLOCK, drive_id=None, reason=reason)


def needs_service(tx: Transaction, drive: Drive, error: RsmError, itself: Requester) -> None:
    """A drive keeps failing: it is taken out of scheduling and an operator is asked to see to it."""
    if drive.operational is not Operational.READY:
        return
    state = fire(OPERATIONAL, drive.operational, OperationalEvent.FAILED)
    tx.drives.change(drive, replace(drive, operational=state, trouble=str(error)))
    _ask(tx, f"See to drive {drive.name}: {error}", itself, drive.library_id, drive.id)


def ask_for_service(tx: Transaction, library: Library, error: RsmError, itself: Requester) -> None:
    """The robot keeps failing to put away what it holds, or to let people in: an operator is asked, unless he is."""
    if any(one.library_id == library.id and one.kind is OperatorKind.DEVICE_SERVICE for one in tx.operators.open()):
        return
    _ask(tx, f"See to the robot of library {library.name}: {error}", itself, library.id, None)


def _ask(tx: Transaction, message: str, itself: Requester, library_id: LibraryId, drive_id: DriveId | None) -> None:
    tx.operators.insert(
        OperatorRequest(
            id=OperatorId(uuid4()),
            number=tx.operators.next_number(),
            kind=OperatorKind.DEVICE_SERVICE,
            message=message[:MESSAGE_LENGTH],
            submitted_at=tx.now,
            requester=itself,
            library_id=library_id,
            drive_id=drive_id,
        )
    )
