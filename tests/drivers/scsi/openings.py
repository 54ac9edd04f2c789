"""A changer and a drive that are opened by replayed answers, and answer on as they are told."""

from __future__ import annotations

from openrsm.drivers.scsi.changer import ScsiChanger
from openrsm.drivers.scsi.drive import ScsiDrive, Waiting
from openrsm.drivers.scsi.link import Link
from openrsm.drivers.scsi.transport import Reply
from openrsm.errors import (
    DeviceFault,
)
from tests.drivers.scsi.replay import Replay, check, good

INQUIRY = good(b"\x08\x80\x05\x02" + bytes(4) + b"STK     L700            0100")
TAPE_INQUIRY = good(b"\x01\x80\x05\x02" + bytes(4) + b"HP      Ultrium 5-SCSI  Z39W")
SERIAL = good(b"\x08\x80\x00\x07XYZ0001")
NO_PAGE = check("05/24/00")
NO_COMMAND = check("05/20/00")
GEOMETRY = good("17000000 1d12 0001 0001 03e8 0002 000a 0000 01f4 0000 0000")
ROBOT = good("00010001 00000018 01000010 00000010" + "0001 00" + "00" * 13)
SLOTS = good("03e80002 00000028 02000010 00000020" + "03e8 09" + "00" * 13 + "03e9 08" + "00" * 13)
SLOTS_SWAPPED = good("03e80002 00000028 02000010 00000020" + "03e8 08" + "00" * 13 + "03e9 09" + "00" * 13)
PROBES = (
    good("07000000 1f12 0f07" + "00" * 16),  # page 1F without exchanges
    NO_PAGE,  # REPORT SUPPORTED OPERATION CODES about POSITION TO ELEMENT
    check("05/21/01"),  # POSITION TO ELEMENT nowhere: it exists
    NO_PAGE,  # about 37h
    NO_PAGE,  # about E7h
    NO_PAGE,  # about PREVENT ALLOW
    NO_COMMAND,
    good("07000000 1e02 0000"),
)
OPENING = (INQUIRY, SERIAL, NO_PAGE, GEOMETRY, ROBOT, SLOTS, *PROBES)


def changer(*answers: Reply | DeviceFault) -> tuple[ScsiChanger, Replay]:
    replay = Replay(*OPENING, *answers)
    opened = ScsiChanger(Link(replay))
    replay.asked.clear()
    return opened, replay


def drive(*answers: Reply | DeviceFault) -> tuple[ScsiDrive, Replay]:
    replay = Replay(TAPE_INQUIRY, SERIAL, NO_PAGE, check("06/29/00"), check("02/3a/00"), *answers)
    ticks = iter(range(0, 10_000, 300))
    waiting = Waiting(clock=lambda: float(next(ticks)), sleep=lambda _: None)
    opened = ScsiDrive(Link(replay), device_path="/dev/nst0", is_open=lambda: False, waiting=waiting)
    replay.asked.clear()
    return opened, replay
