"""Requests to a real service over its Unix socket, beside a service that does nothing and is made of the same parts.

``rsm serve`` runs as a process of its own on a virtual library all of whose drives hold a mounted cartridge. What is
timed: looking at one cartridge; submitting a deferred dismount, which is on the disk when it is answered; and mounting
that cartridge again, which takes no motion, until it is loaded. Then memory: what the process holds, before and while
1,000 mounts wait and 1,000 listeners follow the events.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from bench.figures import Figure, Result, figure
from bench.load import Connection, Request, timed

NAME = "requests"
YARDSTICK = "no-op"
API = "/api/v1"
PATIENCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured."""

    drives: int = 32
    callers: int = 16
    requests: int = 600
    rounds: int = 5
    waiting: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Requests a second, and the milliseconds within which 99 of 100 are answered."""

    rate: float
    p99: float


@dataclass(frozen=True, slots=True)
class Process:
    """A service, and its socket."""

    socket: Path
    process: subprocess.Popen[bytes]

    def memory(self) -> float:
        """What it holds, in MiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024

    def threads(self) -> int:
        """How many threads it has."""
        return len(list(Path(f"/proc/{self.process.pid}/task").iterdir()))


@contextmanager
def running(socket: Path, *command: str | Path) -> Iterator[Process]:
    """A process that serves a socket; ended afterwards."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            asyncio.run(_until_it_answers(socket))
            yield Process(socket, process)
        finally:
            process.terminate()


async def _until_it_answers(socket: Path) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            (await Connection.open(socket)).close()
            return
        except OSError:
            assert time.monotonic() < end, f"nothing serves {socket}"
            await asyncio.sleep(0.05)


class Workload:
    """A library whose drives all hold mounted cartridges, and as many cartridges more as are to wait."""

    def __init__(self, service: Process, sizes: Sizes) -> None:
        self._service = service
        self._sizes = sizes
        self.mounted: list[str] = []
        self.others: list[str] = []

    async def prepare(self, folder: Path) -> None:
        count = self._sizes.drives + self._sizes.waiting
        slots = f"drives={self._sizes.drives}&slots={count}&cartridges={count}"
        url = f"virtual:{folder}/library?{slots}&type=LTO-9&ports=1&doors=0"
        await self.done(Request("POST", f"{API}/libraries", {"name": "bench", "url": url}))
        names = await self._names()
        self.mounted, self.others = names[: self._sizes.drives], names[self._sizes.drives :]
        await self.all([mount(name) for name in self.mounted], status=201)

    async def _names(self) -> list[str]:
        found: list[str] = []
        cursor = ""
        while True:
            page = await self.done(Request("GET", f"{API}/media?limit=500{cursor}"))
            found += [item["medium"]["name"] for item in page["items"] if not item["medium"]["cleaner"]]
            if not page.get("next"):
                return found
            cursor = f"&cursor={page['next']}"

    async def done(self, request: Request) -> Any:
        connection = await Connection.open(self._service.socket)
        answer = await connection.ask(request)
        connection.close()
        assert answer.status < 300, (request, answer)
        return answer.json()

    async def all(self, requests: Sequence[Request], *, status: int = 200) -> list[float]:
        return await timed(self._service.socket, requests, self._sizes.callers, status)


def mount(name: str) -> Request:
    return Request("POST", f"{API}/mounts", {"media": [name], "read": True}, (("Prefer", "wait=30"),))


def dismount(name: str) -> Request:
    return Request("POST", f"{API}/dismounts", {"media": [name], "deferred": True})


def run(folder: Path, sizes: Sizes) -> Result:
    """Measure, in this folder."""
    socket = folder / "rsmd.sock"
    rsm = Path(sys.executable).with_name("rsm")
    served = running(socket, rsm, "serve", "--state", folder / "state", "--socket", socket)
    with (
        served as service,
        running(folder / "noop.sock", sys.executable, "-m", "bench.noop", folder / "noop.sock") as noop,
    ):
        found = asyncio.run(_measured(service, noop, folder, sizes))
    named = {each.name: getattr(sizes, each.name) for each in fields(sizes)}
    return Result(name=NAME, sizes=named, yardstick=YARDSTICK, figures=found)


async def _measured(service: Process, noop: Process, folder: Path, sizes: Sizes) -> list[Figure]:
    workload = Workload(service, sizes)
    await workload.prepare(folder)
    rounds = [await _round(workload, noop, sizes) for _ in range(sizes.rounds)]
    return [*_speeds(rounds), *await _memory(workload, service, sizes)]


async def _round(workload: Workload, noop: Process, sizes: Sizes) -> dict[str, Speed]:
    nothing = [Request("GET", "/noop")] * sizes.requests
    look = [Request("GET", f"{API}/media/{name}") for name in workload.mounted]
    looks = look * (sizes.requests // len(look))
    return {
        YARDSTICK: await _speed(timed(noop.socket, nothing, sizes.callers, 200)),
        "get a cartridge": await _speed(workload.all(looks)),
        "submit a dismount": await _speed(workload.all([dismount(name) for name in workload.mounted], status=202)),
        "mount what is still in its drive": await _speed(
            workload.all([mount(name) for name in workload.mounted], status=201)
        ),
    }


async def _speed(requests: Any) -> Speed:
    start = perf_counter()
    took = await requests
    return Speed(rate=len(took) / (perf_counter() - start), p99=1000 * quantiles(took, n=100)[98])


def _speeds(rounds: Sequence[dict[str, Speed]]) -> Iterator[Figure]:
    base = [each[YARDSTICK] for each in rounds]
    for name in rounds[0]:
        if name == YARDSTICK:
            continue
        yield figure(name, "a second", [each[name].rate for each in rounds], [each.rate for each in base])
        yield figure(f"{name}: 99 of 100 within", "ms", [each[name].p99 for each in rounds], [one.p99 for one in base])


async def _memory(workload: Workload, service: Process, sizes: Sizes) -> list[Figure]:
    """What the process holds, and its threads, with nobody waiting, with mounts that wait, and with listeners too."""
    before, threads = service.memory(), service.threads()
    waiting = [await _waiting_mount(service, name) for name in workload.others]
    await _until_queued(workload, len(waiting))
    with_mounts = service.memory()
    listeners = [await _listener(service) for _ in range(sizes.waiting)]
    with_both, threads_then = service.memory(), service.threads()
    for connection in (*waiting, *listeners):
        connection.close()
    return [
        Figure(name="the process, nobody waiting", value=before, unit="MiB"),
        Figure(name=f"{len(waiting)} waiting mounts add", value=with_mounts - before, unit="MiB"),
        Figure(name=f"{len(listeners)} listeners add", value=with_both - with_mounts, unit="MiB"),
        Figure(name="threads, nobody waiting", value=threads, unit="threads"),
        Figure(name="threads with all of them", value=threads_then, unit="threads"),
    ]


async def _waiting_mount(service: Process, name: str) -> Connection:
    connection = await Connection.open(service.socket)
    await connection.send(Request("POST", f"{API}/mounts", {"media": [name], "read": True}, (("Prefer", "wait=3600"),)))
    return connection


async def _until_queued(workload: Workload, count: int) -> None:
    end = time.monotonic() + 10 * PATIENCE
    while len((await workload.done(Request("GET", f"{API}/work-items?limit=1000")))["items"]) < min(count, 1000):
        assert time.monotonic() < end, "the mounts are not queued"
        await asyncio.sleep(0.5)


async def _listener(service: Process) -> Connection:
    connection = await Connection.open(service.socket)
    await connection.send(Request("GET", f"{API}/events", headers=(("Accept", "text/event-stream"),)))
    status, _ = await connection.head()
    assert status == 200
    return connection
