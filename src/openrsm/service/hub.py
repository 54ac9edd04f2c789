"""The event hub: whoever waits for an object is told when a commit has changed it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence
from time import monotonic
from typing import Final
from uuid import UUID

from openrsm.domain.records import Happening
from openrsm.errors import Cancelled

Told = Callable[[], None]

ANYTHING: Final = UUID(int=0)
"""Stands among the objects of a watch for every change that is committed."""


class Hub:
    """Who waits for which objects. Every method may be called from any thread."""

    def __init__(self) -> None:
        """No one waits yet."""
        self._lock = threading.Lock()
        self._watches: dict[UUID, set[_Watch]] = {}
        self._closed = False

    def close(self) -> None:
        """Nothing will happen any more: whoever sleeps here is woken, and fails."""
        with self._lock:
            self._closed = True
            keys = list(self._watches)
        self.tell(keys)

    def publish(self, happenings: Sequence[Happening]) -> None:
        """These were committed."""
        self.tell({ANYTHING, *(happening.object_id for happening in happenings)})

    def tell(self, objects: Iterable[UUID]) -> None:
        """Something about these objects may be different now, though nothing need have been committed."""
        with self._lock:
            told = {watch for key in objects for watch in self._watches.get(key, ())}
        for watch in told:
            watch.told()

    def watch(self, objects: Collection[UUID], told: Told) -> Callable[[], None]:
        """See :meth:`openrsm.surface.host.Host.watch`."""
        watch = _Watch(tuple(objects) or (ANYTHING,), told)
        with self._lock:
            for key in watch.keys:
                self._watches.setdefault(key, set()).add(watch)
        return lambda: self._forget(watch)

    def waiting(self) -> int:
        """How many watches there are."""
        with self._lock:
            return len({watch for watches in self._watches.values() for watch in watches})

    def wait_until(self, objects: Collection[UUID], is_over: Callable[[], bool], timeout: float | None = None) -> bool:
        """Sleep until ``is_over()``, asked after each change of ``objects``; False when ``timeout`` passed first.

        ``is_over`` runs in the waiting thread, outside any lock, and may read the store; it is asked at least once.

        Raises:
            Cancelled: The service was closed.
        """
        end = None if timeout is None else monotonic() + timeout
        changed = threading.Event()
        stop = self.watch(objects, changed.set)
        try:
            while not self._is_over(is_over):
                remaining = None if end is None else max(0.0, end - monotonic())
                if not changed.wait(remaining):
                    return is_over()
                changed.clear()
            return True
        finally:
            stop()

    def _is_over(self, is_over: Callable[[], bool]) -> bool:
        if self._closed:
            raise Cancelled("the service was closed while this waited", "start it, and look at what came of it")
        return is_over()

    def _forget(self, watch: _Watch) -> None:
        with self._lock:
            for key in watch.keys:
                watches = self._watches.get(key, set())
                watches.discard(watch)
                if not watches:
                    self._watches.pop(key, None)


class _Watch:
    """One who waits, and for what."""

    __slots__ = ("keys", "told")

    def __init__(self, keys: tuple[UUID, ...], told: Told) -> None:
        self.keys = keys
        self.told = told
