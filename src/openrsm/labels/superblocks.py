"""File systems whose superblock has a magic, a UUID and a name, each at its place; each kernel documents its own.

The places are those of the on-disk structures: ``ext2_super_block``, ``xfs_sb``, ``btrfs_super_block``,
``f2fs_super_block``, ``jfs_superblock``, ``nilfs_super_block``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import number, text, uuid_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Superblock:
    """Where a file system's superblock begins, and in it the magic, the UUID and the name of so many bytes."""

    type: str
    start: int
    magic: bytes
    magic_at: int
    uuid_at: int
    name_at: int
    name_length: int
    encoding: str = "utf-8"


EXT: Final = Superblock(
    type="ext2", start=1024, magic=b"\x53\xef", magic_at=56, uuid_at=104, name_at=120, name_length=16
)
SUPERBLOCKS: Final = (
    EXT,
    Superblock(type="xfs", start=0, magic=b"XFSB", magic_at=0, uuid_at=32, name_at=108, name_length=12),
    Superblock(type="btrfs", start=65536, magic=b"_BHRfS_M", magic_at=64, uuid_at=32, name_at=299, name_length=256),
    Superblock(
        type="f2fs",
        start=1024,
        magic=b"\x10\x20\xf5\xf2",
        magic_at=0,
        uuid_at=108,
        name_at=124,
        name_length=1024,
        encoding="utf-16-le",
    ),
    Superblock(type="jfs", start=32768, magic=b"JFS1", magic_at=0, uuid_at=136, name_at=152, name_length=16),
    Superblock(type="nilfs2", start=1024, magic=b"\x34\x34", magic_at=6, uuid_at=152, name_at=168, name_length=80),
)

_JOURNAL: Final = 0x4
_OF_EXT4: Final = ((96, 0x2C0), (100, 0x478))
"""Features that only ext4 has: incompatible (extents, 64 bits, flexible groups), read-only (huge files, checksums)."""


def claim(head: Head) -> LabelInfo | None:
    """A volume of one of :data:`SUPERBLOCKS`; its id is the file system's UUID."""
    if not head.random:
        return None
    return next((label for layout in SUPERBLOCKS if (label := _label(layout, head.block(0)))), None)


def _label(layout: Superblock, disk: bytes) -> LabelInfo | None:
    block = disk[layout.start : layout.start + 4096]
    uuid = uuid_at(block, layout.uuid_at)
    if not uuid or not block.startswith(layout.magic, layout.magic_at):
        return None
    name = text(block[layout.name_at : layout.name_at + layout.name_length], layout.encoding)
    return LabelInfo(type=_generation(block) if layout is EXT else layout.type, id=uuid, info=name)


def _generation(block: bytes) -> str:
    """ext2, ext3 or ext4, by the features that are in use."""
    if any(number(block, at, 4) & features for at, features in _OF_EXT4):
        return "ext4"
    return "ext3" if number(block, 92, 4) & _JOURNAL else "ext2"
