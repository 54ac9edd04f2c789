"""Mounts that end with their session, where the process of the service ends first, or the drive is away."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.values import SessionId
from openrsm.domain.work import WorkState
from openrsm.drivers.virtual.drive import VirtualDrive
from openrsm.errors import Busy, InvalidHandle, MediumError, RsmError
from openrsm.store.database import Store
from openrsm.surface.mounts import MountOptions
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, LIMITS, ROOT, SMALL, Bench, Build, eventually
from tests.surface.conftest import build, opened

__all__ = ["build"]

LEASE: Final = 1.0
"""Seconds; over before a test is impatient, and long enough to be still open when the service starts again."""


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


def mounted(bench: Bench, lmid: str, lease: float | None) -> SessionId:
    """A session that ends its mounts, with one."""
    session = bench.manager.sessions.open("nightly", ROOT, lease=lease, ends_mounts=True)
    bench.manager.mounts.mount(session, [lmid], MountOptions())
    return session


def again(bench: Bench) -> Bench:
    """The service ends, with no word to its sessions, and starts."""
    folder = Path(bench.manager.database.show(bench.session).file).parent
    bench.manager.close()
    manager = opened(folder, bench.clock)
    return Bench(manager, bench.place, bench.clock, manager.sessions.open("backup", ROOT))


def test_a_session_that_was_to_last_as_long_as_its_process_ends_at_the_next_start(bench: Bench) -> None:
    lmid = bench.lmid()
    session = mounted(bench, lmid, lease=None)
    with closing(again(bench)) as later:
        later.manager.settle()
        assert "nightly" not in later.holders()
        with pytest.raises(InvalidHandle):
            later.manager.sessions.renew(session)
        later.mount(lmid)
        with closing(again(later)) as still:
            assert "backup" in still.holders()
            assert still.agrees()


def test_a_session_with_a_lease_goes_on_and_ends_its_mounts_when_that_is_over(bench: Bench) -> None:
    lmid = bench.lmid()
    session = mounted(bench, lmid, lease=LEASE)
    with closing(again(bench)) as later:
        assert later.manager.sessions.renew(session).ends_mounts
        eventually(lambda: later.drive(1).drive.state is DriveState.DISMOUNTED)
        assert "nightly" not in later.holders()
        later.mount(lmid)
        assert later.agrees()


# --- Where they cannot end at once ------------------------------------------------------------------------------------


def left(bench: Bench) -> list[str]:
    """The drives whose holder is gone."""
    return [view.drive.name for view in bench.manager.drives.list(bench.session) if view.drive.ownerless_since]


def left_in_a_disabled(device: str, bench: Bench) -> str:
    """A session ended while what its mount needs was disabled; its LMID."""
    lmid = bench.lmid()
    session = mounted(bench, lmid, lease=None)
    switch(bench, device, lmid, enabled=False)
    bench.manager.sessions.close(session)
    assert len(left(bench)) == 1
    return lmid


def switch(bench: Bench, device: str, lmid: str, *, enabled: bool) -> None:
    manager, session = bench.manager, bench.session
    [drive] = [view.drive.name for view in manager.drives.list(session) if view.drive.medium_id]
    match device, enabled:
        case "drive", True:
            view = manager.drives.enable(session, drive)
        case "drive", False:
            view = manager.drives.disable(session, drive, now=True)
        case "library", True:
            view = manager.libraries.enable(session, LIBRARY)
        case "library", False:
            view = manager.libraries.disable(session, LIBRARY, now=True)
        case _, True:
            view = manager.media.enable(session, lmid)
        case _:
            view = manager.media.disable(session, lmid)
    bench.done(view)


@pytest.mark.parametrize("device", ["drive", "library", "medium"])
def test_a_mount_that_could_not_end_with_its_session_ends_when_it_can(bench: Bench, device: str) -> None:
    lmid = left_in_a_disabled(device, bench)
    bench.manager.settle()
    assert len(left(bench)) == 1
    switch(bench, device, lmid, enabled=True)
    eventually(lambda: bench.drive(1).drive.state is bench.drive(2).drive.state is DriveState.DISMOUNTED)
    assert (left(bench), bench.holders()) == ([], [None, None])
    assert bench.agrees()


@pytest.mark.parametrize("lease", [None, 60.0])
def test_it_ends_also_after_a_restart_meanwhile(bench: Bench, lease: float | None) -> None:
    lmid = bench.lmid()
    session = mounted(bench, lmid, lease)
    switch(bench, "drive", lmid, enabled=False)
    bench.manager.sessions.close(session)
    with closing(again(bench)) as later:
        assert len(left(later)) == 1
        with pytest.raises(InvalidHandle):
            later.manager.sessions.renew(session)
        switch(later, "drive", lmid, enabled=True)
        eventually(lambda: later.drive(1).drive.state is later.drive(2).drive.state is DriveState.DISMOUNTED)
        assert left(later) == []


def test_that_it_could_not_end_is_told_once(bench: Bench) -> None:
    left_in_a_disabled("drive", bench)
    other = next(view.drive.name for view in bench.manager.drives.list(bench.session) if not view.drive.medium_id)
    for change in (bench.manager.drives.disable, bench.manager.drives.enable):
        bench.done(change(bench.session, other))
    bench.manager.settle()
    assert len(left(bench)) == 1
    assert len(bench.manager.objects.audit(bench.session, action="mount_left")) == 1


def test_what_somebody_has_taken_over_is_his(bench: Bench) -> None:
    lmid = left_in_a_disabled("drive", bench)
    bench.manager.mounts.take_over(bench.session, lmid)
    switch(bench, "drive", lmid, enabled=True)
    bench.manager.settle()
    assert "backup" in bench.holders()


def test_a_dismount_that_fails_leaves_a_mount_whose_owner_is_shown_to_be_gone(bench: Bench) -> None:
    session = mounted(bench, bench.lmid(), lease=LEASE)
    bench.hands.add_fault("unload", "MediumError", times=99)
    eventually(lambda: left(bench))
    [told] = bench.manager.objects.audit(bench.session, action="mount_left")
    assert told.subject in left(bench)
    with pytest.raises(InvalidHandle):
        bench.manager.sessions.renew(session)


def test_mounts_of_other_sessions_stay_when_their_drive_is_enabled_again(bench: Bench) -> None:
    lmid = bench.lmid()
    session = bench.manager.sessions.open("archive", ROOT, lease=LEASE)
    bench.manager.mounts.mount(session, [lmid], MountOptions())
    switch(bench, "drive", lmid, enabled=False)
    eventually(lambda: left(bench))
    switch(bench, "drive", lmid, enabled=True)
    bench.manager.settle()
    assert len(left(bench)) == 1


def test_a_session_is_forgotten_with_the_last_of_its_mounts(bench: Bench) -> None:
    lmid = left_in_a_disabled("drive", bench)
    folder = Path(bench.manager.database.show(bench.session).file).parent

    def kept() -> list[str]:
        with closing(Store.open(folder, read_only=True, clock=bench.clock)) as store:
            return [one.application for one in store.read(lambda tx: tx.sessions.ended())]

    assert kept() == ["nightly"]
    switch(bench, "drive", lmid, enabled=True)
    eventually(lambda: kept() == [])


# --- Where a dismount does not end them -------------------------------------------------------------------------------


def dismounted(bench: Bench) -> bool:
    return bench.drive(1).drive.state is bench.drive(2).drive.state is DriveState.DISMOUNTED


def path_of(bench: Bench) -> Path:
    """The device of the one drive that holds a medium, for a program to open."""
    [path] = [view.drive.device_path for view in bench.manager.drives.list(bench.session) if view.drive.medium_id]
    return Path(path)


def waits_for_a_program(bench: Bench, view: WorkView) -> bool:
    return "program" in bench.item(view).item.reason


def until_it_has_waited_long_enough(bench: Bench, view: WorkView) -> None:
    eventually(lambda: waits_for_a_program(bench, view))
    bench.clock.move(LIMITS.open_patience + 1)
    bench.manager.drives.set_delay(bench.session, "drive2", 1)
    eventually(lambda: bench.item(view).item.state is WorkState.FAILED)


@pytest.fixture
def ajar(build: Build) -> Bench:
    """A library with a door."""
    return build(SMALL.replace("doors=0", "doors=1"))


def open_door(bench: Bench) -> None:
    bench.hands.open()
    bench.done(bench.manager.libraries.inventory(bench.session, LIBRARY))


def test_a_dismount_of_somebody_else_that_fails_is_followed_by_the_own_of_the_session(bench: Bench) -> None:
    lmid = bench.lmid()
    session = mounted(bench, lmid, lease=None)
    with path_of(bench).open("rb"):
        [theirs] = bench.manager.mounts.dismount(bench.session, [lmid])
        eventually(lambda: waits_for_a_program(bench, theirs))
        bench.manager.sessions.close(session)
        until_it_has_waited_long_enough(bench, theirs)
    eventually(lambda: dismounted(bench))
    assert bench.agrees()


def test_a_dismount_of_somebody_else_that_is_cancelled_is_followed_by_the_own_of_the_session(ajar: Bench) -> None:
    lmid = ajar.lmid()
    session = mounted(ajar, lmid, lease=None)
    open_door(ajar)
    [theirs] = ajar.manager.mounts.dismount(ajar.session, [lmid])
    ajar.manager.sessions.close(session)
    ajar.manager.work.cancel(ajar.session, str(theirs.item.id))
    ajar.hands.close()
    ajar.inventory()
    eventually(lambda: dismounted(ajar))
    assert ajar.agrees()


def test_the_own_dismount_of_a_session_that_is_cancelled_leaves_the_mount_to_whoever_cancelled_it(ajar: Bench) -> None:
    session = with_its_dismount_cancelled(ajar)
    assert len(left(ajar)) == 1
    with pytest.raises(InvalidHandle):
        ajar.manager.sessions.renew(session)


def with_its_dismount_cancelled(ajar: Bench) -> SessionId:
    session = mounted(ajar, ajar.lmid(), lease=LEASE)
    open_door(ajar)
    [own] = eventually(lambda: ajar.manager.work.list(ajar.session))
    ajar.manager.work.cancel(ajar.session, str(own.item.id))
    ajar.hands.close()
    ajar.inventory()
    return session


def test_a_mount_that_was_left_stays_when_another_library_works_again(ajar: Bench, tmp_path: Path) -> None:
    with_its_dismount_cancelled(ajar)
    query = SMALL.replace("cartridges=6", "cartridges=0")
    ajar.manager.libraries.add(ajar.session, "other", f"virtual:{tmp_path / 'other'}?{query}")
    for change in (ajar.manager.drives.disable, ajar.manager.drives.enable):
        ajar.done(change(ajar.session, "other/drive1"))
    assert len(left(ajar)) == 1
    assert ajar.manager.work.list(ajar.session) == []


def test_a_dismount_that_fails_once_is_followed_by_another(bench: Bench) -> None:
    mounted(bench, bench.lmid(), lease=LEASE)
    bench.hands.add_fault("unload", "MediumError")
    eventually(lambda: dismounted(bench))
    assert len(bench.manager.objects.audit(bench.session, action="mount_left")) == 1
    assert left(bench) == []
    assert bench.agrees()


@pytest.mark.parametrize("fault", [MediumError, Busy])
def test_a_drive_that_never_lets_go_is_given_up_and_not_tried_for_ever(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, fault: type[RsmError]
) -> None:
    def refuse(_drive: VirtualDrive) -> None:
        raise fault("it stays", "wait")

    monkeypatch.setattr(VirtualDrive, "unload", refuse)
    mounted(bench, bench.lmid(), lease=LEASE)
    eventually(bench.requests)
    eventually(lambda: not bench.manager.work.list(bench.session))
    assert len(left(bench)) == 1


def test_a_dismount_for_which_nobody_waits_waits_for_the_program_as_long_as_it_takes(bench: Bench) -> None:
    mounted(bench, bench.lmid(), lease=LEASE)
    with path_of(bench).open("rb"):
        [first] = eventually(lambda: bench.manager.work.list(bench.session))
        until_it_has_waited_long_enough(bench, first)
        [second] = eventually(lambda: bench.manager.work.list(bench.session))
        for _ in range(2):
            eventually(lambda: waits_for_a_program(bench, second))
            bench.clock.move(LIMITS.open_patience + 1)
            bench.manager.drives.set_delay(bench.session, "drive2", 1)
        assert len(left(bench)) == 1
    bench.clock.move(1)
    bench.manager.drives.set_delay(bench.session, "drive2", 1)
    assert bench.done(second).item.state is WorkState.PASSED
    assert dismounted(bench)
