"""Additional sense codes that media changers (M) and tape drives (T) may return: which key goes with which.

The letters are those of the list of additional sense codes in SPC-5 (annex F); codes of features that no command of
ours touches (third-party copy, security associations, data integrity) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openrsm.drivers.scsi import sense as keys

CHANGER: Final = "M"
TAPE: Final = "T"

ASSIGNED: Final = """
00 00MT 01T 02T 03T 04T 05T 06MT 07T 16MT 17MT 18T 19T 1AT 1BT 1CT
03 00T 01T 02T
04 00MT 01MT 02MT 03MT 04T 07MT 09MT 0AMT 0BMT 0CMT 10MT 12M 13MT 15M 16M 17M 18M 19M 1CMT 20MT 21MT 22MT 80MT
05 00MT
06 00M
07 00MT
08 00MT 01MT 02MT 03MT
09 00T 04T
0A 00MT
0B 00MT 01MT 02MT 03MT 06MT 07MT 08MT
0C 00T 04T 05T 06T 0BMT 0ET
0E 00MT 01MT 02MT
10 04T 05T
11 00T 01T 02T 03T 08T 09T 0AT 0DT 0ET 12MT 13T
14 00T 01T 02T 03T 04T 07T
15 00MT 01MT 02T
17 00T 01T
18 00T
1A 00MT
1B 00MT
1D 00T
20 00MT 02MT 04T 0CT
21 00T 01MT
24 00MT
25 00MT
26 00MT 01MT 02MT 04MT 10T 11T 12T
27 00T 01T 02T 03T 04T 05T
28 00MT 01MT 03M
29 00MT 01MT 02MT 03MT 04MT 05MT 06MT 07MT
2A 00MT 01MT 02MT 03MT 04MT 05MT 06MT 07MT 10MT 11T 12T 15MT
2C 00MT 07MT 08MT 09MT 0BT
2D 00T
2E 00M 01M 02M 03M
2F 00MT 02MT 03MT
30 00MT 01T 02T 03MT 04T 05T 06T 07MT 0AT 0CT 0DT 11M 12M 13M
31 00T
33 00T
34 00MT
35 00MT
37 00MT
39 00MT
3A 00MT 01MT 02MT 03MT 04T
3B 00T 01T 02T 08T 0CT 0DMT 0EMT 11MT 12MT 13MT 14MT 15MT 18M 19M 1AM 1BM 1CT
3D 00MT
3E 00MT 01MT 02MT 03MT 04MT
3F 00MT 01MT 02MT 03MT 04MT 05MT 0EMT 0FMT 10MT 11MT
40 80MT
43 00MT
44 00MT 01MT
45 00MT
46 00MT
47 00MT 01MT 03MT
48 00MT
49 00MT
4A 00MT
4B 00MT 03MT 06MT 07MT
4C 00MT
4E 00MT
50 00T 01T 02T
51 00T
52 00T
53 00MT 01T 02MT 03M 04T 05M 06M 07M 08M 09M 0AM 0BM
55 02MT 03MT 04MT 06MT 08T 09M 0AM 0BMT
5A 00T 01MT 02T 03T
5B 00MT 01MT 02MT 03MT
5D 00MT FFMT
5E 00MT
74 00T 01T 02T 03T 61T
"""
"""Code, then its qualifiers with the device types. 04/80 and 40/80 stand for what vendors assign."""

KEYS: Final[dict[int, tuple[int, ...]]] = {
    0x00: (keys.NO_SENSE,),
    0x03: (keys.MEDIUM,),
    0x04: (keys.NOT_READY,),
    0x05: (keys.HARDWARE,),
    0x06: (keys.HARDWARE,),
    0x07: (keys.HARDWARE,),
    0x08: (keys.HARDWARE, keys.ABORTED),
    0x09: (keys.HARDWARE, keys.MEDIUM),
    0x0A: (keys.RECOVERED,),
    0x0B: (keys.RECOVERED, keys.UNIT_ATTENTION),
    0x0C: (keys.MEDIUM,),
    0x0E: (keys.ABORTED,),
    0x10: (keys.MEDIUM,),
    0x11: (keys.MEDIUM,),
    0x14: (keys.MEDIUM,),
    0x15: (keys.HARDWARE, keys.MEDIUM),
    0x17: (keys.RECOVERED,),
    0x18: (keys.RECOVERED,),
    0x1B: (keys.ABORTED,),
    0x1D: (keys.MISCOMPARE,),
    0x27: (keys.DATA_PROTECT,),
    0x28: (keys.UNIT_ATTENTION,),
    0x29: (keys.UNIT_ATTENTION,),
    0x2A: (keys.UNIT_ATTENTION,),
    0x2E: (keys.ABORTED,),
    0x2F: (keys.UNIT_ATTENTION,),
    0x30: (keys.NOT_READY, keys.MEDIUM, keys.ILLEGAL_REQUEST),
    0x31: (keys.MEDIUM,),
    0x33: (keys.MEDIUM,),
    0x34: (keys.HARDWARE,),
    0x35: (keys.HARDWARE,),
    0x37: (keys.RECOVERED,),
    0x3A: (keys.NOT_READY,),
    0x3B: (keys.ILLEGAL_REQUEST, keys.MEDIUM, keys.HARDWARE),
    0x3E: (keys.NOT_READY, keys.HARDWARE),
    0x3F: (keys.UNIT_ATTENTION,),
    0x40: (keys.HARDWARE,),
    0x43: (keys.ABORTED,),
    0x44: (keys.HARDWARE,),
    0x45: (keys.ABORTED,),
    0x46: (keys.HARDWARE,),
    0x47: (keys.ABORTED,),
    0x48: (keys.ABORTED,),
    0x49: (keys.ABORTED,),
    0x4A: (keys.ABORTED,),
    0x4B: (keys.ABORTED,),
    0x4C: (keys.HARDWARE,),
    0x4E: (keys.ABORTED,),
    0x50: (keys.MEDIUM,),
    0x51: (keys.MEDIUM,),
    0x52: (keys.MEDIUM,),
    0x53: (keys.MEDIUM, keys.HARDWARE, keys.ILLEGAL_REQUEST),
    0x5A: (keys.UNIT_ATTENTION,),
    0x5B: (keys.RECOVERED, keys.UNIT_ATTENTION),
    0x5D: (keys.RECOVERED, keys.UNIT_ATTENTION),
    0x5E: (keys.NOT_READY,),
    0x74: (keys.DATA_PROTECT,),
}
"""With which keys a code comes; ILLEGAL REQUEST where nothing is said."""

MORE: Final = (
    *((key, 0x00, 0x00) for key in range(1, 16)),  # every key, without a further explanation
    (keys.BLANK_CHECK, 0x00, 0x05),
    (keys.OVERFLOW, 0x00, 0x02),
    (keys.UNIT_ATTENTION, 0x3B, 0x12),
    (keys.UNIT_ATTENTION, 0x3B, 0x13),
    (keys.UNIT_ATTENTION, 0x3B, 0x1A),
    (keys.UNIT_ATTENTION, 0x3B, 0x1B),
    (keys.HARDWARE, 0x04, 0x03),
    (keys.HARDWARE, 0x80, 0x01),
    (keys.NOT_READY, 0x53, 0x00),
)
"""What the table does not give: keys alone, magazines and drives that come and go, and what vendors make of it."""


def assigned() -> dict[tuple[int, int], str]:
    """Each code and qualifier, with the letters of the devices that may return it."""
    lines = (line.split() for line in ASSIGNED.split("\n") if line)
    return {(int(code, 16), int(each[:2], 16)): each[2:] for code, *qualifiers in lines for each in qualifiers}


def senses(device: str) -> Iterator[tuple[int, int, int]]:
    """Every key, code and qualifier that a changer ("M") or a tape drive ("T") may return."""
    for (code, qualifier), letters in assigned().items():
        if device in letters:
            yield from ((key, code, qualifier) for key in KEYS.get(code, (keys.ILLEGAL_REQUEST,)))
    yield from MORE
