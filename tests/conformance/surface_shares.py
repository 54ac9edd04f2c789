"""Shares: a library in parts, each with slots and drives of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.side import SideState
from openrsm.domain.values import ObjectType
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import (
    AlreadyExists,
    Busy,
    DriveMediaMismatch,
    Empty,
    InvalidDrive,
    InvalidLibrary,
    InvalidMediaPool,
    InvalidName,
    InvalidParameter,
    InvalidState,
    LibraryOffline,
    MediaUnavailable,
    NotEmpty,
    ObjectNotFound,
)
from openrsm.surface.changers import ChangerView
from openrsm.surface.media import AllocateOptions
from openrsm.surface.shares import ShareView
from tests.conformance.surface_bench import LIBRARY, POOL, SMALL, Bench, Build, eventually

BACULA, AMANDA = "bacula", "amanda"
TAPES, OTHERS = "bacula tapes", "amanda tapes"
FIRST, SECOND = f"{LIBRARY}/drive1", f"{LIBRARY}/drive2"


class ShareConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def apart(self, build: Build) -> Bench:
        """Two pools: of one application cartridges 2, 4 and 6, of the other 1 and 3; 5 is free."""
        return furnished(build())

    @pytest.fixture
    def shared(self, apart: Bench) -> Bench:
        """Both applications have a share, and both drives, but each begins with another."""
        share(apart, BACULA, TAPES, FIRST, SECOND)
        share(apart, AMANDA, OTHERS, SECOND, FIRST)
        return apart

    # --- What it looks like ---

    def test_a_share_is_shown_with_its_pools_and_drives(self, shared: Bench) -> None:
        shown = shared.manager.shares.show(shared.session, BACULA)
        assert (shown.name, shown.library, list(shown.pools)) == (BACULA, LIBRARY, [TAPES])
        assert list(shown.drives) == [FIRST, SECOND]
        assert (shown.slots, shown.media) == (8, 3)
        listed = shared.manager.shares.list(shared.session)
        assert [view.name for view in listed] == [AMANDA, BACULA]
        assert listed[1] == shown == shared.manager.shares.show(shared.session, str(shown.id))

    def test_its_media_are_numbered_from_1_and_nothing_else_is_seen(self, shared: Bench) -> None:
        assert codes(shared, BACULA) == {1: "V00002L9", 2: "V00004L9", 3: "V00006L9"}
        assert codes(shared, AMANDA) == {1: "V00001L9", 2: "V00003L9"}
        seen = shown(shared, BACULA)
        assert [slot.number for slot in seen.slots] == [*range(1, 9)]
        assert not any(slot.port for slot in seen.slots)
        assert (seen.name, seen.library) == (BACULA, LIBRARY)

    def test_its_drives_are_numbered_as_it_names_them(self, shared: Bench) -> None:
        paths = [shared.drive(number).drive.device_path for number in (1, 2)]
        assert [drive.device_path for drive in shown(shared, BACULA).drives] == paths
        assert [drive.device_path for drive in shown(shared, AMANDA).drives] == paths[::-1]

    # --- Numbers ---

    def test_numbers_stay_while_others_cartridges_are_carried_about(self, shared: Bench) -> None:
        before = codes(shared, BACULA)
        shared.manager.changers.transfer(shared.session, LIBRARY, 2, 7)
        shared.manager.changers.transfer(shared.session, LIBRARY, 1, 2)
        assert codes(shared, BACULA) == before
        shared.manager.changers.load(shared.session, LIBRARY, 7, 0)
        assert codes(shared, BACULA)[2] == "V00004L9"
        assert shown(shared, BACULA).drives[0].slot == 1

    def test_a_medium_that_goes_and_returns_has_its_number_again(self, shared: Bench) -> None:
        shared.take_out("V00002L9")
        assert codes(shared, BACULA) == {2: "V00004L9", 3: "V00006L9"}
        shared.manager.media.move(shared.session, "V00005L9", TAPES)
        assert codes(shared, BACULA)[4] == "V00005L9"
        shared.bring_back("V00002L9", "slot:8")
        shared.inventory()
        assert codes(shared, BACULA)[1] == "V00002L9"

    def test_a_medium_that_leaves_the_pool_leaves_its_number_to_the_next(self, shared: Bench) -> None:
        shared.manager.media.move(shared.session, "V00004L9", f"Free/{LTO}")
        assert codes(shared, BACULA) == {1: "V00002L9", 3: "V00006L9"}
        shared.manager.media.move(shared.session, "V00005L9", TAPES)
        shared.manager.media.move(shared.session, "V00004L9", TAPES)
        assert codes(shared, BACULA) == {1: "V00002L9", 2: "V00005L9", 3: "V00006L9", 4: "V00004L9"}

    def test_what_is_deleted_and_comes_again_is_a_new_medium(self, shared: Bench) -> None:
        shared.take_out("V00002L9")
        shared.manager.media.delete(shared.session, "V00002L9")
        assert shared.manager.shares.show(shared.session, BACULA).media == 2
        shared.bring_back("V00002L9", "slot:2")
        shared.inventory()
        assert codes(shared, BACULA) == {2: "V00004L9", 3: "V00006L9"}
        shared.manager.media.move(shared.session, "V00002L9", f"Free/{LTO}")
        shared.manager.media.move(shared.session, "V00002L9", TAPES)
        assert codes(shared, BACULA) == {1: "V00002L9", 2: "V00004L9", 3: "V00006L9"}

    def test_an_allocation_that_draws_from_free_brings_a_medium_into_the_share(self, apart: Bench) -> None:
        share(apart, BACULA, POOL, FIRST)
        assert codes(apart, BACULA) == {}
        lmid = apart.lmid()
        assert codes(apart, BACULA) == {1: apart.medium(lmid).medium.bar_code}

    def test_what_waits_in_a_strangers_drive_lies_in_its_slot(self, apart: Bench) -> None:
        share(apart, BACULA, TAPES, FIRST)
        apart.mount("V00004L9", drives=[SECOND])
        apart.dismount("V00004L9", deferred=True)
        assert apart.drive(2).drive.state is DriveState.DISMOUNTABLE
        assert codes(apart, BACULA)[2] == "V00004L9"
        assert apart.manager.changers.load(apart.session, BACULA, 2, 0).slot == 2
        assert apart.holders() == [BACULA, None]

    # --- Load and unload ---

    def test_what_is_loaded_is_the_applications_from_then_on(self, shared: Bench) -> None:
        drive = shared.manager.changers.load(shared.session_of("rsm-changer"), BACULA, 1, 0)
        assert (drive.full, drive.bar_code, drive.slot, drive.holder) == (
            True,
            "V00002L9",
            1,
            "in use by bacula since 14:02",
        )
        view = shared.medium("V00002L9")
        assert view.sides[0].state is SideState.ALLOCATED
        assert [(one.owner, one.user) for one in view.logical] == [(BACULA, "root")]
        assert shared.holders() == [BACULA, None]
        shared.manager.changers.unload(shared.session_of("rsm-mtx"), BACULA, 0)
        assert codes(shared, BACULA)[1] == "V00002L9"
        assert shared.medium("V00002L9").logical == view.logical

    def test_nobody_is_given_what_an_application_has_loaded(self, shared: Bench) -> None:
        for slot in (1, 2, 3):
            shared.manager.changers.load(shared.session, BACULA, slot, 0)
            shared.manager.changers.unload(shared.session, BACULA, 0)
        with pytest.raises(MediaUnavailable):
            shared.manager.media.allocate(shared.session, TAPES, AllocateOptions(error_if_unavailable=True))

    def test_a_strangers_cartridge_is_not_seen_in_a_drive_and_not_unloaded(self, shared: Bench) -> None:
        shared.manager.changers.load(shared.session, AMANDA, 1, 1)
        drive = shown(shared, BACULA).drives[0]
        assert (drive.full, drive.bar_code, drive.slot) == (False, "", 0)
        assert drive.holder == "in use by amanda since 14:02"
        with pytest.raises(Busy, match="amanda"):
            shared.manager.changers.unload(shared.session, BACULA, 0)
        with pytest.raises(Empty):
            shared.manager.changers.unload(shared.session, BACULA, 1)
        assert shared.holders() == [AMANDA, None]

    def test_what_somebody_else_has_mounted_of_a_share_is_not_unloaded_by_it(self, shared: Bench) -> None:
        shared.mount("V00002L9", drives=[FIRST])
        with pytest.raises(Busy, match="backup of root"):
            shared.manager.changers.unload(shared.session_of("rsm-mtx"), BACULA, 0)

    def test_an_administrator_does_not_unload_through_a_library_what_a_share_has(self, shared: Bench) -> None:
        session = shared.session_of("rsm-mtx")
        shared.manager.changers.load(session, BACULA, 1, 0)
        shared.manager.sessions.close(session)
        with pytest.raises(Busy, match="bacula"):
            shared.manager.changers.unload(shared.session, LIBRARY, 0)

    def test_two_applications_that_want_one_drive_have_it_in_turn(self, shared: Bench) -> None:
        mine = shared.manager.changers.load(shared.session_of("rsm-mtx"), BACULA, 1, 0)
        Path(mine.device_path).write_bytes(b"of bacula")
        queued = shared.manager.changers.submit_load(shared.session_of("rsm-changer"), AMANDA, 2, 1)
        shared.manager.settle()
        assert "in use by bacula" in shared.item(queued).item.reason
        assert shared.item(queued).item.requester.application == AMANDA
        shared.manager.changers.unload(shared.session_of("rsm-mtx"), BACULA, 0)
        ended = shared.done(queued)
        assert ended.item.state is WorkState.PASSED
        assert shown(shared, AMANDA).drives[1].bar_code == "V00003L9"
        assert shared.agrees()

    def test_two_loads_at_once_with_one_free_drive_are_served_one_after_the_other(self, apart: Bench) -> None:
        share(apart, BACULA, TAPES, FIRST)
        share(apart, AMANDA, OTHERS, FIRST)
        calls = {
            name: apart.threads.submit(apart.manager.changers.load, apart.session_of("rsm-mtx"), name, 1, 0)
            for name in (BACULA, AMANDA)
        }
        first = eventually(lambda: next((name for name, call in calls.items() if call.done()), ""))
        second = AMANDA if first == BACULA else BACULA
        assert apart.holders() == [first, None]
        assert not calls[second].done()
        apart.manager.changers.unload(apart.session_of("rsm-mtx"), first, 0)
        assert calls[second].result(30).full
        assert apart.holders() == [second, None]
        assert apart.agrees()

    def test_a_drive_that_the_share_has_loaded_is_unloaded_first_whoever_asks(self, shared: Bench) -> None:
        shared.manager.changers.load(shared.session_of("rsm-mtx"), BACULA, 1, 0)
        with pytest.raises(InvalidState, match="V00002L9"):
            shared.manager.changers.load(shared.session_of("rsm-changer"), BACULA, 2, 0)

    def test_an_absent_medium_leaves_an_empty_slot(self, shared: Bench) -> None:
        shared.take_out("V00002L9")
        with pytest.raises(Empty):
            shared.manager.changers.load(shared.session, BACULA, 1, 0)

    # --- Another number ---

    def test_a_transfer_changes_a_number_and_moves_nothing(self, shared: Bench) -> None:
        moved = shared.motions()
        view = shared.manager.changers.transfer(shared.session, BACULA, 1, 5)
        assert (view.item.operation, view.item.state) == (Operation.TRANSFER, WorkState.PASSED)
        assert (view.medium, view.item.result) == ("V00002L9", "slot 1 is slot 5 now")
        assert codes(shared, BACULA) == {2: "V00004L9", 3: "V00006L9", 5: "V00002L9"}
        assert shared.motions() == moved

    def test_a_number_that_is_anothers_is_not_given_away(self, shared: Bench) -> None:
        with pytest.raises(NotEmpty, match="V00004L9"):
            shared.manager.changers.transfer(shared.session, BACULA, 1, 2)
        shared.manager.changers.load(shared.session, BACULA, 2, 0)
        with pytest.raises(NotEmpty, match="V00004L9"):
            shared.manager.changers.transfer(shared.session, BACULA, 1, 2)

    def test_the_number_of_one_that_is_away_is_exchanged(self, shared: Bench) -> None:
        shared.take_out("V00004L9")
        shared.manager.changers.transfer(shared.session, BACULA, 1, 2)
        assert codes(shared, BACULA) == {2: "V00002L9", 3: "V00006L9"}
        shared.bring_back("V00004L9", "slot:4")
        shared.inventory()
        assert codes(shared, BACULA)[1] == "V00004L9"

    def test_an_unload_to_another_slot_gives_the_number_of_that(self, shared: Bench) -> None:
        shared.manager.changers.load(shared.session, BACULA, 1, 0)
        view = shared.manager.changers.unload(shared.session, BACULA, 0, 6)
        assert view.item.operation is Operation.DISMOUNT
        assert codes(shared, BACULA)[6] == "V00002L9"
        assert shared.medium("V00002L9").where == "slot 2"

    # --- To make, change and delete one ---

    def test_a_share_needs_a_name(self, apart: Bench) -> None:
        for name in ("", "a/b", " bacula", "x" * 64, "two\nlines"):
            with pytest.raises(InvalidName):
                share(apart, name, TAPES, FIRST)

    def test_shares_and_libraries_have_one_name_each(self, shared: Bench) -> None:
        for taken in (BACULA, LIBRARY):
            with pytest.raises(AlreadyExists):
                share(shared, taken, POOL, FIRST)
        with pytest.raises(AlreadyExists, match=BACULA):
            shared.manager.libraries.add(shared.session, BACULA, f"virtual:{shared.place}x?{SMALL}")
        with pytest.raises(AlreadyExists, match=BACULA):
            shared.change(ObjectType.LIBRARY, LIBRARY, name=BACULA)

    def test_a_pool_is_in_one_share_of_a_library(self, shared: Bench) -> None:
        with pytest.raises(AlreadyExists, match="bacula tapes belongs to the share bacula"):
            share(shared, "third", TAPES, FIRST)
        with pytest.raises(AlreadyExists, match="belongs to the share"):
            shared.manager.shares.change(shared.session, AMANDA, pools=[OTHERS, TAPES])
        assert list(shared.manager.shares.change(shared.session, BACULA, pools=[TAPES, POOL]).pools) == [POOL, TAPES]

    def test_what_makes_no_share_is_refused(self, apart: Bench) -> None:
        create, session = apart.manager.shares.create, apart.session
        for pools, drives, error in (
            ([], [FIRST], InvalidParameter),
            ([TAPES], [], InvalidParameter),
            ([TAPES, TAPES], [FIRST], InvalidParameter),
            ([TAPES], [FIRST, FIRST], InvalidParameter),
            ([f"Free/{LTO}"], [FIRST], InvalidMediaPool),
            (["backups"], [FIRST], InvalidMediaPool),
            (["nopool"], [FIRST], InvalidMediaPool),
            ([TAPES], ["nodrive"], InvalidDrive),
        ):
            with pytest.raises(error):
                create(session, BACULA, LIBRARY, pools, drives)
        with pytest.raises(InvalidLibrary):
            create(session, BACULA, "nolib", [TAPES], [FIRST])
        with pytest.raises(LibraryOffline):
            create(session, BACULA, "offline", [TAPES], [FIRST])
        assert not apart.manager.shares.list(session)

    def test_a_drive_of_another_library_is_refused(self, apart: Bench) -> None:
        apart.manager.libraries.add(apart.session, "second", f"virtual:{apart.place}2?{SMALL}&prefix=W")
        with pytest.raises(DriveMediaMismatch, match="second/drive1"):
            share(apart, BACULA, TAPES, "second/drive1")

    def test_a_share_gets_other_pools_and_numbers_of_the_rest_stay(self, shared: Bench) -> None:
        shared.manager.media.move(shared.session, "V00004L9", POOL)
        shared.manager.shares.change(shared.session, BACULA, pools=[TAPES, POOL])
        assert codes(shared, BACULA) == {1: "V00002L9", 2: "V00004L9", 3: "V00006L9"}
        shared.manager.shares.change(shared.session, BACULA, pools=[POOL], drives=[SECOND])
        assert codes(shared, BACULA) == {2: "V00004L9"}
        view = shared.manager.shares.show(shared.session, BACULA)
        assert (list(view.pools), list(view.drives)) == ([POOL], [SECOND])

    def test_what_is_in_use_is_not_taken_from_a_share(self, shared: Bench) -> None:
        shared.manager.changers.load(shared.session, BACULA, 1, 0)
        change, session = shared.manager.shares.change, shared.session
        with pytest.raises(Busy, match=FIRST):
            change(session, BACULA, drives=[SECOND])
        with pytest.raises(Busy, match=FIRST):
            change(session, BACULA, pools=[POOL])
        with pytest.raises(Busy, match=FIRST):
            shared.manager.shares.delete(session, BACULA)
        assert list(change(session, BACULA, drives=[SECOND, FIRST]).drives) == [SECOND, FIRST]
        assert shown(shared, BACULA).drives[1].bar_code == "V00002L9"

    def test_a_share_that_is_deleted_is_no_changer_and_its_media_stay(self, shared: Bench) -> None:
        shared.manager.shares.delete(shared.session, BACULA)
        for gone in (
            lambda: shared.manager.changers.show(shared.session, BACULA),
            lambda: shared.manager.shares.show(shared.session, BACULA),
            lambda: shared.manager.shares.delete(shared.session, BACULA),
        ):
            with pytest.raises(ObjectNotFound):
                gone()
        assert shared.medium("V00002L9").pool == TAPES
        assert codes(shared, AMANDA) == {1: "V00001L9", 2: "V00003L9"}
        share(shared, BACULA, TAPES, FIRST)
        assert len(codes(shared, BACULA)) == 3

    def test_pools_and_libraries_that_a_share_has_are_not_deleted(self, apart: Bench) -> None:
        apart.create_pool("empty", LTO)
        share(apart, BACULA, "empty", FIRST)
        with pytest.raises(Busy, match=BACULA):
            apart.manager.pools.delete(apart.session, "empty")
        apart.done(apart.manager.libraries.disable(apart.session, LIBRARY))
        with pytest.raises(Busy, match=BACULA):
            apart.manager.libraries.remove(apart.session, LIBRARY)
        apart.manager.shares.delete(apart.session, BACULA)
        apart.manager.pools.delete(apart.session, "empty")
        apart.manager.libraries.remove(apart.session, LIBRARY)

    def test_a_medium_in_another_library_is_in_no_share_of_this(self, shared: Bench) -> None:
        shared.manager.libraries.add(shared.session, "second", f"virtual:{shared.place}2?{SMALL}&prefix=W")
        shared.manager.media.move(shared.session, "W00001L9", f"Free/{LTO}")
        shared.manager.media.move(shared.session, "W00001L9", TAPES)
        assert codes(shared, BACULA) == {1: "V00002L9", 2: "V00004L9", 3: "V00006L9"}
        share(shared, "far", TAPES, "second/drive1", library="second")
        assert codes(shared, "far") == {1: "W00001L9"}


LTO = "LTO-9"


def furnished(bench: Bench) -> Bench:
    for pool, numbers in ((TAPES, (2, 4, 6)), (OTHERS, (1, 3))):
        bench.create_pool(pool, LTO)
        for number in numbers:
            bench.manager.media.move(bench.session, f"V0000{number}L9", pool)
    return bench


def share(bench: Bench, name: str, pool: str, *drives: str, library: str = LIBRARY) -> ShareView:
    return bench.manager.shares.create(bench.session, name, library, [pool], drives)


def shown(bench: Bench, changer: str) -> ChangerView:
    return bench.manager.changers.show(bench.session, changer)


def codes(bench: Bench, changer: str) -> dict[int, str]:
    """What lies in which slot."""
    return {slot.number: slot.bar_code for slot in shown(bench, changer).slots if slot.full}
