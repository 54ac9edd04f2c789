"""How it is read where a tape stopped (SSC-4): sense of a command that was carried out in, what it met out."""

from __future__ import annotations

from typing import Final

from openrsm.drivers.scsi.cdb_tape import LONGEST_BLOCK
from openrsm.drivers.scsi.link import Outcome
from openrsm.drivers.scsi.sense import Sense
from openrsm.errors import EndOfData, MediumError, RsmError

END_OF_DATA: Final = (0x00, 0x05)
"""Additional sense that comes with BLANK CHECK, and from some drives with no sense key at all."""


def is_filemark(outcome: Outcome) -> bool:
    """Whether READ met a filemark. A drive that failed did not, whatever else it says."""
    return outcome.done and outcome.sense is not None and outcome.sense.filemark


def early_stop(sense: Sense, device: str) -> RsmError | None:
    """The error of a SPACE that did not come as far as it was to, though the drive calls that none."""
    what = f"{device} stopped early: {sense.words}"
    if (sense.asc, sense.ascq) == END_OF_DATA:
        return EndOfData(what, "nothing is written beyond here")
    if sense.filemark or sense.eom:
        return MediumError(what, "ask for its position")
    return None


def length_told(sense: Sense, limit: int) -> int:
    """The length of a block that a drive passed and did not hand over; 0 if it does not tell.

    Drives that ignore SILI answer a block of another length with CHECK CONDITION, and the data are lost on the way. The
    information is then what was asked for less what is there (SSC-4, READ (6)).
    """
    length = limit - (sense.information or limit)
    return length if sense.ili and 0 < length <= LONGEST_BLOCK else 0
