"""Whoever waits in this process hears that the service is closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.errors import Cancelled
from openrsm.service.hub import Hub
from openrsm.surface.media import AllocateOptions
from tests.conformance.surface_bench import PATIENCE, SMALL, Bench, Clock, eventually
from tests.surface.conftest import opened


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    clock = Clock()
    return Bench.begin(opened(tmp_path / "state", clock), tmp_path / "library", clock, SMALL)


def test_an_allocation_that_waits_for_media_ends_when_the_service_is_closed(bench: Bench) -> None:
    bench.create_pool("empty", "LTO-9")
    waits = AllocateOptions(timeout=None)
    waiting = bench.threads.submit(bench.manager.media.allocate, bench.session, "empty", waits)
    eventually(bench.requests)
    bench.close()
    with pytest.raises(Cancelled, match="service was closed"):
        waiting.result(PATIENCE)


def test_a_mount_that_waits_for_a_drive_ends_when_the_service_is_closed(bench: Bench) -> None:
    bench.mount(*bench.lmids(2))
    waiting = bench.pending(bench.lmid())
    waiting.until_waiting()
    bench.close()
    with pytest.raises(Cancelled, match="service was closed"):
        waiting.result()


def test_who_begins_to_wait_when_the_service_is_closed_does_not_wait() -> None:
    hub = Hub()
    hub.close()
    with pytest.raises(Cancelled):
        hub.wait_until([], lambda: False)
