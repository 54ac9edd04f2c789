"""The server: answers on sockets that somebody else has opened, until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import uvicorn
from fastapi import FastAPI

from openrsm.api.peers import PeerProtocol

LAST_ANSWERS: Final = 10
"""Seconds for which requests under way may be answered after the end was announced."""
TICK: Final = 1.0
"""Seconds for which a Date header is right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """What proves who the service is, in PEM."""

    certificate: Path
    key: Path


class Serving:
    """One server for some sockets of one kind. Belongs to the event loop's thread."""

    def __init__(self, app: FastAPI, sockets: Sequence[socket.socket], tls: Tls | None = None) -> None:
        """``sockets`` are bound and listening; they are closed when it stops."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # it has no word of its own that ours lacks
        self._app = app
        self._sockets = list(sockets)
        self._server = _Quiet(
            uvicorn.Config(
                app,
                http=PeerProtocol,
                ws="none",
                loop="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=75,
                timeout_graceful_shutdown=LAST_ANSWERS,
                ssl_certfile=tls.certificate if tls else None,
                ssl_keyfile=tls.key if tls else None,
            )
        )

    async def serve(self, started: Callable[[], None] = lambda: None) -> None:
        """Answer until told to stop; ``started`` is called when clients are answered."""
        self._server.on_start = started
        await self._server.serve(sockets=self._sockets)

    def stop(self) -> None:
        """Accept nothing any more, end whoever waits, answer what is under way; :meth:`serve` then returns."""
        self._app.state.sleepers.stop()
        self._server.stop()


class _Quiet(uvicorn.Server):
    """Leaves signals to whoever runs it, and hears at once when it is to stop."""

    on_start: Callable[[], None]

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told = asyncio.Event()

    def stop(self) -> None:
        """End :meth:`main_loop`."""
        self.should_exit = True
        self._told.set()

    async def main_loop(self) -> None:
        """Renew the Date header once a second; the original wakes ten times to see whether it is to stop."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), TICK)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say so when it is done."""
        await super().startup(sockets)
        self.on_start()
