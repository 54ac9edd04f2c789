"""A tar archive (POSIX.1 pax and ustar, GNU tar, and the format of Version 7 Unix).

The first header is known by its checksum at 148, not by its magic, which Version 7 does not have. A tape of it has no
id: the digest of the first record stands for one. GNU tar's volume name (``tar -V``) is what people call it, else the
name of the first member.
"""

from __future__ import annotations

import re
from typing import Final

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import digest, text

_BLOCK: Final = 512
_RECORD: Final = 20 * _BLOCK
"""The default record; what is behind it counts for nothing, so that the id does not depend on how much was read."""
_CHECKSUM: Final = slice(148, 156)
_OCTAL: Final = re.compile(rb"[ \0]*([0-7]{1,7})[ \0]*")
_PAX_VOLUME: Final = re.compile(rb"GNU\.volume\.label=([^\n]{1,256})\n")


def claim(head: Head) -> LabelInfo | None:
    """An archive whose first header is sound."""
    header = head.block(0)[:_BLOCK]
    name = text(header[:100])
    if len(header) < _BLOCK or not name or not _sound(header):
        return None
    return LabelInfo(type="tar", id=digest(head.block(0)[:_RECORD]), info=_volume(head.block(0)) or name)


def _sound(header: bytes) -> bool:
    """Whether the checksum fits. Old tars added signed characters; no header with a name adds up to nothing."""
    stated = _OCTAL.fullmatch(header[_CHECKSUM])
    summed = header[: _CHECKSUM.start] + b" " * 8 + header[_CHECKSUM.stop :]
    unsigned = sum(summed)
    signed = unsigned - 256 * sum(byte >= 128 for byte in summed)  # noqa: PLR2004 - the sign of a character
    return stated is not None and int(stated[1], 8) in {unsigned, signed}


def _volume(block: bytes) -> str:
    """The archive's name: GNU's header of type V, or the global pax header (type g) of the same meaning."""
    kind = block[156:157]
    if kind == b"V":
        return text(block[:100])
    found = _PAX_VOLUME.search(block[_BLOCK : 2 * _BLOCK]) if kind == b"g" else None
    return text(found[1]) if found else ""
