"""Cartridges out and in through the import/export station: what ejects and injects do next, and what they wait for.

The station is all the ports of a library. People reach in while it stands open (:class:`PortPosition`), the robot while
it does not. Ejects share it: what fits is carried there, then it opens until everything has been taken out. An inject
has it for itself. As everywhere, each step follows from where things stand, so that a restart goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from openrsm.domain.drive import DriveState
from openrsm.domain.inject import INJECT, WAITING, EjectOption, InjectEvent, InjectStage
from openrsm.domain.machine import fire
from openrsm.domain.operator import OperatorKind
from openrsm.domain.planner import STILL_IN, home_of, is_stuck, may_try
from openrsm.domain.reasons import held_back, left_alone, ports_open
from openrsm.domain.records import WorkItem
from openrsm.domain.slot import PortContent, PortPosition
from openrsm.domain.standalone import bringing, empty_drive, has_taken_in, is_alone, mouth
from openrsm.domain.steps import (
    Berth,
    Carry,
    CloseStation,
    OpenStation,
    Redirect,
    Ruling,
    Seat,
    Snapshot,
    Step,
    Summon,
    Unload,
    Wait,
)
from openrsm.domain.values import Medium, Place, PlaceKind
from openrsm.domain.work import Operation, WorkState

EJECTS = frozenset({Operation.EJECT, Operation.EJECT_CLEANER})
INJECTS = frozenset({Operation.INJECT, Operation.INJECT_CLEANER})
THROUGH_PORTS = EJECTS | INJECTS
"""The operations that this file decides for. With a cleaning cartridge they differ in what follows alone."""


def holds_back(snapshot: Snapshot, item: WorkItem) -> str:
    """Why an eject or inject may not start yet; empty if it may."""
    if item.operation not in THROUGH_PORTS:
        return ""
    if item.operation is Operation.EJECT and item.option == EjectOption.QUEUE:
        return "waits for the rest of its batch, until the batch is started"
    for other in _started(snapshot):
        if INJECTS & {item.operation, other.operation}:
            return f"waits for the ports of library {snapshot.library.name}: work item {other.number} uses them"
    return _still_mounting(snapshot, item)


def _still_mounting(snapshot: Snapshot, item: WorkItem) -> str:
    medium = snapshot.media.get(item.medium_id) if item.medium_id else None
    for other in snapshot.work:
        started = other.operation is Operation.MOUNT and other.state is WorkState.IN_PROCESS
        if medium is not None and started and other.medium_id == medium.id:
            return f"waits for {medium.name}: it is being mounted"
    return ""


def _started(snapshot: Snapshot) -> list[WorkItem]:
    return [item for item in snapshot.work if item.operation in THROUGH_PORTS and item.state is WorkState.IN_PROCESS]


def is_through(snapshot: Snapshot, item: WorkItem) -> bool:
    """Whether an eject's cartridge is out, or an inject has nothing more to take in."""
    if item.operation in EJECTS:
        medium = snapshot.media.get(item.medium_id) if item.medium_id else None
        return medium is None or (_is_out(snapshot, medium) and medium.id not in snapshot.moving)
    stage = InjectStage(item.option)
    if stage not in (InjectStage.STOP, InjectStage.TAKE) or is_open(snapshot) or snapshot.station_busy:
        return False
    left = _in_ports(snapshot)
    # Who stops it does not wait for room: what finds no slot stays in the ports.
    return not left or (stage is InjectStage.STOP and not any(_can_come_in(snapshot, medium) for medium in left))


def _is_out(snapshot: Snapshot, medium: Medium) -> bool:
    return medium.place.kind is PlaceKind.OFFLINE or medium.library_id != snapshot.library.id


def _in_ports(snapshot: Snapshot) -> list[Medium]:
    return [berth.medium for berth in snapshot.berths if berth.medium is not None]


def _can_come_in(snapshot: Snapshot, medium: Medium) -> bool:
    return medium.id in snapshot.moving or _way_in(snapshot, medium) is not None


def _way_in(snapshot: Snapshot, medium: Medium) -> Place | None:
    """Where an inject brings a cartridge from a port: into its slot, or into the drive that is alone."""
    return empty_drive(snapshot) if is_alone(snapshot.library) else home_of(snapshot, medium)


def is_open(snapshot: Snapshot) -> bool:
    """Whether the station stands open to people."""
    return any(berth.port.position is PortPosition.EXTENDED for berth in snapshot.berths)


# --- What is recorded -------------------------------------------------------------------------------------------------


def port_rulings(snapshot: Snapshot, now: datetime) -> Iterator[Ruling]:
    """Why started ejects and injects wait, whom they ask, and which inject goes on to its next stage."""
    for item in _started(snapshot):
        if item.operation in EJECTS:
            yield from _eject_rulings(snapshot, item, now)
        else:
            yield from _inject_rulings(snapshot, item, now)


