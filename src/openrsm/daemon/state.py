"""The lock of a state folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Final, TextIO

from openrsm.daemon.trust import check_state
from openrsm.domain.plain import shown
from openrsm.errors import AccessDenied, StateLocked

LOCK: Final = "lock"
_MODE: Final = 0o640
_TOLD: Final = 200
"""Characters of what the holder wrote that are repeated; it may be anybody's."""


class StateLock:
    """The right to work on a state folder: one process at a time, given up by the system when that process ends."""

    def __init__(self, folder: Path, command: str = "rsm") -> None:
        """Take it, creating the folder if need be; whoever finds it taken is told by which ``command``.

        Raises:
            StateLocked: Another process has it; the message names the process.
            AccessDenied: The folder cannot be written, or strangers could change what is in it.
        """
        try:
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
            check_state(folder)
            self._file = _opened(folder / LOCK)
        except OSError as error:
            raise AccessDenied(
                f"the state folder {folder} cannot be written: {error.strerror}", "use --state DIR"
            ) from error
        self._take(folder, command)

    def _take(self, folder: Path, command: str) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = self._holder()
            self._file.close()
            what = f"the state in {folder} is in use by {holder}"
            raise StateLocked(what, "wait until it ends; looking (list, show, status) works meanwhile") from error
        self._file.truncate(0)
        self._file.write(f"process {os.getpid()} ({command})")
        self._file.flush()

    def _holder(self) -> str:
        self._file.seek(0)
        return shown(self._file.read(_TOLD).strip()) or "another process"

    def release(self) -> None:
        """Give it up."""
        self._file.close()


def _opened(path: Path) -> TextIO:
    """The file that is locked; a link in its place is not followed, for what it leads to would be emptied."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC, _MODE)
    return os.fdopen(handle, "a+", encoding="utf-8", errors="replace")
