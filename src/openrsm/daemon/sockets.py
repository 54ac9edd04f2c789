"""The sockets that clients connect to."""

from __future__ import annotations

import errno
import os
import socket
import stat
import struct
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from openrsm.configuration.kinds import split_address
from openrsm.configuration.reading import Loaded
from openrsm.configuration.rules import INSECURE, is_protected
from openrsm.daemon.trust import check_way
from openrsm.errors import AccessDenied, AlreadyExists, InvalidParameter, RsmError

BACKLOG: Final = 1024
CONNECT_SECONDS: Final = 2.0
_CREDENTIALS: Final = struct.Struct("3i")
"""Process, user and group, as SO_PEERCRED tells them."""


class Doors:
    """All the sockets of a service.

    Attributes:
        sockets: Bound and listening.
    """

    def __init__(self, loaded: Loaded, passed: Sequence[socket.socket]) -> None:
        """Open what is configured; what a service manager has ``passed`` takes the place of those of its kind.

        Raises:
            AlreadyExists: Another service listens there.
            AccessDenied: This user may not listen there.
            InvalidParameter: The address is of no use, or tokens could be read on the way.
        """
        self.sockets = list(passed)
        self._made: list[tuple[Path, int]] = []
        http = loaded.configuration.http
        local = {one.family == socket.AF_UNIX for one in passed}
        try:
            for one in passed:
                _check_protected(loaded, one)
            if True not in local:
                self._open_unix(loaded.socket, int(http.socket_mode, 8))
            if http.listen and False not in local:
                self.sockets += tcp_sockets(*split_address(http.listen))
        except BaseException:
            self.close()
            raise

    def _open_unix(self, path: Path, mode: int) -> None:
        self.sockets.append(unix_socket(path, mode))
        self._made.append((path, path.stat().st_ino))

    def addresses(self) -> list[str]:
        """Where clients find the service, for people."""
        return [_name(one) for one in self.sockets]

    def close(self) -> None:
        """Close them, and remove the files that were made for them."""
        for one in self.sockets:
            one.close()
        for path, inode in self._made:
            with suppress(OSError):
                if path.stat().st_ino == inode:
                    path.unlink()


def unix_socket(path: Path, mode: int) -> socket.socket:
    """A listening Unix socket; the file that a dead service has left is replaced.

    Raises:
        AlreadyExists: Somebody listens there, or the file is no socket.
        AccessDenied: This user may not listen there, or strangers could put another socket there.
        InvalidParameter: The path is of no use.
    """
    check_way(path)
    _make_way(path)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        listening.bind(str(path))
        path.chmod(mode)
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise _refusal(error, f"the socket {path}", "name another with --socket") from error
    return listening


def _make_way(path: Path) -> None:
    """Raises AlreadyExists where somebody listens, or where the file is no socket."""
    try:
        is_socket = stat.S_ISSOCK(path.stat().st_mode)
    except OSError:
        return  # nothing is there, or binding will say what is wrong
    if not is_socket:
        raise AlreadyExists(f"{path} is there, and is no socket", "remove it, or name another with --socket")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(CONNECT_SECONDS)
        try:
            probe.connect(str(path))
        except OSError as error:
            if error.errno == errno.ECONNREFUSED:
                path.unlink(missing_ok=True)
            return
        holder, _, _ = _CREDENTIALS.unpack(probe.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size))
    raise AlreadyExists(f"process {holder} listens on {path} already", "stop it, or name another with --socket")


def tcp_sockets(host: str, port: int) -> list[socket.socket]:
    """Listening sockets at every address of a host."""
    found: list[socket.socket] = []
    what = f"{host} port {port}"
    try:
        for family, kind, protocol, _, address in socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        ):
            found.append(socket.socket(family, kind, protocol))
            _listen(found[-1], address)
    except OSError as error:
        for one in found:
            one.close()
        raise _refusal(error, what, "name another with --listen") from error
    return found


def _listen(listening: socket.socket, address: tuple[object, ...]) -> None:
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if listening.family == socket.AF_INET6:
        listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listening.bind(address)
    listening.listen(BACKLOG)


def _check_protected(loaded: Loaded, passed: socket.socket) -> None:
    if passed.family == socket.AF_UNIX or is_protected(loaded.configuration.http, passed.getsockname()[0]):
        return
    what = f"without TLS everybody on the way to {_name(passed)} could read tokens"
    raise InvalidParameter(what, INSECURE)


def _refusal(error: OSError, what: str, advice: str) -> RsmError:
    told = f"{what} cannot be served: {error.strerror or error}"
    match error.errno:
        case errno.EADDRINUSE:
            return AlreadyExists(told, advice)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return AccessDenied(told, advice)
        case _:
            return InvalidParameter(told, advice)


def _name(listening: socket.socket) -> str:
    address = listening.getsockname()
    if listening.family == socket.AF_UNIX:
        return os.fsdecode(address)
    host, port = address[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
