"""The catalogue fails while the robot moves: what happened then is found out, and the queue goes on."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from openrsm.domain.work import WorkState
from tests.conformance.surface_bench import Bench, Build, eventually, home
from tests.surface.catalogue import damaged, file_of


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


def fail_until_noticed(bench: Bench) -> None:
    """The disk loses the catalogue until somebody has tried to write that a motion has ended."""
    with damaged(file_of(bench)), capture_logs() as logged:
        eventually(lambda: [entry for entry in logged if entry.get("action") == "round_failed"])


def test_a_mount_goes_on_though_the_end_of_its_motion_could_not_be_recorded(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.hands.add_fault("move", "slow:0.3")
    [queued] = bench.mount(lmid, nowait=True)
    eventually(lambda: bench.medium(lmid).moves)
    fail_until_noticed(bench)
    assert bench.done(queued.work).item.state is WorkState.PASSED
    assert bench.agrees()
    bench.dismount(lmid)
    assert bench.motions() == 2


def test_a_dismount_goes_on_though_the_end_of_its_motion_could_not_be_recorded(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.mount(lmid)
    bench.hands.add_fault("move", "slow:0.3")
    [view] = bench.manager.mounts.dismount(bench.session, [lmid])
    eventually(lambda: len(bench.medium(lmid).moves) == 2)
    fail_until_noticed(bench)
    assert bench.done(view).item.state is WorkState.PASSED
    assert home(bench.medium(lmid).medium)
    assert bench.agrees()


def test_a_drive_that_let_go_unrecorded_is_emptied(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.mount(lmid)
    bench.hands.add_fault("unload", "slow:0.3")
    [view] = bench.manager.mounts.dismount(bench.session, [lmid])
    eventually(lambda: bench.item(view).item.state is WorkState.IN_PROCESS)
    fail_until_noticed(bench)
    assert bench.done(view).item.state is WorkState.PASSED
    assert home(bench.medium(lmid).medium)
    assert bench.agrees()
