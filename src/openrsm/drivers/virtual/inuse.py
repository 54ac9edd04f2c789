"""Whether any process has a file open."""

from __future__ import annotations

import os
import signal
from errno import EAGAIN
from fcntl import F_SETLEASE, F_SETSIG, F_UNLCK, F_WRLCK, fcntl
from pathlib import Path


def is_open(path: Path) -> bool:
    """Whether any process (this one too) has ``path`` open; False if there is no such file."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return _opened_besides(handle)
    except OSError:  # the file system, or the file's owner, does not allow leases
        return _opened_by_process(os.fstat(handle))
    finally:
        os.close(handle)


def _opened_besides(handle: int) -> bool:
    """A write lease is granted only where no other file description is open on the file.

    If somebody opens the file while we hold it, the kernel tells us by a signal that would end the process; SIGURG,
    which is ignored unless asked for, takes its place. The lease is given back at once, so nobody waits.
    """
    fcntl(handle, F_SETSIG, signal.SIGURG)
    try:
        fcntl(handle, F_SETLEASE, F_WRLCK)
    except OSError as refused:
        if refused.errno == EAGAIN:
            return True
        raise
    fcntl(handle, F_SETLEASE, F_UNLCK)
    return False


def _opened_by_process(file: os.stat_result) -> bool:
    """The same by looking at every process whose open files we may see; our own handle is one of them."""
    opened = sum(_same(link, file) for link in Path("/proc").glob("[0-9]*/fd/*"))
    return opened > 1


def _same(link: Path, file: os.stat_result) -> bool:
    try:
        return os.path.samestat(link.stat(), file)
    except OSError:  # closed meanwhile, or not ours to see
        return False
