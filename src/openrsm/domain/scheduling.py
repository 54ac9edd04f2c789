"""What a library does next: a snapshot and the time in, a decision out.

Called in a loop by the library's controller: rulings are committed and the next snapshot taken until a decision has
none; then its steps are handed out. Everything follows from the state of drives, media and items, so that after a
crash the same function goes on from wherever things stand.

Order: by operation, then by rank (mounts), then by age; an item that waits never blocks one behind it that can run
(the original's order by operation code, MS-RSMP 3.2.5.2.1.15, starves; it is kept as the sort key alone).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from openrsm.domain.cleaning import cleaning_rulings, is_cleaned
from openrsm.domain.door_access import (
    access_under_way,
    door_moments,
    door_rulings,
    door_steps,
    doors_unlocked,
    speaks_for_itself,
)
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.holding_up import held_up
from openrsm.domain.identifying import identifications, without_drive
from openrsm.domain.library import InventoryMethod, Operational
from openrsm.domain.out_of_order import broken_off
from openrsm.domain.planner import has_side_up, homecomings, stays_ready, steps_for
from openrsm.domain.porting import (
    EJECTS,
    INJECTS,
    THROUGH_PORTS,
    holds_back,
    is_through,
    port_moments,
    port_rulings,
    port_steps,
)
from openrsm.domain.reasons import STANDS, drains, library_stands
from openrsm.domain.records import WorkItem
from openrsm.domain.standalone import leftovers
from openrsm.domain.starting import hold_all, is_away, start_mounts
from openrsm.domain.steps import (
    Begin,
    Carry,
    CloseStation,
    Decision,
    Fail,
    Finish,
    Load,
    OpenStation,
    ReleaseDoor,
    Ruling,
    Seat,
    Snapshot,
    Step,
    TakeInventory,
    Unload,
    Wait,
)
from openrsm.domain.transferring import in_the_way, is_transferred, ports_in_use, transfer_rulings
from openrsm.domain.values import WorkId
from openrsm.domain.work import GIVE_BACK, IN_DRIVE, Operation, WorkState
from openrsm.errors import Busy, InvalidState, MediaOffline, ResourceDisabled, TimedOut

AT_ONCE = frozenset(
    {
        Operation.ENABLE_DRIVE,
        Operation.ENABLE_LIBRARY,
        Operation.DISABLE_MEDIA,
        Operation.ENABLE_MEDIA,
        Operation.RESERVE_CLEANER,
        Operation.RELEASE_CLEANER,
    }
)
"""Operations that only change the catalogue."""

DRAINS = frozenset({Operation.DISABLE_DRIVE, Operation.DISABLE_LIBRARY})
"""Operations that wait until drives are empty, and say themselves which are not."""

_DONE: Final[Mapping[Operation, Callable[[Snapshot, WorkItem], bool]]] = {
    Operation.CLEAN_DRIVE: is_cleaned,
    Operation.TRANSFER: is_transferred,
    **dict.fromkeys(THROUGH_PORTS, is_through),
}
"""Whether an item of these operations has come to its end."""


def decide(snapshot: Snapshot, now: datetime) -> Decision:
    """What to record and to do now."""
    rulings = tuple(_rulings(snapshot, now))
    if rulings:
        return Decision(rulings=rulings)
    steps = tuple(_steps(snapshot, now))
    return Decision(steps=steps, look_again=_look_again(snapshot, now), retrying=_is_retrying(snapshot, now))


def _rulings(snapshot: Snapshot, now: datetime) -> Iterator[Ruling]:
    ended: set[WorkId] = set()
    for ruling in _endings(snapshot, now):
        ended.update(ruling.work_ids)
        yield ruling
    if ended:
        return
    standstill = library_stands(snapshot.library, door_open=snapshot.door_open) or doors_unlocked(snapshot)
    yield from leftovers(snapshot)
    yield from _drain_reasons(snapshot)
    yield from _standing(snapshot, standstill)
    yield from door_rulings(snapshot, now)
    if not standstill:
        yield from held_up(snapshot, now)
        yield from port_rulings(snapshot, now)
        yield from transfer_rulings(snapshot, now)
    yield from _starts(snapshot, standstill)
    if standstill:
        yield from hold_all(snapshot, standstill)
    elif snapshot.library.enabled:
        yield from cleaning_rulings(snapshot)
        yield from start_mounts(snapshot, now)
        yield from identifications(snapshot)


def _endings(snapshot: Snapshot, now: datetime) -> Iterator[Fail | Finish]:
    seen: set[object] = set()
    for item in snapshot.work:
        if (key := item.set_id or item.id) in seen:
            continue
        members = snapshot.set_of(item)
        if (ending := _ending(snapshot, item, members, now)) is not None:
            seen.add(key)
            yield ending


def _ending(snapshot: Snapshot, item: WorkItem, members: tuple[WorkItem, ...], now: datetime) -> Fail | Finish | None:
    ids = tuple(member.id for member in members)
    if item.state is WorkState.IN_PROCESS and all(_is_done(snapshot, member) for member in members):
        return Finish(work_ids=ids)
    if _is_over(item, now):
        return Fail(work_ids=ids, error=TimedOut(*_too_late(item)))
    return broken_off(snapshot, members, now) or _hopeless(snapshot, item, members, now)


def _hopeless(snapshot: Snapshot, item: WorkItem, members: tuple[WorkItem, ...], now: datetime) -> Fail | None:
    """What has lost its medium, or what was disabled, or no drive can do, or what a program keeps from ending."""
    if item.operation in IN_DRIVE:
        if item.state is WorkState.IN_PROCESS:
            return _gone(snapshot, members) or _held_open(snapshot, item, now)
        if item.operation is Operation.MOUNT:
            return _disabled(snapshot, members)
        return _gone(snapshot, members) or _disabled(snapshot, members) or without_drive(snapshot, item)
    if item.operation is Operation.TRANSFER:
        return _gone(snapshot, members) or in_the_way(snapshot, item) or _held_open(snapshot, item, now)
    return _dismounted(snapshot, item) or _held_open(snapshot, item, now)


def _dismounted(snapshot: Snapshot, item: WorkItem) -> Fail | None:
    """A label can only be read while its medium is mounted."""
    seat = snapshot.seat_with(item.medium_id)
    if item.operation is not Operation.UPDATE_LABEL or (seat and (seat.busy or seat.drive.state is DriveState.LOADED)):
        return None
    return Fail(work_ids=(item.id,), error=InvalidState("the medium was dismounted", "the dismount reads its label"))


def _too_late(item: WorkItem) -> tuple[str, str]:
    reason = f" ({item.reason})" if item.reason else ""
    return (
        f"the time allowed ran out before work item {item.number} was done{reason}",
        "allow more time, or try later",
    )


def _is_over(item: WorkItem, now: datetime) -> bool:
    if item.deadline is None or item.deadline > now:
        return False
    tries_once = item.deadline <= item.queued_at
    return item.state is WorkState.WAITING if tries_once else True


def _disabled(snapshot: Snapshot, members: tuple[WorkItem, ...]) -> Fail | None:
    """Items queued for what has been disabled meanwhile fail (section 4.8 of the model)."""
    ids = tuple(member.id for member in members)
    if not snapshot.library.enabled:
        name = f"library {snapshot.library.name}"
        return Fail(work_ids=ids, error=ResourceDisabled(f"{name} is disabled", "enable it and mount again"))
    for member in members:
        medium = snapshot.media.get(member.medium_id) if member.medium_id else None
        seat = snapshot.seat_of(member.drive_wanted_id)
        if medium is not None and not medium.enabled:
            return Fail(work_ids=ids, error=ResourceDisabled(f"medium {medium.name} is disabled", "enable it"))
        if seat is not None and not seat.drive.enabled:
            return Fail(work_ids=ids, error=ResourceDisabled(f"drive {seat.drive.name} is disabled", "enable it"))
    return None


def _gone(snapshot: Snapshot, members: tuple[WorkItem, ...]) -> Fail | None:
    """What is under way with a medium that somebody took out of the library ends; it is not asked for again."""
    for medium in (snapshot.media[member.medium_id] for member in members if member.medium_id):
        if is_away(snapshot, medium) and medium.id not in snapshot.moving:
            what = f"medium {medium.name} left library {snapshot.library.name} while this was to be done with it"
            ids = tuple(member.id for member in members)
            return Fail(work_ids=ids, error=MediaOffline(what, "bring it back and try again"))
    return None


def _held_open(snapshot: Snapshot, item: WorkItem, now: datetime) -> Fail | None:
    """What is under way waits for programs to close a drive, but not for ever (section 14.10 of the model)."""
    seat = snapshot.seat_with(item.medium_id)
    if seat is None or seat.open_since is None or seat.busy or not _waits_for_closing(seat.drive, item):
        return None
    seen = min(now, seat.not_before or now)  # what was open long ago may be closed by now: it is tried again before
    waited = seen - max(seat.open_since, item.started_at or seat.open_since)
    if waited < timedelta(seconds=snapshot.open_patience):
        return None
    what = f"a program still has drive {seat.drive.name} open"
    ids = tuple(member.id for member in snapshot.set_of(item))
    return Fail(work_ids=ids, error=Busy(what, "close it and repeat this"))


def _waits_for_closing(drive: Drive, item: WorkItem) -> bool:
    """Whether nothing else is in its way, and somebody would repeat it."""
    if item.operation in IN_DRIVE:
        return drive.id == item.drive_id and drive.state is DriveState.MOUNTED
    dismounts = item.operation in (*GIVE_BACK, *EJECTS) and item.state is WorkState.IN_PROCESS
    return dismounts and not _is_unattended(drive, item)


def _is_unattended(drive: Drive, item: WorkItem) -> bool:
    """Whether a session that is known to be gone gives its drive back: nobody would repeat a dismount that failed."""
    return drive.ownerless_since is not None and drive.holder == item.requester


def _is_done(snapshot: Snapshot, item: WorkItem) -> bool:
    seat = snapshot.seat_with(item.medium_id)
    match item.operation:
        case Operation.MOUNT:
            return (
                seat is not None
                and seat.drive.id == item.drive_id
                and seat.drive.state is DriveState.LOADED
                and not seat.busy
                and has_side_up(snapshot, seat, item)
            )
        case Operation.DISMOUNT:
            return item.medium_id not in snapshot.moving and (
                seat is None
                or (seat.keeps and seat.drive.state is not DriveState.LOADED)
                or (item.deferred and seat.drive.state is DriveState.DISMOUNTABLE)
            )
        case Operation.DISABLE_DRIVE | Operation.DISABLE_LIBRARY:
            return all(_is_drained(s, item) for s in snapshot.seats if item.drive_id in (None, s.drive.id))
        case operation if operation in _DONE:
            return _DONE[operation](snapshot, item)
        case operation:
            return operation in AT_ONCE or _asks_nothing(snapshot, item)


def _asks_nothing(snapshot: Snapshot, item: WorkItem) -> bool:
    """Whether it is an inventory by no method."""
    if item.operation is not Operation.INVENTORY:
        return False
    return snapshot.library.method(InventoryMethod(item.option)) is InventoryMethod.NONE


def _is_drained(seat: Seat, item: WorkItem) -> bool:
    """Empty, or not to be emptied: disabled at once, or out of order ("where possible", DisableNtmsObject)."""
    if item.option or not seat.drive.enabled:
        return True
    return (seat.medium is None or seat.keeps) and seat.drive.holder is None and not seat.busy


def _starts(snapshot: Snapshot, standstill: str) -> Iterator[Ruling]:
    """Everything but mounts starts as soon as it is seen; what it does is steps."""
    begun: set[Operation] = set()
    for item in snapshot.work:
        if item.operation in IN_DRIVE or item.state is WorkState.IN_PROCESS:
            continue
        if standstill and item.operation not in AT_ONCE and not _can_stand(item):
            yield from _reasons([item], standstill)
        elif reason := holds_back(snapshot, item) or ports_in_use(snapshot, item):
            yield from _reasons([item], reason)
        elif item.operation not in INJECTS or not begun & THROUGH_PORTS:  # an inject has the ports for itself
            begun.add(item.operation)
            yield Begin(work_ids=(item.id,))


def _drain_reasons(snapshot: Snapshot) -> Iterator[Wait]:
    for item in snapshot.work:
        if item.operation not in DRAINS:
            continue
        seats = [s for s in snapshot.seats if item.drive_id in (None, s.drive.id) and not _is_drained(s, item)]
        reason = drains(seats, snapshot.zone)
        if item.state is WorkState.IN_PROCESS and reason != item.reason:
            yield Wait(work_id=item.id, reason=reason)


def _standing(snapshot: Snapshot, standstill: str) -> Iterator[Wait]:
    """What is under way says why it stands still, for as long as it does."""
    for item in snapshot.work:
        if item.state is not WorkState.IN_PROCESS or item.operation in DRAINS or speaks_for_itself(snapshot, item):
            continue
        if snapshot.library.operational is Operational.READY and stays_ready(snapshot, item):
            continue
        if standstill and item.reason != standstill:
            yield Wait(work_id=item.id, reason=standstill)
        elif not standstill and item.reason.startswith(STANDS):
            yield Wait(work_id=item.id, reason="")


def _can_stand(item: WorkItem) -> bool:
    return item.operation in DRAINS or item.deferred


def _reasons(items: Iterable[WorkItem], reason: str) -> Iterator[Wait]:
    for item in items:
        if item.reason != reason and item.state is not WorkState.IN_PROCESS:
            yield Wait(work_id=item.id, reason=reason)


def _steps(snapshot: Snapshot, now: datetime) -> Iterator[Step]:
    started = [item for item in snapshot.work if item.state is WorkState.IN_PROCESS]
    if library_stands(snapshot.library, door_open=snapshot.door_open):
        staying = (item for item in started if stays_ready(snapshot, item))
        yield from _one_each((step for item in staying for step in steps_for(snapshot, item, now)), robot=0)
        return
    inventory = next((item for item in started if item.operation is Operation.INVENTORY), None)
    robot = snapshot.robot_slots_left
    if access_under_way(snapshot) is not None:
        robot = 0
        yield from door_steps(snapshot)
    elif inventory is not None:
        robot = 0
        if snapshot.robot_slots_left == snapshot.library.moves_at_once:
            yield TakeInventory(work_id=inventory.id)
    yield from _one_each(_wanted(snapshot, started, now), robot)


def _wanted(snapshot: Snapshot, started: list[WorkItem], now: datetime) -> Iterator[Step]:
    for item in started:
        yield from steps_for(snapshot, item, now)
    yield from port_steps(snapshot, now)
    yield from homecomings(snapshot, started, now)


def _one_each(steps: Iterable[Step], robot: int) -> Iterator[Step]:
    """No two steps with one medium, one drive or one destination; no more motions than the robot takes."""
    taken: set[object] = set()
    for step in steps:
        touched = _touches(step)
        if touched & taken or (_is_motion(step) and robot <= 0):
            continue
        robot -= _is_motion(step)
        taken |= touched
        yield step


def _is_motion(step: Step) -> bool:
    return isinstance(step, Carry)


def _touches(step: Step) -> set[object]:
    match step:
        case Carry():
            return {step.medium_id, step.source.element_id, step.destination.element_id}
        case Load() | Unload():
            return {step.medium_id, step.drive_id}
        case TakeInventory() | OpenStation() | CloseStation() | ReleaseDoor():
            return set()


def _is_retrying(snapshot: Snapshot, now: datetime) -> bool:
    dismounting = {item.medium_id for item in snapshot.work if item.operation in GIVE_BACK}
    for seat in snapshot.seats:
        if seat.medium is None or seat.not_before is None or seat.not_before <= now:
            continue
        if seat.medium.id in dismounting or (seat.open_since is None and seat.drive.holder is None):
            return seat.drive.operational is Operational.READY
    return False


def _look_again(snapshot: Snapshot, now: datetime) -> datetime | None:
    """The next instant at which time alone changes something."""
    moments = [item.deadline for item in snapshot.work if item.deadline is not None]
    moments += [*port_moments(snapshot), *door_moments(snapshot)]
    if snapshot.stranded_not_before is not None:
        moments.append(snapshot.stranded_not_before)
    for seat in snapshot.seats:
        drive = seat.drive
        if seat.not_before is not None:
            moments.append(seat.not_before)
        if drive.state is DriveState.DISMOUNTABLE and drive.dismountable_since is not None:
            moments.append(drive.dismountable_since + timedelta(seconds=drive.dismount_delay))
    return min((moment for moment in moments if moment > now), default=None)
