"""The next physical step of a started item, and of cartridges that nobody uses any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from openrsm.domain.drive import DriveState
from openrsm.domain.library import Operational
from openrsm.domain.records import WorkItem
from openrsm.domain.slot import SlotState
from openrsm.domain.steps import Carry, Load, Seat, Snapshot, Step, Unload
from openrsm.domain.values import Medium, Place, PlaceKind, WorkId
from openrsm.domain.work import IN_DRIVE, CleaningStage, Operation

STILL_IN = (DriveState.MOUNTED, DriveState.LOADED, DriveState.DISMOUNTABLE, DriveState.BEING_CLEANED)


def is_stuck(seat: Seat) -> bool:
    """Whether a cartridge cannot be had: its drive does not work, or is not there, and has not let it go."""
    works = seat.drive.operational is Operational.READY
    return seat.medium is not None and seat.drive.state in STILL_IN and not works


def steps_for(snapshot: Snapshot, item: WorkItem, now: datetime) -> Iterator[Step]:
    """What a started item needs done next; nothing while a step of it is under way."""
    medium = snapshot.media.get(item.medium_id) if item.medium_id else None
    if medium is None or medium.id in snapshot.moving:
        return
    if item.operation is Operation.CLEAN_DRIVE and item.option == CleaningStage.CLEANED:
        yield from _return_steps(snapshot, medium, item.id, now)
    elif item.operation in IN_DRIVE:
        yield from _mount_steps(snapshot, item, medium, now)
    elif item.operation is Operation.UPDATE_LABEL:
        yield from _label_steps(snapshot, item, medium)
    elif stays_ready(snapshot, item):
        yield from _release_steps(snapshot, item, medium, now)
    elif item.operation is Operation.DISMOUNT:
        yield from _return_steps(snapshot, medium, item.id, now)
    elif item.operation is Operation.TRANSFER:
        yield from _transfer_steps(snapshot, item, medium, now)


def _transfer_steps(snapshot: Snapshot, item: WorkItem, medium: Medium, now: datetime) -> Iterator[Step]:
    """Out of a drive as if it went home; from a slot or a port straight to where it is wanted."""
    if snapshot.seat_with(medium.id) is not None:
        yield from _return_steps(snapshot, medium, item.id, now)
    elif snapshot.can_reach(medium.place):
        yield from _carry_home(snapshot, medium, item.id)


def _mount_steps(snapshot: Snapshot, item: WorkItem, medium: Medium, now: datetime) -> Iterator[Step]:
    seat = snapshot.seat_of(item.drive_id)
    if seat is None or seat.busy:
        return
    if seat.medium is not None and seat.medium.id == medium.id and has_side_up(snapshot, seat, item):
        if seat.drive.state in (DriveState.MOUNTED, DriveState.BEING_CLEANED) and may_try(seat, now):
            yield Load(drive_id=seat.drive.id, medium_id=medium.id, work_id=item.id, operation=item.operation)
    elif seat.medium is not None:
        yield from _return_steps(snapshot, seat.medium, item.id, now)
    else:
        yield from _fetch_steps(snapshot, item, medium, seat, now)


def stays_ready(snapshot: Snapshot, item: WorkItem) -> bool:
    """Whether it is a dismount that leaves a ready cartridge in its drive: it needs neither robot nor library."""
    seat = snapshot.seat_with(item.medium_id)
    return item.deferred and seat is not None and seat.drive.state is DriveState.LOADED


def _release_steps(snapshot: Snapshot, item: WorkItem, medium: Medium, now: datetime) -> Iterator[Step]:
    """The drive is asked whether a program has it open, and its label is read: later it may be another cartridge's."""
    seat = snapshot.seat_with(medium.id)
    if seat is not None and may_try(seat, now):
        yield from _label_steps(snapshot, item, medium)


def _label_steps(snapshot: Snapshot, item: WorkItem, medium: Medium) -> Iterator[Step]:
    """A drive that is ready is made ready again, which costs nothing, and its label is read."""
    seat = snapshot.seat_with(medium.id)
    if seat is not None and not seat.busy and seat.drive.state is DriveState.LOADED:
        yield Load(drive_id=seat.drive.id, medium_id=medium.id, work_id=item.id, operation=item.operation)


def _fetch_steps(snapshot: Snapshot, item: WorkItem, medium: Medium, seat: Seat, now: datetime) -> Iterator[Step]:
    elsewhere = snapshot.seat_with(medium.id)
    if elsewhere is not None and elsewhere.drive.state in STILL_IN:
        yield from _unload(elsewhere, medium, item.id, now)
    elif (elsewhere is None or not elsewhere.busy) and snapshot.can_reach(medium.place):
        target = Place(kind=PlaceKind.DRIVE, element_id=seat.drive.id)
        invert = item.side_id in snapshot.second_sides
        yield Carry(medium_id=medium.id, source=medium.place, destination=target, work_id=item.id, invert=invert)


