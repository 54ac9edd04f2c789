"""A checkup of a service at work takes no motion that is being written down for one that nothing carries."""

from __future__ import annotations

import pytest

from openrsm.domain import bookkeeping
from openrsm.domain.records import Move
from openrsm.service import reports
from openrsm.service.devices import RobotReport
from openrsm.store.database import Transaction
from tests.conformance.surface_bench import Build
from tests.surface.conftest import build

__all__ = ["build"]


def test_a_motion_is_under_way_until_its_end_is_written_down(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = build()
    found: list[list[str]] = []
    write_down, checkups = reports.carried, bench.manager.database._checkups  # type: ignore[attr-defined] # noqa: SLF001 - no surface

    def carried(tx: Transaction, move: Move, report: RobotReport) -> None:
        found.append([one.what for one in bookkeeping.check(checkups.books())])
        write_down(tx, move, report)

    monkeypatch.setattr(reports, "carried", carried)
    bench.mount(bench.lmid())
    bench.manager.settle()
    assert found
    assert not any(found)
