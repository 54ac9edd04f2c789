"""A state folder, opened for one command."""

from __future__ import annotations

import logging
import socket
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openrsm.daemon.state import StateLock
from openrsm.daemon.trust import check_state
from openrsm.settings import environment_of_strangers, settings, socket_of

if TYPE_CHECKING:
    from openrsm.cli.opener import Opened
    from openrsm.surface.manager import Manager

CONNECT_SECONDS: Final = 5.0


def open_state(state: Path, *, read_only: bool, command: str = "rsm") -> Opened:
    """By its service where one runs, else in this process; see :class:`openrsm.cli.opener.Opener`."""
    from openrsm.cli.opener import Opened  # noqa: PLC0415 - as slow as the domain

    told = settings()
    # A folder that an option names is meant, whatever service the environment names.
    url = told.url if state == told.state else ""
    if url or _answers(socket_of(state)):
        # Nor is the token meant for whoever listens in a folder that an option names.
        token = told.token if state == told.state else ""
        return Opened(manager=_reach(url or f"unix:{socket_of(state)}", token), outlives=True)
    if read_only:
        check_state(state)
    return Opened(manager=_open(state, None if read_only else StateLock(state, command)), outlives=False)


def _answers(path: Path) -> bool:
    """Whether somebody listens there, though it may be denied to this user."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(CONNECT_SECONDS)
        try:
            connection.connect(str(path))
        except (PermissionError, TimeoutError, BlockingIOError):
            return True
        except OSError:  # none is there, or it was left by one that is no more
            return False
    return True


def _reach(url: str, token: str) -> Manager:
    # Imported here for the reason below; a command that speaks to a service needs neither SQL nor drivers.
    from openrsm.client.address import address_of  # noqa: PLC0415 - see above
    from openrsm.client.opening import open_client  # noqa: PLC0415 - see above

    return open_client(address_of(url), token or None)


def _open(state: Path, lock: StateLock | None) -> Manager:
    # Imported here, because a command that only explains itself should not wait for SQL and drivers.
    import structlog  # noqa: PLC0415 - see above

    from openrsm.drivers.registry import open_library, reopen_library  # noqa: PLC0415 - see above
    from openrsm.labels.isolation import IsolatedRecognition  # noqa: PLC0415 - see above
    from openrsm.service.manager import open_manager  # noqa: PLC0415 - see above

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    try:
        return open_manager(
            state,
            discover=open_library,
            revisit=reopen_library,
            recognition=IsolatedRecognition(environment=environment_of_strangers()),
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
