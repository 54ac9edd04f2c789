"""CERN's tape archive: CTA, and CASTOR before it, whose tapes it reads.

Its tapes begin with an AUL label (ANSI with user labels): a VOL1 of level 3 whose owner is ``CASTOR`` (CTA's
documentation of its tape format, "AUL"). Newer sites may have ``CTA`` there.
"""

from __future__ import annotations

from typing import Final

from openrsm.labels.ansi import volume_label
from openrsm.labels.contract import Head, LabelInfo

_OWNERS: Final = frozenset({"CASTOR", "CTA"})


def claim(head: Head) -> LabelInfo | None:
    """A VOL1 owned by CTA; its id is the volume identifier (VID)."""
    label = volume_label(head.block(0))
    if label is None or label.level != "3" or label.owner not in _OWNERS or not label.volume:
        return None
    return LabelInfo(type="cta", id=label.volume, info=label.volume)