def _eject_rulings(snapshot: Snapshot, item: WorkItem, now: datetime) -> Iterator[Ruling]:
    medium = snapshot.media.get(item.medium_id) if item.medium_id else None
    if medium is None or medium.id in snapshot.moving:
        yield from _say(item, "")
        return
    seat = snapshot.seat_with(medium.id)
    if seat is not None and (seat.busy or seat.keeps or held_back(seat, now, snapshot.zone)):
        yield from _holding_on(snapshot, item, seat, now)
        return
    berth = _berth_of(snapshot, medium)
    if berth is not None:
        taking = f"take {medium.name} out of {mouth(snapshot.library, berth.port)}"
        yield from _say(item, f"waits for somebody to {taking}" if is_open(snapshot) else "")
        yield from _summon(snapshot, item, now, f"{taking[0].upper()}{taking[1:]}: it is ejected")
    elif is_open(snapshot):
        yield from _say(item, ports_open(snapshot.library))
    elif not _free(snapshot):
        yield from _say(item, f"waits for an empty port in library {snapshot.library.name}")
    else:
        yield from _say(item, "")


def _holding_on(snapshot: Snapshot, item: WorkItem, seat: Seat, now: datetime) -> Iterator[Ruling]:
    """A lone drive that keeps what it was to let go, or pulls it in again, is a person's business in the end."""
    if seat.medium is None:
        return
    name, reason = snapshot.library.name, held_back(seat, now, snapshot.zone)
    if not (reason or seat.busy) and seat.drive.state is DriveState.UNLOADED:
        reason = f"waits for drive {name} to let {seat.medium.name} go"
    yield from _say(item, reason)
    if seat.busy:
        return
    if seat.keeps and any(moment <= now for moment in _patience(snapshot, item)) and not _is_asked(snapshot, item):
        message = f"Take {seat.medium.name} out of drive {name}: it is ejected, and the drive holds on to it"
        yield Summon(work_id=item.id, kind=OperatorKind.MOVE_MEDIA, message=message)


def _patience(snapshot: Snapshot, item: WorkItem) -> Iterator[datetime]:
    """Until when a lone drive may take to let a cartridge go: as long as its mouth may hold one out."""
    if is_alone(snapshot.library) and item.operation in EJECTS and item.started_at is not None:
        for berth in snapshot.berths:
            yield item.started_at + timedelta(seconds=berth.port.max_extend)


def _inject_rulings(snapshot: Snapshot, item: WorkItem, now: datetime) -> Iterator[Ruling]:
    stage = InjectStage(item.option)
    if stage in WAITING:
        yield from _waiting_rulings(snapshot, item, stage, now)
    elif (
        stage is InjectStage.RETRACT and not is_open(snapshot) and not snapshot.station_busy and not _in_ports(snapshot)
    ):
        yield Redirect(work_id=item.id, option=fire(INJECT, stage, InjectEvent.EMPTY))
    else:
        yield from _full_library(snapshot, item)


def _waiting_rulings(snapshot: Snapshot, item: WorkItem, stage: InjectStage, now: datetime) -> Iterator[Ruling]:
    full = [berth for berth in snapshot.berths if berth.port.content is PortContent.FULL]
    if len(full) == len(snapshot.berths) or (full and _time_over(snapshot, now)) or has_taken_in(snapshot):
        yield Redirect(work_id=item.id, option=fire(INJECT, stage, InjectEvent.COLLECT))
        return
    what = bringing(snapshot.library)
    yield from _say(item, f"waits for somebody to {what}" if is_open(snapshot) else "")
    yield from _summon(snapshot, item, now, f"{what[0].upper()}{what[1:]}, or stop work item {item.number}")


def _full_library(snapshot: Snapshot, item: WorkItem) -> Iterator[Ruling]:
    left = next((one for one in _in_ports(snapshot) if not _can_come_in(snapshot, one)), None)
    if left is None or is_open(snapshot) or snapshot.station_busy:
        yield from _say(item, "")
        return
    name = snapshot.library.name
    yield from _say(item, f"waits for an empty slot for {left.name} in library {name}")
    if not _is_asked(snapshot, item):
        message = f"Take media out of library {name}: it has no empty slot for {left.name}"
        yield Summon(work_id=item.id, kind=OperatorKind.MOVE_MEDIA, message=message)


def _say(item: WorkItem, reason: str) -> Iterator[Wait]:
    if item.reason != reason:
        yield Wait(work_id=item.id, reason=reason)


def _summon(snapshot: Snapshot, item: WorkItem, now: datetime, message: str) -> Iterator[Summon]:
    if _time_over(snapshot, now) and not _is_asked(snapshot, item):
        yield Summon(work_id=item.id, kind=OperatorKind.MOVE_MEDIA, message=message)


def _is_asked(snapshot: Snapshot, item: WorkItem) -> bool:
    """Or about to be asked: an inventory tells first whether somebody has done it already."""
    return item.id in snapshot.asked or any(one.operation is Operation.INVENTORY for one in snapshot.work)


def _time_over(snapshot: Snapshot, now: datetime) -> bool:
    return any(moment <= now for moment in _limits(snapshot))


