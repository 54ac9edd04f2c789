"""Waiting for whatever comes first: a key, a change of the window, news, or the next second."""

from __future__ import annotations

import os
import select
import signal
import sys
import termios
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

QUIT: Final = frozenset({b"q", b"Q", b"\x03", b"\x04"})
"""What ends it; in the terminal's own mode Ctrl-C comes as a signal, and here at times as a byte."""


class Waiting:
    """Wakes the one who waits; made by :func:`waiting`. :meth:`news` may be called from any thread."""

    def __init__(self, keys: int | None) -> None:
        """``keys`` is the terminal to read keys from, if there is one."""
        self._keys = keys
        self._ear, self._mouth = os.pipe()
        os.set_blocking(self._mouth, False)
        os.set_blocking(self._ear, False)
        self._lock = threading.RLock()  # a signal may come while its own thread tells news
        self._closed = False

    def news(self) -> None:
        """Something is to be shown."""
        with self._lock, suppress(BlockingIOError):  # the pipe is full: then it is awake already
            if not self._closed:  # the number of a closed file may be another file's
                os.write(self._mouth, b"!")

    def wait(self, seconds: float) -> bool:
        """Until something comes or time is over; False if it was a key that quits."""
        heard = [self._ear] if self._keys is None else [self._ear, self._keys]
        ready, _, _ = select.select(heard, [], [], seconds)
        if self._ear in ready:
            os.read(self._ear, 4096)
        return self._keys not in ready or not self._quits()

    def _quits(self) -> bool:
        typed = os.read(self._keys, 64) if self._keys is not None else b""
        return not typed or any(bytes([key]) in QUIT for key in typed)

    def close(self) -> None:
        """Nobody waits any more."""
        with self._lock:
            self._closed = True
            os.close(self._mouth)
            os.close(self._ear)


@contextmanager
def waiting() -> Iterator[Waiting]:
    """Keys come one by one, without being shown; as it was afterwards."""
    keys = sys.stdin.fileno() if sys.stdin.isatty() else None
    made = Waiting(keys)
    before = termios.tcgetattr(keys) if keys is not None else None
    resized = signal.signal(signal.SIGWINCH, lambda _number, _frame: made.news())
    try:
        if keys is not None:
            tty.setcbreak(keys)
        yield made
    finally:
        signal.signal(signal.SIGWINCH, resized)
        if keys is not None and before is not None:
            termios.tcsetattr(keys, termios.TCSADRAIN, before)
        made.close()
