"""A service in this process, behind a real Unix socket: for clients, another process could not be told from it."""

from __future__ import annotations

import asyncio
import os
import socket
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import Final

from structlog.testing import capture_logs

from openrsm.api.app import create_app
from openrsm.api.options import ApiOptions
from openrsm.api.server import Serving
from openrsm.client.address import Address, address_of
from openrsm.client.manager import ClientManager
from openrsm.client.opening import open_client
from openrsm.daemon import StateLock
from openrsm.domain.values import Principal
from openrsm.drivers.registry import open_library
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.manager import LocalManager, open_manager
from openrsm.settings import socket_of
from openrsm.store.sqlite import FILE
from tests.conformance.surface_bench import EVE, LIMITS, PATIENCE, Clock

SECRET: Final = "eves-secret"


@contextmanager
def serving_commands(folder: Path, clock: Clock) -> Iterator[Service]:
    """A service to which commands go: it has the lock of its state, as a process of its own would."""
    made = Service(folder, clock)
    lock = StateLock(made.state)
    with capture_logs():
        made.start()
        yield made
        made.stop()
    lock.release()


class Service:
    """Runs from :meth:`start` to :meth:`stop`, any number of times, on one state.

    Attributes:
        manager: What it serves, while it runs.
    """

    manager: LocalManager

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.clock = clock
        self.state = folder / "state"
        self.path = socket_of(self.state)

    @property
    def address(self) -> Address:
        return address_of(f"unix:{self.path}")

    def client(self) -> ClientManager:
        """A manager over the socket; whoever is not root has a token."""
        return open_client(self.address, credentials=self.secret_of)

    def secret_of(self, principal: Principal) -> str | None:
        """What vouches for eve; None for whoever else, who is the one that runs the tests."""
        return SECRET if principal == EVE else None

    def start(self) -> None:
        """Return when clients are answered."""
        self.manager = open_manager(
            self.state,
            recognition=IsolatedRecognition(),
            discover=open_library,
            clock=self.clock,
            zone=UTC,
            computer="box",
            serving=True,
            limits=LIMITS,
        )
        self.manager.authenticate = self._authenticate  # type: ignore[method-assign] # a token would stand in lists
        started: Future[tuple[asyncio.AbstractEventLoop, Serving]] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live(started)), name="service")
        self._thread.start()
        self._loop, self._serving = started.result(PATIENCE)

    def stop(self) -> None:
        """Return when nobody is answered any more, and the state is closed."""
        self._loop.call_soon_threadsafe(self._serving.stop)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        self.manager.close()

    def forget_changes(self) -> None:
        """Trim all changes but the last, while it does not run."""
        with sqlite3.connect(self.state / FILE) as database:
            database.execute("delete from events where id < (select max(id) from events)")
        database.close()

    def _authenticate(self, secret: str) -> Principal:
        """Eve has no token, but a secret all the same."""
        return EVE if secret == SECRET else type(self.manager).authenticate(self.manager, secret)

    async def _live(self, started: Future[tuple[asyncio.AbstractEventLoop, Serving]]) -> None:
        self.path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(self.path))
        listening.listen(128)
        serving = Serving(create_app(self.manager, ApiOptions(owner=os.geteuid())), [listening])
        loop = asyncio.get_running_loop()
        await serving.serve(lambda: started.set_result((loop, serving)))
