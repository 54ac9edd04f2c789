"""Why what has begun does not go on: a drive that is open or cannot be emptied, a cartridge that has nowhere to go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from openrsm.domain.drive import DriveState
from openrsm.domain.planner import has_side_up, home_of
from openrsm.domain.reasons import held_back
from openrsm.domain.records import WorkItem
from openrsm.domain.steps import Seat, Snapshot, Wait
from openrsm.domain.work import IN_DRIVE, Operation, WorkState

_SPEAK_HERE = IN_DRIVE | {Operation.DISMOUNT}


def held_up(snapshot: Snapshot, now: datetime) -> Iterator[Wait]:
    """Dismounts, and mounts that cannot have their drive yet, say what they wait for, for as long as they do.

    Ejects and transfers wait for more than drives, and say it themselves.
    """
    for item in snapshot.work:
        if item.state is not WorkState.IN_PROCESS or item.operation not in _SPEAK_HERE:
            continue
        seat = _in_question(snapshot, item)
        reason = "" if seat is None else held_back(seat, now, snapshot.zone) or _homeless(snapshot, item, seat)
        if item.reason != reason:
            yield Wait(work_id=item.id, reason=reason)


def _in_question(snapshot: Snapshot, item: WorkItem) -> Seat | None:
    """The drive that programs must close, or that must let its cartridge go, before an item can go on."""
    if item.operation is Operation.DISMOUNT:
        return snapshot.seat_with(item.medium_id)
    given = snapshot.seat_of(item.drive_id) if item.operation in IN_DRIVE else None
    if given is None or given.medium is None:
        return None if given is None else snapshot.seat_with(item.medium_id)
    serves = given.medium.id == item.medium_id and has_side_up(snapshot, given, item)
    return None if serves and given.open_since is None else given


def _homeless(snapshot: Snapshot, item: WorkItem, seat: Seat) -> str:
    """From one drive a cartridge may go into another without a slot between."""
    goes_home = item.operation not in IN_DRIVE or seat.drive.id == item.drive_id
    if seat.medium is None or seat.busy or seat.drive.state is not DriveState.UNLOADED or not goes_home:
        return ""
    homeless = home_of(snapshot, seat.medium) is None
    return f"waits for an empty slot for {seat.medium.name} in library {snapshot.library.name}" if homeless else ""
