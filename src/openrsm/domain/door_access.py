"""Door access (AccessNtmsLibraryDoor): the doors are unlocked once nothing moves, and nothing moves until it is over.

It ends when a door that was opened is closed again, which the library tells (:func:`openrsm.service.reports.heard`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from openrsm.domain.operator import OperatorKind
from openrsm.domain.reasons import STANDS, library_stands
from openrsm.domain.records import WorkItem
from openrsm.domain.slot import DoorState
from openrsm.domain.steps import ReleaseDoor, Snapshot, Step, Summon, Wait
from openrsm.domain.work import Operation, WorkState


def access_under_way(snapshot: Snapshot) -> WorkItem | None:
    """The door access that has begun, if one has."""
    under_way = (item for item in snapshot.work if item.state is WorkState.IN_PROCESS)
    return next((item for item in under_way if item.operation is Operation.DOOR_ACCESS), None)


def doors_unlocked(snapshot: Snapshot) -> str:
    """Why nothing moves while the doors are unlocked for somebody; empty if they are not."""
    item = access_under_way(snapshot)
    if item is None or not _is_released(snapshot, item):
        return ""
    return f"{STANDS}{snapshot.library.name}: its doors are unlocked for work item {item.number}"


def speaks_for_itself(snapshot: Snapshot, item: WorkItem) -> bool:
    """Whether it is the door access that others wait for: it waits for a person."""
    under_way = access_under_way(snapshot)
    return under_way is not None and item.id == under_way.id and not snapshot.door_open


def door_rulings(snapshot: Snapshot, now: datetime) -> Iterator[Wait | Summon]:
    """What a door access waits for; and whom it asks, when a door stands open, or is not opened, for too long."""
    item = access_under_way(snapshot)
    name = snapshot.library.name
    if item is not None and not snapshot.door_open:
        stands = library_stands(snapshot.library, door_open=False)
        reason = f"waits for somebody to open the door of library {name}" if _is_released(snapshot, item) else stands
        if item.reason != reason:
            yield Wait(work_id=item.id, reason=reason)
    if item is None or item.id in snapshot.asked or not any(moment <= now for moment in _limits(snapshot, item)):
        return
    do = "Close" if snapshot.door_open else "Open, and close again,"
    message = f"{do} the door of library {name}: until then nothing moves there"
    yield Summon(work_id=item.id, kind=OperatorKind.DEVICE_SERVICE, message=message)


def door_steps(snapshot: Snapshot) -> Iterator[Step]:
    """The doors are unlocked when the robot stands still."""
    item = access_under_way(snapshot)
    quiet = snapshot.robot_slots_left == snapshot.library.moves_at_once and not snapshot.station_busy
    if item is not None and quiet and not _is_released(snapshot, item):
        yield ReleaseDoor(work_id=item.id)


def door_moments(snapshot: Snapshot) -> list[datetime]:
    """When a door has been left open, or unlocked, for as long as it may."""
    item = access_under_way(snapshot)
    return [*_limits(snapshot, item)] if item is not None else []


def _is_released(snapshot: Snapshot, item: WorkItem) -> bool:
    return snapshot.released == item.id


def _limits(snapshot: Snapshot, item: WorkItem) -> Iterator[datetime]:
    for door in snapshot.doors:
        since = door.opened_at if door.state is DoorState.OPEN else item.started_at
        if since is not None:
            yield since + timedelta(seconds=door.max_open)
