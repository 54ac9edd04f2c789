"""What a service manager and its service tell each other (sd_notify(3), sd_listen_fds(3)); nothing without one."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

from openrsm.errors import InvalidParameter

FIRST: Final = 3
"""The first file descriptor that is passed."""
MICROSECONDS: Final = 1_000_000


class Notifier:
    """Tells the service manager how things stand."""

    def __init__(self, environment: Mapping[str, str], process: int) -> None:
        """For the process of that number; silent where nobody asked to be told."""
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self.watchdog = _watchdog(environment, process)
        """Seconds after which silence counts as death; None where nobody watches."""

    def tell(self, *lines: str) -> None:
        """Send ``READY=1`` and the like. Whoever does not listen is not waited for."""
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as to:
            to.sendto("\n".join(lines).encode(), self._address)


def _watchdog(environment: Mapping[str, str], process: int) -> float | None:
    interval, watched = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID", "")
    if not interval.isdecimal() or watched not in {"", str(process)}:
        return None
    return int(interval) / MICROSECONDS


def passed_sockets(environment: Mapping[str, str], process: int) -> list[socket.socket]:
    """The listening sockets that the service manager has opened for this process.

    Raises:
        InvalidParameter: One of them is none that clients can connect to.
    """
    count = environment.get("LISTEN_FDS", "")
    if environment.get("LISTEN_PID") != str(process) or not count.isdecimal():
        return []
    return [_passed(number) for number in range(FIRST, FIRST + int(count))]


def _passed(number: int) -> socket.socket:
    try:
        os.set_inheritable(number, False)  # noqa: FBT003 - it takes no keywords
        passed = socket.socket(fileno=number)
    except OSError as error:
        raise _useless(number) from error
    known = passed.family in {socket.AF_UNIX, socket.AF_INET, socket.AF_INET6}
    if not known or not passed.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
        raise _useless(number)
    return passed


def _useless(number: int) -> InvalidParameter:
    what = f"file descriptor {number}, which the service manager passed, is no listening stream socket"
    return InvalidParameter(what, "use ListenStream= in the socket unit, and Accept=no")
