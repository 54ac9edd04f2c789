"""kill -9 in the middle of 500 concurrent client operations: what was acknowledged is there, and nothing is done twice.

Each operation has an idempotency key. Those that got no answer are repeated under it once the service runs again, as
the clients do by themselves.
"""

from __future__ import annotations

import asyncio
import itertools
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from tests.system.command import RSM

pytestmark = [pytest.mark.system, pytest.mark.slow]

ALLOCATIONS, MOUNTS, POOLS = 180, 180, 140
PLACE = "http://rsm/api/v1"


@dataclass(frozen=True)
class Operation:
    """One request, and the key that makes its repetition harmless."""

    path: str
    body: dict[str, Any]
    key: str = field(default_factory=lambda: uuid4().hex)


class Daemon:
    """``rsm serve`` on a state folder; killed and started again."""

    def __init__(self, state: Path) -> None:
        self.socket = state / "rsmd.sock"
        self._command: list[str | Path] = [RSM, "serve", "--state", str(state), "--socket", str(self.socket)]
        self._log = (state.parent / "rsmd.log").open("ab")
        self.process = self._started()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self._command, stdout=self._log, stderr=self._log)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def restart(self) -> None:
        self.process = self._started()

    def stop(self) -> int:
        self.process.terminate()
        self._log.close()
        return self.process.wait(60)

    def client(self) -> httpx2.AsyncClient:
        limits = httpx2.Limits(max_connections=600)
        transport = httpx2.AsyncHTTPTransport(uds=str(self.socket), verify=False, limits=limits)
        return httpx2.AsyncClient(transport=transport, timeout=60)

    async def until_it_answers(self) -> None:
        async with asyncio.timeout(60):
            while not await self._answers():  # noqa: ASYNC110 - another process cannot set an event
                await asyncio.sleep(0.05)

    async def _answers(self) -> bool:
        async with self.client() as client:
            try:
                return (await client.get("http://rsm/readyz")).status_code == 200
            except httpx2.TransportError:
                return False


async def until_acknowledged(daemon: Daemon, operations: list[Operation], count: int) -> dict[str, Any]:
    """Start all at once, and kill the service when so many have been answered; the answers by key."""
    answers: dict[str, Any] = {}

    async def one(client: httpx2.AsyncClient, operation: Operation) -> None:
        try:
            answers[operation.key] = await sent(client, operation)
        except httpx2.TransportError:
            return
        if len(answers) == count:
            daemon.kill()

    async with daemon.client() as client:
        await asyncio.gather(*(one(client, operation) for operation in operations))
    return answers


async def sent(client: httpx2.AsyncClient, operation: Operation) -> Any:
    answer = await client.post(
        f"{PLACE}{operation.path}", json=operation.body, headers={"Idempotency-Key": operation.key}
    )
    assert answer.is_success, answer.text
    return answer.json()


async def listed(client: httpx2.AsyncClient, path: str, **query: str) -> list[Any]:
    """All pages of a list."""
    found: list[Any] = []
    while True:
        answer = await client.get(f"{PLACE}{path}", params={**query, "limit": "1000"})
        page = answer.raise_for_status().json()
        found += page["items"]
        if page["next"] is None:
            return found
        query["cursor"] = page["next"]


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Daemon]:
    daemon = Daemon(tmp_path / "state")
    yield daemon
    assert daemon.stop() == 0


async def prepared(daemon: Daemon, library: Path) -> list[str]:
    """A library, a pool, and allocated media in it."""
    async with daemon.client() as client:
        url = f"virtual:{library}?drives=4&slots=420&ports=1&cartridges=400&type=LTO-9&doors=0"
        await sent(client, Operation("/libraries", {"name": "vlib", "url": url}))
        for medium in await listed(client, "/media"):
            await sent(client, Operation(f"/media/{medium['medium']['id']}/move", {"pool": "Free/LTO-9"}))
        await sent(client, Operation("/pools", {"path": "a", "media_type": "LTO-9", "draw_from_free": True}))
        taken = [await sent(client, Operation("/allocations", {"pool": "a"})) for _ in range(MOUNTS)]
    return [answer["logical"]["id"] for answer in taken]


def operations(lmids: list[str], turn: int) -> list[Operation]:
    """A mix of all kinds, in no kind's favour."""
    allocations = [Operation("/allocations", {"pool": "a"}) for _ in range(ALLOCATIONS)]
    mounts = [Operation("/mounts", {"media": [lmid], "read": True, "nowait": True}) for lmid in lmids]
    pools = [Operation("/pools", {"path": f"p{turn}/{number}", "media_type": "LTO-9"}) for number in range(POOLS)]
    mixed = itertools.chain.from_iterable(itertools.zip_longest(allocations, mounts, pools))
    return [operation for operation in mixed if operation is not None]


@pytest.mark.parametrize("acknowledged", [1, pytest.param(90, marks=pytest.mark.torture), 300])
def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    daemon: Daemon, tmp_path: Path, acknowledged: int
) -> None:
    asyncio.run(attempt(daemon, tmp_path / "library", acknowledged))


async def attempt(daemon: Daemon, library: Path, acknowledged: int) -> None:
    await daemon.until_it_answers()
    lmids = await prepared(daemon, library)
    wanted = operations(lmids, acknowledged)
    answers = await until_acknowledged(daemon, wanted, acknowledged)
    assert acknowledged <= len(answers) < len(wanted)
    daemon.restart()
    await daemon.until_it_answers()
    await verify(daemon, answers)
    async with daemon.client() as client:
        for operation in wanted:
            again = await sent(client, operation)
            assert answers.get(operation.key, again) == again, "the first answer is repeated"
    await verify_counts(daemon, lmids, acknowledged)


async def verify(daemon: Daemon, answers: dict[str, Any]) -> None:
    """Every acknowledged allocation, pool and work item is there."""
    async with daemon.client() as client:
        logical = {each["id"] for each in await listed(client, "/objects/logical_media")}
        pools = {each["pool"]["id"] for each in await listed(client, "/pools")}
        work = {each["item"]["id"] for each in await listed(client, "/work-items", ended="true")}
    for answer in answers.values():
        match answer:
            case {"logical": {"id": lmid}}:
                assert lmid in logical
            case {"pool": {"id": pool}}:
                assert pool in pools
            case {"items": [{"work": {"item": {"id": item}}}]}:
                assert item in work
            case _:
                pytest.fail(f"an unexpected answer: {answer}")


async def verify_counts(daemon: Daemon, lmids: list[str], turn: int) -> None:
    """Each operation has been done exactly once."""
    async with daemon.client() as client:
        logical = await listed(client, "/objects/logical_media")
        pools = await listed(client, "/pools")
        work = await listed(client, "/work-items", ended="true")
    assert len(logical) == MOUNTS + ALLOCATIONS
    assert sum(each["pool"]["path"].startswith(f"p{turn}/") for each in pools) == POOLS
    mounts = Counter(each["item"]["side_id"] for each in work if each["item"]["operation"] == "mount")
    assert len(mounts) == len(lmids)
    assert set(mounts.values()) == {1}
