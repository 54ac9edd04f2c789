"""What is to come of a fault: a table from what is done, what the device is told and what kind of fault it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from openrsm.drivers.scsi import sense as keys
from openrsm.drivers.scsi.readiness import IN_PROGRESS, PRESENT
from openrsm.drivers.scsi.sense import Sense
from tests.torture.cells import Cell, Fault


class Kind(Enum):
    """Kinds of faults, as docs/reference/faults.md names and explains them."""

    HARMLESS = ("recovered", "no sense, or a recovered error: the command was carried out, its data are lost")
    ATTENTION = ("attention", "a unit attention, and the command was not carried out")
    PROGRESS = ("in progress", "not ready, an operation is in progress; or a cartridge waits to be loaded")
    BLANK = ("blank", "blank check, or volume overflow")
    UNKNOWN = ("not known", "illegal request: the command or a field of it is not known")
    DONE = ("done", "medium or hardware error, aborted command, or no answer, though the command was carried out")
    SAID = ("refused", "any other sense data")
    STATUS = ("status", "busy, reserved or another status; or a complaint whose sense data did not come through")
    LOST = ("lost", "never sent, or sent and not carried out: no answer, the connection down, data cut short")
    GONE = ("gone", "the device node is gone: nothing more gets through until the library is opened anew")
    LASTS = ("lasting", "the same again and again, until somebody sees to it")
    LIE = ("lie", "status good, and nothing was done")


class Fate(Enum):
    """How the work item ends."""

    GOES_ON = "passes"
    FAILS = "fails"
    EITHER = "either"


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
    """What is done, the device, its commands (none: all) and the kinds of faults on the left; the fate on the right.

    ``later`` means that the row is about the second command of a name and those behind it alone.
    """

    plays: frozenset[str]
    device: str
    commands: frozenset[str]
    kinds: frozenset[Kind]
    fate: Fate
    later: bool = False

    def fits(self, cell: Cell) -> bool:
        """Whether the row is about this cell."""
        is_about = self.is_about(cell.play, cell.step.device, cell.step.command, kind_of(cell.fault))
        return is_about and (not self.later or cell.step.nth > 1)

    def is_about(self, play: str, device: str, command: str, kind: Kind) -> bool:
        """Whether the row is about such faults of that command in that operation."""
        named = device == self.device and (not self.commands or command in self.commands)
        return named and (not self.plays or play in self.plays) and kind in self.kinds


LABELS: Final = frozenset({"label read", "label write"})

TABLE: Final = (
    Row(EVERY, "drive", EVERY, frozenset({Kind.GONE}), Fate.EITHER),
    # Work on labels has ended when the cartridge goes home; that is tried again by itself.
    Row(LABELS, ROBOT, frozenset({MOTION}), ANY, Fate.GOES_ON, later=True),
    Row(LABELS, "drive", frozenset({"TEST UNIT READY"}), ANY, Fate.EITHER, later=True),
    # The robot: what did not happen fails the item, what happened counts, what was not heard is asked about.
    Row(EVERY, ROBOT, frozenset({MOTION}), frozenset({Kind.DONE, Kind.GONE, *MILD}), Fate.GOES_ON),
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
    Row(
        EVERY, "drive", frozenset({"TEST UNIT READY"}), frozenset({Kind.PROGRESS, Kind.STATUS, Kind.LASTS}), Fate.EITHER
    ),
    Row(EVERY, "drive", frozenset({"REWIND"}), MILD, Fate.GOES_ON),
    Row(EVERY, "drive", frozenset({"REWIND"}), frozenset({Kind.LIE}), Fate.EITHER),
    Row(EVERY, "drive", DATA, MILD | {Kind.BLANK, Kind.LIE, Kind.LOST, Kind.SAID, Kind.STATUS, Kind.DONE}, Fate.EITHER),
    Row(EVERY, "drive", EVERY, ANY, Fate.FAILS),
)
"""The first row that fits counts."""


NAMED: Final = {"device node gone": Kind.GONE, "GOOD, not done": Kind.LIE}


def kind_of(fault: Fault) -> Kind:
    """What kind of fault it is."""
    if fault.lasts:
        return Kind.LASTS
    kind = NAMED.get(fault.name) or (_kind_of_sense(fault.sense) if fault.sense is not None else None)
    if kind is not None:
        return kind
    if fault.happens:
        return Kind.DONE
    if fault.says:
        return Kind.STATUS
    return Kind.SAID if fault.sense is not None else Kind.LOST


BY_KEY: Final = {
    keys.NO_SENSE: Kind.HARMLESS,
    keys.RECOVERED: Kind.HARMLESS,
    keys.UNIT_ATTENTION: Kind.ATTENTION,
    keys.BLANK_CHECK: Kind.BLANK,
    keys.OVERFLOW: Kind.BLANK,
}


def _kind_of_sense(sense: Sense) -> Kind | None:
    if sense.deferred:  # about an earlier command; this one was not carried out
        return Kind.ATTENTION if BY_KEY.get(sense.key) is Kind.HARMLESS else Kind.SAID
    if sense.key == keys.ILLEGAL_REQUEST and sense.asc in (0x20, 0x24):
        return Kind.UNKNOWN
    if sense.key == keys.NOT_READY and (sense.asc, sense.ascq) in IN_PROGRESS | PRESENT:
        return Kind.PROGRESS
    return BY_KEY.get(sense.key)


def expected(cell: Cell) -> Fate:
    """How the work item of a cell is to end."""
    return next(row for row in TABLE if row.fits(cell)).fate
