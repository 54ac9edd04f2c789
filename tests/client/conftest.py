"""A service of one's own, and a manager that speaks to it over its socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from tests.client.service import Service
from tests.conformance.surface_bench import SMALL, Bench, Build, Clock


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    made = Service(tmp_path, Clock())
    with capture_logs():
        made.start()
        yield made
        made.stop()


@pytest.fixture
def build(service: Service, tmp_path: Path) -> Iterator[Build]:
    made: list[Bench] = []

    def make(query: str = SMALL) -> Bench:
        made.append(Bench.begin(service.client(), tmp_path / "library", service.clock, query))
        return made[-1]

    yield make
    for bench in made:
        bench.close()


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()
