"""Dismounting: at once, deferred, by drive."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.medium import MediumState
from openrsm.domain.work import WorkState
from openrsm.errors import InvalidMedia, InvalidState
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, TWO_SIDED, Bench, Build, eventually, home


class DismountConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def test_an_immediate_dismount_brings_the_cartridge_home(self, bench: Bench) -> None:
        lmid = bench.lmid()
        before = bench.really()
        bench.mount(lmid)
        [view] = bench.dismount(lmid)
        assert view.item.state is WorkState.PASSED
        assert bench.really() == before
        assert bench.medium(lmid).medium.state is MediumState.IDLE
        assert (bench.drive(1).drive.state, bench.drive(1).use) == (DriveState.DISMOUNTED, "empty")
        assert bench.agrees()

    def test_a_set_is_dismounted_in_one_call(self, bench: Bench) -> None:
        pair = bench.lmids(2)
        bench.mount(*pair)
        assert [view.item.state for view in bench.dismount(*pair)] == [WorkState.PASSED] * 2
        assert all(home(bench.medium(lmid).medium) for lmid in pair)

    def test_a_set_of_which_one_cannot_be_dismounted_stays_mounted(self, bench: Bench) -> None:
        mounted, idle = bench.lmids(2)
        bench.mount(mounted)
        with pytest.raises(InvalidState, match=bench.medium(idle).medium.name):
            bench.dismount(mounted, idle)
        with pytest.raises(InvalidMedia, match="twice"):
            bench.dismount(mounted, bench.medium(mounted).medium.name)
        assert bench.holders() == ["backup", None]
        assert bench.manager.work.list(bench.session) == []

    def test_a_deferred_dismount_leaves_the_cartridge_ready_for_whoever_comes(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid)
        [view] = bench.dismount(lmid, deferred=True)
        drive = bench.drive(1)
        assert view.item.state is WorkState.PASSED
        assert (drive.drive.state, drive.drive.holder) == (DriveState.DISMOUNTABLE, None)
        assert drive.medium is not None
        assert drive.medium.state is MediumState.IDLE
        assert drive.use == f"dismountable with {mounted.medium.name}"
        assert bench.agrees()

    def test_the_same_medium_is_mounted_again_without_motion(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.dismount(lmid, deferred=True)
        moved = bench.motions()
        assert bench.mount(lmid)[0].device_path == bench.drive(1).drive.device_path
        assert bench.motions() == moved == 1
        assert bench.drive(1).drive.state is DriveState.LOADED

    def test_the_other_side_of_a_medium_that_stayed_costs_a_turn(self, build: Build) -> None:
        bench = build(TWO_SIDED)
        first = bench.lmid(new=True)
        second = bench.lmid(next_of=first)
        bench.mount(first)
        bench.dismount(first, deferred=True)
        moved = bench.motions()
        bench.mount(second)
        assert bench.motions() > moved
        with pytest.raises(InvalidState, match="another side"):
            bench.dismount(first)
        bench.dismount(second)
        assert bench.agrees()

    def test_an_empty_drive_is_taken_before_a_cartridge_is_evicted(self, bench: Bench) -> None:
        first, second = bench.lmids(2)
        bench.mount(first)
        bench.dismount(first, deferred=True)
        bench.mount(second)
        assert bench.drive(1).drive.state is DriveState.DISMOUNTABLE

    def test_a_mount_that_needs_the_drive_evicts_what_was_released_longest_ago(self, bench: Bench) -> None:
        first, second, third = bench.lmids(3)
        bench.mount(first, second)
        bench.dismount(second, deferred=True)
        bench.pass_time(10)
        bench.dismount(first, deferred=True)
        [mounted] = bench.mount(third)
        assert bench.medium(second).where != bench.medium(third).where
        assert home(bench.medium(second).medium)
        assert bench.medium(first).medium.place.element_id != mounted.medium.place.element_id
        assert bench.medium(first).where.startswith("drive")
        assert bench.agrees()

    def test_the_drives_delay_returns_the_cartridge(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.manager.drives.set_delay(bench.session, "drive1", 600)
        bench.mount(lmid)
        bench.dismount(lmid, deferred=True)
        bench.pass_time(599)
        assert bench.drive(1).drive.state is DriveState.DISMOUNTABLE
        bench.pass_time(1)
        assert home(bench.medium(lmid).medium)
        assert bench.agrees()

    def test_mounting_again_begins_the_delay_anew(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        for _ in range(2):
            bench.dismount(lmid, deferred=True)
            bench.pass_time(200)
            bench.mount(lmid)
        assert bench.motions() == 1

    def test_what_was_released_can_be_sent_home_at_once_but_not_released_again(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.dismount(lmid, deferred=True)
        with pytest.raises(InvalidState, match="dismounted already"):
            bench.dismount(lmid, deferred=True)
        bench.dismount(lmid)
        assert home(bench.medium(lmid).medium)

    def test_a_medium_is_not_dismounted_twice(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.hands.add_fault("unload", "slow:0.2")
        bench.manager.mounts.dismount(bench.session, [lmid])
        with pytest.raises(InvalidState, match="being dismounted"):
            bench.manager.mounts.dismount(bench.session, [lmid])
        bench.manager.settle()
        with pytest.raises(InvalidState, match="not in a drive"):
            bench.dismount(lmid)

    # --- Of two sides ---

    @pytest.mark.parametrize("number", [0, 1])
    def test_the_side_that_is_up_need_not_be_named(self, build: Build, number: int) -> None:
        bench = build(TWO_SIDED)
        view = bench.medium("V00001")
        lmid = bench.lmid(side=str(view.sides[number].id))
        bench.mount(lmid)
        bench.manager.media.deallocate(bench.session, lmid)
        taken = bench.manager.mounts.take_over(bench.session, "V00001")
        assert taken.medium == bench.medium("V00001").medium
        [dismounted] = bench.dismount("V00001")
        assert dismounted.item.state is WorkState.PASSED
        assert dismounted.item.side_id == view.sides[number].id
        assert home(bench.medium("V00001").medium)

    def test_what_has_two_sides_and_is_in_no_drive_is_not_dismounted(self, build: Build) -> None:
        with pytest.raises(InvalidState, match="V00001 is not in a drive"):
            build(TWO_SIDED).dismount("V00001")

    def test_a_side_that_is_not_up_is_not_dismounted(self, build: Build) -> None:
        bench = build(TWO_SIDED)
        up, down = bench.medium("V00001").sides
        bench.mount(str(up.id))
        with pytest.raises(InvalidState, match="V00001"):
            bench.dismount(str(down.id))

    # --- By drive ---

    def test_a_drive_is_dismounted_whoever_has_it(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        view = bench.done(bench.manager.drives.dismount(bench.session, f"{LIBRARY}/drive1"))
        assert (view.item.state, view.medium) == (WorkState.PASSED, bench.medium(lmid).medium.name)
        assert home(bench.medium(lmid).medium)
        assert bench.holders() == [None, None]

    def test_an_empty_drive_is_not_dismounted(self, bench: Bench) -> None:
        with pytest.raises(InvalidState, match=f"{LIBRARY}/drive1"):
            bench.manager.drives.dismount(bench.session, "drive1")

    # --- Programs that still have it open ---

    def test_a_dismount_waits_for_the_program_to_close_the_drive(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid, write=True)
        with Path(mounted.device_path).open("wb"):
            [view] = bench.manager.mounts.dismount(bench.session, [lmid])
            eventually(lambda: "program" in bench.item(view).item.reason)
            assert bench.item(view).item.state is WorkState.IN_PROCESS
        bench.clock.move(1)
        bench.manager.drives.set_delay(bench.session, "drive2", 1)
        assert bench.done(view).item.state is WorkState.PASSED
        assert home(bench.medium(lmid).medium)

    def test_a_program_that_never_closes_the_drive_fails_the_dismount(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid, write=True)
        with Path(mounted.device_path).open("wb"):
            [view] = bench.manager.mounts.dismount(bench.session, [lmid])
            ended = until_patience_is_over(bench, view)
        assert (ended.item.state, ended.item.error) == (WorkState.FAILED, "BUSY")
        assert "drive1" in ended.item.error_text
        assert bench.holders()[0] == "backup"

    def test_a_deferred_dismount_waits_for_the_program_too(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid, write=True)
        with Path(mounted.device_path).open("wb"):
            [view] = bench.manager.mounts.dismount(bench.session, [lmid], deferred=True)
            eventually(lambda: "program" in bench.item(view).item.reason)
            assert (bench.drive(1).drive.state, bench.holders()[0]) == (DriveState.LOADED, "backup")
        assert bench.done(view).item.state is WorkState.PASSED
        assert (bench.drive(1).drive.state, bench.holders()[0]) == (DriveState.DISMOUNTABLE, None)

    def test_a_program_that_never_closes_the_drive_keeps_it_from_others(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid, write=True)
        with Path(mounted.device_path).open("wb"):
            [view] = bench.manager.mounts.dismount(bench.session, [lmid], deferred=True)
            ended = until_patience_is_over(bench, view)
        assert (ended.item.state, ended.item.error) == (WorkState.FAILED, "BUSY")
        assert (bench.drive(1).drive.state, bench.holders()[0]) == (DriveState.LOADED, "backup")
        assert bench.dismount(lmid, deferred=True)[0].item.state is WorkState.PASSED

    def test_the_next_owner_gets_the_medium_when_the_program_before_has_closed_the_drive(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid, write=True)
        with Path(mounted.device_path).open("r+b", buffering=0) as before:
            bench.manager.mounts.dismount(bench.session, [lmid], deferred=True)
            bench.manager.media.deallocate(bench.session, lmid)
            later = bench.lmid(side=str(mounted.side.id))
            pending = bench.pending(later, session=bench.session_of("archive"), write=True)
            assert "in use by backup" in pending.until_waiting().item.reason
            before.write(b"what the one before still writes")
        [theirs] = pending.result()
        Path(theirs.device_path).write_bytes(b"of the next")
        assert theirs.medium.id == mounted.medium.id
        assert Path(theirs.device_path).read_bytes() == b"of the next"

    def test_a_mount_waits_for_a_program_that_has_its_drive_open(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid)
        bench.dismount(lmid, deferred=True)
        with Path(mounted.device_path).open("rb"):
            pending = bench.pending(lmid)
            pending.until(lambda view: "program" in view.item.reason)
            assert bench.drive(1).drive.state is DriveState.MOUNTED
        assert pending.result()[0].device_path == mounted.device_path

    def test_a_mount_whose_drive_a_program_never_closes_fails(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid)
        bench.dismount(lmid, deferred=True)
        with Path(mounted.device_path).open("rb"):
            [queued] = bench.mount(lmid, nowait=True)
            ended = until_patience_is_over(bench, queued.work)
        assert (ended.item.state, ended.item.error) == (WorkState.FAILED, "BUSY")
        assert "drive1" in ended.item.error_text
        bench.clock.move(1)
        assert bench.mount(lmid)[0].medium.id == mounted.medium.id
        assert bench.agrees()


def until_patience_is_over(bench: Bench, view: WorkView) -> WorkView:
    """The item when it has waited for a program for as long as it may."""
    eventually(lambda: "program" in bench.item(view).item.reason)
    bench.clock.move(61)
    bench.manager.drives.set_delay(bench.session, "drive2", 1)
    [ended] = eventually(lambda: [now for now in [bench.item(view)] if now.item.ended_at])
    return ended
