"""A program that still has a drive open is waited for: over restarts, and before anything is done with the tape."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.library import LabelUse
from openrsm.domain.work import WorkState
from openrsm.drivers.virtual.drive import VirtualDrive
from openrsm.surface.views import WorkView
from tests.conformance.label_bench import use
from tests.conformance.surface_bench import Bench, Build, eventually
from tests.service.test_ending_mounts import again
from tests.surface.conftest import build

__all__ = ["build"]

pytestmark = pytest.mark.torture


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


def says_why(bench: Bench, view: WorkView) -> bool:
    """Whether it waits for a program, and says so."""
    item = bench.item(view).item
    return item.state is WorkState.IN_PROCESS and item.reason == "waits for a program to close the drive"


@pytest.mark.parametrize("labels", LabelUse)
def test_what_the_owner_before_still_writes_does_not_come_onto_the_data_of_the_next(
    bench: Bench, labels: LabelUse
) -> None:
    use(bench, labels)
    lmid = bench.lmid()
    [mounted] = bench.mount(lmid, write=True)
    with Path(mounted.device_path).open("r+b", buffering=0) as before:
        before.write(b"of the owner before")
        [view] = bench.manager.mounts.dismount(bench.session, [lmid], deferred=True)
        eventually(lambda: says_why(bench, view))
        bench.manager.media.deallocate(bench.session, lmid)
        later = bench.lmid(side=str(mounted.side.id))
        pending = bench.pending(later, session=bench.session_of("archive"), write=True)
        pending.until_waiting()
        before.write(b", and still")
    [theirs] = pending.result()
    Path(theirs.device_path).write_bytes(b"of the next")
    assert theirs.medium.id == mounted.medium.id
    assert before.closed
    assert Path(theirs.device_path).read_bytes() == b"of the next"


def test_a_deferred_dismount_still_waits_after_a_restart(bench: Bench) -> None:
    [mounted] = bench.mount(bench.lmid(), write=True)
    with Path(mounted.device_path).open("r+b") as program:
        [view] = bench.manager.mounts.dismount(bench.session, [mounted.medium.name], deferred=True)
        eventually(lambda: says_why(bench, view))
        with closing(again(bench)) as later:
            later.clock.move(59)
            eventually(lambda: says_why(later, view))
            assert later.holders()[0] == "backup"
            program.close()
            assert later.done(view).item.state is WorkState.PASSED
            assert later.drive(1).drive.state is DriveState.DISMOUNTABLE


def test_a_mount_still_waits_after_a_restart(bench: Bench) -> None:
    lmid = bench.lmid()
    [mounted] = bench.mount(lmid)
    bench.dismount(lmid, deferred=True)
    with Path(mounted.device_path).open("rb") as program:
        [queued] = bench.mount(lmid, nowait=True)
        eventually(lambda: says_why(bench, queued.work))
        with closing(again(bench)) as later:
            eventually(lambda: says_why(later, queued.work))
            assert later.drive(1).drive.state is DriveState.MOUNTED
            program.close()
            assert later.done(queued.work).item.state is WorkState.PASSED


def test_a_tape_is_not_rewound_under_a_program(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    lmid = bench.lmid()
    [mounted] = bench.mount(lmid)
    bench.dismount(lmid, deferred=True)
    use(bench, LabelUse.CHECK)
    rewound, rewind = [], VirtualDrive.rewind

    def noted(drive: VirtualDrive) -> None:
        rewound.append(drive)
        rewind(drive)

    monkeypatch.setattr(VirtualDrive, "rewind", noted)
    with Path(mounted.device_path).open("rb"):
        [queued] = bench.mount(lmid, nowait=True)
        eventually(lambda: says_why(bench, queued.work))
        assert rewound == []
    assert bench.done(queued.work).item.state is WorkState.PASSED
    assert rewound


def test_a_cartridge_whose_mount_a_program_made_fail_goes_home_once_that_has_closed_the_drive(bench: Bench) -> None:
    lmid = bench.lmid()
    [mounted] = bench.mount(lmid)
    bench.dismount(lmid, deferred=True)
    with Path(mounted.device_path).open("rb"):
        [queued] = bench.mount(lmid, nowait=True)
        eventually(lambda: says_why(bench, queued.work))
        bench.clock.move(61)
        eventually(lambda: bench.item(queued.work).item.state is WorkState.FAILED)
        assert bench.drive(1).drive.holder is None
    eventually(lambda: bench.drive(1).drive.state is DriveState.DISMOUNTED)
    assert bench.agrees()
