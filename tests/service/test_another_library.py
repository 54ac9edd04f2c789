"""A medium that one library waits for, and that people put into another."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.medium import MediumState
from openrsm.domain.operator import OperatorKind
from openrsm.domain.work import WorkState
from openrsm.drivers.virtual.human import Hands
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import SMALL, Bench, Build
from tests.surface.conftest import build

__all__ = ["build"]

SECOND = "second"
WANTED = "V00001L9"


@pytest.fixture
def waiting(build: Build, tmp_path: Path) -> tuple[Bench, Hands, WorkView]:
    """A mount waits in the first library for what lies in the second, who stands before that, and the mount."""
    bench = build()
    bench.take_out(WANTED)
    [view] = bench.queue(WANTED)
    bench.manager.libraries.add(bench.session, SECOND, f"virtual:{tmp_path}/{SECOND}?{SMALL}&prefix=W")
    hands = Hands(tmp_path / SECOND)
    hands.insert(WANTED, "slot:8")
    look(bench)
    return bench, hands, bench.item(view)


def look(bench: Bench) -> None:
    """Both libraries see what is there, and do what follows."""
    bench.done(bench.manager.libraries.inventory(bench.session, SECOND))
    bench.inventory()


def mounts(bench: Bench) -> WorkView:
    """Who asks for it now, once everything has come to rest."""
    [view] = bench.queue(WANTED)
    return bench.item(view)


def test_it_is_asked_for_still_where_it_is_waited_for(waiting: tuple[Bench, Hands, WorkView]) -> None:
    bench, _, view = waiting
    [asked] = bench.requests()
    assert (asked.request.kind, asked.request.work_id) == (OperatorKind.MOVE_MEDIA, view.item.id)
    assert asked.request.number == 1, "nobody was asked anew"
    assert bench.medium(WANTED).medium.state is MediumState.IN_USE
    assert bench.manager.database.check(bench.session).findings == []


def test_it_is_mounted_where_it_is_for_whoever_asks_for_it_there(waiting: tuple[Bench, Hands, WorkView]) -> None:
    bench, _, view = waiting
    mounted = mounts(bench)
    assert (mounted.item.state, mounted.drive) == (WorkState.PASSED, f"{SECOND}/drive1")
    assert bench.manager.database.check(bench.session).findings == []
    bench.dismount(WANTED)
    assert bench.item(view).item.state is WorkState.WAITING


def test_whom_somebody_told_that_it_is_there_asks_anew_and_it_stays_of_use(
    waiting: tuple[Bench, Hands, WorkView],
) -> None:
    bench, _, view = waiting
    [asked] = bench.requests()
    bench.manager.operators.satisfy(bench.session, str(asked.request.number))
    bench.manager.settle()
    [again] = [one for one in bench.requests() if one.request.work_id == view.item.id]
    assert again.request.number > asked.request.number
    assert bench.medium(WANTED).medium.state is MediumState.IN_USE
    assert bench.manager.database.check(bench.session).findings == []
    assert mounts(bench).item.state is WorkState.PASSED


def test_who_waited_gets_it_once_it_is_brought_there(waiting: tuple[Bench, Hands, WorkView]) -> None:
    bench, hands, view = waiting
    hands.take(WANTED)
    look(bench)
    bench.bring_back(WANTED, "slot:1")
    look(bench)
    assert bench.done(view).item.state is WorkState.PASSED
    assert bench.requests() == []
