"""A checkup of a service at work takes no motion that is being written down for one that nothing carries."""

from __future__ import annotations

import pytest

from openrsm.domain import bookkeeping, troubles
from openrsm.domain.records import Move
from openrsm.domain.values import LibraryId
from openrsm.service import checkups, reports
from openrsm.service.controllers import Controllers
from openrsm.service.devices import RobotReport
from openrsm.service.sight import Hear, Sight
from openrsm.store.database import Transaction
from tests.conformance.surface_bench import Build
from tests.surface.conftest import build

__all__ = ["build"]


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
