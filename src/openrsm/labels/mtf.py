"""Microsoft Tape Format 1.00a: the TAPE descriptor block that a medium begins with.

A common header of 52 bytes, the last word of which is the exclusive or of those before; then (3.4.1 of the format) the
media family, attributes at 56, and pairs of length and offset: the media's name at 68, its description or label at 72,
the software's name at 80. Written by NTBackup, Backup Exec, SQL Server, and RSM's own free label.

RSM takes the software's name as the label's type. A stranger could name it as he likes, our free label too, so here
the type is always ``mtf``, and the software is told in the description. The id is as RSM's: the description when the
label flag is set and it is a bare GUID, else the block's MD5.
"""

from __future__ import annotations

import re
from functools import reduce
from operator import xor
from typing import Final

from openrsm.labels.contract import INFO_LIMIT, Head, LabelInfo
from openrsm.labels.fields import digest, number, text

_CHECKED_WORDS: Final = range(0, 50, 2)
_CHECKSUM: Final = 50
_ATTRIBUTES, _NAME, _DESCRIPTION, _SOFTWARE, _END = 56, 68, 72, 80, 94
_MEDIA_LABEL: Final = 2
_ENCODINGS: Final = {1: "cp1252", 2: "utf-16-le"}
_GUID: Final = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.IGNORECASE)


def claim(head: Head) -> LabelInfo | None:
    """A TAPE block with a valid header."""
    block = head.block(0)
    if len(block) < _END or not block.startswith(b"TAPE") or not _valid(block):
        return None
    description = _said(block, _DESCRIPTION)
    guid = _GUID.fullmatch(description) if number(block, _ATTRIBUTES, 4) & _MEDIA_LABEL else None
    return LabelInfo(type="mtf", id=guid[1].lower() if guid else digest(block), info=_called(block, description))


def _valid(block: bytes) -> bool:
    return reduce(xor, (number(block, at, 2) for at in _CHECKED_WORDS)) == number(block, _CHECKSUM, 2)


def _said(block: bytes, field: int) -> str:
    """The text that the field's length and offset lead to; the header's string type says how it is encoded."""
    length, offset = number(block, field, 2), number(block, field + 2, 2)
    return text(block[offset : offset + length], _ENCODINGS.get(block[48], "ascii"))


def _called(block: bytes, description: str) -> str:
    name, software = (_said(block, _NAME) or description)[:INFO_LIMIT], _said(block, _SOFTWARE)
    return f"{name} ({software})" if software else name
