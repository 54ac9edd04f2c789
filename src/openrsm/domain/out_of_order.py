"""What becomes of work that needs a drive which does not work, or is not there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import Operational
from openrsm.domain.planner import steps_for
from openrsm.domain.records import WorkItem
from openrsm.domain.steps import Fail, Load, Seat, Snapshot, Unload
from openrsm.domain.work import IN_DRIVE, CleaningStage, Operation, WorkState
from openrsm.errors import DeviceNotAvailable


def broken_off(snapshot: Snapshot, members: Sequence[WorkItem], now: datetime) -> Fail | None:
    """What is under way and cannot go on without such a drive ends: whoever asked may have another, or the reason.

    It would hold the others' drives and media else, for as long as nobody sees to the one.
    """
    if all(_works(seat) for seat in snapshot.seats):
        return None
    under_way = (member for member in members if member.state is WorkState.IN_PROCESS)
    seat = next(filter(None, (_needed(snapshot, member, now) for member in under_way)), None)
    if seat is None:
        return None
    return Fail(work_ids=tuple(member.id for member in members), error=out_of_order(snapshot.library, seat.drive))


def out_of_order(library: Library, drive: Drive) -> DeviceNotAvailable:
    """What it is answered who wants something done with a drive that does not work."""
    why = f": {drive.trouble}" if drive.trouble else ""
    gone = drive.operational is Operational.NOT_PRESENT
    look = f"see to its power and cable, then run: rsm library inventory {library.name}"
    advice = look if gone else "see: rsm operator list"
    return DeviceNotAvailable(f"drive {drive.name} is out of order{why}", advice)


def _needed(snapshot: Snapshot, item: WorkItem, now: datetime) -> Seat | None:
    """A drive that does not work and is to do something for the item, or to get its cartridge."""
    given = snapshot.seat_of(item.drive_id)
    if given is not None and not given.busy and not _works(given) and _waits_for_its_drive(item):
        return given
    asked = (step.drive_id for step in steps_for(snapshot, item, now) if isinstance(step, Load | Unload))
    return next((seat for seat in map(snapshot.seat_of, asked) if seat is not None and not _works(seat)), None)


def _waits_for_its_drive(item: WorkItem) -> bool:
    is_cleaned = item.operation is Operation.CLEAN_DRIVE and item.option == CleaningStage.CLEANED
    return item.operation in IN_DRIVE and not is_cleaned


def _works(seat: Seat) -> bool:
    return seat.drive.operational is Operational.READY
