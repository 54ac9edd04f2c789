"""States, times and counts as people read them."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Final

from openrsm.cli.render.page import Cell, Tone
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.machine import word
from openrsm.domain.medium import MediumState
from openrsm.domain.operator import OperatorState
from openrsm.domain.side import SideState
from openrsm.domain.slot import DoorState, SlotState
from openrsm.domain.values import BEGINNING, Medium, Requester
from openrsm.domain.work import WorkState

_TONES: Final[dict[type[IntEnum], dict[int, Tone]]] = {  # by class: members of two classes may be equal
    Operational: {
        Operational.READY: Tone.GOOD,
        Operational.INITIALIZING: Tone.BUSY,
        Operational.NEEDS_SERVICE: Tone.BAD,
        Operational.NOT_PRESENT: Tone.BAD,
    },
    DriveState: {
        DriveState.DISMOUNTED: Tone.QUIET,
        DriveState.MOUNTED: Tone.BUSY,
        DriveState.LOADED: Tone.GOOD,
        DriveState.UNLOADED: Tone.BUSY,
        DriveState.BEING_CLEANED: Tone.BUSY,
    },
    MediumState: {
        MediumState.IN_USE: Tone.BUSY,
        MediumState.MOUNTED: Tone.BUSY,
        MediumState.LOADED: Tone.GOOD,
        MediumState.UNLOADED: Tone.BUSY,
        MediumState.ERROR: Tone.BAD,
        MediumState.OPERATOR: Tone.BUSY,
    },
    SideState: {
        SideState.AVAILABLE: Tone.GOOD,
        SideState.DECOMMISSIONED: Tone.QUIET,
        SideState.INCOMPATIBLE: Tone.BAD,
    },
    SlotState: {
        SlotState.EMPTY: Tone.QUIET,
        SlotState.NOT_PRESENT: Tone.QUIET,
        SlotState.NEEDS_INVENTORY: Tone.BUSY,
    },
    DoorState: {
        DoorState.OPEN: Tone.BUSY,
    },
    WorkState: {
        WorkState.IN_PROCESS: Tone.GOOD,
        WorkState.WAITING: Tone.BUSY,
        WorkState.PASSED: Tone.GOOD,
        WorkState.FAILED: Tone.BAD,
        WorkState.INVALID: Tone.BAD,
        WorkState.CANCELLED: Tone.QUIET,
        WorkState.STOPPED: Tone.QUIET,
    },
    OperatorState: {
        OperatorState.SUBMITTED: Tone.BUSY,
        OperatorState.ACTIVE: Tone.BUSY,
        OperatorState.REFUSED: Tone.BAD,
        OperatorState.COMPLETE: Tone.GOOD,
    },
}


def state(member: IntEnum) -> Cell:
    """A state in its words and tone."""
    return Cell(word(member), _TONES.get(type(member), {}).get(member, Tone.PLAIN))


def medium_state(medium: Medium) -> Cell:
    """Where a cartridge stands; that it is disabled matters more than that it is idle."""
    return state(medium.state) if medium.enabled else Cell("disabled", Tone.BAD)


def library_state(library: Library) -> Cell:
    """Whether a library can work; the offline library is a shelf, and has no state."""
    if library.kind is LibraryKind.OFFLINE:
        return Cell("shelf", Tone.QUIET)
    return state(library.operational) if library.enabled else Cell("disabled", Tone.BAD)


def drive_state(drive: Drive) -> Cell:
    """What a drive does, or why it cannot."""
    if not drive.enabled:
        return Cell("disabled", Tone.BAD)
    return state(drive.state if drive.operational is Operational.READY else drive.operational)


def moment(at: datetime | None) -> str:
    """Date and time of day, local; nothing for what never happened."""
    return "" if at is None or at == BEGINNING else at.astimezone().strftime("%Y-%m-%d %H:%M")


def count(number: int, one: str, many: str = "") -> str:
    """``1 slot``, ``2 slots``, ``no slots``."""
    return f"{number or 'no'} {one if number == 1 else many or one + 's'}"


def yes(flag: object) -> str:
    """Yes or no."""
    return "yes" if flag else "no"


def who(requester: Requester) -> str:
    """``backup (ann)``; the user alone goes without saying where both are the same."""
    return (
        requester.application
        if requester.application == requester.user
        else f"{requester.application} ({requester.user})"
    )
