"""What a change says, as a line of the log; most say nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from openrsm.domain import tape_alerts
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Door, Drive, Library
from openrsm.domain.health import Reading, hurt, uncorrected
from openrsm.domain.library import Operational
from openrsm.domain.machine import word
from openrsm.domain.operator import OPEN as ASKED
from openrsm.domain.records import Move, MoveOutcome, OperatorRequest, WorkItem
from openrsm.domain.slot import DoorState
from openrsm.domain.values import Medium, PlaceKind
from openrsm.domain.work import Operation, WorkState
from openrsm.service.chronicle.names import Names
from openrsm.store.objects import Alteration

INSIDE: Final = {PlaceKind.SLOT, PlaceKind.DRIVE, PlaceKind.ROBOT}
"""Where people do not put cartridges: what is carried between these and not by us was carried by another program."""

Level = Literal["debug", "info", "warning", "error"]
Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``text`` for people, ``action`` for programs, fields for both; an empty one is left out."""

    level: Level
    text: str
    action: str
    fields: Fields


def is_told(alteration: Alteration) -> bool:
    """Whether anything might be said about a change; asked of each, so it only looks at kinds."""
    match alteration:
        case (Medium() as before, Medium() as after):
            return before.place != after.place
        case (Drive(), Drive()) | (Library(), Library()) | (Door(), Door()):
            return True
        case (None, Reading() as reading):
            return hurt(reading)
        case (_, WorkItem() | Move() | OperatorRequest()):
            return True
        case _:
            return False


def lines(alteration: Alteration, names: Names, carried: frozenset[object]) -> Iterator[Line]:
    """What to say about a change; ``carried`` are the media that a motion of the same commit concerns."""
    match alteration:
        case (None, WorkItem() as item):
            yield _accepted(item, names)
        case (WorkItem() as before, WorkItem() as item):
            yield from _worked(before, item, names)
        case (None, Move() as move):
            yield Line("info", "motion begins", action="move_begun", fields=_move(move, names))
        case (Move(), Move() as move) if move.outcome is not None:
            yield _moved(move, move.outcome, names)
        case (Medium() as was, Medium() as medium) if medium.id not in carried:
            yield _found(was, medium, names)
        case (Drive() as was, Drive() as drive):
            yield from _drive(was, drive, names)
        case (Library() as was, Library() as library) if was.enabled is not library.enabled:
            yield _enablement("library", library.name, enabled=library.enabled)
        case (Door() as was, Door() as door) if was.state is not door.state:
            yield from _door(was, door, names)
        case (was, (OperatorRequest() | Reading()) as said):
            yield from _hurt(said, names) if isinstance(said, Reading) else _request(was, said, names)


# Work items.


def _accepted(item: WorkItem, names: Names) -> Line:
    fields = {**_item(item, names), **_who(item), "deferred": item.deferred or ""}
    return Line("info", f"{word(item.operation)} accepted", action="work_accepted", fields=fields)


def _who(item: WorkItem) -> Fields:
    return {"user": item.requester.user, "application": item.requester.application}


def _worked(before: WorkItem, item: WorkItem, names: Names) -> Iterator[Line]:
    if item.state is WorkState.WAITING and item.reason != before.reason:
        level: Level = "debug" if before.reason else "info"
        fields = {**_item(item, names), **_who(item), "reason": item.reason}
        yield Line(level, f"{word(item.operation)} waits", action="work_waits", fields=fields)
    if item.state is before.state:
        return
    match item.state:
        case WorkState.IN_PROCESS:
            yield Line("debug", f"{word(item.operation)} begins", action="work_begun", fields=_item(item, names))
        case WorkState.PASSED:
            yield _passed(item, names)
        case WorkState.FAILED | WorkState.INVALID:
            fields = {**_ended(item, names), "error": item.error, "why": item.error_text}
            yield Line("warning", f"{word(item.operation)} failed", action="work_failed", fields=fields)
        case WorkState.CANCELLED | WorkState.STOPPED:
            fields = {**_ended(item, names), "why": item.error_text}
            yield Line("info", f"{word(item.operation)} cancelled", action="work_cancelled", fields=fields)


def _passed(item: WorkItem, names: Names) -> Line:
    fields = _ended(item, names)
    match item.operation:
        case Operation.MOUNT:
            return Line("info", "mounted", action="medium_mounted", fields=fields)
        case Operation.DISMOUNT if item.deferred:
            return Line("info", "dismounted, stays in its drive", action="medium_released", fields=fields)
        case Operation.DISMOUNT:
            return Line("info", "dismounted", action="medium_dismounted", fields=fields)
        case _:
            done = {**fields, "result": item.result}
            return Line("info", f"{word(item.operation)} done", action="work_passed", fields=done)


def _item(item: WorkItem, names: Names) -> Fields:
    return {
        "library": names.library(item.library_id),
        "medium": names.medium(item.medium_id),
        "drive": names.drive(item.drive_id),
        "item": item.number,
    }


