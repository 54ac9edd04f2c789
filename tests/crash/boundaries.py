"""The points at which a process may die, numbered as it comes to them: around every commit and every act of a device.

A commit has two: before it, when nothing of it is kept, and after it, when nobody was told of it yet. An act of a
device has three: before it, after it before anything of it is written down, and, where it takes time, in the middle:
then the device goes on alone.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from sqlalchemy import Engine, event

from openrsm.drivers.contract import Changer, Drive, OpenedLibrary
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.store.writer import THREAD, Writer

ACTS: Final = frozenset({"move", "initialise", "lock", "load", "unload", "rewind", "write", "write_filemarks"})
"""What of a device changes something; a death beside mere questions is one beside the commit before or after them."""


def die() -> None:
    """As kill -9 has it, or the loss of power to all but the disk."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Boundaries:
    """Counts them, and ends the process at the one that is named.

    Attributes:
        deadly: The number of the one at which to die; 0 for none.
        passed: What each was, in their order.
    """

    deadly: int = 0
    passed: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def cross(self, what: str) -> None:
        """One of them."""
        with self._lock:
            self.passed.append(what)
            if len(self.passed) == self.deadly:
                die()

    def discover(self, url: str) -> OpenedLibrary:
        """Opens virtual libraries whose acts are between boundaries."""
        opened = open_virtual(url, sleep=self._sleep)
        drives = [replace(one, drive=cast("Drive", _Watched(one.drive, self))) for one in opened.drives]
        return replace(opened, changer=cast("Changer", _Watched(opened.changer, self)), drives=drives)

    def _sleep(self, seconds: float) -> None:
        """A library makes who asked for something wait until it is done; it has begun already."""
        self.cross("device, in the middle")
        time.sleep(seconds)

    def watch_commits(self) -> None:
        """Every commit of this process from now on."""
        commit = Writer._commit  # noqa: SLF001 - what is between a commit and its announcement has no other name

        def announced(writer: Writer, *arguments: Any) -> Any:
            made = commit(writer, *arguments)
            self.cross("commit, after")
            return made

        def before(_connection: object) -> None:
            if threading.current_thread().name == THREAD:
                self.cross("commit, before")

        Writer._commit = announced  # type: ignore[method-assign, assignment] # any arguments  # noqa: SLF001 - as above
        event.listen(Engine, "commit", before)


class _Watched:
    """A device whose acts are between boundaries."""

    def __init__(self, device: object, boundaries: Boundaries) -> None:
        self._device = device
        self._boundaries = boundaries

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._device, name)
        return self._between(name, found) if name in ACTS else found

    def _between(self, name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def acting(*arguments: Any, **options: Any) -> Any:
            self._boundaries.cross(f"{name}, before")
            try:
                return act(*arguments, **options)
            finally:
                self._boundaries.cross(f"{name}, after")

        return acting
