"""File systems of DOS and Windows, known by their boot sector: FAT, NTFS, exFAT.

The id is the volume's serial number as Windows prints it; FAT also has the volume's name there (Microsoft's "FAT:
General Overview of On-Disk Format" and "exFAT file system specification"). NTFS and exFAT have theirs further inside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import number, text

_SIGNATURE: Final = slice(510, 512)
_NO_NAME: Final = "NO NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class BootSector:
    """The word that tells the file system, and where; its serial number, and its name of 11 bytes if there is one."""

    type: str
    word: bytes
    at: int
    serial_at: int
    serial_length: int = 4
    name_at: int | None = None


BOOT_SECTORS: Final = (
    BootSector(type="ntfs", word=b"NTFS    ", at=3, serial_at=72, serial_length=8),
    BootSector(type="exfat", word=b"EXFAT   ", at=3, serial_at=100),
    BootSector(type="fat", word=b"FAT32   ", at=82, serial_at=67, name_at=71),
    BootSector(type="fat", word=b"FAT16   ", at=54, serial_at=39, name_at=43),
    BootSector(type="fat", word=b"FAT12   ", at=54, serial_at=39, name_at=43),
)


def claim(head: Head) -> LabelInfo | None:
    """A volume of one of :data:`BOOT_SECTORS`."""
    sector = head.block(0)
    if not head.random or sector[_SIGNATURE] != b"\x55\xaa":
        return None
    layout = next((layout for layout in BOOT_SECTORS if sector.startswith(layout.word, layout.at)), None)
    return None if layout is None else _label(layout, sector)


def _label(layout: BootSector, sector: bytes) -> LabelInfo:
    digits = f"{number(sector, layout.serial_at, layout.serial_length):0{2 * layout.serial_length}X}"
    serial = f"{digits[:4]}-{digits[4:]}" if len(digits) == 8 else digits  # noqa: PLR2004 - FAT's are written 1234-ABCD
    name = "" if layout.name_at is None else text(sector[layout.name_at : layout.name_at + 11], "cp437")
    return LabelInfo(type=layout.type, id=serial, info="" if name == _NO_NAME else name)
