"""Why what has begun does not go on: a drive that is open or not empty yet, or a cartridge that cannot come or go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from openrsm.domain.drive import DriveState
from openrsm.domain.planner import has_side_up, home_of
from openrsm.domain.reasons import held_back, ports_open
from openrsm.domain.records import WorkItem
from openrsm.domain.steps import Seat, Snapshot, Wait
from openrsm.domain.work import IN_DRIVE, Operation, WorkState

_SPEAK_HERE = IN_DRIVE | {Operation.DISMOUNT}


def held_up(snapshot: Snapshot, now: datetime) -> Iterator[Wait]:
    """Dismounts, and what needs a drive closed or emptied, or a cartridge out of a port, say while they wait why.

    Ejects and transfers wait for more than drives, and say it themselves.
    """
    for item in snapshot.work:
        if item.state is not WorkState.IN_PROCESS or item.operation not in _SPEAK_HERE:
            continue
        seat = _in_question(snapshot, item)
        stuck = "" if seat is None else held_back(seat, now, snapshot.zone) or _homeless(snapshot, item, seat)
        reason = stuck or _out_of_reach(snapshot, item)
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


def _out_of_reach(snapshot: Snapshot, item: WorkItem) -> str:
    """What somebody has just brought lies in a port, and people may still reach in there."""
    medium = snapshot.media.get(item.medium_id) if item.medium_id and item.operation in IN_DRIVE else None
    unreached = medium is not None and medium.id not in snapshot.moving and not snapshot.can_reach(medium.place)
    return ports_open(snapshot.library) if unreached else ""
