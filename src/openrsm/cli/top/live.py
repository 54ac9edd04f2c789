"""The screen while somebody looks at it.

The one who draws also reads the keys, and so never waits for an answer; two threads do, one for what is, one for news.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep
from typing import Final

from rich.console import Console
from rich.live import Live

from openrsm.cli.call import Desk
from openrsm.cli.top.busy import Busy
from openrsm.cli.top.frame import Frame
from openrsm.cli.top.keys import Waiting, waiting
from openrsm.errors import InvalidHandle, InvalidParameter, NoticesLost, RsmError
from openrsm.surface.views import Status

REST: Final = 0.1
"""Seconds between two questions at least, however much happens."""

LISTENING: Final = 30.0
"""Seconds that one question for news takes at most."""

SILENCE: Final = 3.0
"""Seconds without an answer after which that is said."""


def watch(desk: Desk, interval: float) -> None:
    """Show what is, on every change and each ``interval`` seconds, until a key, or Ctrl-C, says to quit.

    Raises:
        InvalidParameter: There is no terminal.
        RsmError: Nothing can be shown at all, or the session has ended.
    """
    if not sys.stdout.isatty():
        raise InvalidParameter("standard output is no terminal", "look once: rsm top --once")
    first = desk.manager.objects.status(desk.session)
    with suppress(KeyboardInterrupt), waiting() as until:
        asking = Asking(desk, first, interval, until.news)
        with Live(console=Console(highlight=False), screen=True, auto_refresh=False) as screen:
            _show(asking, until, lambda frame: screen.update(frame, refresh=True))


def _show(asking: Asking, until: Waiting, draw: Callable[[Frame], None]) -> None:
    busy, goes_on = Busy(), True
    while goes_on:
        status, trouble = asking.latest()
        busy.see(status)
        draw(Frame(status, busy, trouble))
        goes_on = until.wait(1.0)


class Asking:
    """Asks what is, whenever there is news and each ``interval`` seconds, in threads that end with the process."""

    def __init__(self, desk: Desk, first: Status, interval: float, tell: Callable[[], None]) -> None:
        """``first`` was the answer so far; ``tell`` is called after each, by any thread."""
        self._desk = desk
        self._interval = interval
        self._tell = tell
        self._news = threading.Event()
        self._latest: Status = first
        self._trouble = ""
        self._asked: float | None = None
        self._over: RsmError | None = None
        for name, work in (("rsm-top-asker", self._ask), ("rsm-top-listener", self._listen)):
            threading.Thread(target=work, name=name, daemon=True).start()

    def latest(self) -> tuple[Status, str]:
        """The last answer, and why it is old if it is.

        Raises:
            InvalidHandle: The session has ended: there will be no more.
        """
        if self._over is not None:
            raise self._over
        asked = self._asked
        silent = 0.0 if asked is None else monotonic() - asked
        return self._latest, self._trouble or (f"no answer for {silent:.0f}s" if silent > SILENCE else "")

    def _ask(self) -> None:
        while self._over is None:
            self._news.wait(self._interval)
            self._news.clear()
            self._asked = monotonic()
            self._look()
            self._asked = None
            self._tell()
            sleep(REST)

    def _look(self) -> None:
        try:
            self._latest, self._trouble = self._desk.manager.objects.status(self._desk.session), ""
        except InvalidHandle as error:
            self._over = error
        except RsmError as error:
            self._trouble = f"no answer: {error.what}"

    def _listen(self) -> None:
        last: int | None = None
        try:
            while True:
                last = self._heard(last)
                self._news.set()
        except RsmError:
            return  # without news there is still a frame each interval

    def _heard(self, last: int | None) -> int | None:
        try:
            return self._desk.manager.notices.since(self._desk.session, last, timeout=LISTENING).last
        except NoticesLost:
            return None
