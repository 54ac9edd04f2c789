"""What is to come of a fault: a table from what is done, what the device is told and what kind of fault it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from openrsm.drivers.scsi import sense as keys
from openrsm.drivers.scsi.readiness import IN_PROGRESS, PRESENT
from openrsm.drivers.scsi.sense import Sense
from tests.torture.cells import Cell, Fault


class Kind(Enum):
    """Kinds of faults, in the words of docs/reference/faults.md."""

    HARMLESS = "no sense or recovered error: the command was carried out, its data are lost"
    ATTENTION = "unit attention: the command was not carried out"
    PROGRESS = "not ready, in progress; or a cartridge to be loaded"
    BLANK = "blank check, or a volume that overflows"
    UNKNOWN = "illegal request: the command or a field of it is not known"
    DONE = "medium or hardware error, aborted command, or no answer, though the command was carried out"
    SAID = "any other sense data, or a status other than good"
    LOST = "not sent, or sent and not done: no answer, connection down, data cut short"
    GONE = "device node gone: nothing more gets through until the library is opened anew"
    LASTS = "any of these again and again"
    LIE = "good status, and nothing was done"


class Fate(Enum):
    """How the work item ends."""

    GOES_ON = "passes"
    FAILS = "fails, with the library's or drive's reason"
    EITHER = "passes, or fails with the reason"


ANY: Final = frozenset(Kind)
ROBOT: Final = "changer"
MOTION: Final = "MOVE MEDIUM"
STATUS: Final = frozenset({"MODE SENSE (6)", "READ ELEMENT STATUS"})
TAKES_STATUS: Final = frozenset({"inventory", "eject"})
TELLS: Final = frozenset({"MODE SENSE (6)", "LOG SENSE", "READ ATTRIBUTE"})
DATA: Final = frozenset({"READ (6)", "WRITE (6)", "WRITE FILEMARKS (6)"})
MILD: Final = frozenset({Kind.HARMLESS, Kind.ATTENTION})
EVERY: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """What is done, the device, its commands (none: all) and the kinds of faults on the left; the fate on the right."""

    plays: frozenset[str]
    device: str
    commands: frozenset[str]
    kinds: frozenset[Kind]
    fate: Fate
    later: bool = False

    def fits(self, cell: Cell) -> bool:
        """Whether the row is about this cell."""
        return (
            (not self.plays or cell.play in self.plays)
            and cell.step.device == self.device
            and (not self.commands or cell.step.command in self.commands)
            and (not self.later or cell.step.nth > 1)
            and kind_of(cell.fault) in self.kinds
        )


LABELS: Final = frozenset({"label read", "label write"})

TABLE: Final = (
    Row(EVERY, "drive", EVERY, frozenset({Kind.GONE}), Fate.EITHER),
    # Work on labels has ended when the cartridge goes home; that is tried again by itself.
    Row(LABELS, ROBOT, frozenset({MOTION}), ANY, Fate.GOES_ON, later=True),
    Row(LABELS, "drive", frozenset({"TEST UNIT READY"}), ANY, Fate.EITHER, later=True),
    # The robot: what did not happen fails the item, what happened counts, what was not heard is asked about.
    Row(EVERY, ROBOT, frozenset({MOTION}), frozenset({Kind.DONE, *MILD}), Fate.GOES_ON),
    Row(EVERY, ROBOT, frozenset({MOTION}), frozenset({Kind.LIE}), Fate.EITHER),
    Row(EVERY, ROBOT, frozenset({MOTION}), ANY, Fate.FAILS),
    # A library that does not say what is where is opened anew, and the work goes on; but who only asked is told.
    Row(TAKES_STATUS, ROBOT, STATUS, frozenset({Kind.ATTENTION}), Fate.GOES_ON),
    Row(TAKES_STATUS, ROBOT, STATUS, ANY, Fate.EITHER),
    Row(TAKES_STATUS, ROBOT, EVERY, MILD, Fate.GOES_ON),
    Row(TAKES_STATUS, ROBOT, EVERY, ANY, Fate.EITHER),
    Row(EVERY, ROBOT, EVERY, ANY, Fate.GOES_ON),
    # What drives tell of themselves is wanted, and not needed; of a cleaning it is the outcome.
    Row(frozenset({"clean"}), "drive", frozenset({"LOG SENSE", "TEST UNIT READY"}), ANY, Fate.EITHER),
    Row(EVERY, "drive", TELLS, ANY, Fate.GOES_ON),
    # What keeps a drive from letting go fails the dismount; a label that cannot be read then does not.
    Row(frozenset({"unload"}), "drive", frozenset({"LOAD UNLOAD (unload)"}), MILD | {Kind.LIE}, Fate.GOES_ON),
    Row(frozenset({"unload"}), "drive", frozenset({"LOAD UNLOAD (unload)"}), ANY, Fate.FAILS),
    Row(frozenset({"unload"}), "drive", frozenset({"TEST UNIT READY"}), ANY, Fate.EITHER),
    Row(frozenset({"unload"}), "drive", EVERY, ANY, Fate.GOES_ON),
    # Loading, and reading and writing labels.
    Row(EVERY, "drive", frozenset({"LOAD UNLOAD (unload)"}), ANY, Fate.EITHER),  # the item has ended before
    Row(EVERY, "drive", frozenset({"TEST UNIT READY"}), MILD, Fate.GOES_ON),
    Row(EVERY, "drive", frozenset({"TEST UNIT READY"}), frozenset({Kind.PROGRESS, Kind.LASTS}), Fate.EITHER),
    Row(EVERY, "drive", frozenset({"REWIND"}), MILD, Fate.GOES_ON),
    Row(EVERY, "drive", frozenset({"REWIND"}), frozenset({Kind.LIE}), Fate.EITHER),
    Row(EVERY, "drive", DATA, MILD | {Kind.BLANK, Kind.LIE, Kind.LOST, Kind.SAID, Kind.DONE}, Fate.EITHER),
    Row(EVERY, "drive", EVERY, ANY, Fate.FAILS),
)
"""The first row that fits counts."""


def kind_of(fault: Fault) -> Kind:
    """What kind of fault it is."""
    if fault.lasts:
        return Kind.LASTS
    if fault.sense is not None and fault.sense.deferred:
        return Kind.ATTENTION if fault.sense.key in (keys.NO_SENSE, keys.RECOVERED) else Kind.SAID
    if fault.sense is not None and (kind := _kind_of_sense(fault.sense)) is not None:
        return kind
    if fault.happens:
        return Kind.DONE
    if fault.name == "device node gone":
        return Kind.GONE
    if fault.name == "GOOD, not done":
        return Kind.LIE
    return Kind.SAID if fault.sense is not None or fault.says else Kind.LOST


def _kind_of_sense(sense: Sense) -> Kind | None:
    code = (sense.asc, sense.ascq)
    match sense.key:
        case keys.NO_SENSE | keys.RECOVERED:
            return Kind.HARMLESS
        case keys.UNIT_ATTENTION:
            return Kind.ATTENTION
        case keys.BLANK_CHECK | keys.OVERFLOW:
            return Kind.BLANK
        case keys.ILLEGAL_REQUEST if sense.asc in (0x20, 0x24):
            return Kind.UNKNOWN
        case keys.NOT_READY if code in IN_PROGRESS | PRESENT:
            return Kind.PROGRESS
    return None


def expected(cell: Cell) -> Fate:
    """How the work item of a cell is to end."""
    return next(row for row in TABLE if row.fits(cell)).fate


def rows() -> Iterator[Row]:
    """For the page."""
    return iter(TABLE)
