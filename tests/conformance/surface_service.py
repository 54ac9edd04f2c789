"""Taking drives, media and libraries out of service and back."""

from __future__ import annotations

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.library import InventoryMethod
from openrsm.domain.values import ObjectType
from openrsm.domain.work import WorkState
from openrsm.errors import (
    DeviceNotAvailable,
    InvalidState,
    LibraryOffline,
    MediaNotAvailable,
    MediaUnavailable,
    NoSupportingDrives,
    NotSupported,
    ResourceDisabled,
)
from openrsm.surface.objects import ObjectChange
from tests.conformance.surface_bench import LIBRARY, Bench, Build, home


class InServiceConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    # --- Drives ---

    def test_a_free_drive_is_disabled_at_once_and_serves_nobody(self, bench: Bench) -> None:
        ended = bench.done(bench.manager.drives.disable(bench.session, "drive1"))
        assert ended.item.state is WorkState.PASSED
        assert bench.drive(1).use == "disabled"
        assert bench.mount(bench.lmid())[0].work.drive == f"{LIBRARY}/drive2"
        with pytest.raises(ResourceDisabled, match="drive1"):
            bench.mount(bench.lmid(), drives=("drive1",))
        bench.done(bench.manager.drives.enable(bench.session, "drive1"))
        assert bench.mount(bench.lmid(), drives=("drive1",))[0].device_path

    def test_a_drive_in_use_is_disabled_when_its_user_is_done(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        view = bench.manager.drives.disable(bench.session, "drive1")
        bench.manager.settle()
        waiting = bench.item(view).item
        assert waiting.state is WorkState.IN_PROCESS
        assert waiting.reason == "waits until free: drive 1 in use by backup since 14:02"
        assert bench.mount(bench.lmid())[0].work.drive == f"{LIBRARY}/drive2"
        bench.dismount(lmid, deferred=True)
        assert bench.item(view).item.state is WorkState.PASSED
        assert home(bench.medium(lmid).medium)
        assert bench.agrees()

    def test_a_drive_disabled_now_keeps_its_medium_until_it_is_enabled(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.done(bench.manager.drives.disable(bench.session, "drive1", now=True))
        for refused in (lambda: bench.dismount(lmid), lambda: bench.manager.drives.dismount(bench.session, "drive1")):
            with pytest.raises(DeviceNotAvailable, match="drive1"):
                refused()
        assert bench.drive(1).medium is not None
        bench.done(bench.manager.drives.enable(bench.session, "drive1"))
        bench.dismount(lmid)
        assert home(bench.medium(lmid).medium)

    def test_a_mount_that_waits_for_a_drive_fails_when_that_is_disabled(self, bench: Bench) -> None:
        first, second = bench.lmids(2)
        bench.mount(first, drives=("drive1",))
        pending = bench.pending(second, drives=("drive1",))
        pending.until_waiting()
        bench.manager.drives.disable(bench.session, "drive1", now=True)
        with pytest.raises(ResourceDisabled, match="drive1"):
            pending.result()

    def test_without_an_enabled_drive_nothing_waits(self, bench: Bench) -> None:
        for drive in ("drive1", "drive2"):
            bench.done(bench.manager.drives.disable(bench.session, drive))
        lmid = bench.lmid()
        with pytest.raises(NoSupportingDrives, match=bench.medium(lmid).medium.name):
            bench.mount(lmid)

    def test_nothing_is_disabled_or_enabled_twice(self, bench: Bench) -> None:
        drives, media, libraries = bench.manager.drives, bench.manager.media, bench.manager.libraries
        with pytest.raises(InvalidState, match="drive1"):
            drives.enable(bench.session, "drive1")
        with pytest.raises(InvalidState, match="V00001L9"):
            media.enable(bench.session, "V00001L9")
        with pytest.raises(InvalidState, match=LIBRARY):
            libraries.enable(bench.session, LIBRARY)
        bench.done(drives.disable(bench.session, "drive1"))
        bench.done(media.disable(bench.session, "V00001L9"))
        bench.done(libraries.disable(bench.session, LIBRARY))
        with pytest.raises(InvalidState, match="drive1"):
            drives.disable(bench.session, "drive1")
        with pytest.raises(InvalidState, match="V00001L9"):
            media.disable(bench.session, "V00001L9")
        with pytest.raises(InvalidState, match=LIBRARY):
            libraries.disable(bench.session, LIBRARY)

    # --- Media ---

    def test_a_disabled_medium_is_neither_given_nor_mounted(self, bench: Bench) -> None:
        lmid = bench.lmid(side="V00001L9")
        bench.done(bench.manager.media.disable(bench.session, "V00001L9"))
        with pytest.raises(ResourceDisabled, match="V00001L9"):
            bench.mount(lmid)
        for name in ("V00002L9", "V00003L9", "V00004L9", "V00005L9", "V00006L9"):
            bench.done(bench.manager.media.disable(bench.session, name))
        with pytest.raises(MediaUnavailable):
            bench.lmid()
        bench.done(bench.manager.media.enable(bench.session, "V00001L9"))
        assert bench.mount(lmid)[0].device_path

    def test_a_medium_disabled_while_mounted_is_not_dismounted_by_name(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.done(bench.manager.media.disable(bench.session, lmid))
        with pytest.raises(MediaNotAvailable, match=bench.medium(lmid).medium.name):
            bench.dismount(lmid)
        bench.done(bench.manager.media.enable(bench.session, lmid))
        bench.dismount(lmid)
        assert bench.agrees()

    def test_a_mount_that_waits_for_a_medium_fails_when_that_is_disabled(self, bench: Bench) -> None:
        first, second, third = bench.lmids(3)
        bench.mount(first, second)
        pending = bench.pending(third)
        pending.until_waiting()
        bench.manager.media.disable(bench.session, third)
        with pytest.raises(ResourceDisabled, match=bench.medium(third).medium.name):
            pending.result()

    # --- Libraries ---

    def test_a_disabled_library_is_emptied_and_refuses_work(self, bench: Bench) -> None:
        first, second = bench.lmids(2)
        bench.mount(first)
        bench.dismount(first, deferred=True)
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        assert [bench.drive(number).drive.state for number in (1, 2)] == [DriveState.DISMOUNTED] * 2
        with pytest.raises(ResourceDisabled, match=LIBRARY):
            bench.mount(second)
        with pytest.raises(ResourceDisabled, match=LIBRARY):
            bench.manager.libraries.inventory(bench.session, LIBRARY)
        with pytest.raises(MediaUnavailable):
            bench.lmid()
        bench.done(bench.manager.libraries.enable(bench.session, LIBRARY))
        bench.manager.settle()
        assert bench.mount(second)[0].device_path
        assert bench.agrees()

    def test_a_library_in_use_says_what_it_waits_for(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        view = bench.manager.libraries.disable(bench.session, LIBRARY)
        bench.manager.settle()
        assert bench.item(view).item.reason == "waits until free: drive 1 in use by backup since 14:02"
        bench.dismount(lmid)
        assert bench.done(view).item.state is WorkState.PASSED

    def test_a_library_disabled_now_keeps_its_media_in_their_drives(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY, now=True))
        with pytest.raises(DeviceNotAvailable, match=LIBRARY):
            bench.dismount(lmid)
        with pytest.raises(InvalidState, match="drive1"):
            bench.manager.libraries.remove(bench.session, LIBRARY)

    def test_a_library_is_removed_when_it_is_disabled(self, bench: Bench) -> None:
        with pytest.raises(InvalidState, match=LIBRARY):
            bench.manager.libraries.remove(bench.session, LIBRARY)
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        bench.manager.libraries.remove(bench.session, LIBRARY)
        names = [view.library.name for view in bench.manager.libraries.list(bench.session)]
        assert names == ["offline"]
        assert {view.where for view in bench.manager.media.list(bench.session)} == {"offline"}

    def test_the_offline_library_is_left_alone(self, bench: Bench) -> None:
        libraries = bench.manager.libraries
        for refused in (libraries.inventory, libraries.enable, libraries.disable, libraries.remove):
            with pytest.raises(LibraryOffline):
                refused(bench.session, "offline")

    @pytest.mark.parametrize("method", [InventoryMethod.SLOT, InventoryMethod.FAST, InventoryMethod.DEFAULT])
    def test_an_inventory_finds_what_people_did(self, bench: Bench, method: InventoryMethod) -> None:
        bench.hands.swap("slot:1", "slot:2")
        bench.hands.insert("V00099L9", "slot:8")
        view = bench.done(bench.manager.libraries.inventory(bench.session, LIBRARY, method))
        assert view.item.result.endswith("1 new, 2 moved")
        assert bench.agrees()

    @pytest.mark.parametrize("usual", [False, True])
    def test_an_inventory_by_no_method_does_not_touch_the_library(self, bench: Bench, *, usual: bool) -> None:
        method = InventoryMethod.DEFAULT if usual else InventoryMethod.NONE
        if usual:
            none = ObjectChange(inventory_method=InventoryMethod.NONE)
            bench.manager.objects.change(bench.session, ObjectType.LIBRARY, LIBRARY, none)
        bench.hands.add_fault("status", "HardwareFault", times=0)
        ended = bench.done(bench.manager.libraries.inventory(bench.session, LIBRARY, method))
        assert (ended.item.state, ended.item.result) == (WorkState.PASSED, "nothing was to be looked at")
        failed = bench.done(bench.manager.libraries.inventory(bench.session, LIBRARY, InventoryMethod.SLOT))
        assert failed.item.state is WorkState.FAILED

    def test_an_inventory_that_is_not_offered_is_refused(self, build: Build) -> None:
        bench = build("drives=1&slots=4&ports=0&cartridges=1&doors=0&barcodes=0")
        with pytest.raises(NotSupported):
            bench.manager.libraries.inventory(bench.session, LIBRARY, InventoryMethod.FULL)
