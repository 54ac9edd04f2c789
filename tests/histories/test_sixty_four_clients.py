"""Sixty-four clients at once: whatever they were told can be explained by doing one thing after the other.

They mount sets of one to three of twelve media in four drives, and allocate and deallocate others, over the socket of a
real service, which is killed in the middle. Whoever mounts repeats what was not answered; whoever allocates does not.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.histories.clients import CLIENTS, SHARED, Daemon, Site, work
from tests.histories.history import Use, counts, faults
from tests.torture.tally import tallied

pytestmark = [pytest.mark.slow, pytest.mark.system, pytest.mark.torture]

LONGEST = 240.0
"""Seconds after which the clients would be thought to wait for one another."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    "killed",
    [
        pytest.param(False, id="undisturbed", marks=pytest.mark.exhaustive),  # the other is harder
        pytest.param(True, id="killed in the middle"),
    ],
)
def test_what_clients_are_told_has_a_lawful_order(tmp_path: Path, *, killed: bool, thorough: bool) -> None:
    daemon = Daemon(tmp_path)
    try:
        history = asyncio.run(_play(daemon, tmp_path, killed=killed, rounds=5 if thorough else 1))
    finally:
        status = daemon.stop()
    media = {one.medium for one in history.history}
    with tallied("histories checked", len(media)), tallied("operations in them", len(history.history)):
        assert status == 0
        assert [*faults(history.history)] == []
        done = counts(history.history)
        assert done[Use.MOUNT] == done[Use.DISMOUNT] > CLIENTS // 2
        assert done[Use.ALLOCATE] > SHARED


async def _play(daemon: Daemon, folder: Path, *, killed: bool, rounds: int) -> Site:
    async with daemon.client() as http:
        site = Site(daemon, http)
        await site.prepare(folder / "library")
        if killed:
            site.kill_after = len(site.history) + CLIENTS * rounds // 2
        async with asyncio.timeout(LONGEST * rounds), asyncio.TaskGroup() as clients:
            for number in range(CLIENTS):
                clients.create_task(work(site, number, rounds))
        return site
