"""Cleaning: the cartridge and its slot, drives that ask for it or are told to, and what happens when none can do it."""

from __future__ import annotations

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.library import Operational
from openrsm.domain.operator import OperatorKind, OperatorState
from openrsm.domain.settings import UNCOUNTED
from openrsm.domain.values import ObjectType
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import (
    Busy,
    CleanerInstalled,
    CleanerSlotNotSet,
    CleanerSlotSet,
    CleanerSpent,
    DeviceNotAvailable,
    InvalidParameter,
    LibraryOffline,
    NotSupported,
    ResourceDisabled,
    ResourceNotAvailable,
    ResourceNotPresent,
)
from openrsm.surface.views import LibraryDetail, WorkView
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually

CLEANER = "CLNU01L9"
WITH_CLEANER = "drives=2&slots=8&ports=1&cartridges=6&type=LTO-9&doors=0&cleaner=1"
"""A cleaning cartridge lies in slot 8."""

WITHOUT = "drives=1&slots=4&ports=1&cartridges=2&type=LTO-9&doors=0"
FIRST, SECOND = f"{LIBRARY}/drive1", f"{LIBRARY}/drive2"
CLEAN_NOW = "alert:20"


def shown(bench: Bench) -> LibraryDetail:
    return bench.manager.libraries.show(bench.session, LIBRARY)


def uses(bench: Bench) -> int | None:
    return shown(bench).summary.library.cleaner_uses


def keep(bench: Bench, slot: int, count: int | None = None) -> None:
    """Keep a slot for the cleaning cartridge."""
    done = bench.done(bench.manager.cleaning.reserve(bench.session, LIBRARY, slot, uses=count))
    assert done.item.state is WorkState.PASSED


def clean(bench: Bench, drive: str = FIRST) -> WorkView:
    return bench.done(bench.manager.cleaning.clean(bench.session, drive))


def cleanings(bench: Bench) -> list[WorkView]:
    bench.manager.settle()
    views = bench.manager.work.list(bench.session, ended=True)
    return [one for one in views if one.item.operation is Operation.CLEAN_DRIVE]


def ask_for_cleaning(bench: Bench, drive: int = 1) -> None:
    """The drive asks to be cleaned when a cartridge has been in it."""
    bench.hands.add_fault("load", CLEAN_NOW, where=f"drive:{drive}")
    lmid = bench.lmid()
    bench.mount(lmid, drives=[f"{LIBRARY}/drive{drive}"])
    bench.dismount(lmid)


class CleaningConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def kept(self, build: Build) -> Bench:
        """A library whose slot 8 is kept for the cleaning cartridge that lies there, with three uses left."""
        bench = build(WITH_CLEANER)
        keep(bench, 8, 3)
        return bench

    # --- The slot ---

    def test_the_slot_in_which_a_cleaning_cartridge_lies_can_be_kept_for_it(self, kept: Bench) -> None:
        detail = shown(kept)
        assert (detail.cleaner, detail.cleaner_slot, uses(kept)) == (CLEANER, 8, 3)

    def test_an_empty_slot_can_be_kept_and_takes_no_other_cartridge(self, build: Build) -> None:
        bench = build(WITHOUT)
        keep(bench, 3)
        assert (shown(bench).cleaner, shown(bench).cleaner_slot, uses(bench)) == ("", 3, None)
        bench.hands.insert("A00001L9", "port:1")
        bench.inventory()
        bench.done(bench.manager.libraries.inject(bench.session, LIBRARY))
        assert bench.medium("A00001L9").where == "slot 4"

    @pytest.mark.parametrize("slot", [1, 99])
    def test_a_slot_of_another_cartridge_and_one_that_there_is_not_cannot_be_kept(
        self, build: Build, slot: int
    ) -> None:
        bench = build(WITHOUT)
        with pytest.raises(ResourceNotAvailable):
            bench.manager.cleaning.reserve(bench.session, LIBRARY, slot)
        assert shown(bench).cleaner_slot is None

    def test_one_slot_is_kept_at_a_time(self, kept: Bench) -> None:
        with pytest.raises(CleanerSlotSet):
            kept.manager.cleaning.reserve(kept.session, LIBRARY, 7)

    def test_a_number_of_uses_is_not_negative(self, build: Build) -> None:
        bench = build(WITHOUT)
        with pytest.raises(InvalidParameter):
            bench.manager.cleaning.reserve(bench.session, LIBRARY, 3, uses=-1)

    def test_a_slot_whose_cartridge_is_still_there_stays_kept(self, kept: Bench) -> None:
        with pytest.raises(CleanerInstalled, match=CLEANER):
            kept.manager.cleaning.release(kept.session, LIBRARY)

    def test_a_slot_for_which_a_cartridge_is_being_brought_stays_kept(self, build: Build) -> None:
        bench = build(WITHOUT)
        keep(bench, 3)
        view = bench.manager.cleaning.inject(bench.session, LIBRARY)
        with pytest.raises(Busy, match=f"work item {view.item.number}"):
            bench.manager.cleaning.release(bench.session, LIBRARY)
        bench.hands.insert(CLEANER, "port:1")
        assert bench.done(view).item.state is WorkState.PASSED
        assert (shown(bench).cleaner, bench.medium(CLEANER).where) == (CLEANER, "slot 3")

    def test_a_slot_that_is_given_up_takes_any_cartridge_again(self, build: Build) -> None:
        bench = build(WITHOUT)
        keep(bench, 3)
        bench.done(bench.manager.cleaning.release(bench.session, LIBRARY))
        assert shown(bench).cleaner_slot is None
        with pytest.raises(ResourceNotPresent):
            bench.manager.cleaning.release(bench.session, LIBRARY)

    def test_the_offline_library_keeps_no_slot(self, build: Build) -> None:
        bench = build(WITHOUT)
        with pytest.raises(LibraryOffline):
            bench.manager.cleaning.reserve(bench.session, "offline", 1)

    def test_the_number_of_uses_can_be_corrected(self, kept: Bench) -> None:
        kept.change(ObjectType.LIBRARY, LIBRARY, cleaner_uses=12)
        assert uses(kept) == 12
        assert kept.change(ObjectType.LIBRARY, LIBRARY, cleaner_uses=UNCOUNTED).cleaner_uses == UNCOUNTED
        assert uses(kept) is None

    # --- The cartridge ---

    def test_a_cleaning_cartridge_is_taken_in_and_put_into_its_slot(self, build: Build) -> None:
        bench = build(WITHOUT)
        keep(bench, 4)
        view = bench.manager.cleaning.inject(bench.session, LIBRARY, uses=50)
        eventually(lambda: "put cartridges" in bench.item(view).item.reason)
        bench.hands.insert(CLEANER, "port:1")
        assert bench.done(view).item.state is WorkState.PASSED
        assert (shown(bench).cleaner, uses(bench), bench.medium(CLEANER).where) == (CLEANER, 50, "slot 4")

    def test_without_a_slot_for_it_none_is_taken_in(self, build: Build) -> None:
        bench = build(WITHOUT)
        with pytest.raises(CleanerSlotNotSet):
            bench.manager.cleaning.inject(bench.session, LIBRARY)

    def test_there_is_one_at_a_time(self, kept: Bench) -> None:
        with pytest.raises(ResourceNotAvailable, match=CLEANER):
            kept.manager.cleaning.inject(kept.session, LIBRARY)

    def test_a_library_without_ports_takes_none_in(self, build: Build) -> None:
        bench = build("drives=1&slots=4&ports=0&cartridges=2&type=LTO-9&doors=0")
        keep(bench, 3)
        with pytest.raises(NotSupported):
            bench.manager.cleaning.inject(bench.session, LIBRARY)

    def test_an_ejected_cleaning_cartridge_is_forgotten(self, kept: Bench) -> None:
        view = kept.manager.cleaning.eject(kept.session, LIBRARY)
        eventually(lambda: "take CLNU01L9 out" in kept.item(view).item.reason)
        kept.hands.take(CLEANER)
        assert kept.done(view).item.state is WorkState.PASSED
        assert (shown(kept).cleaner, shown(kept).cleaner_slot, uses(kept)) == ("", 8, 0)
        assert CLEANER not in {one.medium.name for one in kept.manager.media.list(kept.session)}
        with pytest.raises(ResourceNotPresent):
            kept.manager.cleaning.eject(kept.session, LIBRARY)

    # --- Cleaning ---

    def test_a_drive_is_cleaned_when_it_is_told_to(self, kept: Bench) -> None:
        done = clean(kept)
        drive = kept.drive(1).drive
        assert (done.item.state, done.item.drive_id) == (WorkState.PASSED, drive.id)
        assert (drive.state, drive.cleaned_at is not None, drive.holder) == (DriveState.DISMOUNTED, True, None)
        assert (uses(kept), kept.medium(CLEANER).where) == (2, "slot 8")
        assert kept.agrees()

    def test_uses_that_are_not_counted_do_not_run_out(self, build: Build) -> None:
        bench = build(WITH_CLEANER)
        keep(bench, 8)
        clean(bench)
        assert uses(bench) is None

    def test_a_drive_that_asks_for_it_is_cleaned_after_its_dismount(self, kept: Bench) -> None:
        ask_for_cleaning(kept)
        [cleaning] = cleanings(kept)
        assert (cleaning.item.state, cleaning.item.requester.application) == (WorkState.PASSED, "openrsm")
        assert (kept.drive(1).drive.wants_cleaning, uses(kept)) == (False, 2)
        assert kept.agrees()

    def test_where_drives_are_cleaned_when_told_alone_one_only_says_that_it_asks_for_it(self, kept: Bench) -> None:
        kept.change(ObjectType.LIBRARY, LIBRARY, cleans_itself=False)
        ask_for_cleaning(kept)
        assert (cleanings(kept), kept.drive(1).drive.wants_cleaning) == ([], True)
        clean(kept)
        assert kept.drive(1).drive.wants_cleaning is False

    def test_a_drive_in_use_is_cleaned_when_it_is_free(self, kept: Bench) -> None:
        lmid = kept.lmid()
        kept.mount(lmid, drives=[FIRST])
        queued = kept.manager.cleaning.clean(kept.session, FIRST)
        kept.manager.settle()
        assert "in use by backup" in kept.item(queued).item.reason
        kept.dismount(lmid)
        assert kept.done(queued).item.state is WorkState.PASSED

    def test_a_cartridge_that_waits_in_the_drive_for_its_next_user_makes_room(self, kept: Bench) -> None:
        lmid = kept.lmid()
        [mounted] = kept.mount(lmid, drives=[FIRST])
        kept.dismount(lmid, deferred=True)
        assert clean(kept).item.state is WorkState.PASSED
        assert kept.medium(mounted.medium.name).where.startswith("slot")
        assert kept.agrees()

    def test_one_cartridge_cleans_one_drive_after_the_other(self, kept: Bench) -> None:
        queued = [kept.manager.cleaning.clean(kept.session, drive) for drive in (FIRST, SECOND)]
        assert [kept.done(view).item.state for view in queued] == [WorkState.PASSED] * 2
        assert uses(kept) == 1
        assert kept.agrees()

    def test_a_cleaning_that_is_queued_already_is_told(self, kept: Bench) -> None:
        kept.mount(kept.lmid(), drives=[FIRST])
        first = kept.manager.cleaning.clean(kept.session, FIRST)
        assert kept.manager.cleaning.clean(kept.session, FIRST).item.id == first.item.id

    # --- What no cartridge can do ---

    def test_without_a_cartridge_an_operator_is_asked_once_and_a_new_one_is_enough(self, build: Build) -> None:
        bench = build(WITHOUT)
        keep(bench, 4)
        queued = bench.manager.cleaning.clean(bench.session, FIRST)
        [asked] = eventually(bench.requests)
        assert asked.request.kind is OperatorKind.CLEANER
        assert "there is no cleaning cartridge in slot 4" in asked.request.message
        view = bench.manager.cleaning.inject(bench.session, LIBRARY)
        eventually(lambda: "put cartridges" in bench.item(view).item.reason)
        bench.hands.insert(CLEANER, "port:1")
        assert bench.done(queued).item.state is WorkState.PASSED
        answered = bench.manager.operators.show(bench.session, str(asked.request.number))
        assert answered.request.state is OperatorState.COMPLETE
        assert bench.requests() == []

    def test_where_no_slot_is_kept_the_request_says_how_to_keep_one(self, build: Build) -> None:
        bench = build(WITHOUT)
        queued = bench.manager.cleaning.clean(bench.session, FIRST)
        [asked] = eventually(bench.requests)
        assert "keeps no slot for a cleaning cartridge; run: rsm cleaner reserve" in asked.request.message
        bench.manager.work.cancel(bench.session, str(queued.item.number))
        assert bench.requests() == []

    def test_what_has_been_counted_down_cleans_no_more(self, build: Build) -> None:
        bench = build(WITH_CLEANER)
        keep(bench, 8, 0)
        bench.manager.cleaning.clean(bench.session, FIRST)
        [asked] = eventually(bench.requests)
        assert f"{CLEANER} is used up" in asked.request.message

    def test_who_satisfies_the_request_says_that_there_is_another_cartridge(self, build: Build) -> None:
        bench = build(WITH_CLEANER)
        keep(bench, 8, 0)
        queued = bench.manager.cleaning.clean(bench.session, FIRST)
        [asked] = eventually(bench.requests)
        bench.manager.operators.satisfy(bench.session, str(asked.request.number))
        assert bench.done(queued).item.state is WorkState.PASSED
        assert uses(bench) is None

    def test_a_cartridge_that_the_drive_says_is_used_up_goes_home_and_another_is_asked_for(self, kept: Bench) -> None:
        kept.hands.add_fault("load", "alert:22")
        kept.hands.add_fault("drive-status", "alert:22", where="drive:1")
        failed = clean(kept)
        assert (failed.item.state, failed.item.error) == (WorkState.FAILED, CleanerSpent.code)
        kept.manager.settle()
        assert (uses(kept), kept.medium(CLEANER).where) == (0, "slot 8")
        assert kept.agrees()

    # --- What cannot be cleaned ---

    def test_a_drive_that_is_disabled_is_not_cleaned(self, kept: Bench) -> None:
        kept.done(kept.manager.drives.disable(kept.session, SECOND))
        with pytest.raises(ResourceDisabled):
            kept.manager.cleaning.clean(kept.session, SECOND)

    def test_of_a_library_that_does_not_answer_nothing_is_asked(self, kept: Bench) -> None:
        kept.hands.add_fault("any", "vanish", times=0)
        kept.manager.libraries.inventory(kept.session, LIBRARY)
        eventually(lambda: shown(kept).summary.library.operational is Operational.NOT_PRESENT)
        with pytest.raises(ResourceNotPresent):
            kept.manager.cleaning.clean(kept.session, FIRST)
        with pytest.raises(DeviceNotAvailable):
            kept.manager.cleaning.eject(kept.session, LIBRARY)

    def test_in_a_disabled_library_nothing_is_cleaned_nor_kept(self, kept: Bench) -> None:
        kept.done(kept.manager.libraries.disable(kept.session, LIBRARY))
        with pytest.raises(ResourceDisabled):
            kept.manager.cleaning.clean(kept.session, FIRST)
        with pytest.raises(ResourceDisabled):
            kept.manager.cleaning.release(kept.session, LIBRARY)
        with pytest.raises(ResourceDisabled):
            kept.manager.cleaning.eject(kept.session, LIBRARY)
