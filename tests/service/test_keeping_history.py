"""How long what has ended is kept, as the computer object says."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import pytest

from openrsm.domain.operator import OperatorState
from openrsm.domain.values import ObjectType
from openrsm.domain.work import WorkState
from openrsm.errors import RequestRefused
from openrsm.service.keeper import Retention, clear_history
from openrsm.service.manager import LocalManager
from tests.conformance.surface_bench import Bench, Build
from tests.surface.conftest import build

__all__ = ["build"]

DAY: Final = 24 * 3600.0


@pytest.fixture
def bench(build: Build) -> Bench:
    """A mount failed because an operator refused to bring its cartridge; an inventory passed."""
    bench = build()
    bench.take_out("V00006L9")
    waiting = bench.pending("V00006L9")
    waiting.until_waiting()
    bench.manager.operators.refuse(bench.session, str(bench.requests()[0].request.number))
    with pytest.raises(RequestRefused):
        waiting.result()
    return bench


def keep(bench: Bench, retention: Retention) -> tuple[set[WorkState], set[OperatorState]]:
    """What is left when history has been cleared."""
    manager = bench.manager
    assert isinstance(manager, LocalManager)
    manager._context.store.write(lambda tx: clear_history(tx, retention))  # noqa: SLF001 - the keeper does it each hour
    return (
        {view.item.state for view in manager.work.list(bench.session, ended=True)},
        {view.request.state for view in manager.operators.list(bench.session, answered=True)},
    )


def test_all_is_kept_for_three_days_and_then_forgotten(bench: Bench) -> None:
    bench.clock.move(3 * DAY - 60)
    assert keep(bench, Retention()) == ({WorkState.PASSED, WorkState.FAILED}, {OperatorState.REFUSED})
    bench.clock.move(120)
    assert keep(bench, Retention()) == (set(), set())


def test_work_and_requests_have_times_of_their_own(bench: Bench) -> None:
    bench.change(ObjectType.COMPUTER, "computer", work_purge_seconds=60)
    bench.clock.move(120)
    assert keep(bench, Retention()) == (set(), {OperatorState.REFUSED})
    bench.change(ObjectType.COMPUTER, "computer", operator_purge_seconds=60)
    assert keep(bench, Retention()) == (set(), set())


def test_what_failed_and_what_was_refused_can_be_kept(bench: Bench) -> None:
    bench.change(ObjectType.COMPUTER, "computer", purge_failed_work=False, purge_refused_requests=False)
    bench.clock.move(4 * DAY)
    assert keep(bench, Retention()) == ({WorkState.FAILED}, {OperatorState.REFUSED})


def test_nothing_is_forgotten_where_that_is_set(bench: Bench) -> None:
    bench.change(ObjectType.COMPUTER, "computer", purge_work=False, purge_requests=False)
    bench.clock.move(4 * DAY)
    left = keep(bench, Retention(work=timedelta(0)))
    assert left == ({WorkState.PASSED, WorkState.FAILED}, {OperatorState.REFUSED})


def test_the_configuration_may_say_how_long_instead(bench: Bench) -> None:
    bench.clock.move(120)
    assert keep(bench, Retention(work=timedelta(seconds=60))) == (set(), set())
