"""What is learnt of a drive and a medium each time they part, or fail together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from openrsm.domain import tape_alerts
from openrsm.domain.values import DriveId, LibraryId, MediumId, ReadingId
from openrsm.errors import (
    Busy,
    DoorOpen,
    DriveNotReady,
    HardwareFault,
    MediumError,
    MotionUnknown,
    RemovalPrevented,
    RsmError,
)


class Occasion(Enum):
    """When a reading was taken: a load failed, the cartridge was unloaded (or was not), a motion to or from failed."""

    LOAD = "load"
    UNLOAD = "unload"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCounters:
    """What a drive counted in one direction since the cartridge was loaded (SPC-5, log pages 02h and 03h).

    Attributes:
        corrected: Errors that it corrected; some are usual.
        uncorrected: Errors that it could not correct; each is lost or refused data.
        processed: Bytes that went through; None where it does not count them.
    """

    corrected: int = 0
    uncorrected: int = 0
    processed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """Both directions; None where a drive does not count."""

    written: ErrorCounters | None = None
    read: ErrorCounters | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One line of the history of a drive and of a medium.

    Attributes:
        error: Code of the class in :mod:`openrsm.errors` of what failed; empty if nothing did.
        error_text: That error, in words.
        alerts: TapeAlert flags that were up, in order.
        written: What the drive counted while writing; None where it did not tell.
        read: The same while reading.
        loads: How often the cartridge had been loaded in all, by its memory.
        written_mb: Megabytes written on it in all.
        read_mb: Megabytes read from it in all.
        forgotten: It blames nobody any more, since what was wrong has been seen to.
    """

    id: ReadingId
    library_id: LibraryId
    drive_id: DriveId
    medium_id: MediumId
    at: datetime
    occasion: Occasion
    error: str = ""
    error_text: str = ""
    alerts: Sequence[int] = ()
    written: ErrorCounters | None = None
    read: ErrorCounters | None = None
    loads: int | None = None
    written_mb: int | None = None
    read_mb: int | None = None
    forgotten: bool = False


def uncorrected(reading: Reading) -> int:
    """Errors of both directions that were not corrected."""
    return sum(counters.uncorrected for counters in (reading.written, reading.read) if counters is not None)


def hurt(reading: Reading) -> bool:
    """Whether drive or medium was not as it should be."""
    return bool(reading.error or uncorrected(reading) or any(map(tape_alerts.hurts, reading.alerts)))


_ON_THE_WAY: Final = (HardwareFault, MediumError, MotionUnknown, RemovalPrevented)
_NO_SIGN: Final = (Busy, DoorOpen, DriveNotReady)


def is_telling(occasion: Occasion, error: RsmError) -> bool:
    """Whether an error says anything of drive or medium: most that a robot answers are about robots and people."""
    if occasion is Occasion.MOVE:
        return isinstance(error, _ON_THE_WAY)
    return not isinstance(error, _NO_SIGN)
