"""UDF (ECMA-167, OSTA UDF 2.60): an ``NSR`` descriptor says that it is there, an anchor leads to its descriptors.

The anchor is at sector 256, of 2048 bytes on discs and of whatever the disk has elsewhere. It leads to the main volume
descriptor sequence, in which the primary descriptor holds the volume set identifier (unique by 2.2.2.5 of UDF), and the
logical volume descriptor the name that people see.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import number, text

_RECOGNITION: Final = slice(32768, 32768 + 16 * 4096)
_NSR: Final = (b"NSR02\x01", b"NSR03\x01")
_SECTORS: Final = (2048, 512, 1024, 4096)
_ANCHOR_AT: Final = 256
_MANY: Final = 64
_PRIMARY, _ANCHOR, _LOGICAL, _TERMINATING = 1, 2, 6, 8


def claim(head: Head) -> LabelInfo | None:
    """A UDF volume whose descriptors lie in what was read; its id is the volume set identifier."""
    disk = head.block(0)
    if not head.random or not any(mark in disk[_RECOGNITION] for mark in _NSR):
        return None
    found = next((descriptors for size in _SECTORS if (descriptors := _descriptors(disk, size))), {})
    volume_set = _dstring(found.get(_PRIMARY, b"")[72:200])
    if not volume_set:
        return None
    return LabelInfo(type="udf", id=volume_set, info=_dstring(found.get(_LOGICAL, b"")[84:212]))


def _descriptors(disk: bytes, size: int) -> dict[int, bytes]:
    """The descriptors that the anchor leads to, by their tags, for sectors of that size."""
    anchor = _sector(disk, _ANCHOR_AT * size)
    if _tag(anchor) != _ANCHOR:
        return {}
    length, start = number(anchor, 16, 4), number(anchor, 20, 4)
    count = min(length // size, _MANY)
    return dict(_sequence(_sector(disk, at * size) for at in range(start, start + count)))


def _sector(disk: bytes, at: int) -> bytes:
    """As much of the sector as a descriptor fills."""
    return disk[at : at + 512]


def _sequence(sectors: Iterator[bytes]) -> Iterator[tuple[int, bytes]]:
    for sector in sectors:
        tag = _tag(sector)
        if tag in {0, _TERMINATING}:
            return
        yield tag, sector


def _tag(sector: bytes) -> int:
    """The tag's number (3/7.2): 0 when its checksum, the sum of its other fifteen bytes, is wrong."""
    tag = sector[:16]
    sound = len(tag) == 16 and (sum(tag) - tag[4]) % 256 == tag[4]  # noqa: PLR2004 - a tag has 16 bytes
    return number(tag, 0, 2) if sound else 0


def _dstring(field: bytes) -> str:
    """OSTA compressed Unicode: a byte for the width of a character, and in the field's last byte the length used."""
    used = field[1 : field[-1]] if field else b""
    encoding = {8: "latin-1", 16: "utf-16-be"}.get(field[0] if field else 0)
    return text(used, encoding) if encoding else ""
