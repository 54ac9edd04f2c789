"""LTFS (SNIA LTFS Format 2.x, ISO/IEC 20919, 7.1): a VOL1 of implementation ``LTFS``, a filemark, an XML label.

The XML label names the volume's UUID, which both partitions share and which stays until the tape is formatted again.
It is found by pattern, not parsed: a stranger's XML may expand without end.
"""

from __future__ import annotations

import re
from typing import Final

from openrsm.labels.ansi import LENGTH, volume_label
from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import digest

_UUID: Final = re.compile(rb"<volumeuuid>\s{0,64}([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\s{0,64}<")


def claim(head: Head) -> LabelInfo | None:
    """An LTFS volume. Without a readable XML label its id is the digest of the VOL1."""
    block = head.block(0)
    label = volume_label(block)
    if label is None or label.implementation != "LTFS":
        return None
    return LabelInfo(type="ltfs", id=_volume(head) or digest(block[:LENGTH]), info=label.volume)


def _volume(head: Head) -> str:
    for block in head.blocks[1:]:
        found = _UUID.search(block) if b"<ltfslabel" in block else None
        if found:
            return found[1].decode("ascii").lower()
    return ""
