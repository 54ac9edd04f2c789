"""A terminal with ``rsm top`` on it."""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

COMMAND: Final = str(Path(sys.executable).with_name("rsm"))
PATIENCE: Final = 30.0


class Screen:
    """What a person sees and types."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int) -> None:
        self.process = process
        self._terminal = terminal
        self.text = ""

    def until(self, words: str) -> str:
        """All that was drawn since the last such question, up to these words."""
        end = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < end, f"{words!r} never came: {self.text[-2000:]!r}"
            ready, _, _ = select.select([self._terminal], [], [], 1.0)
            if ready:
                self.text += os.read(self._terminal, 65_536).decode(errors="replace")
        drawn, self.text = self.text, ""
        return drawn

    def type(self, keys: bytes) -> None:
        os.write(self._terminal, keys)

    def resize(self, columns: int, lines: int) -> None:
        size(self._terminal, columns, lines)
        self.process.send_signal(signal.SIGWINCH)

    def is_as_before(self) -> bool:
        """Whether keys are shown and come by the line again."""
        local = termios.tcgetattr(self._terminal)[3]
        return bool(local & termios.ECHO and local & termios.ICANON)


def size(terminal: int, columns: int, lines: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


@contextmanager
def top(state: Path, *words: str) -> Iterator[Screen]:
    """``rsm top`` on a terminal of 80 columns and 24 lines."""
    ours, theirs = pty.openpty()
    size(theirs, 80, 24)
    environment = {**os.environ, "OPENRSM_STATE": str(state), "TERM": "xterm-256color"}
    environment = {name: value for name, value in environment.items() if name not in ("COLUMNS", "LINES", "NO_COLOR")}
    with subprocess.Popen(
        [COMMAND, "top", *words], stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True
    ) as process:
        try:
            yield Screen(process, ours)
        finally:
            process.kill()
    os.close(ours)
    os.close(theirs)
