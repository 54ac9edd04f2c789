"""The service's time goes on evenly while the computer's clock jumps; nobody's time limit ends early."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from openrsm.domain.work import WorkState
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.clock import SteadyClock
from openrsm.service.manager import open_manager
from openrsm.surface.mounts import MountOptions
from tests.conformance.surface_bench import LIMITS, SMALL, Bench, Clock, eventually

START = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
DAY = timedelta(days=1)


class Computer:
    """A computer's clock, which a test sets."""

    def __init__(self) -> None:
        self.wall = START
        self.seconds = 0.0

    def pass_time(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.seconds += seconds


@pytest.fixture
def computer() -> Computer:
    return Computer()


@pytest.fixture
def steady(computer: Computer) -> SteadyClock:
    return SteadyClock(lambda: computer.wall, lambda: computer.seconds)


@pytest.fixture
def bench(tmp_path: Path, steady: SteadyClock) -> Iterator[Bench]:
    manager = open_manager(
        tmp_path / "state",
        recognition=IsolatedRecognition(),
        discover=open_virtual,
        clock=steady,
        steady=steady,
        zone=UTC,
        computer="box",
        limits=LIMITS,
    )
    bench = Bench.begin(manager, tmp_path / "library", Clock(), SMALL)
    yield bench
    bench.close()


def test_it_tells_the_time(computer: Computer, steady: SteadyClock) -> None:
    computer.pass_time(90)
    assert steady() == START + timedelta(seconds=90)
    assert steady.behind() == timedelta(0)


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_it_does_not_jump_by_itself(computer: Computer, steady: SteadyClock, jump: timedelta) -> None:
    computer.wall += jump
    assert (steady(), steady.behind()) == (START, jump)


@pytest.mark.parametrize("jump", [DAY, -DAY])
def test_it_follows_and_waiting_mounts_keep_their_time(
    bench: Bench, computer: Computer, steady: SteadyClock, jump: timedelta
) -> None:
    bench.mount(*bench.lmids(2))
    [queued] = bench.manager.mounts.submit(bench.session, [bench.lmid()], MountOptions(timeout=600))
    computer.wall += jump
    eventually(lambda: bench.item(queued.work).item.deadline == START + jump + timedelta(seconds=600))
    eventually(lambda: steady() == START + jump)
    bench.manager.settle()
    assert bench.item(queued.work).item.state is WorkState.WAITING


def test_a_small_correction_moves_no_deadline(bench: Bench, computer: Computer, steady: SteadyClock) -> None:
    bench.mount(*bench.lmids(2))
    [queued] = bench.manager.mounts.submit(bench.session, [bench.lmid()], MountOptions(timeout=600))
    computer.wall += timedelta(seconds=1)
    eventually(lambda: steady() == START + timedelta(seconds=1))
    assert bench.item(queued.work).item.deadline == START + timedelta(seconds=600)