def has_side_up(snapshot: Snapshot, seat: Seat, item: WorkItem) -> bool:
    """Whether the drive holds the side that is wanted; a tape's one side is always up."""
    turned = seat.drive.side_id in snapshot.second_sides
    return turned is (item.side_id in snapshot.second_sides)


def _return_steps(snapshot: Snapshot, medium: Medium, work_id: WorkId | None, now: datetime) -> Iterator[Step]:
    seat = snapshot.seat_with(medium.id)
    if seat is None or seat.busy or medium.id in snapshot.moving:
        return
    if seat.drive.state in STILL_IN:
        yield from _unload(seat, medium, work_id, now)
    elif seat.drive.state is DriveState.UNLOADED and may_try(seat, now):
        yield from _carry_home(snapshot, medium, work_id)


def _unload(seat: Seat, medium: Medium, work_id: WorkId | None, now: datetime) -> Iterator[Step]:
    if not seat.busy and may_try(seat, now):
        yield Unload(drive_id=seat.drive.id, medium_id=medium.id, work_id=work_id)


def may_try(seat: Seat, now: datetime) -> bool:
    """Whether nothing says to leave the drive alone for now."""
    return seat.not_before is None or seat.not_before <= now


def _carry_home(snapshot: Snapshot, medium: Medium, work_id: WorkId | None) -> Iterator[Step]:
    home = home_of(snapshot, medium)
    if home is not None:
        seat = snapshot.seat_with(medium.id)
        turned = seat is not None and seat.drive.side_id in snapshot.second_sides
        yield Carry(medium_id=medium.id, source=medium.place, destination=home, work_id=work_id, invert=turned)


def home_of(snapshot: Snapshot, medium: Medium) -> Place | None:
    """Where a cartridge returns to: its own slot, or another empty one that is nobody's. None: the library is full.

    A cleaning cartridge goes to the slot that is kept for it, if that is empty. Where somebody has said where it is to
    go, it goes there.
    """
    wanted = snapshot.destination_of(medium.id)
    if wanted is not None:
        return wanted if snapshot.can_reach(wanted) and wanted.element_id not in snapshot.promised else None
    own = snapshot.home_slots.get(medium.home_slot_id) if medium.home_slot_id else None
    kept = snapshot.cleaner_slot if medium.cleaner else None
    candidates = [slot for slot in (kept, own) if slot is not None] + list(snapshot.empty_slots)
    spoken_for = snapshot.promised | snapshot.wanted()
    for slot in candidates:
        if slot.state is SlotState.EMPTY and slot.id not in spoken_for:
            return Place(kind=PlaceKind.SLOT, element_id=slot.id)
    return None


def homecomings(snapshot: Snapshot, started: Sequence[WorkItem], now: datetime) -> Iterator[Step]:
    """Cartridges that go home by themselves: released long enough ago, left over by an ended item, or stranded."""
    if not snapshot.library.enabled:
        return
    spoken_for = {item.medium_id for item in started if item.medium_id} | snapshot.moving
    claimed = {item.drive_id for item in started if item.operation in IN_DRIVE}
    for seat in snapshot.seats:
        if seat.medium is None or seat.medium.id in spoken_for or seat.drive.id in claimed:
            continue
        if _goes_home(snapshot, seat, now):
            yield from _return_steps(snapshot, seat.medium, None, now)
    pause = snapshot.stranded_not_before
    if snapshot.stranded is not None and snapshot.stranded.id not in spoken_for and (pause is None or pause <= now):
        yield from _carry_home(snapshot, snapshot.stranded, None)


def _goes_home(snapshot: Snapshot, seat: Seat, now: datetime) -> bool:
    drive = seat.drive
    if seat.keeps or drive.holder is not None or drive.operational is not Operational.READY:
        return False
    if drive.state is not DriveState.DISMOUNTABLE:
        return True
    due = drive.dismountable_since is None or now >= drive.dismountable_since + timedelta(seconds=drive.dismount_delay)
    return due or not drive.enabled or is_draining(snapshot, seat)


def is_draining(snapshot: Snapshot, seat: Seat) -> bool:
    """Whether somebody takes the drive, or its library, out of service."""
    return any(
        item.operation is Operation.DISABLE_LIBRARY
        or (item.operation is Operation.DISABLE_DRIVE and item.drive_id == seat.drive.id)
        for item in snapshot.work
    )
