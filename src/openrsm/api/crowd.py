"""How much each caller takes of what there is: so much is left that one who takes all they can locks nobody out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Final

SHARE: Final = 2
"""One caller may have one of so many parts."""


class Crowd:
    """Counts for each caller. Belongs to the event loop's thread."""

    def __init__(self, most: int) -> None:
        """There is room for so many altogether."""
        self._share = max(1, most // SHARE)
        self._taken: Counter[Hashable] = Counter()

    def enter(self, caller: Hashable) -> bool:
        """One more for that caller; whether it fits its share. It counts until :meth:`leave` in any case."""
        self._taken[caller] += 1
        return self._taken[caller] <= self._share

    def leave(self, caller: Hashable) -> None:
        """One less."""
        self._taken[caller] -= 1
        if not self._taken[caller]:
            del self._taken[caller]
