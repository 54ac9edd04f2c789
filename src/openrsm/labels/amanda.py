"""Amanda's tape header: a line of text at the start of the first file (Amanda wiki, "Tape header format").

``AMANDA: TAPESTART DATE <datestamp or X> TAPE <label>``, then a line with a form feed, in a block of 32 KiB.
"""

from __future__ import annotations

import re
from typing import Final

from openrsm.labels.contract import Head, LabelInfo
from openrsm.labels.fields import text

_TAPESTART: Final = re.compile(rb"AMANDA: TAPESTART DATE (\S{1,64}) TAPE (\S{1,1024})\s")
_UNUSED: Final = "X"


def claim(head: Head) -> LabelInfo | None:
    """A labelled tape; its id is its label."""
    found = _TAPESTART.match(head.block(0))
    if found is None or not (label := text(found[2])):
        return None
    date = text(found[1])
    return LabelInfo(type="amanda", id=label, info=label if date == _UNUSED else f"{label} of {date}")
