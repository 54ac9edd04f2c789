"""Connections: who is at the other end of a Unix socket, and how long one may take to say what it wants."""

from __future__ import annotations

import asyncio
import resource
import socket
import struct
from http import HTTPStatus
from typing import Any, Final

from fastapi.responses import JSONResponse
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from openrsm.api.problems import problem
from openrsm.errors import Busy, InvalidParameter

PEER: Final = "peer"
"""The key of the application's state under which a connection's user is found."""

PROCESS: Final = "process"
"""The key of the one under which the process is found that connected."""

ROOT: Final = 0

_CREDENTIALS: Final = struct.Struct("3i")
"""Process, user and group, as SO_PEERCRED tells them (unix(7))."""

LONGEST_HEAD: Final = 64 * 1024
"""Bytes of a request's line and headers; trailers count as well."""


RESERVED: Final = 256
"""File descriptors for the catalogue, the devices and the log."""

FEWEST: Final = 16


def most_connections() -> int:
    """How many connections leave file descriptors for everything else."""
    allowed, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return 2**20 if allowed == resource.RLIM_INFINITY else max(FEWEST, allowed - RESERVED)


def peer_of(connection: socket.socket | None) -> tuple[int | None, int | None]:
    """The user and the process at the other end of a Unix socket, by number; None for other sockets."""
    if connection is None or connection.family != socket.AF_UNIX:
        return None, None
    told = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    process, user_id, _ = _CREDENTIALS.unpack(told)
    return user_id, process or None  # it is 0 in a container that does not see the process


class PeerProtocol(HttpToolsProtocol):
    """Tells the application who connected; bounds connections, heads of requests, and waits for readers."""

    _clock: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _peer: int | None = None
    _length = 0
    _unfinished = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as the base class has it
        """Note the peer; the clock runs."""
        super().connection_made(transport)
        self._peer, process = peer_of(transport.get_extra_info("socket"))
        self.app_state = {**self.app_state, PEER: self._peer, PROCESS: process}
        self._start_clock()
        self._ours.connections.add(self)
        fits = self._ours.crowd.enter(self._peer) or self._is_administrator()
        if len(self._ours.connections) > self._ours.most_connections or not fits:
            told = Busy("too many connections are open", "connect again a little later")
            self._refuse(problem(told, HTTPStatus.SERVICE_UNAVAILABLE))

    def _is_administrator(self) -> bool:
        return self._peer is not None and self._peer in (ROOT, self._ours.options.owner)

    @property
    def _ours(self) -> Any:
        config: Any = self.config  # whose application is ours
        return config.app.state

    def pause_writing(self) -> None:
        """More is sent than the client reads: it is not waited for longer than it may."""
        super().pause_writing()
        self._unread = self.loop.call_later(self._ours.options.write_seconds, self._give_up)

    def resume_writing(self) -> None:
        """It has read on."""
        self._stop_waiting()
        super().resume_writing()

    def _stop_waiting(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def data_received(self, data: bytes) -> None:
        """The first byte of another request on this connection starts the clock again."""
        if self._clock is None and self._is_idle():
            self._start_clock()
        super().data_received(data)
        if self._clock is not None:
            self._unfinished += len(data)
            if self._is_too_long():
                self.send_400_response("")

    def _is_idle(self) -> bool:
        cycle: Any = self.cycle  # None before the first request, whatever the base class says
        return cycle is None or bool(cycle.response_complete)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Headers and trailers add up; what is raised here ends the connection."""
        super().on_header(name, value)
        self._length += len(name) + len(value)
        if self._is_too_long():
            raise InvalidParameter("too long")

    def on_headers_complete(self) -> None:
        """The head is there."""
        self._stop_clock()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._ours.connections.discard(self)
        self._ours.crowd.leave(self._peer)
        self._stop_waiting()
        self._stop_clock()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """What cannot be read as a request is answered like any other mistake, and ends the connection."""
        if self._is_too_long():
            told = InvalidParameter(f"the head of the request has more than {LONGEST_HEAD} bytes", "ask for less")
            self._refuse(problem(told, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE))
        else:
            self._refuse(problem(InvalidParameter(msg.rstrip("."), "speak HTTP/1.1"), HTTPStatus.BAD_REQUEST))

    def _is_too_long(self) -> bool:
        return max(self._length, self._unfinished) > LONGEST_HEAD

    def _refuse(self, answer: JSONResponse) -> None:
        transport: Any = self.transport
        if transport.is_closing():
            return
        if self._is_idle():
            head = [(b"connection", b"close"), *answer.raw_headers]
            lines = b"".join(b"%s: %s\r\n" % pair for pair in head)
            transport.write(STATUS_LINE[answer.status_code] + lines + b"\r\n" + bytes(answer.body))
        transport.close()

    def _start_clock(self) -> None:
        self._length = self._unfinished = 0
        self._clock = self.loop.call_later(self._ours.options.head_seconds, self._give_up)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _give_up(self) -> None:
        transport: Any = self.transport
        if not transport.is_closing():
            transport.abort()
