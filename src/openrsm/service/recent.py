"""The newest changes, at hand: many listeners that are told at once should not all ask the catalogue."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from itertools import islice
from typing import Final

from openrsm.domain.records import Happening

KEPT: Final = 10_000


class Recent:
    """The last changes, in commit order and without gaps. Used by any thread."""

    def __init__(self) -> None:
        """Nothing happened since this began."""
        self._lock = threading.Lock()
        self._kept: deque[Happening] = deque(maxlen=KEPT)

    def publish(self, happenings: Sequence[Happening]) -> None:
        """These were committed."""
        with self._lock:
            self._kept.extend(happenings)

    def since(self, after: int) -> list[Happening] | None:
        """All changes after that one; None where the catalogue has to be asked."""
        with self._lock:
            if not self._kept or not self._kept[0].id - 1 <= after <= self._kept[-1].id:
                return None
            return list(islice(self._kept, after - self._kept[0].id + 1, None))
