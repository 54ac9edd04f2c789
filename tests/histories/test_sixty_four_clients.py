"""Sixty-four clients at once: whatever they were told can be explained by doing one thing after the other.

They mount sets of one to three of twelve media in four drives, some in sessions that end their mounts, load four of
these by number in a share of two drives, and allocate and deallocate others, over the socket of a real service, which
is killed in the middle. Whoever mounts or loads repeats what was not answered; whoever allocates does not.
"""

from __future__ import annotations

import asyncio
from math import inf
from pathlib import Path

import pytest

from tests.histories.clients import CLIENTS, SHARED, Daemon, Site, work
from tests.histories.history import TAKES, Use, counts, faults
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
def test_what_clients_are_told_has_a_lawful_order(tmp_path: Path, *, killed: bool) -> None:
    daemon = Daemon(tmp_path)
    try:
        history = asyncio.run(_play(daemon, tmp_path, killed=killed))
    finally:
        status = daemon.stop()
    media = {one.medium for one in history.history}
    with tallied("histories checked", len(media)), tallied("operations in them", len(history.history)):
        assert status == 0
        assert [*faults(history.history)] == []
        takes = [one for one in history.history if one.use in TAKES and one.told < inf]
        assert sum(bool(one.drive and one.found) for one in takes) > len(takes) // 2
        done = counts(history.history)
        assert done[Use.MOUNT] >= done[Use.DISMOUNT] > CLIENTS // 4
        assert done[Use.LOAD] == done[Use.UNLOAD] >= CLIENTS // 4
        assert done[Use.END] > CLIENTS // 8
        assert done[Use.ALLOCATE] > SHARED


async def _play(daemon: Daemon, folder: Path, *, killed: bool) -> Site:
    async with daemon.client() as http:
        site = Site(daemon, http)
        await site.prepare(folder / "library")
        if killed:
            site.kill_after = len(site.history) + CLIENTS // 2
        async with asyncio.timeout(LONGEST), asyncio.TaskGroup() as clients:
            for number in range(CLIENTS):
                clients.create_task(work(site, number))
        return site
