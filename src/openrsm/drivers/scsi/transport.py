"""What carries commands to a device: one small promise, kept by ``sg`` and ``iscsi``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from openrsm.drivers.scsi.command import Cdb
from openrsm.errors import DeviceFault

GOOD = 0x00
CHECK_CONDITION = 0x02
CONDITION_MET = 0x04
BUSY = 0x08
RESERVATION_CONFLICT = 0x18
TASK_SET_FULL = 0x28
ACA_ACTIVE = 0x30
TASK_ABORTED = 0x40


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a device answered.

    Attributes:
        status: The SCSI status byte.
        data: The bytes that came, residual taken off.
        sense: Sense data as it came; empty without CHECK CONDITION.
    """

    status: int
    data: bytes = b""
    sense: bytes = b""


class NoAnswer(DeviceFault):
    """The command was handed over, and no answer came: whether it was carried out is not known.

    It does not leave this driver: ``link`` says what it means for the command at hand.
    """


class Transport(Protocol):
    """One logical unit, reached somehow. Used by one thread at a time."""

    @property
    def name(self) -> str:
        """What people call the device, for messages: ``/dev/sg3``, or its iSCSI address."""
        ...

    def execute(self, cdb: Cdb, data_out: bytes = b"") -> Reply:
        """Send one command and wait for its answer, as long as ``cdb.timeout`` allows. Never sends it twice.

        Raises:
            DeviceGone: It was never sent.
            NoAnswer: It was sent, perhaps, and no answer came.
        """
        ...

    def close(self) -> None:
        """Let go of the device. Closing twice is harmless; a command afterwards raises DeviceGone."""
        ...
