"""Signs of life, for sessions that are to last as long as the process that opened them."""

from __future__ import annotations

import threading
from typing import Final

from openrsm.client.calls.sessions import SessionsCalls
from openrsm.client.driving import drive
from openrsm.client.line import Line
from openrsm.domain.values import SessionId
from openrsm.errors import InvalidHandle, NotAuthenticated, RsmError

BEATS: Final = 3
"""How many there are in a lease, so that one may get lost."""
AGAIN: Final = 1.0
"""Seconds after which one that failed is tried again."""


def pause_in(lease: float) -> float:
    """Seconds between two signs of life."""
    return lease / BEATS


async def beat(line: Line, pause: float) -> float | None:
    """Give a sign of life; when to give the next one, in seconds, or None when the session has ended."""
    try:
        await SessionsCalls(line).impatient().renew()
    except (InvalidHandle, NotAuthenticated):
        return None
    except RsmError:
        return min(pause, AGAIN)
    return pause


class Heartbeat:
    """Keeps sessions alive from a thread of its own, ``rsm-heartbeat``, which runs once there is one."""

    def __init__(self, pause: float) -> None:
        """Gives a sign of life each so many seconds."""
        self._pause = pause
        self._lock = threading.Lock()
        self._lines: dict[SessionId, Line] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rsm-heartbeat", daemon=True)

    def keep(self, session: SessionId, line: Line) -> None:
        """From now on keep this session, whose line it is."""
        with self._lock:
            self._lines[session] = line.within(session)
            if self._thread.ident is None:
                self._thread.start()

    def kept(self) -> list[SessionId]:
        """The sessions that are kept, and not known to be lost."""
        with self._lock:
            return list(self._lines)

    def forget(self, session: SessionId) -> None:
        """It has ended, or may."""
        with self._lock:
            self._lines.pop(session, None)

    def stop(self) -> None:
        """Keep none any longer. Stopping twice is harmless."""
        self._stopped.set()

    def _run(self) -> None:
        pause = self._pause
        while not self._stopped.wait(pause):
            with self._lock:
                lines = dict(self._lines)
            pauses = [self._beat(session, line) for session, line in lines.items()]
            pause = min([self._pause, *pauses])

    def _beat(self, session: SessionId, line: Line) -> float:
        pause = drive(beat(line, self._pause))
        if pause is None:
            self.forget(session)
        return pause or self._pause
