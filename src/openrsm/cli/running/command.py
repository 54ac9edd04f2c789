"""The command of ``rsm run``: a process group of its own, which gets the terminal and the signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from openrsm.cli.running import becoming
from openrsm.errors import InvalidState

_ME: Final = (sys.executable, "-I", "-S", becoming.__file__)


class Command:
    """A command that runs until it ends; as a context it is over when the block is."""

    _process: subprocess.Popen[bytes] | None = None

    def __init__(self, words: Sequence[str], environment: Mapping[str, str]) -> None:
        """It is started when the block begins."""
        self._argv = [*_ME, str(os.getpid()), *words]
        self._environment = environment
        self._signalled = False
        self._early: list[int] = []

    def __enter__(self) -> Self:
        """To be called by the main thread, whose end is the end of the command, too."""
        self._process = subprocess.Popen(self._argv, env=self._environment, process_group=0)  # noqa: S603 - the user's own words
        self._descriptor = os.pidfd_open(self._process.pid)
        while self._early:
            self.forward(self._early.pop(0))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._running.wait()
        os.close(self._descriptor)
        with suppress(OSError):  # there is no terminal
            _take_terminal_back(self._running.pid)

    @property
    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            raise InvalidState("the command was not started", "start it")
        return self._process

    def fileno(self) -> int:
        """Can be read from, as select(2) means it, once it has ended."""
        return self._descriptor

    def has_ended(self) -> bool:
        """Whether it has."""
        return self._running.poll() is not None

    def status(self) -> int:
        """Its exit status, once it has ended; as shells have it where a signal ended it."""
        status = self._running.wait()
        return status if status >= 0 else 128 - status

    def kill(self) -> None:
        """End all of its processes at once."""
        if not self.has_ended():
            self._kill(signal.SIGKILL)

    def forward(self, number: int) -> None:
        """Pass a signal on to all of its processes, once it is started; after a first one, any kills."""
        if self._process is None:
            self._early.append(number)
            return
        if not self.has_ended():
            self._kill(signal.SIGKILL if self._signalled else number)
        self._signalled = True

    def _kill(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._running.pid, number)
            os.killpg(self._running.pid, signal.SIGCONT)  # one that is stopped would not hear it


def _take_terminal_back(group: int) -> None:
    if os.tcgetpgrp(sys.stdin.fileno()) != group:
        return
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
    signal.signal(signal.SIGTTOU, before)
