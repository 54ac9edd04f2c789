"""Both commands where a service runs, on whose library another application works."""

from __future__ import annotations

import pytest

from openrsm.client.opening import open_client
from tests.changer.ours import Ours
from tests.client.conftest import bench, build, service
from tests.client.service import Service
from tests.conformance.surface_bench import Bench

__all__ = ["bench", "build", "service"]  # fixtures that the tests of this folder ask for by name


@pytest.fixture
def ours(bench: Bench, service: Service) -> Ours:
    """The commands, as the user of this process runs them where that service is."""
    assert bench.place.exists()
    return Ours(lambda: open_client(service.address), state=service.state)
