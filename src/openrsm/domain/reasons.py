"""Why something waits, in words a person understands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import Operational
from openrsm.domain.machine import word
from openrsm.domain.planner import is_stuck
from openrsm.domain.steps import Seat
from openrsm.domain.values import Medium

STANDS = "waits for library "
"""How every reason begins that holds a whole library up."""


def clock_time(moment: datetime, zone: tzinfo) -> str:
    """Hours and minutes, as ``14:02``."""
    return f"{moment.astimezone(zone):%H:%M}"


def drive_use(drive: Drive, medium: Medium | None, zone: tzinfo) -> str:
    """What a drive is doing, e.g. ``in use by backup since 14:02``."""
    if drive.operational is not Operational.READY:
        return f"{word(drive.operational)}: {drive.trouble}" if drive.trouble else word(drive.operational)
    if drive.state is DriveState.BEING_CLEANED:
        return "being cleaned"
    if drive.holder is not None and drive.held_since is not None:
        return f"in use by {drive.holder.application} since {clock_time(drive.held_since, zone)}{_lost(drive, zone)}"
    if not drive.enabled:
        return "disabled"
    if drive.state is DriveState.DISMOUNTED or medium is None:
        return "empty"
    return f"{word(drive.state)} with {medium.name}"


def _lost(drive: Drive, zone: tzinfo) -> str:
    return f", which was lost at {clock_time(drive.ownerless_since, zone)}" if drive.ownerless_since else ""


def no_drive(seats: Iterable[Seat], unfit: Iterable[Seat], zone: tzinfo) -> str:
    """Why no drive can be had: each one that might serve, and what keeps it."""
    told = [f"drive {seat.drive.number} {_keeps(seat, zone)}" for seat in seats]
    told += [f"drive {seat.drive.number} does not take this medium" for seat in unfit]
    return "waits for a drive: " + ", ".join(told)


def _keeps(seat: Seat, zone: tzinfo) -> str:
    use = drive_use(seat.drive, seat.medium, zone)
    if seat.drive.holder is None and seat.open_since is not None:
        return f"still opened by a program since {clock_time(seat.open_since, zone)}"
    if seat.drive.holder is None and seat.busy:
        return "busy"
    return use if seat.drive.holder or not seat.drive.enabled or use != "empty" else "kept for an earlier mount"


def drains(seats: Iterable[Seat], zone: tzinfo) -> str:
    """What a drive or a library to be disabled still waits for."""
    told = [f"drive {seat.drive.number} {drive_use(seat.drive, seat.medium, zone)}" for seat in seats]
    return "waits until free: " + ", ".join(told) if told else ""


def library_stands(library: Library, *, door_open: bool) -> str:
    """Why nothing moves in a library at all; empty if it can."""
    if library.operational is not Operational.READY:
        return f"{STANDS}{library.name}: {word(library.operational)}" + (
            f" ({library.trouble})" if library.trouble else ""
        )
    if door_open:
        return f"{STANDS}{library.name}: its door is open"
    return ""


def ports_open(library: Library) -> str:
    """Why the robot cannot reach into ports."""
    return f"waits for the ports of library {library.name}, which stand open"


def medium_in_use(medium: Medium, seat: Seat | None, zone: tzinfo) -> str:
    """Why a medium cannot be had."""
    if seat is not None and (seat.drive.holder is not None or is_stuck(seat)):
        return f"waits for {medium.name}: drive {seat.drive.number} {drive_use(seat.drive, medium, zone)}"
    return f"waits for {medium.name}: it is being moved"


OPENED = "waits for a program to close the drive"


def left_alone(seat: Seat, now: datetime, zone: tzinfo) -> str:
    """Why a drive is not told yet to let its cartridge go; empty if it may be, or is at it."""
    if is_stuck(seat) and not seat.busy:
        return f"waits for drive {seat.drive.number}: {drive_use(seat.drive, seat.medium, zone)}"
    if seat.medium is None or seat.busy or seat.not_before is None or seat.not_before <= now:
        return ""
    if seat.open_since is not None:
        return OPENED
    return (
        f"waits for drive {seat.drive.number}, which failed: it is tried again at {clock_time(seat.not_before, zone)}"
    )


def held_back(seat: Seat, now: datetime, zone: tzinfo) -> str:
    """The same as people are told it: what a program has open is open until a try has shown otherwise."""
    return OPENED if seat.medium is not None and seat.open_since is not None else left_alone(seat, now, zone)
