"""What callers change while a controller decides: it decides anew, and nothing else comes of it."""

from __future__ import annotations

from datetime import datetime

import pytest
from structlog.testing import capture_logs

from openrsm.domain import scheduling
from openrsm.domain.steps import Begin, Decision, Snapshot
from openrsm.domain.work import Operation, WorkState
from tests.conformance.surface_bench import Bench, Build
from tests.surface.conftest import build

__all__ = ["build"]


def test_a_mount_that_is_cancelled_as_it_is_to_begin_disturbs_nothing(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = build()
    cancelled: list[object] = []

    def decide(snapshot: Snapshot, now: datetime) -> Decision:
        """The caller cancels what is about to begin, between the decision and its record."""
        decision = scheduling.decide(snapshot, now)
        mounts = [item for item in snapshot.work if item.operation is Operation.MOUNT]
        if mounts and not cancelled and any(isinstance(one, Begin) for one in decision.rulings):
            cancelled.append(bench.manager.work.cancel(bench.session, str(mounts[0].id)))
        return decision

    monkeypatch.setattr("openrsm.service.controller.decide", decide)
    with capture_logs() as logged:
        [view] = bench.queue(bench.lmid())
        bench.manager.settle()
    assert bench.item(view).item.state is WorkState.CANCELLED
    assert cancelled
    assert [entry for entry in logged if entry["action"] == "round_failed"] == []
    assert agrees_and_works(bench)


def agrees_and_works(bench: Bench) -> bool:
    bench.mount(bench.lmid())
    return bench.agrees()
