"""When the robot or a drive fails: the item says so, catalogue and library agree, and the queue goes on."""

from __future__ import annotations

from typing import Final

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.work import WorkState
from openrsm.errors import (
    DestinationFull,
    DeviceFault,
    DoorOpen,
    DriveNotReady,
    ElementUnreachable,
    HardwareFault,
    RemovalPrevented,
    SourceEmpty,
    TransportOccupied,
    UnableToLoad,
)
from tests.conformance.surface_bench import SMALL, Bench, Build, eventually, home

REFUSED_MOTIONS: Final = (DoorOpen, ElementUnreachable, HardwareFault, RemovalPrevented, TransportOccupied)


class FaultConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    @pytest.fixture
    def with_door(self, build: Build) -> Bench:
        return build(SMALL.replace("doors=0", "doors=1"))

    def last(self, bench: Bench) -> tuple[WorkState, str]:
        """How the newest item ended."""
        newest = max(bench.manager.work.list(bench.session, ended=True), key=lambda view: view.item.number)
        assert bool(newest.item.error_text) is bool(newest.item.error)
        return newest.item.state, newest.item.error

    def goes_on(self, bench: Bench) -> bool:
        """Whether two cartridges can be mounted at once, and come home."""
        bench.hands.clear_faults()
        pair = bench.lmids(2)
        bench.pass_time(3600)
        bench.mount(*pair)
        bench.dismount(*pair)
        return bench.agrees() and all(home(bench.medium(lmid).medium) for lmid in pair)

    # --- Motions that fail ---

    @pytest.mark.parametrize("fault", REFUSED_MOTIONS)
    def test_a_mount_whose_motion_is_refused_fails(self, bench: Bench, fault: type[DeviceFault]) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("move", fault.__name__)
        with pytest.raises(DeviceFault, match=fault.__name__) as refused:
            bench.mount(lmid)
        assert (refused.value.code, refused.value.win32) == (fault.code, fault.win32)
        assert self.last(bench) == (WorkState.FAILED, fault.code)
        assert bench.agrees()
        assert home(bench.medium(lmid).medium)
        assert bench.holders() == [None, None]
        assert self.goes_on(bench)

    @pytest.mark.parametrize("fault", REFUSED_MOTIONS)
    def test_a_dismount_whose_motion_is_refused_fails(self, bench: Bench, fault: type[DeviceFault]) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.hands.add_fault("move", fault.__name__)
        bench.dismount(lmid)
        assert self.last(bench) == (WorkState.FAILED, fault.code)
        assert bench.agrees()
        assert bench.holders() == [None, None]
        assert self.goes_on(bench)

    def test_a_cartridge_that_somebody_took_is_offline_after_the_mount_that_missed_it(self, bench: Bench) -> None:
        lmid = bench.lmid()
        name = bench.medium(lmid).medium.name
        bench.hands.take(name)
        with pytest.raises(DeviceFault, match="empty"):
            bench.mount(lmid)
        assert self.last(bench) == (WorkState.FAILED, SourceEmpty.code)
        assert bench.medium(name).where == "offline"
        assert bench.agrees()
        assert self.goes_on(bench)

    def test_a_cartridge_in_the_way_is_catalogued_and_the_mount_fails(self, bench: Bench) -> None:
        bench.hands.insert("X00001L9", "drive:1")
        with pytest.raises(DeviceFault, match="full"):
            bench.mount(bench.lmid(), drives=("drive1",))
        assert self.last(bench) == (WorkState.FAILED, DestinationFull.code)
        assert bench.agrees()
        assert "X00001L9" in bench.really().values()
        assert self.goes_on(bench)

    def test_a_cartridge_whose_slot_was_filled_finds_another(self, bench: Bench) -> None:
        lmid = bench.lmid()
        slot = bench.medium(lmid).where.replace("slot ", "slot:")
        bench.mount(lmid)
        bench.hands.insert("X00001L9", slot)
        bench.dismount(lmid)
        assert self.last(bench) == (WorkState.FAILED, DestinationFull.code)
        bench.pass_time(3600)
        assert bench.agrees()
        assert home(bench.medium(lmid).medium)
        assert bench.medium("X00001L9").where == slot.replace(":", " ")
        assert self.goes_on(bench)

    # --- Motions of which no answer came ---

    @pytest.mark.parametrize("when", ["mount", "dismount"])
    def test_a_motion_that_happened_counts_though_its_answer_was_lost(self, bench: Bench, when: str) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("move", "unknown-done", nth=1 if when == "mount" else 2)
        assert bench.mount(lmid)[0].device_path
        bench.dismount(lmid)
        assert self.last(bench) == (WorkState.PASSED, "")
        assert bench.agrees()
        assert self.goes_on(bench)

    @pytest.mark.parametrize("when", ["mount", "dismount"])
    def test_a_motion_that_did_not_happen_fails_its_item(self, bench: Bench, when: str) -> None:
        lmid = bench.lmid()
        if when == "dismount":
            bench.mount(lmid)
        bench.hands.add_fault("move", "unknown-undone")
        if when == "dismount":
            bench.dismount(lmid)
        else:
            with pytest.raises(DeviceFault, match="no answer"):
                bench.mount(lmid)
        assert self.last(bench) == (WorkState.FAILED, "DEVICE_NOT_AVAILABLE")
        assert bench.agrees()
        assert self.goes_on(bench)

    # --- Drives that fail ---

    @pytest.mark.parametrize("fault", [UnableToLoad, HardwareFault])
    def test_a_medium_that_will_not_load_comes_home(self, bench: Bench, fault: type[DeviceFault]) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("load", fault.__name__)
        with pytest.raises(DeviceFault, match="the drive does not get ready"):
            bench.mount(lmid)
        assert self.last(bench) == (WorkState.FAILED, UnableToLoad.code)
        bench.pass_time(60)
        assert bench.agrees()
        assert home(bench.medium(lmid).medium)
        assert self.goes_on(bench)

    def test_a_drive_that_is_not_ready_fails_the_mount(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("drive-status", "DriveNotReady")
        with pytest.raises(DeviceFault, match="DriveNotReady"):
            bench.mount(lmid)
        assert self.last(bench) == (WorkState.FAILED, DriveNotReady.code)
        bench.pass_time(60)
        assert bench.agrees()
        assert home(bench.medium(lmid).medium)
        assert self.goes_on(bench)

    @pytest.mark.parametrize("deed", ["HardwareFault", "stuck", "unknown-undone"])
    def test_a_drive_that_does_not_let_go_fails_the_dismount(self, bench: Bench, deed: str) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.hands.add_fault("unload", deed)
        bench.dismount(lmid)
        assert self.last(bench)[0] is WorkState.FAILED
        assert bench.agrees()
        assert bench.medium(lmid).where == "drive 1"
        bench.pass_time(60)
        bench.done(bench.manager.drives.dismount(bench.session, "drive1"))
        assert home(bench.medium(lmid).medium)
        assert self.goes_on(bench)

    def test_a_drive_that_failed_is_left_for_the_other(self, bench: Bench) -> None:
        first, second = bench.lmids(2)
        bench.hands.add_fault("load", "UnableToLoad", where="drive:1", times=0)
        with pytest.raises(DeviceFault):
            bench.mount(first)
        assert bench.mount(second)[0].work.drive.endswith("drive2")
        assert bench.agrees()

    # --- The whole library ---

    def test_behind_an_open_door_everything_waits_and_says_so(self, with_door: Bench) -> None:
        bench = with_door
        lmid = bench.lmid()
        bench.hands.open()
        with pytest.raises(DeviceFault, match="door is open"):
            bench.mount(lmid)
        assert self.last(bench) == (WorkState.FAILED, DoorOpen.code)
        [waiting] = bench.queue(lmid)
        assert waiting.item.reason.endswith("its door is open")
        bench.hands.close()
        eventually(lambda: bench.item(waiting).item.state is WorkState.PASSED)
        assert bench.agrees()

    def test_a_library_that_does_not_answer_is_waited_for(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.hands.add_fault("move", "vanish")
        bench.mount(lmid, nowait=True)
        eventually(lambda: any("gone" in alert or "not present" in alert for alert in self.alerts(bench)))
        bench.hands.clear_faults()
        eventually(lambda: bench.manager.work.list(bench.session) == [])
        assert bench.agrees()
        bench.dismount(lmid)
        assert self.goes_on(bench)

    def alerts(self, bench: Bench) -> list[str]:
        return list(bench.manager.objects.status(bench.session).alerts)

    def test_people_who_touch_the_library_do_not_fail_a_mount(self, with_door: Bench) -> None:
        bench = with_door
        lmid = bench.lmid()
        name = bench.medium(lmid).medium.name
        bench.hands.open()
        bench.hands.swap(bench.medium(lmid).where.replace(" ", ":"), "slot:8")
        bench.hands.close()
        assert bench.mount(lmid)[0].medium.name == name
        assert bench.drive(1).drive.state is DriveState.LOADED
        bench.dismount(lmid)
        assert bench.medium(lmid).where == "slot 8"
        assert bench.agrees()
