"""Changers: a library as numbered slots and drives, loaded, unloaded, and carried about in."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.library import LibraryKind
from openrsm.domain.side import SideState
from openrsm.domain.values import ObjectType, PlaceKind, SessionId
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import (
    AccessDenied,
    Busy,
    Cancelled,
    DeviceFault,
    Empty,
    InvalidHandle,
    InvalidParameter,
    InvalidState,
    LibraryOffline,
    NotEmpty,
    NotSupported,
    ObjectNotFound,
    ResourceDisabled,
    TimedOut,
)
from openrsm.surface.changers import ChangerView
from tests.conformance.surface_bench import EVE, LIBRARY, ROOT, Bench, Build, home
from tests.conformance.surface_standalone import DESK, FIRST, ROBOTIC, TYPE, drive_folder, insert

PORT = 9
"""The number of the I/E element: the library has eight slots."""


class ChangerConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def changer(self, bench: Bench, session: SessionId | None = None) -> ChangerView:
        return bench.manager.changers.show(session or bench.session, LIBRARY)

    def codes(self, bench: Bench) -> dict[int, str]:
        """What lies in which slot."""
        return {slot.number: slot.bar_code for slot in self.changer(bench).slots if slot.full}

    def loaded(self, bench: Bench) -> dict[int, tuple[str, int]]:
        """What is in which drive, and from which slot it came."""
        return {drive.number: (drive.bar_code, drive.slot) for drive in self.changer(bench).drives if drive.full}

    # --- What it looks like ---

    def test_slots_are_numbered_from_1_and_ports_behind_them_and_drives_from_0(self, bench: Bench) -> None:
        shown = self.changer(bench)
        assert [slot.number for slot in shown.slots] == [*range(1, 10)]
        assert [slot.number for slot in shown.slots if slot.port] == [PORT]
        assert [drive.number for drive in shown.drives] == [0, 1]
        assert self.codes(bench) == {number: f"V0000{number}L9" for number in range(1, 7)}
        assert (shown.name, shown.library) == (LIBRARY, LIBRARY)
        library = bench.manager.libraries.show(bench.session, LIBRARY).summary.library
        assert (shown.vendor, shown.product, shown.serial) == (library.vendor, library.product, library.serial)
        assert [drive.device_path for drive in shown.drives] == [bench.drive(n).drive.device_path for n in (1, 2)]

    def test_a_changer_has_a_name_or_a_guid(self, bench: Bench) -> None:
        key = str(bench.manager.libraries.show(bench.session, LIBRARY).summary.library.id)
        assert bench.manager.changers.show(bench.session, key) == self.changer(bench)
        with pytest.raises(ObjectNotFound, match="nolib"):
            bench.manager.changers.show(bench.session, "nolib")

    def test_the_offline_library_is_no_changer(self, bench: Bench) -> None:
        [offline] = [
            view.library
            for view in bench.manager.libraries.list(bench.session)
            if view.library.kind is LibraryKind.OFFLINE
        ]
        assert not bench.manager.changers.show(bench.session, offline.name).slots
        with pytest.raises(LibraryOffline):
            bench.manager.changers.load(bench.session, offline.name, 1, 0)

    # --- Load and unload ---

    def test_what_is_loaded_is_in_its_drive_and_its_slot_is_empty(self, bench: Bench) -> None:
        drive = bench.manager.changers.load(bench.session, LIBRARY, 3, 1)
        assert (drive.number, drive.full, drive.bar_code, drive.slot) == (1, True, "V00003L9", 3)
        assert drive.holder == "in use by backup since 14:02"
        assert 3 not in self.codes(bench)
        assert self.loaded(bench) == {1: ("V00003L9", 3)}
        Path(drive.device_path).write_bytes(b"what was written")
        assert bench.drive(2).drive.state is DriveState.LOADED
        assert bench.medium("V00003L9").sides[0].state is SideState.AVAILABLE
        assert bench.agrees()

    def test_what_is_unloaded_returns_to_its_slot(self, bench: Bench) -> None:
        bench.manager.changers.load(bench.session, LIBRARY, 3, 1)
        view = bench.manager.changers.unload(bench.session, LIBRARY, 1)
        assert (view.item.operation, view.item.state) == (Operation.DISMOUNT, WorkState.PASSED)
        assert self.codes(bench)[3] == "V00003L9"
        assert self.loaded(bench) == {}
        assert bench.agrees()

    def test_an_unload_names_another_slot_which_becomes_the_home(self, bench: Bench) -> None:
        bench.manager.changers.load(bench.session, LIBRARY, 3, 0)
        view = bench.manager.changers.unload(bench.session, LIBRARY, 0, 8)
        assert (view.item.operation, view.item.state) == (Operation.TRANSFER, WorkState.PASSED)
        assert self.codes(bench)[8] == "V00003L9"
        assert home(bench.medium("V00003L9").medium)
        bench.manager.changers.load(bench.session, LIBRARY, 8, 0)
        assert self.loaded(bench) == {0: ("V00003L9", 8)}
        assert bench.holders() == ["backup", None]
        assert bench.agrees()

    def test_an_unload_to_its_own_slot_is_an_unload(self, bench: Bench) -> None:
        bench.manager.changers.load(bench.session, LIBRARY, 3, 0)
        view = bench.manager.changers.unload(bench.session, LIBRARY, 0, 3)
        assert view.item.operation is Operation.DISMOUNT
        assert self.codes(bench)[3] == "V00003L9"

    def test_no_cartridge_is_unloaded_to_a_slot_of_another(self, bench: Bench) -> None:
        bench.manager.changers.load(bench.session, LIBRARY, 3, 0)
        bench.manager.changers.load(bench.session, LIBRARY, 2, 1)
        for slot, why in ((4, "V00004L9 lies"), (2, "kept for V00002L9")):
            with pytest.raises(NotEmpty, match=why):
                bench.manager.changers.unload(bench.session, LIBRARY, 0, slot)
        assert self.loaded(bench)[0] == ("V00003L9", 3)

    def test_an_empty_slot_cannot_be_loaded_and_an_empty_drive_not_unloaded(self, bench: Bench) -> None:
        with pytest.raises(Empty, match="slot 7"):
            bench.manager.changers.load(bench.session, LIBRARY, 7, 0)
        with pytest.raises(Empty, match="drive 0"):
            bench.manager.changers.unload(bench.session, LIBRARY, 0)
        bench.manager.changers.load(bench.session, LIBRARY, 3, 0)
        with pytest.raises(Empty, match="its cartridge is in drive 0"):
            bench.manager.changers.load(bench.session, LIBRARY, 3, 1)

    def test_there_is_no_slot_and_no_drive_of_any_other_number(self, bench: Bench) -> None:
        for slot, drive in ((0, 0), (10, 0), (-1, 0), (1, 2), (1, -1)):
            with pytest.raises(InvalidParameter):
                bench.manager.changers.load(bench.session, LIBRARY, slot, drive)
        assert bench.manager.work.list(bench.session) == []

    def test_a_drive_that_the_same_application_has_loaded_is_unloaded_first(self, bench: Bench) -> None:
        bench.manager.changers.load(bench.session, LIBRARY, 3, 0)
        again = bench.manager.sessions.open("backup", ROOT)
        with pytest.raises(InvalidState, match="V00003L9"):
            bench.manager.changers.load(again, LIBRARY, 4, 0)

    def test_a_complete_medium_is_loaded_to_be_read(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.manager.media.complete(bench.session, lmid)
        slot = next(n for n, code in self.codes(bench).items() if code == bench.medium(lmid).medium.bar_code)
        assert bench.manager.changers.load(bench.session, LIBRARY, slot, 0).full

    def test_what_a_dismount_has_left_in_a_drive_is_anybodys_to_unload(self, bench: Bench) -> None:
        lmid = bench.lmid()
        bench.mount(lmid)
        bench.dismount(lmid, deferred=True)
        [number] = self.loaded(bench)
        stranger = bench.manager.sessions.open("archive", ROOT)
        bench.manager.changers.unload(stranger, LIBRARY, number)
        assert self.loaded(bench) == {}

    # --- Whose it is ---

    def test_a_load_outlives_its_session_and_the_same_application_unloads_it(self, bench: Bench) -> None:
        first = bench.manager.sessions.open("rsm-mtx", ROOT)
        bench.manager.changers.load(first, LIBRARY, 3, 0)
        bench.manager.sessions.close(first)
        assert bench.holders() == ["rsm-mtx", None]
        second = bench.manager.sessions.open("rsm-mtx", ROOT)
        bench.manager.changers.unload(second, LIBRARY, 0)
        assert bench.holders() == [None, None]

    def test_another_application_does_not_unload_what_somebody_has(self, bench: Bench) -> None:
        other = bench.manager.sessions.open("rsm-mtx", ROOT)
        bench.manager.changers.load(bench.session, LIBRARY, 3, 0)
        with pytest.raises(Busy, match="backup of root"):
            bench.manager.changers.unload(other, LIBRARY, 0)
        assert self.loaded(bench) == {0: ("V00003L9", 3)}

    def test_an_administrator_unloads_what_a_session_that_is_gone_has_left(self, bench: Bench) -> None:
        gone = bench.manager.sessions.open("archive", ROOT)
        bench.manager.changers.load(gone, LIBRARY, 3, 0)
        bench.manager.sessions.close(gone)
        bench.manager.changers.unload(bench.session, LIBRARY, 0)
        assert self.loaded(bench) == {}

    def test_a_refusal_does_not_name_what_one_may_not_look_at(self, bench: Bench) -> None:
        bench.create_pool("secret", "LTO-9")
        bench.manager.media.move(bench.session, "V00003L9", "secret")
        eve = bench.manager.sessions.open("prying", EVE)
        with pytest.raises(AccessDenied, match="load the cartridge in slot 3 of vlib") as refused:
            bench.manager.changers.load(eve, LIBRARY, 3, 0)
        with pytest.raises(AccessDenied, match="carry cartridges in vlib") as carried:
            bench.manager.changers.transfer(eve, LIBRARY, 3, 7)
        bench.manager.changers.load(bench.session, LIBRARY, 3, 0)
        with pytest.raises(AccessDenied, match="unload the cartridge in drive 0 of vlib") as unloaded:
            bench.manager.changers.unload(eve, LIBRARY, 0)
        told = "".join(f"{one.value} {one.value.advice}" for one in (refused, carried, unloaded))
        assert "V00003L9" not in told
        assert "secret" not in told

    # --- Waiting ---

    def test_a_load_waits_its_turn_and_says_for_whom(self, bench: Bench) -> None:
        lmid = bench.lmid()
        [mounted] = bench.mount(lmid, drives=[f"{LIBRARY}/drive1"])
        free = next(iter(self.codes(bench)))
        queued = bench.manager.changers.submit_load(bench.session_of("rsm-mtx"), LIBRARY, free, 0)
        bench.manager.settle()
        waiting = bench.item(queued).item
        assert waiting.state is WorkState.WAITING
        assert "in use by backup" in waiting.reason
        assert bench.manager.changers.outcome(bench.session, str(queued.item.id)).item.state is WorkState.WAITING
        bench.dismount(str(mounted.side.logical_id))
        assert bench.manager.changers.outcome(bench.session, str(queued.item.id)).item.state is WorkState.PASSED
        assert bench.holders() == ["rsm-mtx", None]

    def test_a_load_that_waits_too_long_is_undone(self, bench: Bench) -> None:
        bench.mount(bench.lmid(), drives=[f"{LIBRARY}/drive1"])
        with pytest.raises(TimedOut):
            bench.manager.changers.load(bench.session_of("rsm-mtx"), LIBRARY, 6, 0, timeout=0.05)
        assert bench.manager.work.list(bench.session) == []

    def test_a_load_ends_with_the_session_that_waits_for_it(self, bench: Bench) -> None:
        bench.mount(bench.lmid(), drives=[f"{LIBRARY}/drive1"])
        session = bench.session_of("rsm-mtx")
        queued = bench.manager.changers.submit_load(session, LIBRARY, 6, 0)
        bench.manager.sessions.close(session)
        assert bench.item(queued).item.state is WorkState.CANCELLED
        with pytest.raises(Cancelled):
            bench.manager.changers.outcome(bench.session, str(queued.item.id))
        with pytest.raises(InvalidHandle):
            bench.manager.changers.show(session, LIBRARY)

    def test_a_second_load_of_the_same_drive_does_not_wait_for_the_first(self, bench: Bench) -> None:
        bench.mount(bench.lmid(), drives=[f"{LIBRARY}/drive1"])
        session = bench.session_of("rsm-mtx")
        bench.manager.changers.submit_load(session, LIBRARY, 6, 0)
        with pytest.raises(InvalidState, match="about to be loaded"):
            bench.manager.changers.submit_load(session, LIBRARY, 5, 0)

    def test_a_load_that_fails_says_why_and_holds_nothing(self, bench: Bench) -> None:
        bench.hands.add_fault("load", "UnableToLoad", where="V00003L9")
        with pytest.raises(DeviceFault):
            bench.manager.changers.load(bench.session, LIBRARY, 3, 0)
        bench.pass_time(60)
        assert bench.holders() == [None, None]
        assert bench.agrees()

    # --- From slot to slot ---

    def test_a_transfer_makes_its_destination_the_home(self, bench: Bench) -> None:
        view = bench.manager.changers.transfer(bench.session, LIBRARY, 2, 7)
        assert (view.item.operation, view.item.state) == (Operation.TRANSFER, WorkState.PASSED)
        assert (view.medium, view.library) == ("V00002L9", LIBRARY)
        assert 2 not in self.codes(bench)
        assert self.codes(bench)[7] == "V00002L9"
        assert home(bench.medium("V00002L9").medium)
        assert len(bench.medium("V00002L9").moves) == 1
        bench.manager.changers.load(bench.session, LIBRARY, 7, 0)
        bench.manager.changers.unload(bench.session, LIBRARY, 0)
        assert self.codes(bench)[7] == "V00002L9"
        assert bench.agrees()

    def test_a_transfer_to_a_port_leaves_it_there_for_a_person(self, bench: Bench) -> None:
        bench.manager.changers.transfer(bench.session, LIBRARY, 2, PORT)
        assert self.codes(bench)[PORT] == "V00002L9"
        assert bench.medium("V00002L9").medium.place.kind is PlaceKind.PORT
        assert bench.requests() == []
        bench.manager.changers.transfer(bench.session, LIBRARY, 3, 2)
        assert self.codes(bench)[2] == "V00003L9"
        bench.hands.take("V00002L9")
        bench.inventory()
        assert bench.medium("V00002L9").where == "offline"
        assert bench.agrees()

    def test_a_slot_is_home_of_what_was_brought_there_and_no_longer_of_what_lies_in_a_port(self, bench: Bench) -> None:
        bench.manager.changers.transfer(bench.session, LIBRARY, 1, PORT)
        bench.manager.changers.transfer(bench.session, LIBRARY, 2, 1)
        assert home(bench.medium("V00002L9").medium)
        assert bench.medium("V00001L9").medium.home_slot_id is None
        bench.manager.changers.load(bench.session, LIBRARY, PORT, 0)
        bench.manager.changers.unload(bench.session, LIBRARY, 0)
        assert home(bench.medium("V00001L9").medium)
        assert bench.agrees()

    def test_an_unload_brings_to_a_port_what_came_from_there(self, bench: Bench) -> None:
        bench.manager.changers.transfer(bench.session, LIBRARY, 2, PORT)
        bench.manager.changers.load(bench.session, LIBRARY, PORT, 0)
        assert self.loaded(bench) == {0: ("V00002L9", PORT)}
        bench.manager.changers.unload(bench.session, LIBRARY, 0, PORT)
        assert self.codes(bench)[PORT] == "V00002L9"
        bench.manager.changers.load(bench.session, LIBRARY, PORT, 0)
        bench.manager.changers.unload(bench.session, LIBRARY, 0, 2)
        assert self.codes(bench)[2] == "V00002L9"
        assert bench.agrees()

    def test_what_a_person_has_put_into_a_port_is_carried_in(self, bench: Bench) -> None:
        bench.manager.changers.transfer(bench.session, LIBRARY, 2, PORT)
        bench.hands.take("V00002L9")
        bench.inventory()
        bench.hands.insert("V00002L9", "port:1")
        bench.inventory()
        bench.manager.changers.transfer(bench.session, LIBRARY, PORT, 8)
        assert self.codes(bench)[8] == "V00002L9"
        assert home(bench.medium("V00002L9").medium)
        assert bench.agrees()

    def test_nothing_is_transferred_where_nothing_lies_or_something_does(self, bench: Bench) -> None:
        with pytest.raises(Empty):
            bench.manager.changers.transfer(bench.session, LIBRARY, 7, 8)
        with pytest.raises(NotEmpty, match="V00003L9"):
            bench.manager.changers.transfer(bench.session, LIBRARY, 2, 3)
        with pytest.raises(InvalidParameter):
            bench.manager.changers.transfer(bench.session, LIBRARY, 2, 2)
        bench.manager.changers.load(bench.session, LIBRARY, 3, 0)
        with pytest.raises(NotEmpty, match="kept for V00003L9"):
            bench.manager.changers.transfer(bench.session, LIBRARY, 2, 3)
        assert bench.manager.work.list(bench.session) == []

    def test_a_medium_that_is_spoken_for_is_not_transferred(self, bench: Bench) -> None:
        bench.mount(*bench.lmids(2))
        free = next(iter(self.codes(bench)))
        bench.manager.changers.submit_load(bench.session_of("rsm-mtx"), LIBRARY, free, 0)
        with pytest.raises(Busy, match="about medium"):
            bench.manager.changers.transfer(bench.session, LIBRARY, free, 8)

    def test_what_is_disabled_is_not_carried(self, bench: Bench) -> None:
        bench.done(bench.manager.media.disable(bench.session, "V00002L9"))
        with pytest.raises(ResourceDisabled, match="V00002L9"):
            bench.manager.changers.transfer(bench.session, LIBRARY, 2, 7)
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        for call in (
            lambda: bench.manager.changers.transfer(bench.session, LIBRARY, 3, 7),
            lambda: bench.manager.changers.load(bench.session, LIBRARY, 3, 0),
        ):
            with pytest.raises(ResourceDisabled, match=LIBRARY):
                call()

    def test_a_cartridge_that_a_person_put_there_meanwhile_is_not_run_into(self, bench: Bench) -> None:
        bench.take_out("V00001L9")
        bench.hands.insert("V00001L9", "slot:7")
        with pytest.raises((NotEmpty, DeviceFault)):
            bench.manager.changers.transfer(bench.session, LIBRARY, 2, 7)
        assert bench.agrees()
        assert self.codes(bench)[2] == "V00002L9"

    def test_a_transfer_that_fails_leaves_the_cartridge_where_it_is(self, bench: Bench) -> None:
        bench.hands.add_fault("move", "HardwareFault", where="V00002L9")
        with pytest.raises(DeviceFault):
            bench.manager.changers.transfer(bench.session, LIBRARY, 2, 7)
        assert self.codes(bench)[2] == "V00002L9"
        assert home(bench.medium("V00002L9").medium)
        assert bench.agrees()

    def test_the_slot_that_is_kept_for_cleaning_is_nobody_elses(self, bench: Bench) -> None:
        bench.done(bench.manager.cleaning.reserve(bench.session, LIBRARY, 7))
        with pytest.raises(NotEmpty, match="cleaning cartridge"):
            bench.manager.changers.transfer(bench.session, LIBRARY, 2, 7)

    def test_a_lone_drive_is_unloaded_where_it_is(self, build: Build) -> None:
        bench = build(ROBOTIC)
        bench.manager.libraries.add(bench.session, DESK, f"standalone:virtual:{drive_folder(bench)}?type={TYPE}")
        insert(bench, FIRST)
        bench.manager.media.move(bench.session, FIRST, f"Free/{TYPE}")
        bench.mount(FIRST)
        assert [slot.port for slot in bench.manager.changers.show(bench.session, DESK).slots] == [True]
        with pytest.raises(NotSupported):
            bench.manager.changers.unload(bench.session, DESK, 0, 1)
        view = bench.manager.changers.unload(bench.session, DESK, 0)
        assert view.item.state is WorkState.PASSED
        assert bench.manager.changers.show(bench.session, DESK).drives[0].bar_code == FIRST

    def test_only_motions_have_an_outcome(self, bench: Bench) -> None:
        view = bench.inventory()
        with pytest.raises(InvalidParameter, match="no motion"):
            bench.manager.changers.outcome(bench.session, str(view.item.id))
        with pytest.raises(ObjectNotFound):
            bench.manager.changers.outcome(bench.session, "4711")

    def test_a_library_that_is_renamed_is_a_changer_by_its_new_name(self, bench: Bench) -> None:
        bench.change(ObjectType.LIBRARY, LIBRARY, name="other")
        assert bench.manager.changers.show(bench.session, "other").name == "other"
