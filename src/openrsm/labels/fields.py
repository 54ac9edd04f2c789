"""Taking fields out of bytes that a stranger wrote: nothing here raises, however short the bytes are."""

from __future__ import annotations

import codecs
import hashlib
from typing import Final, Literal
from uuid import UUID

from openrsm.labels.contract import identity

ENCODINGS: Final = ("ascii", "cp037", "cp1252", "cp437", "latin-1", "utf-16-be", "utf-16-le", "utf-8")
for _encoding in ENCODINGS:
    codecs.lookup(_encoding)  # Python would load it when it is first used, when the worker can open no file any more


def number(block: bytes, offset: int, size: int, order: Literal["big", "little"] = "little") -> int:
    """The unsigned number at ``offset``; bytes beyond the end of the block count as absent."""
    return int.from_bytes(block[offset : offset + size], order)


def text(field: bytes, encoding: str = "utf-8") -> str:
    """The text in a field that is padded with NULs or blanks; what is not of the encoding is replaced.

    It is empty when nothing in it can be printed: that names nothing.
    """
    found = field.decode(encoding, "replace").partition("\0")[0].strip()
    return found if identity(found) else ""


def digest(block: bytes) -> str:
    """An id for a label that carries none: MD5, as RSM has it. It tells tapes apart; it proves nothing."""
    return hashlib.md5(block, usedforsecurity=False).hexdigest()


def uuid_at(block: bytes, offset: int) -> str:
    """The UUID at ``offset`` in its usual form; empty when it is all zeros or does not lie in the block."""
    field = block[offset : offset + 16]
    return str(UUID(bytes=field)) if len(field) == 16 and any(field) else ""  # noqa: PLR2004 - a UUID has 16 bytes
