"""Which error of :mod:`openrsm.errors` each sense means: a table, and the one function that reads it.

The first row that fits counts. In a row, None fits everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openrsm.drivers.contract import Attention
from openrsm.drivers.scsi import sense as keys
from openrsm.drivers.scsi.cdb_changer import address_at
from openrsm.drivers.scsi.command import Cdb, Effect
from openrsm.drivers.scsi.sense import Sense
from openrsm.errors import (
    CleanerSpent,
    DestinationFull,
    DoorOpen,
    DriveNotReady,
    ElementUnreachable,
    EndOfData,
    HardwareFault,
    LibraryChanged,
    MediumError,
    NotSupported,
    RemovalPrevented,
    RsmError,
    SourceEmpty,
    TransportOccupied,
    UnableToLoad,
)


@dataclass(frozen=True, slots=True)
class Row:
    """Sense on the left, what to raise and what to advise on the right."""

    key: int | None
    asc: int | None
    ascq: int | range | None
    error: type[RsmError]
    advice: str

    def fits(self, sense: Sense) -> bool:
        """Whether the row is about this sense."""
        same = sense.ascq in self.ascq if isinstance(self.ascq, range) else self.ascq in {None, sense.ascq}
        return same and self.asc in {None, sense.asc} and self.key in {None, sense.key}


VENDOR: Final = range(0x80, 0x100)
"""Qualifiers that each vendor gives a meaning of its own."""

LOOK: Final = "look into the library, then run an inventory"
PUT_BACK: Final = "put the magazine back and close it, then run an inventory"
CLOSE: Final = "close the door and wait until the library has started"
WAIT: Final = "wait until it is ready"
SERVICE: Final = "read its display or its log; if it stays so, call the vendor's service"
OTHER_TAPE: Final = "try another drive with this cartridge, and another cartridge in this drive"
SUITABLE: Final = "use a cartridge that this drive can read and write"

TABLE: Final = (
    Row(keys.UNIT_ATTENTION, None, None, LibraryChanged, "ask for its status, then decide"),
    Row(None, 0x20, 0x00, NotSupported, "this device cannot do it; do without"),
    Row(None, 0x3B, 0x0D, DestinationFull, "run an inventory: the library holds something there"),
    Row(None, 0x3B, 0x0E, SourceEmpty, "run an inventory: the library holds nothing there"),
    Row(None, 0x3B, 0x11, ElementUnreachable, PUT_BACK),
    Row(None, 0x3B, 0x12, DoorOpen, PUT_BACK),
    Row(None, 0x3B, 0x14, ElementUnreachable, PUT_BACK),
    Row(None, 0x3B, 0x15, ElementUnreachable, PUT_BACK),
    Row(None, 0x3B, 0x18, ElementUnreachable, "enable the element at the library, or use another"),
    Row(None, 0x3B, 0x1A, ElementUnreachable, "put the drive back, or use another"),
    Row(None, 0x21, 0x01, ElementUnreachable, "read the library's geometry anew: its elements have other addresses"),
    Row(None, 0x53, 0x00, UnableToLoad, OTHER_TAPE),
    Row(None, 0x53, 0x04, UnableToLoad, OTHER_TAPE),
    Row(None, 0x53, range(0x05, 0x08), ElementUnreachable, "read the bar codes anew; two cartridges may have the same"),
    Row(None, 0x53, 0x08, ElementUnreachable, "run an inventory that scans"),
    Row(None, 0x53, 0x09, UnableToLoad, OTHER_TAPE),
    Row(None, 0x53, None, RemovalPrevented, "unload the drive, or allow removal, then try again"),
    Row(keys.NOT_READY, 0x04, 0x03, DoorOpen, "go to the device: " + CLOSE),
    Row(keys.NOT_READY, 0x04, 0x12, DoorOpen, "set it online at its panel; " + CLOSE),
    Row(keys.NOT_READY, 0x04, 0x15, DoorOpen, "enable the robot at its panel; " + CLOSE),
    Row(keys.NOT_READY, 0x04, 0x18, DoorOpen, CLOSE),
    Row(keys.NOT_READY, 0x04, range(0x20, 0x23), HardwareFault, "switch it off and on again"),
    Row(keys.NOT_READY, 0x04, VENDOR, DoorOpen, "read its panel; " + CLOSE),
    Row(keys.NOT_READY, 0x3A, 0x02, DoorOpen, "close the tray or the station"),
    Row(keys.NOT_READY, 0x3A, None, DriveNotReady, "load a cartridge first"),
    Row(None, 0x30, 0x13, CleanerSpent, "put a new cleaning cartridge in: rsm cleaner inject"),
    Row(keys.NOT_READY, 0x30, None, MediumError, SUITABLE),
    Row(keys.NOT_READY, 0x3E, None, HardwareFault, SERVICE),
    Row(keys.NOT_READY, None, None, DriveNotReady, WAIT),
    Row(keys.MEDIUM, None, None, MediumError, OTHER_TAPE),
    Row(keys.HARDWARE, 0x04, 0x03, DoorOpen, "go to the device: " + CLOSE),
    Row(keys.HARDWARE, None, None, HardwareFault, SERVICE),
    Row(keys.ILLEGAL_REQUEST, 0x30, None, MediumError, SUITABLE),
    Row(keys.ILLEGAL_REQUEST, 0x2D, None, MediumError, "append at the end of data, or begin at the start of the tape"),
    Row(keys.ILLEGAL_REQUEST, 0x3B, None, ElementUnreachable, LOOK),
    Row(keys.ILLEGAL_REQUEST, 0x04, None, DriveNotReady, WAIT),
    Row(keys.ILLEGAL_REQUEST, 0x25, None, NotSupported, "check the device's address"),
    Row(keys.ILLEGAL_REQUEST, 0x2C, None, DriveNotReady, "finish what is under way, then try again"),
    Row(keys.ILLEGAL_REQUEST, None, None, NotSupported, "this device does not take the command so; do without"),
    Row(keys.DATA_PROTECT, 0x30, None, MediumError, SUITABLE),
    Row(keys.DATA_PROTECT, 0x74, None, MediumError, "give the drive the key of this cartridge"),
    Row(keys.DATA_PROTECT, None, None, MediumError, "move the cartridge's write-protect tab, or use another"),
    Row(keys.BLANK_CHECK, None, None, EndOfData, "nothing is written beyond here"),
    Row(keys.ABORTED, None, None, DriveNotReady, "the device gave the command up; try again"),
    Row(keys.OVERFLOW, None, None, MediumError, "the tape is full; continue on another"),
    Row(None, 0x3B, None, ElementUnreachable, LOOK),
    Row(None, None, None, HardwareFault, SERVICE),
)

ROBOT_FULL: Final = ("the robot holds a cartridge already", "carry that one to an empty place first")
NO_ELEMENT: Final = "name an element of the library's geometry"
ADDRESS_WORDS: Final = {
    "robot": "the robot's address",
    "source": "the source",
    "destination": "the destination",
    "first_destination": "the first destination",
    "second_destination": "the second destination",
}

DOOR: Final = frozenset({(0x04, 0x18), (0x3A, 0x02), (0x3B, 0x12)})
"""Codes that say that a door, station or magazine is open; 04/03, 04/12 and 04/8x may have other causes."""

TOUCHED: Final = frozenset({(0x29, 0x00), (0x29, 0x01), (0x29, 0x04)})
"""Resets after which a library may have stood without power, its door open. The others are of the connection."""

PLACE_LOST: Final = frozenset({0x28, 0x29, 0x2F, 0x3F, 0x5A})
"""Attentions after which the tape may stand elsewhere, or be another."""


def error_for(sense: Sense, cdb: Cdb, device: str) -> RsmError:
    """The error that this sense means as the answer to this command; never for sense that means success."""
    row = next(row for row in TABLE if row.fits(sense))
    what = f"{device} refused {cdb.name}: {sense.words}"
    if address := _wrong_address(sense, cdb):
        return ElementUnreachable(f"{what}, {ADDRESS_WORDS[address]} is wrong", NO_ELEMENT)
    return row.error(what, row.advice)


def robot_occupied(device: str) -> TransportOccupied:
    """A motion's destination is full, and it is the robot's hand."""
    what, advice = ROBOT_FULL
    return TransportOccupied(f"{device}: {what}", advice)


def attention_for(sense: Sense, *, first: bool) -> Attention:
    """What a unit attention tells.

    Args:
        sense: The unit attention.
        first: It is the first of its connection: a reset is then the connection's own, told to everybody who logs in.
    """
    reset = (sense.asc, sense.ascq) in TOUCHED and not first
    suspect = sense.asc in {0x28, 0x5A, 0x3B} or reset
    return Attention(what=sense.words, contents_suspect=suspect, medium_changed=(sense.asc, sense.ascq) == (0x28, 0x00))


def may_be_sent_again(sense: Sense, cdb: Cdb) -> bool:
    """Whether a command that met a unit attention, so was not performed, may be sent once more (SPC-5)."""
    if cdb.effect is Effect.PLACE:
        return sense.asc not in PLACE_LOST
    return cdb.effect is not Effect.MOTION


def says_door_open(sense: Sense) -> bool:
    """Whether the device says that a door or station stands open."""
    return sense.key == keys.NOT_READY and (sense.asc, sense.ascq) in DOOR


def _wrong_address(sense: Sense, cdb: Cdb) -> str:
    """Motions with a wrong address are refused as 05/24/00 by some libraries, with the field pointer telling it."""
    invalid = sense.key == keys.ILLEGAL_REQUEST and sense.asc in {0x21, 0x24}
    pointed = invalid and sense.field_in_cdb and sense.field is not None
    return address_at(cdb, sense.field or 0) if pointed else ""
