"""A manager in this process with a virtual library, and a session of the original's API in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm import ntms
from tests.client.service import Service
from tests.conformance.surface_bench import ROOT, SMALL, Bench, Build, Clock
from tests.surface.conftest import opened


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    made: list[Bench] = []

    def make(query: str) -> Bench:
        clock = Clock()
        made.append(Bench.begin(opened(tmp_path / "state", clock), tmp_path / "library", clock, query))
        return made[-1]

    with capture_logs():
        yield make
        for bench in made:
            bench.close()


@pytest.fixture
def bench(build: Build) -> Bench:
    return build(SMALL)


@pytest.fixture
def session(bench: Bench) -> ntms.HANDLE:
    return ntms.attach(bench.manager, ROOT, "backup")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service behind a socket."""
    made = Service(tmp_path, Clock())
    with capture_logs():
        made.start()
        yield made
        made.stop()


@pytest.fixture
def served(service: Service, tmp_path: Path) -> Iterator[Bench]:
    """The same bench, over that socket."""
    bench = Bench.begin(service.client(), tmp_path / "library", service.clock, SMALL)
    yield bench
    bench.close()
