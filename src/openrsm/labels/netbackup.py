"""NetBackup's media header: a block of 1024 bytes (Veritas: "Media formats" in the Administrator's Guide, volume II).

Its field layout is not published, but what two support articles show of it suffices (100025915, a dump by ``od``;
100021814, one by ``nt_ttu``): ``VOL1`` and the media id, ended by a NUL, and at 112 the words that tell it from an
ANSI label.
"""

from __future__ import annotations

from typing import Final

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import digest, text

_WORDS: Final = b"ThIs Is A BP tApE hEaDer"
_AT: Final = 112


def claim(head: Head) -> LabelInfo | None:
    """A media header; its id is the media id, of at most six characters."""
    block = head.block(0)
    if not block.startswith(b"VOL1") or block[_AT : _AT + len(_WORDS)] != _WORDS:
        return None
    media_id = text(block[4:10], "ascii")
    return LabelInfo(type="netbackup", id=media_id or digest(block), info=media_id)
