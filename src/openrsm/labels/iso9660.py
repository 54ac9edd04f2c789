"""ISO 9660 (ECMA-119): volume descriptors from byte 32768 on, 2048 bytes each, ``CD001`` at their second byte.

A disc has no serial number. The primary descriptor holds its name, size and dates to a hundredth of a second: its
digest is the id.
"""

from __future__ import annotations

from typing import Final

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import digest, text

_START: Final = 16
_SECTOR: Final = 2048
_MANY: Final = 16
_PRIMARY: Final = b"\x01CD001\x01"


def claim(head: Head) -> LabelInfo | None:
    """A disc with a primary volume descriptor; its name is the volume identifier at 40."""
    if not head.random:
        return None
    disk = head.block(0)
    sectors = (disk[at * _SECTOR : (at + 1) * _SECTOR] for at in range(_START, _START + _MANY))
    primary = next((sector for sector in sectors if sector.startswith(_PRIMARY)), None)
    if primary is None:
        return None
    return LabelInfo(type="iso9660", id=digest(primary), info=text(primary[40:72], "ascii"))
