"""The transport for threads, on httpx2, and what it shares with the one for event loops."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2

from openrsm.client.address import Address
from openrsm.client.transport import Answer, Broken, Message, Refused, Request
from openrsm.errors import InvalidHandle

CONNECT_SECONDS: Final = 10.0
SEND_SECONDS: Final = 60.0
ALIVE: Final = (
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    (socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, 30),
    (socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, 10),
    (socket.IPPROTO_TCP, socket.TCP_KEEPCNT, 3),
)
"""So that a computer that is gone is noticed within a minute, though a call may take its time."""


class BlockingTransport:
    """Implements :class:`openrsm.client.transport.Transport` for threads: nothing in it ever suspends."""

    def __init__(self, address: Address, tls: ssl.SSLContext | None = None) -> None:
        """Connects when it is needed."""
        wire = httpx2.HTTPTransport(**options(address, tls))
        self._client = httpx2.Client(base_url=address.base, transport=wire)
        self._socket = address.socket
        self._is_sound = False

    async def send(self, request: Request) -> Answer:
        """See the protocol."""
        with self._watched():
            return answer(self._client.request(request.method, request.path, **arguments(request)))

    async def follow(self, request: Request) -> AsyncGenerator[Message, None]:
        """See the protocol."""
        with self._watched(), self._client.sse(request.path, **arguments(request)) as source:
            if source.response.status_code != httpx2.codes.OK:
                source.response.read()
                raise Refused(answer(source.response))
            yield Message()
            for event in source:
                yield Message(event=event.event, data=event.data, id=event.id)

    async def sleep(self, seconds: float) -> None:
        """See the protocol."""
        time.sleep(seconds)  # noqa: ASYNC251 - the thread is to block; there is no event loop

    async def close(self) -> None:
        """See the protocol."""
        self._client.close()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """httpx2 leaves a socket behind that cannot be connected, so one that may be such is tried first."""
        try:
            with translated(self._client):
                if not self._is_sound and self._socket is not None:
                    _knock(self._socket)
                yield
        except Broken:
            self._is_sound = False
            raise
        self._is_sound = True


def _knock(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(CONNECT_SECONDS)
        probe.connect(str(path))


def options(address: Address, tls: ssl.SSLContext | None) -> dict[str, Any]:
    """How both connect. Many callers may wait at once, each on a connection of its own."""
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=8, keepalive_expiry=30.0)
    if address.socket is not None:
        return {"uds": str(address.socket), "limits": limits, "verify": False, "trust_env": False}
    secure = address.base.startswith("https:")
    # Loading the authorities that a computer trusts takes long; without TLS nobody asks for them.
    return {"limits": limits, "verify": (tls or True) if secure else False, "socket_options": ALIVE}


def arguments(request: Request) -> dict[str, Any]:
    """A request, as the library takes it."""
    return {
        "params": list(request.query),
        "headers": dict(request.headers),
        "content": request.body or None,
        "timeout": httpx2.Timeout(request.silence, connect=CONNECT_SECONDS, write=SEND_SECONDS, pool=None),
    }


def answer(response: httpx2.Response) -> Answer:
    """An answer, as ours."""
    return Answer(status=response.status_code, headers=dict(response.headers), body=response.content)


@contextmanager
def translated(client: httpx2.Client | httpx2.AsyncClient) -> Iterator[None]:
    """Raise what the library raises as ours."""
    if client.is_closed:
        raise InvalidHandle("the connection was closed", "connect again")
    try:
        yield
    except (httpx2.TransportError, OSError) as error:
        causes = list(_causes(error))
        hopeless = any(isinstance(one, (ssl.SSLCertVerificationError, PermissionError)) for one in causes)
        raise Broken(_words(error, causes), hopeless=hopeless) from error


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _words(error: Exception, causes: list[BaseException]) -> str:
    """What the operating system says, if it said something; else what the library says."""
    told = [one.strerror for one in causes if isinstance(one, OSError) and one.strerror]
    return told[-1] if told else str(error) or type(error).__name__
