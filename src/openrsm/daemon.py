"""The composition root: the one place where the parts meet."""

from __future__ import annotations

import fcntl
import logging
import os
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path

from openrsm.cli import app
from openrsm.errors import AccessDenied, StateLocked
from openrsm.surface.manager import Manager

LOCK = "lock"


def main() -> None:
    """The command ``rsm``."""
    app.run(open_state)


def open_state(state: Path, *, read_only: bool) -> Manager:
    """Open a state folder in this process; see :class:`openrsm.cli.opener.Opener`."""
    if read_only:
        return _open(state, None)
    return _open(state, StateLock(state))


def _open(state: Path, lock: StateLock | None) -> Manager:
    # Imported here, because a command that only explains itself should not wait for SQL and drivers.
    import structlog  # noqa: PLC0415 - see above

    from openrsm.drivers.registry import open_library  # noqa: PLC0415 - see above
    from openrsm.service.manager import open_manager  # noqa: PLC0415 - see above

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        return open_manager(
            state,
            discover=open_library,
            clock=lambda: datetime.now(UTC),
            zone=datetime.now().astimezone().tzinfo or UTC,
            computer=socket.gethostname(),
            read_only=lock is None,
            on_close=lock.release if lock else lambda: None,
        )
    except BaseException:
        if lock is not None:
            lock.release()
        raise


class StateLock:
    """The right to work on a state folder: one process at a time, given up by the system when that process ends."""

    def __init__(self, folder: Path) -> None:
        """Take it, creating the folder if need be.

        Raises:
            StateLocked: Another process has it; the message names the process.
            AccessDenied: The folder cannot be written.
        """
        try:
            folder.mkdir(mode=0o750, parents=True, exist_ok=True)
            self._file = (folder / LOCK).open("a+")
        except OSError as error:
            raise AccessDenied(
                f"the state folder {folder} cannot be written: {error.strerror}", "use --state DIR"
            ) from error
        self._take(folder)

    def _take(self, folder: Path) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = self._holder()
            self._file.close()
            what = f"the state in {folder} is in use by {holder}"
            raise StateLocked(what, "wait until it ends; looking (list, show, status) works meanwhile") from error
        self._file.truncate(0)
        self._file.write(f"process {os.getpid()} ({' '.join(['rsm', *sys.argv[1:]])})")
        self._file.flush()

    def _holder(self) -> str:
        self._file.seek(0)
        return self._file.read().strip() or "another process"

    def release(self) -> None:
        """Give it up."""
        self._file.close()
