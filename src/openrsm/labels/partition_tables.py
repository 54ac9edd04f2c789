"""Disks that are divided into partitions, known by their partition table: GPT, and the older one of the boot record.

The id is the disk's own: the GUID in the header of a GPT (UEFI 2.10, 5.3.2), the signature in a boot record (5.2.1).
A disk without partitions whose file system has a boot record of its own is that file system's.
"""

from __future__ import annotations

import zlib
from typing import Final
from uuid import UUID

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import number

_SECTORS: Final = (512, 4096)
_GPT: Final = b"EFI PART"
_SMALLEST, _LARGEST = 92, 512
_GUID: Final = slice(56, 72)
_SIGNED: Final = b"\x55\xaa"
_BOOT_CODE: Final = 440
_ENTRIES: Final = range(446, 510, 16)
_STATES: Final = (0x00, 0x80)


def claim(head: Head) -> LabelInfo | None:
    """A disk with a partition table; one of both kinds, as most have it, is a GPT."""
    if not head.random:
        return None
    return _gpt(head.block(0)) or _boot_record(head.block(0))


def _gpt(disk: bytes) -> LabelInfo | None:
    headers = (disk[size : size + _LARGEST] for size in _SECTORS)
    header = next((one for one in headers if one.startswith(_GPT) and _is_whole(one)), b"")
    return LabelInfo(type="gpt", id=str(UUID(bytes_le=header[_GUID]))) if any(header[_GUID]) else None


def _is_whole(header: bytes) -> bool:
    """Its checksum is right, which is made with zeros in its own place."""
    size = number(header, 12, 4)
    if not _SMALLEST <= size <= len(header):
        return False
    return zlib.crc32(header[:16] + bytes(4) + header[20:size]) == number(header, 16, 4)


def _boot_record(disk: bytes) -> LabelInfo | None:
    signature, entries = number(disk, _BOOT_CODE, 4), [disk[at : at + 16] for at in _ENTRIES]
    if disk[510:512] != _SIGNED or not signature or any(entry[0] not in _STATES for entry in entries):
        return None
    used = any(entry[4] and number(entry, 12, 4) for entry in entries)
    return LabelInfo(type="mbr", id=f"{signature:08x}") if used else None
