"""A service in this process, answering on a real Unix socket and on loopback TCP, with TLS or without."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
from collections.abc import Collection, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import UTC
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

from openrsm.api.app import create_app
from openrsm.api.options import ApiOptions
from openrsm.api.server import Serving, Tls
from openrsm.api.waiting import Sleepers
from openrsm.drivers.contract import Discovery
from openrsm.drivers.registry import open_library
from openrsm.errors import DeviceGone
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.context import Limits
from openrsm.service.manager import LocalManager, open_manager
from tests.conformance.surface_bench import LIMITS, PATIENCE, POOL, ROOT, SMALL, Bench, Clock

API = "/api/v1"


class Served:
    """One service and the ways to it.

    Attributes:
        path: Its Unix socket.
        sleepers: What waits in it.
        connections: Those that are open.
        port: Its TCP port on loopback.
        secret: The token of an administrator.
    """

    port: int
    sleepers: Sleepers
    connections: Collection[object]
    _loop: asyncio.AbstractEventLoop
    _servings: list[Serving]

    def __init__(
        self,
        folder: Path,
        options: ApiOptions,
        *,
        tls: Tls | None = None,
        discover: Discovery = open_library,
        limits: Limits = LIMITS,
    ) -> None:
        self.folder = folder
        self.path = folder / "rsmd.sock"
        self.clock = Clock()
        self.tls = tls
        self._options = options
        self.manager: LocalManager = open_manager(
            folder / "state",
            recognition=IsolatedRecognition(),
            discover=discover,
            clock=self.clock,
            zone=UTC,
            computer="box",
            serving=True,
            limits=limits,
        )
        self.secret = self.token(f"tests {uuid4()}", "root")

    # --- Its life ---

    def start(self) -> None:
        """Return when clients are answered."""
        started: Future[None] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live(started)), name="served")
        self._thread.start()
        started.result(PATIENCE)

    async def _live(self, started: Future[None]) -> None:
        self._loop = asyncio.get_running_loop()
        app = create_app(self.manager, self._options)
        self.sleepers = app.state.sleepers
        self.connections = app.state.connections
        self._servings = [Serving(app, [self._unix()]), Serving(app, [self._tcp()], self.tls)]
        waited = len(self._servings)

        def one_more() -> None:
            nonlocal waited
            waited -= 1
            if not waited:
                started.set_result(None)

        await asyncio.gather(*(serving.serve(one_more) for serving in self._servings))

    def _unix(self) -> socket.socket:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(self.path))
        self.path.chmod(0o666)
        listening.listen(1024)
        return listening

    def _tcp(self) -> socket.socket:
        # Named so, asyncio sends small pieces at once, as it does for those that the daemon opens.
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)
        self.port = listening.getsockname()[1]
        return listening

    def stop(self) -> None:
        """Return when nobody is answered any more."""
        for serving in self._servings:
            with suppress(RuntimeError):  # its loop has ended
                self._loop.call_soon_threadsafe(serving.stop)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def close(self) -> None:
        """Stop, and close the state."""
        self.stop()
        self.manager.close()

    # --- Ways to it ---

    def token(self, name: str, user: str, lifetime: float | None = None) -> str:
        """The secret of a new token that speaks for a user."""
        session = self.manager.sessions.open("tests", ROOT)
        try:
            return self.manager.security.create_token(session, name, user, lifetime).secret
        finally:
            self.manager.sessions.close(session)

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://localhost:{self.port}"

    def client(self, **more: Any) -> httpx2.Client:
        """Over the Unix socket."""
        # Without TLS nobody asks for the authorities that loading takes 20 ms for.
        transport = httpx2.HTTPTransport(uds=str(self.path), verify=False)
        return httpx2.Client(transport=transport, base_url="http://service", timeout=PATIENCE, **more)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        """One request over the Unix socket; underscores in the names of headers stand for hyphens."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with self.client() as client:
            return client.request(method, f"{API}{path}", json=body, headers=named)

    def ok(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One that succeeds; its content."""
        answer = self.call(method, path, body, **headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def refused(self, status: int, method: str, path: str, body: Any = None, **headers: str) -> Mapping[str, Any]:
        """One that is refused with that status; its problem document."""
        answer = self.call(method, path, body, **headers)
        assert answer.status_code == status, answer.text
        return problem_of(answer)

    def goes_on(self) -> bool:
        """Whether the service answers."""
        return bool(self.ok("GET", "/status"))

    def raw(self, *, patience: float = PATIENCE) -> socket.socket:
        """A connection to the Unix socket that speaks whatever the test says."""
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(patience)
        connection.connect(str(self.path))
        return connection

    def say(self, data: bytes) -> bytes:
        """All that is answered to these bytes until the service hangs up, or is done with one answer."""
        with self.raw() as connection, suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(data)
            return answer_of(connection)
        return b""

    def bench(self, folder: Path, query: str = SMALL) -> Bench:
        """A library with free cartridges, and a pool that draws from them."""
        return Bench.begin(self.manager, folder, self.clock, query)


def problem_of(answer: httpx2.Response) -> Mapping[str, Any]:
    """The problem document of an answer that is one."""
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    found: Mapping[str, Any] = answer.json()
    assert found["status"] == answer.status_code
    assert found["type"] == f"urn:openrsm:error:{found['code']}"
    assert found["detail"]
    return found


def answer_of(connection: socket.socket) -> bytes:
    """One answer, or what came before the other end hung up."""
    told = b""
    while not _is_whole(told):
        piece = connection.recv(65536)
        if not piece:
            break
        told += piece
    return told


def _is_whole(told: bytes) -> bool:
    head, gap, body = told.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return bool(gap and lengths) and len(body) >= int(lengths[0].partition(b":")[2])


@contextmanager
def serving(folder: Path, options: ApiOptions | None = None, **more: Any) -> Iterator[Served]:
    """A service that answers, until the end of the block."""
    served = Served(folder, options or ApiOptions(owner=os.geteuid()), **more)
    try:
        served.start()
        yield served
    finally:
        served.close()


def within(folder: Path) -> Discovery:
    """Opens libraries in that folder alone: whatever else is addressed, nothing is there."""

    def discover(url: str) -> Any:
        place = url.removeprefix("virtual:").partition("?")[0]
        if not url.startswith("virtual:") or not Path(os.path.normpath(place)).is_relative_to(folder):
            raise DeviceGone(f"nothing answers at {url!r}", "check the address")
        return open_library(url)

    return discover


__all__ = ["API", "POOL", "Served", "answer_of", "problem_of", "serving", "within"]
