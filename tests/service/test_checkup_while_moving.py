"""A checkup of a service at work takes no motion that is being written down for one that nothing carries."""

from __future__ import annotations

import pytest

from openrsm.domain import bookkeeping, troubles
from openrsm.domain.records import Move
from openrsm.domain.steps import Carry
from openrsm.domain.values import LibraryId
from openrsm.errors import SystemFault
from openrsm.service import checkups, dispatch, reports
from openrsm.service.controller import Controller
from openrsm.service.controllers import Controllers
from openrsm.service.devices import RobotReport
from openrsm.service.manager import LocalManager
from openrsm.service.outcomes import intend
from openrsm.service.sight import Hear, Sight
from openrsm.store.database import Transaction
from tests.conformance.surface_bench import Bench, Build
from tests.surface.conftest import build

__all__ = ["build"]


def under_way(bench: Bench) -> list[str]:
    assert isinstance(bench.manager, LocalManager)
    return bench.manager.under_way()


def test_a_motion_is_under_way_before_its_beginning_is_written_down(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = build()
    found: list[str] = []

    def intended(tx: Transaction, library: LibraryId, step: Carry) -> Move:
        found.extend(under_way(bench))
        return intend(tx, library, step)

    monkeypatch.setattr(dispatch, "intend", intended)
    bench.mount(bench.lmid())
    bench.manager.settle()
    assert found == ["vlib carries V00001L9 from slot 1 to drive 1"]


def test_what_cannot_be_written_down_is_not_under_way(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = build()
    lmid = bench.lmid()
    then: list[list[str]] = []

    def refused_once(tx: Transaction, library: LibraryId, step: Carry) -> Move:
        if not then:
            raise SystemFault("the disk is full", "free some")
        return intend(tx, library, step)

    def started_over(controller: Controller, error: Exception) -> None:
        then.append(under_way(bench))
        start_over(controller, error)

    start_over = Controller._start_over  # noqa: SLF001 - where the round that failed ends
    monkeypatch.setattr(dispatch, "intend", refused_once)
    monkeypatch.setattr(Controller, "_start_over", started_over)
    bench.mount(lmid)
    assert then == [[]]


def test_a_motion_is_under_way_until_its_end_is_written_down(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = build()
    found: list[list[str]] = []
    write_down, checked = reports.carried, bench.manager.database._checkups  # type: ignore[attr-defined] # noqa: SLF001 - no surface

    def carried(tx: Transaction, move: Move, report: RobotReport) -> None:
        found.append([one.what for one in bookkeeping.check(checked.books())])
        write_down(tx, move, report)

    monkeypatch.setattr(reports, "carried", carried)
    bench.mount(bench.lmid())
    bench.manager.settle()
    assert found
    assert not any(found)


def test_what_nobody_waits_for_any_more_is_not_followed(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = build()
    waiting: list[Hear] = []

    def consult(_: Controllers, library: LibraryId, hear: Hear) -> bool:
        waiting.append(hear)
        return bool(library)

    monkeypatch.setattr(checkups, "PATIENCE", 0.0)
    monkeypatch.setattr(Controllers, "consult", consult)
    left = bench.manager.database.repair(bench.session)
    assert [one.code for one in left.findings] == [troubles.MOVES.code]
    before = bench.catalogued()
    for hear in waiting:
        hear(Sight((), {}))  # to follow it, all would be gone
    assert waiting
    assert bench.catalogued() == before
