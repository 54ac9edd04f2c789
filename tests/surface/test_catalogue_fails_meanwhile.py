"""The catalogue fails while the robot moves: what happened then is found out, and the queue goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import ClassVar, Final

import pytest
from structlog.testing import capture_logs

from openrsm.domain.drive import DriveState
from openrsm.domain.library import LabelUse
from openrsm.domain.side import SideState
from openrsm.domain.work import WorkState
from openrsm.drivers.virtual import discover
from openrsm.drivers.virtual.changer import VirtualChanger
from openrsm.drivers.virtual.folder import Folder
from openrsm.errors import DatabaseFailure, TimedOut
from openrsm.store import sqlite
from openrsm.surface.manager import Manager
from openrsm.surface.media import AllocateOptions
from tests.conformance.label_bench import FREE, side, use, volume
from tests.conformance.surface_bench import POOL, ROOT, Bench, Build, eventually, home
from tests.service.observed import host
from tests.surface import plights
from tests.surface.catalogue import damaged, file_of, locked
from tests.surface.conftest import opened

pytestmark = pytest.mark.torture

DATABASE_FAILURE: Final = 4313


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


def test_a_free_label_that_was_written_unrecorded_is_known_for_what_it_is(bench: Bench) -> None:
    use(bench, LabelUse.WRITE)
    lmid = bench.lmid()
    name = bench.medium(lmid).medium.name
    Path(bench.mount(lmid)[0].device_path).write_bytes(volume("OWN001"))
    bench.dismount(lmid)
    assert side(bench, name).label_type == "ansi"
    bench.hands.add_fault("load", "slow:0.3")
    bench.manager.media.deallocate(bench.session, lmid)
    eventually(lambda: DriveState.MOUNTED in {bench.drive(number).drive.state for number in (1, 2)})
    fail_until_noticed(bench)
    eventually(lambda: side(bench, name).label_type == FREE)
    assert side(bench, name).state is SideState.AVAILABLE
    assert bench.agrees()


class Counted(VirtualChanger):
    """Libraries that are open."""

    opened: ClassVar[set[int]] = set()

    def __init__(self, folder: Folder) -> None:
        super().__init__(folder)
        self.opened.add(id(self))

    def close(self) -> None:
        self.opened.discard(id(self))
        super().close()


def test_a_catalogue_that_stays_locked_stops_the_library_and_leaves_it_closed(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0.02)
    monkeypatch.setattr(discover, "VirtualChanger", Counted)
    bench = build()
    lmid = bench.lmid()
    bench.hands.add_fault("move", "slow:0.3")
    [queued] = bench.mount(lmid, nowait=True)
    eventually(lambda: bench.medium(lmid).moves)
    with locked(file_of(bench)), capture_logs() as logged:
        eventually(lambda: len([entry for entry in logged if entry.get("action") == "round_failed"]) > 5)
        assert len(Counted.opened) <= 1
        with pytest.raises(TimedOut, match="another program"):
            bench.manager.media.allocate(bench.session, POOL, AllocateOptions())
        assert not host(bench).health().ready
    assert bench.done(queued.work).item.state is WorkState.PASSED
    assert bench.motions() == 1
    assert bench.agrees()


def test_a_file_system_that_is_full_acknowledges_nothing_and_nothing_is_lost_when_there_is_room(tmp_path: Path) -> None:
    assert plights.mounting("full_meanwhile", tmp_path) == {
        "allocate": {"got": "DATABASE_FULL 4314", "ready": False},
        "mount": {"state": "PASSED", "motions": 1, "agrees": True},
    }


def remove(file: Path) -> None:
    file.rename(file.with_suffix(".away"))


def replace(file: Path) -> None:
    """By a copy that somebody made, as an editor or a careless restore does."""
    file.rename(file.with_suffix(".away"))
    shutil.copyfile(file.with_suffix(".away"), file)


@pytest.mark.parametrize("suffix", ["", "-wal"])
@pytest.mark.parametrize("lose", [remove, replace])
def test_a_catalogue_that_is_lost_under_the_service_acknowledges_nothing_until_it_is_back(
    bench: Bench, lose: Callable[[Path], None], suffix: str
) -> None:
    lmid = bench.lmid()
    bench.hands.add_fault("move", "slow:0.3")
    [queued] = bench.mount(lmid, nowait=True)
    eventually(lambda: bench.medium(lmid).moves)
    file = file_of(bench).with_name(file_of(bench).name + suffix)
    with capture_logs() as logged:
        lose(file)
        eventually(lambda: [entry for entry in logged if entry.get("action") == "round_failed"])
        with pytest.raises(DatabaseFailure, match=r"was (removed|replaced) while it is open") as raised:
            bench.manager.media.allocate(bench.session, POOL, AllocateOptions())
        assert raised.value.win32 == DATABASE_FAILURE
        assert not host(bench).health().ready
    file.with_suffix(".away").rename(file)
    assert bench.done(queued.work).item.state is WorkState.PASSED
    assert bench.motions() == 1
    assert bench.agrees()


def media(manager: Manager) -> list[str]:
    """All that a catalogue knows, by name."""
    session = manager.sessions.open("backup", ROOT)
    return sorted(view.medium.name for view in manager.media.list(session))


@pytest.mark.parametrize("in_order", [False, True])
def test_a_restart_begins_no_new_catalogue_where_one_was_lost_under_the_service(
    bench: Bench,
    in_order: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    known = media(bench.manager)
    remove(file_of(bench))
    with pytest.raises(DatabaseFailure, match="before you restart"):
        bench.manager.media.allocate(bench.session, POOL, AllocateOptions())
    state = file_of(bench).parent
    if in_order:
        bench.manager.close()
    else:  # as a service leaves it that is killed
        state = shutil.copytree(state, state.with_name("killed"))
    before = {file.name: file.read_bytes() for file in state.iterdir()}
    for read_only in (False, True):
        with pytest.raises(DatabaseFailure, match=r"catalogue\.sqlite is missing, .*: catalogue\.sqlite-wal") as raised:
            opened(state, bench.clock, read_only=read_only)
        assert raised.value.advice.startswith("put the file back")
    assert {file.name: file.read_bytes() for file in state.iterdir()} == before
    (state / "catalogue.away").rename(state / "catalogue.sqlite")
    with closing(opened(state, bench.clock)) as again:
        assert media(again) == known


@pytest.mark.parametrize("lose", [Path.unlink, replace])
def test_a_log_that_was_lost_under_the_service_is_saved_when_that_stops(
    bench: Bench, lose: Callable[[Path], None]
) -> None:
    known = media(bench.manager)
    lose(file_of(bench).with_name("catalogue.sqlite-wal"))
    with pytest.raises(DatabaseFailure, match="stop the service"):
        bench.manager.media.allocate(bench.session, POOL, AllocateOptions())
    bench.manager.close()
    with closing(opened(file_of(bench).parent, bench.clock)) as again:
        assert media(again) == known
