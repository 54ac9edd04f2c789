"""Drives that are gone are forgotten, and known again when they answer."""

from __future__ import annotations

import pytest

from openrsm.domain.library import Operational
from openrsm.errors import Busy, InvalidDrive, InvalidState
from tests.conformance.surface_bench import LIBRARY, POOL, Bench, Build, eventually
from tests.service.observed import break_off
from tests.surface.conftest import build

__all__ = ["build"]


def reopen(bench: Bench) -> None:
    """The library was away, and is back."""
    mend = break_off(bench)
    bench.manager.libraries.inventory(bench.session, LIBRARY)
    eventually(lambda: operational(bench) is Operational.NOT_PRESENT)
    mend()
    eventually(lambda: operational(bench) is Operational.READY)
    bench.manager.settle()


def operational(bench: Bench) -> Operational:
    return bench.manager.libraries.show(bench.session, LIBRARY).summary.library.operational


def lose_drive(bench: Bench, number: int) -> None:
    bench.hands.add_fault("drive-status", "DeviceGone", where=f"drive:{number}", times=0)
    reopen(bench)
    assert bench.drive(number).drive.operational is Operational.NOT_PRESENT


def test_a_drive_that_is_gone_is_forgotten_and_its_history_stays(build: Build) -> None:
    bench = build()
    lmid = bench.lmid()
    bench.mount(lmid, drives=("drive2",))
    bench.dismount(lmid)
    gone = bench.drive(2).drive
    ended = bench.manager.work.list(bench.session, ended=True)
    lose_drive(bench, 2)
    bench.manager.drives.remove(bench.session, "drive2")
    with pytest.raises(InvalidDrive, match="drive2"):
        bench.drive(2)
    kept = {view.item.id: view.item.drive_id for view in bench.manager.work.list(bench.session, ended=True)}
    assert {view.item.id for view in ended} <= kept.keys()
    assert gone.id in kept.values()
    assert bench.mount(lmid)[0].device_path


def test_a_drive_that_answers_again_is_a_new_one_under_its_number(build: Build) -> None:
    bench = build()
    before = bench.drive(2).drive
    lose_drive(bench, 2)
    bench.manager.drives.remove(bench.session, "drive2")
    bench.hands.clear_faults()
    reopen(bench)
    after = bench.drive(2).drive
    assert (after.name, after.address, after.serial) == (before.name, before.address, before.serial)
    assert (after.id == before.id, after.operational) == (False, Operational.READY)
    assert len(bench.mount(*bench.lmids(2))) == 2


def test_a_drive_that_holds_a_medium_is_kept(build: Build) -> None:
    bench = build()
    held = bench.lmid()
    bench.mount(held, drives=("drive2",))
    lose_drive(bench, 2)
    with pytest.raises(InvalidState, match="is in drive"):
        bench.manager.drives.remove(bench.session, "drive2")


def test_a_drive_that_work_waits_for_is_kept(build: Build) -> None:
    bench = build()
    lose_drive(bench, 2)
    [waiting] = bench.queue(bench.lmid(), drives=("drive2",))
    with pytest.raises(InvalidState, match=f"work item {waiting.item.number}"):
        bench.manager.drives.remove(bench.session, "drive2")
    bench.manager.work.cancel(bench.session, str(waiting.item.id))
    bench.manager.drives.remove(bench.session, "drive2")


def test_a_drive_that_a_share_has_is_kept(build: Build) -> None:
    bench = build()
    bench.manager.shares.create(bench.session, "bacula", LIBRARY, [POOL], ["drive1", "drive2"])
    lose_drive(bench, 2)
    with pytest.raises(Busy, match="share bacula"):
        bench.manager.drives.remove(bench.session, "drive2")
    bench.manager.shares.change(bench.session, "bacula", drives=["drive1"])
    bench.manager.drives.remove(bench.session, "drive2")
