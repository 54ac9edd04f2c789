"""Volume labels of Bacula and Bareos ("Storage Media Output Format" in both projects' developers' guides).

A block header (``BB02`` of 24 bytes, ``BB03`` of 32 since Bacula 15), then a record of file index -1 (a label that
nothing was written behind yet) or -2, whose data are an identity, a version, four times of 8 bytes, and texts ended by
NULs: the volume's name, the previous one, the pool, its type, the media type, the host. All numbers are big-endian.

The block's checksum is not asked: it can be switched off, and a damaged label still says whose tape this is.
"""

from __future__ import annotations

from typing import Final

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import number, text

_HEADERS: Final = {b"BB02": 24, b"BB03": 32}
_RECORD_HEADER: Final = 12
_LABELS: Final = frozenset({0xFFFFFFFF, 0xFFFFFFFE})
"""Bit patterns of -1 (PRE_LABEL) and -2 (VOL_LABEL)."""
_VERSION_AND_TIMES: Final = 4 + 4 * 8
_WRITERS: Final = {
    b"Bacula 1.0 immortal\n": "bacula",
    b"Bacula 0.9 mortal\n": "bacula",
    b"Bareos 2.0 immortal\n": "bareos",
}


def claim(head: Head) -> LabelInfo | None:
    """A labelled volume of either; its id is the volume's name, which stays when the volume is recycled."""
    block = head.block(0)
    writer, _, rest = _label_record(block).partition(b"\0")
    names = rest[_VERSION_AND_TIMES:].split(b"\0", 3)
    kind = _WRITERS.get(writer)
    if kind is None or len(names) < 4 or not text(names[0]):  # noqa: PLR2004 - volume, previous, pool, and what follows
        return None
    volume, pool = text(names[0]), text(names[2])
    return LabelInfo(type=kind, id=volume, info=f"{volume} of pool {pool}" if pool else volume)


def _label_record(block: bytes) -> bytes:
    """The data of the label record that the block begins with; empty when it does not."""
    start = _HEADERS.get(block[12:16])
    if start is None or number(block, start, 4, "big") not in _LABELS:
        return b""
    data = start + _RECORD_HEADER
    return block[data : data + number(block, start + 8, 4, "big")]
