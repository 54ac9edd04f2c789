"""The event hub: waiting calls sleep here until a commit may have changed what they wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from time import monotonic

from openrsm.domain.records import Happening


class Hub:
    """Wakes every waiting call after each commit; each looks for itself whether its wait is over."""

    def __init__(self) -> None:
        """No one waits yet."""
        self._changed = threading.Condition()
        self._commits = 0

    def publish(self, _happenings: Sequence[Happening] = ()) -> None:
        """Something was committed, or a session ended."""
        with self._changed:
            self._commits += 1
            self._changed.notify_all()

    def wait_until(self, is_over: Callable[[], bool], timeout: float | None = None) -> bool:
        """Sleep until ``is_over()``, asked after every commit; False when ``timeout`` seconds passed first.

        ``is_over`` runs in the waiting thread, outside any lock, and may read the store.
        """
        end = None if timeout is None else monotonic() + timeout
        while True:
            with self._changed:
                seen = self._commits
            if is_over():
                return True
            if not self._sleep(seen, end):
                return is_over()

    def _sleep(self, seen: int, end: float | None) -> bool:
        remaining = None if end is None else end - monotonic()
        with self._changed:
            if remaining is not None and remaining <= 0:
                return False
            return self._changed.wait_for(lambda: self._commits != seen, remaining)
