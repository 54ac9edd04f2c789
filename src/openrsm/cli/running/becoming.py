"""Becomes the command of ``rsm run``, as a process that does not outlive the one that watches over it.

A script of its own, run with the watcher's process number and the command. What is set here stays when the command
takes its place. Nothing but the standard library is imported, so that it is quick.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress
from typing import Final, NoReturn

PR_SET_PDEATHSIG: Final = 1
"""prctl(2): the signal that a process gets when its parent has ended."""
NOT_FOUND, NOT_EXECUTABLE = 127, 126
"""What shells end with."""


def become(watcher: int, command: list[str]) -> NoReturn:
    """Take the terminal, if the watcher has it, and become the command; exits as a shell does where that fails."""
    _end_with(watcher)
    with suppress(OSError):  # there is no terminal
        _take_terminal(watcher)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # Python ignores it, other programs end by it
    signal.signal(signal.SIGTSTP, signal.SIG_IGN)  # who sleeps over a tape keeps it from all others
    try:
        os.execvp(command[0], command)  # noqa: S606 - to run what the user names is what it is for
    except OSError as error:
        sys.stderr.write(f"rsm run: {command[0]}: {error.strerror}\n")
        sys.exit(NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_EXECUTABLE)


def _end_with(watcher: int) -> None:
    """From now on this process is killed when its watcher ends; it may have done so already."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != watcher:
        sys.exit(128 + signal.SIGKILL)


def _take_terminal(watcher: int) -> None:
    """Whoever types then speaks to the command, and Ctrl-C ends that."""
    if os.tcgetpgrp(sys.stdin.fileno()) != os.getpgid(watcher):
        return
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
    signal.signal(signal.SIGTTOU, signal.SIG_DFL)


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2:])
