"""A manager in this process, on a state folder and a virtual library of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm.drivers.contract import Discovery
from openrsm.drivers.registry import open_library
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.manager import LocalManager, open_manager
from openrsm.store.database import Commit
from tests.conformance.surface_bench import LIMITS, SMALL, Bench, Build, Clock


def opened(
    folder: Path,
    clock: Clock,
    *,
    discover: Discovery = open_library,
    read_only: bool = False,
    serving: bool = False,
    observe: Callable[[Commit], None] = lambda _: None,
) -> LocalManager:
    return open_manager(
        folder,
        recognition=IsolatedRecognition(),
        discover=discover,
        clock=clock,
        zone=UTC,
        computer="box",
        read_only=read_only,
        serving=serving,
        limits=LIMITS,
        observe=observe,
    )


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    made: list[Bench] = []

    def make(query: str = SMALL) -> Bench:
        clock = Clock()
        made.append(Bench.begin(opened(tmp_path / "state", clock), tmp_path / "library", clock, query))
        return made[-1]

    with capture_logs():
        yield make
        for bench in made:
            bench.close()
