"""Time that jumps to the next moment at which something happens, once everybody waits for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from openrsm.service.pace import Pace

STUCK: Final = 1.0
"""Real seconds after which a thread that waits for a sleeper without sleeping itself is not waited for."""


class SimulatedTime(Pace):
    """The one clock of a service, its virtual library and everybody who uses them. Used by any thread."""

    def __init__(self, begin: datetime) -> None:
        """It stands still until :meth:`jump`."""
        self._begin = begin
        self._seconds = 0.0
        self._changed = threading.Condition()
        self._sleepers: dict[int, tuple[str, float]] = {}

    def __call__(self) -> datetime:
        """The time of day."""
        return self._begin + timedelta(seconds=self._seconds)

    def steady(self) -> float:
        """Seconds since the simulation began."""
        return self._seconds

    def epoch(self) -> float:
        """Seconds since the epoch, as virtual libraries count."""
        return self().timestamp()

    def until(self, moment: float) -> float | None:  # noqa: ARG002 - the simulation rings when it has come
        """Until it is woken: no thread knows how soon a moment comes."""
        return None

    def flag(self) -> threading.Event:
        """An event whose waits take simulated time."""
        return _Flag(self)

    def rested(self) -> None:
        """Somebody may wait for just that."""
        with self._changed:
            self._changed.notify_all()

    def sleep(self, seconds: float, woken: Callable[[], bool] = lambda: False) -> None:
        """Sleep until so many seconds have passed, or until it is ``woken``."""
        thread = threading.current_thread()
        with self._changed:
            moment = self._seconds + seconds
            self._sleepers[thread.ident or 0] = thread.name, moment
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._seconds >= moment or woken())
            self._sleepers.pop(thread.ident or 0, None)

    def sleeps(self, name: str) -> bool:
        """Whether a thread, by the beginning of its name, sleeps."""
        return any(one.startswith(name) for one, _ in [*self._sleepers.values()])

    def next_waking(self) -> float | None:
        """When the first sleeper wakes up."""
        with self._changed:
            return min((moment for _, moment in self._sleepers.values()), default=None)

    def wait_for(self, is_quiet: Callable[[], bool]) -> None:
        """Let everybody do what needs no time; then all wait for time to pass."""
        with self._changed:
            while not is_quiet():
                if not self._changed.wait(STUCK) and self._sleepers:
                    return

    def jump(self, moment: float) -> None:
        """Let time pass until then; whoever has slept long enough wakes up."""
        with self._changed:
            self._seconds = max(self._seconds, moment)
            for thread, (_, end) in [*self._sleepers.items()]:
                if end <= self._seconds:
                    del self._sleepers[thread]
            self._changed.notify_all()


class _Flag(threading.Event):
    def __init__(self, time: SimulatedTime) -> None:
        super().__init__()
        self._time = time

    def set(self) -> None:
        super().set()
        self._time.rested()

    def wait(self, timeout: float | None = None) -> bool:
        if timeout is None:
            return super().wait()
        self._time.sleep(timeout, self.is_set)
        return self.is_set()
