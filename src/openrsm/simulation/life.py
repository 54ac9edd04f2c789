"""A process of the service, as the library knows it: it tells it what to do, until it is killed."""

from __future__ import annotations

from collections.abc import Callable

from openrsm.drivers.contract import OpenedLibrary
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.errors import DeviceGone
from openrsm.simulation.time import SimulatedTime
from openrsm.store.database import Commit


class Life:
    """Opens libraries for one process; once that is killed, nothing of it reaches a library any more.

    What the library had begun by then it goes on with, as a real one does.
    """

    def __init__(self, time: SimulatedTime) -> None:
        """It lives."""
        self._time = time
        self._killed = False

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        self._killed = True
        self._time.rested()

    def while_alive(self, told: Callable[[Commit], None]) -> Callable[[Commit], None]:
        """The same, not told of what is committed after the kill: it is thrown away."""
        return lambda commit: None if self._killed else told(commit)

    def discover(self, url: str) -> OpenedLibrary:
        """Open a virtual library."""
        return open_virtual(url, clock=self._epoch, sleep=self._sleep)

    def _epoch(self) -> float:
        """A library is never told nor asked anything without looking at this clock."""
        self._check()
        return self._time.epoch()

    def _sleep(self, seconds: float) -> None:
        self._time.sleep(seconds, lambda: self._killed)
        self._check()

    def _check(self) -> None:
        if self._killed:
            raise DeviceGone("the process has been killed")
