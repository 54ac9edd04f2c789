"""Slots, ports and doors (NtmsSlotState, NtmsPortContent, NtmsPortPosition, NtmsDoorState; MS-RSMP 2.2.4.22-24)."""

from __future__ import annotations

from enum import Enum, IntEnum
from typing import Final

from openrsm.domain.machine import Table


class SlotState(IntEnum):
    """What is in a slot, as the library says (a cartridge in a drive leaves its slot empty)."""

    UNKNOWN = 0
    FULL = 1
    EMPTY = 2
    NOT_PRESENT = 3
    NEEDS_INVENTORY = 4


class SlotEvent(Enum):
    """What happens to a slot."""

    FILL = "a cartridge lies in it"
    CLEAR = "it is empty"
    MARK = "an inventory is to look at it"
    VANISH = "its magazine is out"


class PortContent(IntEnum):
    """Whether an I/E element holds a cartridge."""

    UNKNOWN = 0
    FULL = 1
    EMPTY = 2


class PortPosition(IntEnum):
    """Whether an I/E station stands open to people."""

    UNKNOWN = 0
    EXTENDED = 1
    RETRACTED = 2


class PortEvent(Enum):
    """What happens to the content of an I/E element."""

    FILL = "a cartridge lies in it"
    CLEAR = "it is empty"


class PortMotion(Enum):
    """What happens to an I/E station."""

    EXTEND = "it opens to people"
    RETRACT = "it closes"


class DoorState(IntEnum):
    """Whether a door stands open."""

    UNKNOWN = 0
    CLOSED = 1
    OPEN = 2


class DoorEvent(Enum):
    """What a person does to a door."""

    OPEN = "it was opened"
    CLOSE = "it was closed"


SLOT: Final[Table[SlotState, SlotEvent]] = {
    state: {
        SlotEvent.FILL: SlotState.FULL,
        SlotEvent.CLEAR: SlotState.EMPTY,
        SlotEvent.MARK: SlotState.NEEDS_INVENTORY,
        SlotEvent.VANISH: SlotState.NOT_PRESENT,
    }
    for state in SlotState
}

PORT_CONTENT: Final[Table[PortContent, PortEvent]] = {
    state: {PortEvent.FILL: PortContent.FULL, PortEvent.CLEAR: PortContent.EMPTY} for state in PortContent
}

PORT_POSITION: Final[Table[PortPosition, PortMotion]] = {
    state: {PortMotion.EXTEND: PortPosition.EXTENDED, PortMotion.RETRACT: PortPosition.RETRACTED}
    for state in PortPosition
}

DOOR: Final[Table[DoorState, DoorEvent]] = {
    state: {DoorEvent.OPEN: DoorState.OPEN, DoorEvent.CLOSE: DoorState.CLOSED} for state in DoorState
}
