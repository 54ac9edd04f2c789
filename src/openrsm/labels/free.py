"""Our own label, which a side gets when its medium becomes free: one block of text that anybody can read.

::

    OPENRSM-FREE 1
    {"id": "6f0e...", "name": "A00001L9", "side": 1, "when": "2026-11-23T01:00:00+00:00"}
    SHA-256 of the two lines above, in hexadecimal

and blanks up to :data:`SIZE`. The text is ASCII, so ``dd`` and ``less`` show it. Two blocks of 512 bytes, the largest
unit that some tapes write in, hold it.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Final
from uuid import UUID

from openrsm.labels.contract import Head, LabelInfo, printable

TYPE: Final = "openrsm-free"
SIZE: Final = 1024
NAME_LIMIT: Final = 60
"""Characters of a name: JSON may need 12 bytes for one of them, and all must fit in :data:`SIZE`."""

_MAGIC: Final = b"OPENRSM-FREE 1\n"


def free_label(*, name: str, guid: UUID, side: int, when: datetime) -> bytes:
    """The block that makes a side free.

    Args:
        name: What people call the medium: its bar code or its name; cut to :data:`NAME_LIMIT` characters.
        guid: The label's id.
        side: The side's number.
        when: The moment of writing.
    """
    said = {"id": str(guid), "name": printable(name, NAME_LIMIT), "side": side, "when": when.isoformat()}
    body = _MAGIC + json.dumps(said).encode("ascii") + b"\n"
    return (body + _checksum(body) + b"\n").ljust(SIZE)


def claim(head: Head) -> LabelInfo | None:
    """A label of ours, whole and unaltered."""
    block = head.block(0)[:SIZE]
    if not block.startswith(_MAGIC):
        return None
    line, ended, rest = block[len(_MAGIC) :].partition(b"\n")
    if not ended or rest.split(b"\n")[0] != _checksum(_MAGIC + line + b"\n"):
        return None
    return _told(line)


def _told(line: bytes) -> LabelInfo | None:
    """What the line of JSON says. Anybody can compute the checksum, so it may say anything."""
    try:
        said = json.loads(line)
        return LabelInfo(type=TYPE, id=str(UUID(said["id"])), info=said["name"])
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode("ascii")
