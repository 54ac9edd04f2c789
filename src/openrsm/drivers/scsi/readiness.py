"""How a drive's answer to TEST UNIT READY is read (SPC-5, SSC-4): sense in, readiness out."""

from __future__ import annotations

from typing import Final

from openrsm.drivers.contract import DriveStatus, Readiness
from openrsm.drivers.scsi import sense as keys
from openrsm.drivers.scsi.sense import Sense

IN_PROGRESS: Final = frozenset(
    {
        (0x04, 0x00),  # "cause not reportable": drives say so for moments between two other answers
        (0x04, 0x01),
        (0x04, 0x04),
        (0x04, 0x07),
        (0x04, 0x09),
        (0x30, 0x03),  # a cleaning cartridge is at work
        (0x3E, 0x00),
    }
)
PRESENT: Final = frozenset({(0x04, 0x02), (0x3A, 0x04)})
"""The cartridge is there, not threaded: a LOAD makes it ready."""


def status_of(sense: Sense | None) -> DriveStatus:
    """Readiness from the sense data of TEST UNIT READY; None means that it was GOOD."""
    if sense is None or sense.key in {keys.NO_SENSE, keys.RECOVERED}:
        return DriveStatus(readiness=Readiness.READY, words=f"ready, {sense.words}" if sense else "ready")
    return DriveStatus(readiness=_readiness(sense), words=sense.words)


def _readiness(sense: Sense) -> Readiness:
    code = (sense.asc, sense.ascq)
    if sense.key != keys.NOT_READY:
        return Readiness.FAILED
    if code in PRESENT:
        return Readiness.UNLOADED
    if sense.asc == 0x3A:
        return Readiness.EMPTY
    return Readiness.BECOMING_READY if code in IN_PROGRESS else Readiness.FAILED