def _ended(item: WorkItem, names: Names) -> Fields:
    """With how long it took from the request to the end, and how much of that it waited for its turn."""
    waited = _seconds(item.queued_at, item.started_at) if item.started_at else ""
    return {**_item(item, names), "seconds": _seconds(item.queued_at, item.ended_at), "waited": waited}


def _seconds(begin: datetime, end: datetime | None) -> float | str:
    return "" if end is None else round((end - begin).total_seconds(), 1)


# Motions.


_OUTCOMES: Final[Mapping[MoveOutcome, Line]] = {
    MoveOutcome.DONE: Line("info", "motion done", action="move_done", fields={}),
    MoveOutcome.NOT_DONE: Line("warning", "nothing moved", action="move_failed", fields={}),
    MoveOutcome.ELSEWHERE: Line("warning", "motion ended elsewhere", action="move_astray", fields={}),
}


def _move(move: Move, names: Names) -> dict[str, object]:
    return {
        "library": names.library(move.library_id),
        "medium": names.medium(move.medium_id),
        "source": names.place(move.source),
        "destination": names.place(move.destination),
    }


def _moved(move: Move, outcome: MoveOutcome, names: Names) -> Line:
    seconds = _seconds(move.opened_at, move.closed_at)
    return replace(_OUTCOMES[outcome], fields={**_move(move, names), "seconds": seconds, "why": move.detail})


def _found(was: Medium, medium: Medium, names: Names) -> Line:
    fields = {
        "library": names.library(medium.library_id),
        "medium": medium.name,
        "source": names.place(was.place),
        "destination": names.place(medium.place),
    }
    if was.library_id != medium.library_id or not {was.place.kind, medium.place.kind} <= INSIDE:
        return Line("info", "found in another place", action="medium_found", fields=fields)
    return Line("warning", "moved behind our back", action="medium_found", fields=fields)


# Devices and people.


def _drive(was: Drive, drive: Drive, names: Names) -> Iterator[Line]:
    fields = {"library": names.library(drive.library_id), "drive": drive.name, "medium": names.medium(drive.medium_id)}
    if was.state is not drive.state and drive.state is DriveState.LOADED:
        yield Line("debug", "drive ready", action="drive_ready", fields=fields)
    if was.state is not drive.state and drive.state is DriveState.UNLOADED:
        yield Line("info", "drive unloaded", action="drive_unloaded", fields=fields)
    if was.operational is not drive.operational:
        yield from _operational(drive, {**fields, "why": drive.trouble})
    if was.enabled is not drive.enabled:
        yield _enablement("drive", drive.name, enabled=drive.enabled)
    if drive.ownerless_since and not was.ownerless_since:
        yield Line("warning", "mount has lost its owner", action="mount_ownerless", fields=fields)


def _operational(drive: Drive, fields: Fields) -> Iterator[Line]:
    match drive.operational:
        case Operational.READY:
            yield Line("info", "drive works again", action="drive_found", fields=fields)
        case Operational.NOT_PRESENT:
            yield Line("warning", "drive does not answer", action="drive_lost", fields=fields)
        case Operational.NEEDS_SERVICE:
            yield Line("error", "drive needs service", action="drive_broken", fields=fields)


def _enablement(kind: str, name: str, *, enabled: bool) -> Line:
    if enabled:
        return Line("info", f"{kind} enabled", action="device_enabled", fields={kind: name})
    return Line("info", f"{kind} disabled", action="device_disabled", fields={kind: name})


def _hurt(reading: Reading, names: Names) -> Iterator[Line]:
    fields = {
        "library": names.library(reading.library_id),
        "medium": names.medium(reading.medium_id),
        "drive": names.drive(reading.drive_id),
        "alerts": ", ".join(map(tape_alerts.say, reading.alerts)),
        "uncorrected": uncorrected(reading) or "",
        "error": reading.error,
        "why": reading.error_text,
    }
    yield Line("warning", "drive or medium is not as it should be", action="drive_or_medium_hurt", fields=fields)


def _door(was: Door, door: Door, names: Names) -> Iterator[Line]:
    fields = {"library": names.library(door.library_id), "door": door.number}
    match door.state:
        case DoorState.OPEN:
            yield Line("info", "door opened", action="door_opened", fields=fields)
        case DoorState.CLOSED if was.state is DoorState.OPEN:
            yield Line("info", "door closed", action="door_closed", fields=fields)


def _request(was: object, request: OperatorRequest, names: Names) -> Iterator[Line]:
    fields = {
        "library": names.library(request.library_id) if request.library_id else "",
        "medium": names.medium(request.medium_id),
        "request": request.number,
        "message": request.message,
    }
    if was is None:
        yield Line("warning", "an operator is asked", action="operator_asked", fields=fields)
    elif request.state not in ASKED:
        answer = {**fields, "answer": word(request.state), "user": request.answered_by}
        yield Line("info", "an operator has answered", action="operator_answered", fields=answer)
