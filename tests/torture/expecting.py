"""What is to come of a fault: a table from what is done, what the device is told and what kind of fault it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
    STOPPED = ("stopped", "no error, but a filemark, an end of the tape, or a block of another length, which is lost")
    BLANK = ("blank", "blank check, or volume overflow")
    UNKNOWN = ("not known", "illegal request: the command or a field of it is not known")
    DONE = ("done", "medium or hardware error, aborted command, or no answer, though it was or will be carried out")
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
TAKES_STATUS: Final = frozenset({"inventory", "eject", "open the ports", "inject"})
TELLS: Final = frozenset({"MODE SENSE (6)", "LOG SENSE", "READ ATTRIBUTE"})
DATA: Final = frozenset({"READ (6)", "SPACE (6)", "WRITE (6)", "WRITE FILEMARKS (6)"})
WRITES: Final = frozenset({"WRITE (6)", "WRITE FILEMARKS (6)"})
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
INTO_DRIVES: Final = LABELS | {"load"}
TOLD: Final = frozenset({Kind.PROGRESS, Kind.BLANK, Kind.DONE, Kind.SAID, Kind.STATUS})
"""Kinds of faults that a device tells of, other than that it does not know a command."""
ASKED: Final = frozenset({"TEST UNIT READY", "MODE SENSE (6)"})
"""How a drive is; it is asked before and after each thing that it does."""
CLEANED_NOT: Final = (TOLD - {Kind.SAID}) | {Kind.HARMLESS}
"""Answers to LOG SENSE with which a cleaning is not known to have succeeded."""
SCANS: Final = frozenset({"INITIALIZE ELEMENT STATUS", "INITIALIZE ELEMENT STATUS WITH RANGE"})

TABLE: Final = (
    # Whatever comes next meets a drive that is gone; only what ends before does not.
    Row(LABELS, "drive", frozenset({"LOAD UNLOAD (unload)"}), ANY, Fate.GOES_ON),
    Row(LABELS, "drive", frozenset({"LOG SENSE", "READ ATTRIBUTE"}), frozenset({Kind.GONE}), Fate.EITHER),
    Row(LABELS | {"unload"}, "drive", ASKED, frozenset({Kind.GONE}), Fate.EITHER, later=True),
    Row(LABELS | {"load", "unload"}, "drive", EVERY, frozenset({Kind.GONE}), Fate.FAILS),
    Row(EVERY, "drive", EVERY, frozenset({Kind.GONE}), Fate.EITHER),
    # Work on labels has ended when the cartridge goes home; that is tried again by itself.
    Row(LABELS, ROBOT, frozenset({MOTION}), ANY, Fate.GOES_ON, later=True),
    Row(LABELS, "drive", frozenset({"TEST UNIT READY"}), ANY, Fate.EITHER, later=True),
    Row(LABELS, "drive", frozenset({"REWIND", "READ (6)"}), frozenset({Kind.LIE}), Fate.EITHER, later=True),
    # The robot: what did not happen fails the item, what happened counts, what was not heard is asked about.
    Row(EVERY, ROBOT, frozenset({MOTION}), frozenset({Kind.DONE, Kind.GONE, *MILD}), Fate.GOES_ON),
    Row(INTO_DRIVES, ROBOT, frozenset({MOTION}), frozenset({Kind.LIE}), Fate.FAILS),  # the drive has nothing to load
    Row(EVERY, ROBOT, frozenset({MOTION}), frozenset({Kind.LIE}), Fate.GOES_ON),  # and is believed for a while
    Row(EVERY, ROBOT, frozenset({MOTION}), ANY, Fate.FAILS),
    # A library that does not say what is where is opened anew, and the work goes on; but who only asked is told.
    Row(TAKES_STATUS, ROBOT, STATUS, frozenset({Kind.ATTENTION}), Fate.GOES_ON),
    Row(TAKES_STATUS, ROBOT, STATUS | SCANS, ANY, Fate.EITHER, later=True),  # people may have been let in before
    Row(frozenset({"eject"}), ROBOT, STATUS, ANY, Fate.GOES_ON),  # it lies in its port, and is seen there later
    Row(TAKES_STATUS - {"inject"}, ROBOT, STATUS, TOLD | {Kind.HARMLESS}, Fate.FAILS),
    Row(TAKES_STATUS, ROBOT, STATUS, ANY, Fate.EITHER),
    Row(TAKES_STATUS, ROBOT, SCANS, TOLD - {Kind.SAID}, Fate.FAILS),  # a library that objects is not asked to scan
    Row(TAKES_STATUS, ROBOT, SCANS, frozenset({Kind.LIE}), Fate.GOES_ON),
    Row(frozenset({"eject"}), ROBOT, frozenset({"TEST UNIT READY"}), ANY, Fate.EITHER, later=True),
    Row(frozenset({"eject"}), ROBOT, EVERY, ANY, Fate.GOES_ON),  # it is over when somebody has taken it out
    Row(TAKES_STATUS, ROBOT, EVERY, MILD, Fate.GOES_ON),
    Row(TAKES_STATUS, ROBOT, EVERY, ANY, Fate.EITHER),
    Row(EVERY, ROBOT, EVERY, ANY, Fate.GOES_ON),
    # What drives tell of themselves is wanted, and not needed; of a cleaning it is the outcome.
    Row(frozenset({"clean"}), "drive", EVERY, frozenset({Kind.ATTENTION}), Fate.GOES_ON),
    Row(frozenset({"clean"}), "drive", EVERY, ANY, Fate.EITHER, later=True),
    Row(frozenset({"clean"}), "drive", frozenset({"LOG SENSE"}), CLEANED_NOT, Fate.FAILS),
    Row(frozenset({"clean"}), "drive", EVERY, ANY, Fate.EITHER),
    Row(EVERY, "drive", TELLS, ANY, Fate.GOES_ON),
    # What keeps a drive from letting go fails the dismount; a label that cannot be read then does not.
    Row(frozenset({"unload"}), "drive", frozenset({"LOAD UNLOAD (unload)"}), MILD | {Kind.LIE}, Fate.GOES_ON),
    Row(frozenset({"unload"}), "drive", frozenset({"LOAD UNLOAD (unload)"}), ANY, Fate.FAILS),
    Row(frozenset({"unload"}), "drive", frozenset({"TEST UNIT READY"}), MILD, Fate.GOES_ON),
    Row(frozenset({"unload"}), "drive", frozenset({"TEST UNIT READY"}), ANY, Fate.EITHER),
    Row(frozenset({"unload"}), "drive", EVERY, ANY, Fate.GOES_ON),
    # Loading, and reading and writing labels. What is written near the end of the tape is written.
    Row(EVERY, "drive", WRITES, frozenset({Kind.STOPPED}), Fate.GOES_ON),
    Row(EVERY, "drive", frozenset({"SPACE (6)"}), frozenset({Kind.STOPPED}), Fate.FAILS),
    Row(EVERY, "drive", frozenset({"READ (6)"}), frozenset({Kind.STOPPED}), Fate.EITHER),
    Row(EVERY, "drive", frozenset({"TEST UNIT READY"}), MILD, Fate.GOES_ON),
    Row(
        EVERY, "drive", frozenset({"TEST UNIT READY"}), frozenset({Kind.PROGRESS, Kind.STATUS, Kind.LASTS}), Fate.EITHER
    ),
    Row(EVERY, "drive", frozenset({"REWIND"}), MILD, Fate.GOES_ON),
    # Nothing is lost if a tape that was at its beginning is not wound; what was not written is found missing.
    Row(EVERY, "drive", frozenset({"REWIND", "READ (6)", "WRITE FILEMARKS (6)"}), frozenset({Kind.LIE}), Fate.GOES_ON),
    Row(EVERY, "drive", frozenset({"SPACE (6)", "WRITE (6)"}), frozenset({Kind.LIE}), Fate.FAILS),
    # What a drive failed to read is not taken for blank.
    Row(EVERY, "drive", frozenset({"READ (6)"}), frozenset({Kind.STATUS, Kind.SAID}), Fate.FAILS),
    Row(EVERY, "drive", DATA, MILD | {Kind.BLANK, Kind.LOST, Kind.SAID, Kind.STATUS, Kind.DONE}, Fate.EITHER),
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
    if BY_KEY.get(sense.key) is Kind.HARMLESS and (sense.filemark or sense.eom or sense.ili):
        return Kind.STOPPED
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


def claimed(cell: Cell) -> str:
    """What the error must say; that nothing is written is an answer to READ, and no reason of its own."""
    said = cell.fault.sense
    answers = cell.step.command == "READ (6)" and said is not None and said.key == keys.BLANK_CHECK
    return "" if answers else cell.fault.claim


SERVICED: Final = frozenset({(ROBOT, MOTION), ("drive", "TEST UNIT READY"), ("drive", "LOAD UNLOAD (unload)")})
"""Commands without which nothing gets into a drive, or out of it: people are asked when they fail again and again."""
BEFORE_REASON: Final = ("See to drive vtl/drive1: ", "See to the robot of library vtl: ")
"""How a request names the device; its reason follows."""


def may_be_asked(device: str, command: str, kind: Kind) -> bool:
    """Whether an operator may be asked to see to something; otherwise nobody is."""
    return kind is Kind.LASTS and (device, command) in SERVICED


def wrongly_asked(cell: Cell, asked: Sequence[str]) -> Iterator[str]:
    """What operators are asked for, and should not be, or not in these words."""
    for message in asked:
        if not may_be_asked(cell.step.device, cell.step.command, kind_of(cell.fault)):
            yield f"nobody was to be asked: {message}"
        elif not message.startswith(BEFORE_REASON) or cell.fault.claim not in message:
            yield f"it was to be said what is to be seen to, and why ({cell.fault.claim}): {message}"
