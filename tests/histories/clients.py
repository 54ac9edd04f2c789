"""Sixty-four clients of a running service, and what they remember of it."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, Final
from uuid import uuid4

import httpx2

from tests.histories.history import Operation, Use
from tests.system.command import RSM

PLACE: Final = "http://rsm/api/v1"
CLIENTS: Final = 64
SHARED: Final = 12
"""Media that all clients mount; the others each client takes for itself and gives back."""
QUERY: Final = "drives=4&slots=40&ports=0&cartridges=34&type=LTO-9&doors=0"
PATIENCE: Final = 60.0
AGAIN: Final = 0.05


class Daemon:
    """``rsm serve`` on a state folder, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "rsmd.sock"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [RSM, "serve", "--state", self._folder / "state", "--socket", self._socket]
        with (self._folder / "rsmd.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log)

    def kill_and_restart(self) -> None:
        """The power fails, and comes back."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process = self._start()

    def stop(self) -> int:
        """End it in order; its exit status."""
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def client(self) -> httpx2.AsyncClient:
        """For any number of requests at once."""
        limits = httpx2.Limits(max_connections=2 * CLIENTS)
        transport = httpx2.AsyncHTTPTransport(uds=str(self._socket), verify=False, limits=limits)
        return httpx2.AsyncClient(transport=transport, timeout=PATIENCE)


@dataclass
class Site:
    """What the clients share.

    Attributes:
        media: The bar code of each LMID that is shared.
        kill_after: How many operations are answered before the service is killed; 0: it is not.
    """

    daemon: Daemon
    http: httpx2.AsyncClient
    kill_after: int = 0
    media: dict[str, str] = field(default_factory=dict)
    history: list[Operation] = field(default_factory=list)

    async def send(self, method: str, path: str, body: object = None, *, again: bool = True, **query: Any) -> Any:
        """One request, repeated under its key until it is answered; None if it is not to be repeated, and was not."""
        key = {"Idempotency-Key": uuid4().hex}
        while True:
            try:
                answer = await self.http.request(method, f"{PLACE}{path}", json=body, params=query, headers=key)
            except httpx2.TransportError:
                if not again:
                    return None
                await asyncio.sleep(AGAIN)
                continue
            assert answer.is_success, answer.text
            return answer.json() if answer.content else None

    async def prepare(self, folder: Path) -> None:
        """A library whose media are free, a pool, and the media that all share."""
        await self.send("POST", "/libraries", {"name": "vlib", "url": f"virtual:{folder}?{QUERY}"})
        for view in (await self.send("GET", "/media", limit=1000))["items"]:
            await self.send("POST", f"/media/{view['medium']['id']}/move", {"pool": "Free/LTO-9"})
        options = {"media_type": "LTO-9", "draw_from_free": True, "return_to_free": True}
        await self.send("POST", "/pools", {"path": "a", **options})
        for _ in range(SHARED):
            lmid, medium = await self.allocate(-1)
            self.media[lmid] = medium

    async def allocate(self, client: int, *, again: bool = True) -> tuple[str, str]:
        """An LMID and its bar code; empty if no answer came."""
        asked = monotonic()
        answer = await self.send("POST", "/allocations", {"pool": "a"}, again=again)
        if answer is None:
            return "", ""
        lmid, medium = answer["logical"]["id"], answer["medium"]["name"]
        self._note(Operation(client=client, use=Use.ALLOCATE, medium=medium, lmid=lmid, asked=asked, told=monotonic()))
        return lmid, medium

    async def deallocate(self, client: int, lmid: str, medium: str, *, again: bool = True) -> None:
        """Give it back."""
        begun = Operation(client=client, use=Use.DEALLOCATE, medium=medium, lmid=lmid, asked=monotonic())
        answer = await self.send("DELETE", f"/allocations/{lmid}", again=again)
        self._note(begun if answer is None else replace(begun, told=monotonic()))

    async def mount(self, client: int, lmids: Sequence[str]) -> None:
        """Queue a set, and wait until it is loaded."""
        asked = monotonic()
        body = {"media": [*lmids], "read": True, "nowait": True}
        items = [one["work"]["item"]["id"] for one in (await self.send("POST", "/mounts", body))["items"]]
        while not await self._is_loaded(items):
            pass
        self._note_all(client, Use.MOUNT, lmids, asked)

    async def _is_loaded(self, items: Sequence[str]) -> bool:
        try:
            answer = await self.http.get(f"{PLACE}/mounts", params={"item": [*items]}, headers={"Prefer": "wait=20"})
        except httpx2.TransportError:
            await asyncio.sleep(AGAIN)
            return False
        assert answer.is_success, answer.text
        return answer.status_code == 200

    async def dismount(self, client: int, lmids: Sequence[str], *, deferred: bool) -> None:
        """Give the media up."""
        asked = monotonic()
        await self.send("POST", "/dismounts", {"media": [*lmids], "deferred": deferred})
        self._note_all(client, Use.DISMOUNT, lmids, asked)

    def _note_all(self, client: int, use: Use, lmids: Sequence[str], asked: float) -> None:
        for lmid in lmids:
            medium, told = self.media[lmid], monotonic()
            self._note(Operation(client=client, use=use, medium=medium, lmid=lmid, asked=asked, told=told))

    def _note(self, operation: Operation) -> None:
        self.history.append(operation)
        if self.kill_after and len(self.history) >= self.kill_after:
            self.kill_after = 0
            self.daemon.kill_and_restart()


async def work(site: Site, number: int, rounds: int) -> None:
    """One client: every fourth takes media for itself, and gives up what is not answered; the others mount."""
    dice = Random(number)  # noqa: S311 - a play, not a secret
    for _ in range(rounds):
        if number % 4 == 0:
            lmid, medium = await site.allocate(number, again=False)
            if lmid:
                await site.deallocate(number, lmid, medium, again=False)
            continue
        wanted = dice.sample(sorted(site.media), dice.choice((1, 1, 2, 3)))
        await site.mount(number, wanted)
        await site.dismount(number, wanted, deferred=dice.random() < 0.7)
