"""Sixty-four clients of a running service, and what they remember of it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from math import inf
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any, Final
from uuid import uuid4

import httpx2

from openrsm.drivers.virtual.human import Hands
from tests.histories.history import Operation, Use
from tests.system.command import RSM

PLACE: Final = "http://rsm/api/v1"
CLIENTS: Final = 64
SHARED: Final = 12
"""Media that all clients mount; the others each client takes for itself and gives back."""
OF_SHARE: Final = 4
"""Of these, how many some clients load by number, in a share that has two of the drives."""
SHARE: Final = "bareos"
LEASE: Final = 5.0
"""Seconds for which a session stands that is to be lost; the others stand longer than anybody waits."""
LONG_LEASE: Final = 600.0
AT_REST: Final = {"OPENRSM_LIMITS__REST": "0.1"}
"""The robot moves in no time: what a killed service told it is done when the next one asks."""
QUERY: Final = "drives=4&slots=40&ports=0&cartridges=34&type=LTO-9&doors=0"
PATIENCE: Final = 60.0
AGAIN: Final = 0.05
DONE: Final = 200
CONFLICT: Final = 409


class Daemon:
    """``rsm serve`` on a state folder, which can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "rsmd.sock"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [RSM, "serve", "--state", self._folder / "state", "--socket", self._socket]
        with (self._folder / "rsmd.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **AT_REST})

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
        slots: The number of each LMID that is the share's.
        drives: The device paths of the drives, by number.
        cartridges: The bar code of each cartridge, by the name of its file: what it really is.
        kill_after: How many operations are answered before the service is killed; 0: it is not.
    """

    daemon: Daemon
    http: httpx2.AsyncClient
    kill_after: int = 0
    media: dict[str, str] = field(default_factory=dict)
    slots: dict[str, int] = field(default_factory=dict)
    drives: list[str] = field(default_factory=list)
    cartridges: dict[str, str] = field(default_factory=dict)
    history: list[Operation] = field(default_factory=list)

    async def send(self, method: str, path: str, body: object = None, *, again: bool = True, **query: Any) -> Any:
        """One request, repeated under its key until it is answered; None if it is not to be repeated, and was not."""
        answer = await self.ask(method, path, body, again=again, **query)
        assert answer is None or answer.is_success, answer.text
        return answer.json() if answer is not None and answer.content else None

    async def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        again: bool = True,
        headers: Mapping[str, str] | None = None,
        **query: Any,
    ) -> httpx2.Response | None:
        """The same, of which the answer may be a refusal."""
        all_headers = {"Idempotency-Key": uuid4().hex, **(headers or {})}
        while True:
            try:
                return await self.http.request(method, f"{PLACE}{path}", json=body, params=query, headers=all_headers)
            except httpx2.TransportError:
                if not again:
                    return None
                await asyncio.sleep(AGAIN)

    async def prepare(self, folder: Path) -> None:
        """A library whose media are free, a pool, and the media that all share."""
        await self.send("POST", "/libraries", {"name": "vlib", "url": f"virtual:{folder}?{QUERY}"})
        for view in (await self.send("GET", "/media", limit=1000))["items"]:
            await self.send("POST", f"/media/{view['medium']['id']}/move", {"pool": "Free/LTO-9"})
        options = {"media_type": "LTO-9", "draw_from_free": True, "return_to_free": True}
        for pool, count in (("a", SHARED - OF_SHARE), ("s", OF_SHARE)):
            await self.send("POST", "/pools", {"path": pool, **options})
            for _ in range(count):
                lmid, medium = await self.allocate(-1, pool)
                self.media[lmid] = medium
        share = {"name": SHARE, "library": "vlib", "pools": ["s"], "drives": ["vlib/drive1", "vlib/drive2"]}
        await self.send("POST", "/shares", share)
        numbers = {one["bar_code"]: one["number"] for one in (await self.send("GET", f"/changers/{SHARE}"))["slots"]}
        self.slots = {lmid: numbers[medium] for lmid, medium in self.media.items() if medium in numbers}
        views = [view["drive"] for view in (await self.send("GET", "/drives"))["items"]]
        self.drives = [one["device_path"] for one in sorted(views, key=lambda one: int(one["number"]))]
        self.cartridges = {one.file: str(one.bar_code) for one in Hands(folder).look().contents.values()}

    async def allocate(self, client: int, pool: str = "a", *, again: bool = True) -> tuple[str, str]:
        """An LMID and its bar code; empty if no answer came."""
        asked = monotonic()
        answer = await self.send("POST", "/allocations", {"pool": pool}, again=again)
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
        while not (loaded := await self._loaded(items)):
            pass
        self._note_all(client, Use.MOUNT, lmids, asked, paths=_paths(loaded))

    async def _loaded(self, items: Sequence[str]) -> Any:
        """The set, once it is loaded; None if it is not yet."""
        try:
            answer = await self.http.get(f"{PLACE}/mounts", params={"item": [*items]}, headers={"Prefer": "wait=20"})
        except httpx2.TransportError:
            await asyncio.sleep(AGAIN)
            return None
        assert answer.is_success, answer.text
        return answer.json() if answer.status_code == DONE else None

    async def dismount(self, client: int, lmids: Sequence[str], *, deferred: bool) -> None:
        """Give the media up."""
        asked = monotonic()
        await self.send("POST", "/dismounts", {"media": [*lmids], "deferred": deferred})
        self._note_all(client, Use.DISMOUNT, lmids, asked)

    async def load(self, client: int, lmid: str, drive: int) -> bool:
        """Load by number, in the share; whether that was accepted: another of its clients may have the drive."""
        asked = monotonic()
        body = {"slot": self.slots[lmid], "drive": drive, "nowait": True}
        answer = await self.ask("POST", f"/changers/{SHARE}/load", body)
        assert answer is not None
        if answer.status_code == CONFLICT:
            return False
        while not answer.is_success or answer.status_code != DONE:
            assert answer.is_success, answer.text
            answer = await self.ask("GET", f"/motions/{answer.json()['item']['id']}", headers={"Prefer": "wait=20"})
            assert answer is not None
        self._note_all(client, Use.LOAD, [lmid], asked, paths=[self.drives[drive]])
        return True

    async def unload(self, client: int, lmid: str, drive: int) -> None:
        """Give it up."""
        asked = monotonic()
        await self.send("POST", f"/changers/{SHARE}/unload", {"drive": drive})
        self._note_all(client, Use.UNLOAD, [lmid], asked)

    async def mount_in_session(self, client: int, lmids: Sequence[str], *, closed: bool) -> None:
        """Mount in a session that ends its mounts, and close it, or be heard of no more."""
        lease = LONG_LEASE if closed else LEASE
        opened = await self.send("POST", "/sessions", {"application": "run", "lease": lease, "ends_mounts": True})
        headers, asked = {"OpenRSM-Session": opened["id"]}, monotonic()
        body = {"media": [*lmids], "read": True, "nowait": True}
        answer = await self.ask("POST", "/mounts", body, headers=headers)
        heard, stands = asked, answer is not None and answer.is_success
        items = [one["work"]["item"]["id"] for one in answer.json()["items"]] if answer is not None and stands else []
        while stands and answer is not None and answer.status_code != DONE:
            heard = monotonic()
            answer = await self.ask("GET", "/mounts", item=items, headers={**headers, "Prefer": "wait=1"})
            stands = answer is not None and answer.is_success
        if not stands:  # it was lost while the service did not hear of it, and so perhaps were its mounts
            self._note_all(client, Use.MOUNT, lmids, asked, answered=False)
            self._note_all(client, Use.END, lmids, asked, answered=False)
            return
        paths = _paths(answer.json()) if answer is not None and closed else ()  # else it may be lost by now
        self._note_all(client, Use.MOUNT, lmids, asked, paths=paths)
        if closed:
            asked = monotonic()
            await self.ask("DELETE", f"/sessions/{opened['id']}", headers=headers)
            self._note_all(client, Use.END, lmids, asked)
        else:
            self._note_all(client, Use.END, lmids, heard + LEASE, answered=False)

    def _note_all(
        self,
        client: int,
        use: Use,
        lmids: Sequence[str],
        asked: float,
        *,
        answered: bool = True,
        paths: Sequence[str] = (),
    ) -> None:
        """``paths`` lead to the drives in which the media were loaded: what really is there is looked at now."""
        told = monotonic() if answered else inf
        for lmid, path in zip_longest(lmids, paths, fillvalue=""):
            noted = Operation(client=client, use=use, medium=self.media[lmid], lmid=lmid, asked=asked, told=told)
            self._note(replace(noted, drive=Path(path).name, found=self._really_at(path)) if path else noted)

    def _really_at(self, path: str) -> str:
        """The bar code of the cartridge that a device path leads to."""
        return self.cartridges.get(Path(path).resolve().name, "nothing")

    def _note(self, operation: Operation) -> None:
        self.history.append(operation)
        if self.kill_after and len(self.history) >= self.kill_after:
            self.kill_after = 0
            self.daemon.kill_and_restart()


def _paths(loaded: Any) -> list[str]:
    """The device paths of a set that is loaded."""
    return [one["device_path"] for one in loaded["items"]]


async def work(site: Site, number: int) -> None:
    """One client: it takes media for itself, loads by number, mounts in sessions that end, or mounts and dismounts."""
    dice = Random(number)  # noqa: S311 - a play, not a secret
    await _KINDS[number % len(_KINDS)](site, number, dice)


async def _take(site: Site, number: int, _dice: Random) -> None:
    """What is not answered is given up."""
    lmid, medium = await site.allocate(number, again=False)
    if lmid:
        await site.deallocate(number, lmid, medium, again=False)


async def _mount(site: Site, number: int, dice: Random) -> None:
    wanted = _some(site, dice)
    await site.mount(number, wanted)
    await site.dismount(number, wanted, deferred=dice.random() < 0.7)


async def _load(site: Site, number: int, dice: Random) -> None:
    lmid, drive = dice.choice(sorted(site.slots)), dice.randrange(2)
    while not await site.load(number, lmid, drive):
        await asyncio.sleep(AGAIN)
        lmid, drive = dice.choice(sorted(site.slots)), dice.randrange(2)
    await site.unload(number, lmid, drive)


async def _come_and_go(site: Site, number: int, dice: Random) -> None:
    await site.mount_in_session(number, _some(site, dice), closed=dice.random() < 0.7)


def _some(site: Site, dice: Random) -> list[str]:
    return dice.sample(sorted(site.media), dice.choice((1, 1, 2, 3)))


_KINDS: Final[Sequence[Callable[[Site, int, Random], Awaitable[None]]]] = (_take, _mount, _load, _come_and_go)
