"""A service in this process with a library, on which another application and both commands work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm.client.opening import open_client
from tests.changer.ours import Ours
from tests.client.service import Service
from tests.conformance.surface_bench import SMALL, Bench, Clock


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path, Clock())
    with capture_logs():
        made.start()
        yield made
        made.stop()


@pytest.fixture
def bench(service: Service, tmp_path: Path) -> Iterator[Bench]:
    made = Bench.begin(service.client(), tmp_path / "library", service.clock, SMALL)
    yield made
    made.close()


@pytest.fixture
def ours(bench: Bench, service: Service) -> Ours:
    """The commands, as the user of this process runs them where that service is."""
    assert bench.place.exists()
    return Ours(lambda: open_client(service.address), state=service.state)
