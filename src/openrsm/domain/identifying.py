"""Which marked media are to be identified next.

An inventory marks slots and is done (MS-RSMP 3.2.5.2.1.6); the marks are the queue. Only as many items as keep the
drives busy are made at a time, so that a large library does not fill its queue with them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from openrsm.domain.library import LabelUse
from openrsm.domain.steps import Identify, Snapshot
from openrsm.domain.work import Operation

AHEAD: Final = 2
"""Items for each drive."""


def identifications(snapshot: Snapshot) -> Iterator[Identify]:
    """What to queue now."""
    if snapshot.library.labels is LabelUse.IGNORE:
        return
    queued = sum(item.operation is Operation.PROCESS_LABEL for item in snapshot.work)
    room = max(0, AHEAD * len(snapshot.seats) - queued)
    for medium in snapshot.marked[:room]:
        yield Identify(medium_id=medium.id)
