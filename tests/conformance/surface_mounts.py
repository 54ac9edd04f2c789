"""Mounting: sets, drives, access, order, time."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.medium import MediumState
from openrsm.domain.work import WorkState
from openrsm.errors import (
    Busy,
    Cancelled,
    DeviceFault,
    DriveMediaMismatch,
    InvalidDrive,
    InvalidMedia,
    InvalidParameter,
    InvalidState,
    MediaOffline,
    NoSupportingDrives,
    ResourceNotAvailable,
    TimedOut,
)
from tests.conformance.surface_bench import LIBRARY, ROOT, SMALL, TWO_SIDED, Bench, Build, eventually, given, home


class MountConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def test_a_mount_ends_with_the_medium_ready_in_a_drive(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid, read=True, write=True)
        drive = bench.drive(given(mounted.drive).number)
        assert (drive.drive.state, drive.drive.mounts) == (DriveState.LOADED, 1)
        assert drive.medium == bench.medium(lmid).medium
        assert drive.medium is not None
        assert drive.medium.state is MediumState.LOADED
        assert drive.use == "in use by backup since 14:02"
        assert bench.medium(lmid).sides[0].mounts == 1
        assert mounted.work.item.state is WorkState.PASSED
        assert bench.agrees()

    def test_what_is_written_through_one_mount_is_read_through_the_next(self, bench: Bench) -> None:
        lmid = bench.lmid()
        Path(bench.mount(lmid, write=True)[0].device_path).write_bytes(b"what was written")
        bench.dismount(lmid)
        assert Path(bench.mount(lmid, read=True)[0].device_path).read_bytes() == b"what was written"

    def test_a_set_gets_a_drive_for_each_in_the_order_of_the_call(self, bench: Bench) -> None:
        lmids = bench.lmids(2)
        mounted = bench.mount(*lmids)
        assert [str(one.side.logical_id) for one in mounted] == lmids
        assert {given(one.drive).number for one in mounted} == {1, 2}
        assert len({one.work.item.set_id for one in mounted}) == 1
        assert bench.agrees()

    def test_a_set_waits_until_it_can_have_all_and_holds_nothing_meanwhile(self, bench: Bench) -> None:
        first, *pair = bench.lmids(3)
        bench.mount(first)
        queued = bench.queue(*pair)
        assert [view.item.state for view in queued] == [WorkState.WAITING] * 2
        assert bench.holders() == ["backup", None]
        bench.dismount(first)
        assert [bench.item(view).item.state for view in queued] == [WorkState.PASSED] * 2

    def test_of_a_set_that_fails_nothing_stays_mounted(self, bench: Bench) -> None:
        pair = bench.lmids(2)
        names = [bench.medium(lmid).medium.name for lmid in pair]
        bench.hands.add_fault("load", "UnableToLoad", where=names[1])
        with pytest.raises(DeviceFault, match="ready"):
            bench.mount(*pair)
        bench.pass_time(60)
        assert bench.agrees()
        assert bench.holders() == [None, None]
        assert all(home(bench.medium(name).medium) for name in names)
        assert {view.item.error for view in bench.manager.work.list(bench.session, ended=True)[-2:]} != {""}

    def test_a_refused_set_queues_nothing(self, bench: Bench) -> None:
        lmid = bench.lmid()
        for wrong, error in ((lmid, "twice"), ("nobody", "nobody")):
            with pytest.raises(InvalidMedia, match=error):
                bench.mount(lmid, wrong)
        assert bench.manager.work.list(bench.session) == []
        assert bench.medium(lmid).medium.state is MediumState.IDLE

    def test_two_sides_of_one_cartridge_are_the_same_cartridge(self, build: Build) -> None:
        bench = build(TWO_SIDED)
        first = bench.lmid(new=True)
        with pytest.raises(InvalidMedia, match="V00001"):
            bench.mount(first, bench.lmid(next_of=first))

    def test_each_side_is_turned_to_the_drive_in_its_turn(self, build: Build) -> None:
        bench = build(TWO_SIDED)
        first = bench.lmid(new=True)
        second = bench.lmid(next_of=first)
        for lmid in (first, second, first):
            with Path(bench.mount(lmid, write=True)[0].device_path).open("ab") as device:
                device.write(lmid.encode())
            bench.dismount(lmid)
        for lmid, times in ((first, 2), (second, 1)):
            assert Path(bench.mount(lmid)[0].device_path).read_bytes() == lmid.encode() * times
            bench.dismount(lmid)
        assert bench.agrees()

    def test_more_media_than_drives_never_wait(self, bench: Bench) -> None:
        with pytest.raises(ResourceNotAvailable, match="3"):
            bench.mount(*bench.lmids(3))

    def test_a_call_without_media_is_none(self, bench: Bench) -> None:
        with pytest.raises(InvalidParameter):
            bench.mount()

    @pytest.mark.parametrize("priority", [-16, 16])
    def test_priorities_have_bounds(self, bench: Bench, priority: int) -> None:
        with pytest.raises(InvalidParameter, match=str(priority)):
            bench.mount(bench.lmid(), priority=priority)

    @pytest.mark.parametrize("timeout", [-1.0, float("nan"), float("inf"), 1e300])
    def test_a_time_that_is_none_is_refused(self, bench: Bench, timeout: float) -> None:
        with pytest.raises(InvalidParameter, match="timeout"):
            bench.mount(bench.lmid(), timeout=timeout)

    # --- A drive of one's choice ---

    @pytest.mark.parametrize("number", [1, 2])
    def test_the_drive_can_be_named(self, bench: Bench, number: int) -> None:
        [mounted] = bench.mount(bench.lmid(), drives=(f"{LIBRARY}/drive{number}",))
        assert given(mounted.drive).number == number

    def test_a_named_drive_is_waited_for_while_another_is_free(self, bench: Bench) -> None:
        first, second = bench.lmids(2)
        bench.mount(first, drives=("drive2",))
        [waiting] = bench.queue(second, drives=("drive2",))
        assert waiting.item.reason == "waits for a drive: drive 2 in use by backup since 14:02"
        bench.dismount(first)
        assert bench.item(waiting).drive == f"{LIBRARY}/drive2"

    def test_a_drive_that_does_not_fit_the_call_is_refused(self, bench: Bench) -> None:
        first, second = bench.lmids(2)
        for drives, error in (
            (("drive9",), InvalidDrive),
            (("drive1", "drive2"), InvalidParameter),
        ):
            with pytest.raises(error):
                bench.mount(first, drives=drives)
        with pytest.raises(InvalidParameter, match="drive1"):
            bench.mount(first, second, drives=("drive1", "drive1"))

    def test_everything_of_a_call_is_in_one_library(self, bench: Bench, tmp_path: Path) -> None:
        bench.manager.libraries.add(bench.session, "second", f"virtual:{tmp_path}/second?{SMALL}&prefix=W")
        with pytest.raises(DriveMediaMismatch, match="second/drive1"):
            bench.mount(bench.lmid(), drives=("second/drive1",))
        with pytest.raises(DriveMediaMismatch, match="W00001L9"):
            bench.mount(bench.lmid(), "W00001L9")

    def test_a_drive_that_could_not_take_the_medium_is_refused(self, bench: Bench) -> None:
        bench.hands.insert("OLD001L3", "slot:8")
        bench.inventory()
        with pytest.raises(DriveMediaMismatch, match=r"LTO-9.*LTO-3"):
            bench.mount("OLD001L3", drives=("drive1",))
        with pytest.raises(NoSupportingDrives, match="OLD001L3"):
            bench.mount("OLD001L3")

    def test_what_a_drive_only_reads_is_not_mounted_for_writing(self, build: Build) -> None:
        bench = build(SMALL.replace("LTO-9", "LTO-7"))
        bench.hands.insert("OLD001L5", "slot:8")
        bench.inventory()
        with pytest.raises(NoSupportingDrives, match="writes"):
            bench.mount("OLD001L5", write=True)
        assert bench.mount("OLD001L5", read=True)[0].medium.name == "OLD001L5"

    def test_a_cleaning_cartridge_is_not_mounted(self, build: Build) -> None:
        bench = build(f"{SMALL}&cleaner=1")
        cleaner = next(v.medium for v in bench.manager.media.list(bench.session) if v.medium.cleaner)
        with pytest.raises(InvalidState, match=cleaner.name):
            bench.mount(cleaner.name)

    # --- Not waiting ---

    def test_a_caller_who_will_not_wait_for_a_medium_or_a_drive_is_told_at_once(self, bench: Bench) -> None:
        first, second, third = bench.lmids(3)
        bench.mount(first)
        name = bench.medium(first).medium.name
        with pytest.raises(Busy, match=f"{name}.*drive 1 in use by backup since 14:02"):
            bench.mount(first, error_if_busy=True)
        bench.mount(second)
        with pytest.raises(Busy, match="drive 2 in use by backup"):
            bench.mount(third, error_if_busy=True)
        assert bench.manager.work.list(bench.session) == []
        assert bench.medium(third).medium.state is MediumState.IDLE

    def test_a_caller_who_will_not_have_an_operator_asked_is_told_at_once(self, bench: Bench) -> None:
        lmid = bench.lmid()
        name = bench.medium(lmid).medium.name
        bench.take_out(name)
        with pytest.raises(MediaOffline, match=name):
            bench.mount(lmid, error_if_offline=True)
        assert bench.requests() == []

    def test_nowait_returns_as_soon_as_the_mount_is_queued(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("move", "slow:0.2")
        [queued] = bench.mount(lmid, nowait=True)
        assert (queued.drive, queued.device_path) == (None, "")
        assert queued.work.item.state in (WorkState.QUEUED, WorkState.IN_PROCESS)
        assert bench.done(queued.work).drive == f"{LIBRARY}/drive1"

    # --- Order ---

    def test_the_more_urgent_mount_goes_first_and_then_the_older(self, bench: Bench) -> None:
        used, *rest = bench.lmids(5)
        bench.mount(used, drives=("drive1",))
        bench.done(bench.manager.drives.disable(bench.session, "drive2"))
        queued = [bench.queue(one, priority=urgent)[0] for one, urgent in zip(rest, (0, 5, 0, 15), strict=True)]
        assert [bench.item(view).order for view in queued] == [3, 2, 4, 1]
        for last, served in ((used, 3), (rest[3], 1), (rest[1], 0), (rest[0], 2)):
            bench.dismount(last)
            assert bench.item(queued[served]).item.state is WorkState.PASSED
            assert str(bench.medium(rest[served]).medium.place.element_id) == str(bench.drive(1).drive.id)

    # --- Time ---

    def test_a_mount_that_is_not_served_in_time_is_undone(self, bench: Bench) -> None:
        first, second, third = bench.lmids(3)
        bench.mount(first, second)
        pending = bench.pending(third, timeout=60)
        waiting = pending.until_waiting()
        bench.pass_time(59)
        assert bench.item(waiting).item.state is WorkState.WAITING
        bench.pass_time(1)
        with pytest.raises(TimedOut, match="drive 1 in use by backup"):
            pending.result()
        assert bench.item(waiting).item.state is WorkState.CANCELLED
        assert bench.medium(third).medium.state is MediumState.IDLE

    def test_a_mount_whose_time_ends_while_the_drive_loads_is_undone(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("load", "slow:0.4")
        pending = bench.pending(lmid, timeout=60)
        eventually(lambda: bench.drive(1).drive.state is DriveState.MOUNTED)
        bench.clock.move(60)
        bench.manager.drives.set_delay(bench.session, "drive2", 300)
        with pytest.raises(TimedOut):
            pending.result()
        assert bench.agrees()
        assert home(bench.medium(lmid).medium)
        assert bench.holders() == [None, None]
        assert bench.mount(lmid)[0].drive is not None

    def test_no_time_at_all_tries_once(self, bench: Bench) -> None:
        first, second, third = bench.lmids(3)
        assert bench.mount(first, timeout=0)[0].device_path
        bench.mount(second)
        with pytest.raises(TimedOut):
            bench.mount(third, timeout=0)

    # --- Sessions ---

    def test_closing_the_session_ends_the_mount_that_it_waits_for(self, bench: Bench) -> None:
        first, second, third = bench.lmids(3)
        bench.mount(first, second)
        other = bench.manager.sessions.open("other", ROOT)
        pending = bench.pending(third, session=other)
        waiting = pending.until_waiting()
        bench.manager.sessions.close(other)
        with pytest.raises(Cancelled, match="session"):
            pending.result()
        assert bench.item(waiting).item.state is WorkState.CANCELLED

    def test_a_mount_outlives_its_session(self, bench: Bench) -> None:
        lmid = bench.lmid()
        other = bench.manager.sessions.open("other", ROOT)
        bench.pending(lmid, session=other).result()
        bench.manager.sessions.close(other)
        assert bench.holders() == ["other", None]
        bench.dismount(lmid)
        assert bench.holders() == [None, None]