def _limits(snapshot: Snapshot) -> Iterator[datetime]:
    for port in (berth.port for berth in snapshot.berths):
        if port.extended_since is not None:
            yield port.extended_since + timedelta(seconds=port.max_extend)


def port_moments(snapshot: Snapshot) -> list[datetime]:
    """When ports have stood open for as long as they may, drives held on to cartridges, or unlocking is tried again."""
    started = _started(snapshot)
    unlocking = [] if snapshot.locked_not_before is None else [snapshot.locked_not_before]
    limits = _limits(snapshot) if started else ()
    return [*unlocking, *limits, *(each for item in started for each in _patience(snapshot, item))]


# --- What is done -----------------------------------------------------------------------------------------------------


def port_steps(snapshot: Snapshot, now: datetime) -> Iterator[Step]:
    """What started ejects and injects do next; and the station is closed when nobody wants it open."""
    if snapshot.station_busy or not snapshot.berths:
        return
    started = _started(snapshot)
    inject = next((item for item in started if item.operation in INJECTS), None)
    if inject is not None:
        yield from _inject_steps(snapshot, inject)
    else:
        yield from _eject_steps(snapshot, started, now)


def _eject_steps(snapshot: Snapshot, ejects: Sequence[WorkItem], now: datetime) -> Iterator[Step]:
    ready = [item for item in ejects if _ready_berth(snapshot, item) is not None]
    if is_open(snapshot):
        if not ready and _is_quiet(snapshot):
            yield CloseStation(locked=False)
        return
    if snapshot.locked and not ready and _may_unlock(snapshot, now):
        yield CloseStation(locked=False)
    coming = [item for item in ejects if item not in ready and not _is_left_alone(snapshot, item, now)]
    free = _free(snapshot)
    for item, berth in zip(coming, free, strict=False):
        yield from _bring(snapshot, item, berth, now)
    if ready and not (coming and free) and _is_quiet(snapshot):
        yield OpenStation(work_id=ready[0].id)


def _may_unlock(snapshot: Snapshot, now: datetime) -> bool:
    return snapshot.locked_not_before is None or snapshot.locked_not_before <= now


def _is_left_alone(snapshot: Snapshot, item: WorkItem, now: datetime) -> bool:
    """Whether its drive cannot be emptied yet: people are not kept waiting for that."""
    seat = snapshot.seat_with(item.medium_id)
    return seat is not None and bool(left_alone(seat, now, snapshot.zone))


def _bring(snapshot: Snapshot, item: WorkItem, berth: Berth, now: datetime) -> Iterator[Step]:
    medium = snapshot.media.get(item.medium_id) if item.medium_id else None
    if medium is None or medium.id in snapshot.moving or _is_out(snapshot, medium):
        return
    seat = snapshot.seat_with(medium.id)
    if seat is not None and (seat.busy or is_stuck(seat) or not may_try(seat, now)):
        return
    if seat is not None and seat.drive.state in STILL_IN:
        yield Unload(drive_id=seat.drive.id, medium_id=medium.id, work_id=item.id)
        return
    if seat is not None and seat.keeps:
        return  # what a lone drive has let go lies in its mouth, or in somebody's hand already: a look tells
    port = Place(kind=PlaceKind.PORT, element_id=berth.port.id)
    invert = _is_turned(snapshot, seat)
    yield Carry(medium_id=medium.id, source=medium.place, destination=port, work_id=item.id, invert=invert)


def _is_turned(snapshot: Snapshot, seat: Seat | None) -> bool:
    return seat is not None and seat.drive.side_id in snapshot.second_sides


def _inject_steps(snapshot: Snapshot, item: WorkItem) -> Iterator[Step]:
    waits = InjectStage(item.option) in WAITING
    if waits is is_open(snapshot):
        if not waits:
            yield from _take_in(snapshot, item)
    elif _is_quiet(snapshot):
        yield OpenStation(work_id=item.id) if waits else CloseStation(work_id=item.id, locked=True)


def _take_in(snapshot: Snapshot, item: WorkItem) -> Iterator[Step]:
    for medium in _in_ports(snapshot):
        home = _way_in(snapshot, medium)
        if home is not None and medium.id not in snapshot.moving:
            yield Carry(medium_id=medium.id, source=medium.place, destination=home, work_id=item.id)


def _free(snapshot: Snapshot) -> list[Berth]:
    spoken_for = snapshot.promised | snapshot.wanted()
    return [
        berth
        for berth in snapshot.berths
        if berth.medium is None and berth.port.content is not PortContent.FULL and berth.port.id not in spoken_for
    ]


def _berth_of(snapshot: Snapshot, medium: Medium) -> Berth | None:
    return next((one for one in snapshot.berths if one.medium is not None and one.medium.id == medium.id), None)


def _ready_berth(snapshot: Snapshot, item: WorkItem) -> Berth | None:
    medium = snapshot.media.get(item.medium_id) if item.medium_id else None
    return _berth_of(snapshot, medium) if medium is not None else None


def _is_quiet(snapshot: Snapshot) -> bool:
    return snapshot.robot_slots_left == snapshot.library.moves_at_once
