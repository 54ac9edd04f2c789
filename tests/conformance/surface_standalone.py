"""A drive in no library, as a library of one drive: people bring and take the cartridges."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.library import LibraryKind
from openrsm.domain.medium import MediumState
from openrsm.domain.operator import OperatorState
from openrsm.domain.values import Medium
from openrsm.domain.work import WorkState
from openrsm.drivers.virtual.human import Hands
from openrsm.errors import Busy, DeviceNotAvailable, InvalidState, TimedOut
from openrsm.surface.views import DriveView, LibraryDetail, MediumView
from tests.conformance.surface_bench import Bench, Build, eventually

DESK = "desk"
TYPE = "LTO-8"
ROBOTIC = "drives=1&slots=4&ports=1&cartridges=2&type=LTO-9&doors=0"
FIRST, SECOND = "A00001L8", "A00002L8"


class StandaloneConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def desk(self, build: Build) -> Bench:
        """A library, and on the desk beside it a drive of another kind, empty."""
        bench = build(ROBOTIC)
        bench.manager.libraries.add(bench.session, DESK, f"standalone:virtual:{drive_folder(bench)}?type={TYPE}")
        return bench

    @pytest.fixture
    def held(self, desk: Bench) -> Bench:
        """The drive holds a free cartridge called FIRST."""
        insert(desk, FIRST)
        desk.manager.media.move(desk.session, FIRST, f"Free/{TYPE}")
        return desk

    # --- What it looks like ---

    def test_it_is_a_library_of_one_drive_and_one_port(self, desk: Bench) -> None:
        detail = shown(desk)
        assert detail.summary.library.kind is LibraryKind.STANDALONE
        assert [view.drive.name for view in detail.drives] == [f"{DESK}/drive1"]
        assert (len(detail.ports), list(detail.slots), list(detail.changers)) == (1, [], [])
        assert drive(desk).use == "empty"

    def test_a_cartridge_that_is_inserted_is_noticed(self, desk: Bench) -> None:
        insert(desk, FIRST)
        view = desk.medium(FIRST)
        assert (view.where, view.library, view.medium.media_type, view.pool) == (
            "drive 1",
            DESK,
            TYPE,
            f"Unrecognized/{TYPE}",
        )
        assert drive(desk).use == f"dismountable with {FIRST}"

    def test_one_that_tells_no_name_gets_one_and_the_drive_tells_its_kind(self, desk: Bench) -> None:
        hands(desk).insert(None, type_name="LTO-7")
        found = inside(desk)
        assert (found.name, found.bar_code, found.media_type) == (f"medium-{found.sequence}", None, "LTO-7")

    def test_one_that_is_taken_out_is_offline(self, held: Bench) -> None:
        take_out(held)
        assert (held.medium(FIRST).where, drive(held).use) == ("offline", "empty")

    def test_one_that_lies_in_the_drives_mouth_is_in_the_port_until_it_is_taken(self, held: Bench) -> None:
        hands(held).push_button()
        eventually(lambda: held.medium(FIRST).where == "port 1")
        assert drive(held).use == "empty"
        hands(held).take("drive:1")
        eventually(lambda: held.medium(FIRST).where == "offline")

    def test_one_that_is_known_is_recognised_when_it_comes_back(self, held: Bench) -> None:
        before = held.medium(FIRST).medium.id
        take_out(held)
        insert(held, FIRST)
        assert held.medium(FIRST).medium.id == before

    def test_a_nameless_one_that_was_changed_for_another_is_another(self, desk: Bench) -> None:
        hands(desk).insert(None)
        first = inside(desk)
        hands(desk).push_button()
        hands(desk).take("drive:1")
        hands(desk).insert(None)
        eventually(lambda: (now := drive(desk).medium) and now.id != first.id)
        assert desk.medium(first.name).where == "offline"

    # --- Mounting and dismounting ---

    def test_what_is_in_it_is_mounted_without_a_motion(self, held: Bench) -> None:
        [mounted] = held.mount(FIRST)
        assert mounted.device_path == drive(held).drive.device_path
        assert Path(mounted.device_path).resolve().name == FIRST
        assert (drive(held).drive.state, held.motions()) == (DriveState.LOADED, 0)

    @pytest.mark.parametrize("deferred", [False, True])
    def test_any_dismount_leaves_the_cartridge_ready_and_free(self, held: Bench, *, deferred: bool) -> None:
        held.mount(FIRST)
        [view] = held.dismount(FIRST, deferred=deferred)
        assert view.item.state is WorkState.PASSED
        assert drive(held).drive.state is DriveState.DISMOUNTABLE
        assert drive(held).drive.holder is None
        assert held.medium(FIRST).medium.state is MediumState.IDLE
        assert Path(drive(held).drive.device_path).resolve().name == FIRST
        with pytest.raises(InvalidState, match="dismounted already"):
            held.dismount(FIRST, deferred=deferred)

    def test_the_drive_is_dismounted_by_its_name_as_often_as_one_likes(self, held: Bench) -> None:
        held.mount(FIRST)
        for _ in range(2):
            view = held.done(held.manager.drives.dismount(held.session, f"{DESK}/drive1"))
            assert view.item.state is WorkState.PASSED
            assert drive(held).drive.state is DriveState.DISMOUNTABLE
        assert held.mount(FIRST)[0].medium.name == FIRST

    def test_it_never_goes_home_by_itself(self, held: Bench) -> None:
        held.mount(FIRST)
        held.dismount(FIRST)
        held.pass_time(3600)
        hands_see = hands(held).look()
        assert [cartridge.key for cartridge in hands_see.contents.values()] == [FIRST]
        assert drive(held).drive.state is DriveState.DISMOUNTABLE

    def test_what_lies_in_the_mouth_is_taken_in_for_a_mount(self, held: Bench) -> None:
        hands(held).push_button()
        eventually(lambda: held.medium(FIRST).where == "port 1")
        held.mount(FIRST)
        assert (drive(held).drive.state, held.motions()) == (DriveState.LOADED, 1)

    def test_another_medium_waits_until_a_person_has_changed_them(self, held: Bench) -> None:
        other(held)
        pending = held.pending(SECOND)
        begun = pending.until_waiting()
        [asked] = eventually(held.requests)
        held.manager.settle()
        waiting, number = held.item(begun), asked.request.number
        assert asked.request.message == f"Change {FIRST} for {SECOND} in drive {DESK}: backup waits to mount it"
        assert waiting.item.reason == (
            f"waits for an operator to bring {SECOND} (operator request {number}) to library {DESK}"
        )
        assert drive(held).use == f"dismountable with {FIRST}"
        change(held, SECOND)
        assert pending.result()[0].medium.name == SECOND
        [answered] = held.manager.operators.list(held.session, answered=True)
        assert answered.request.state is OperatorState.COMPLETE
        assert held.medium(FIRST).where == "offline"

    def test_nobody_is_asked_while_the_drive_is_in_use(self, held: Bench) -> None:
        other(held)
        held.mount(FIRST)
        pending = held.pending(SECOND)
        assert pending.until_waiting().item.reason == "waits for a drive: drive 1 in use by backup since 14:02"
        assert held.requests() == []
        held.dismount(FIRST)
        [asked] = eventually(held.requests)
        assert asked.medium == SECOND
        change(held, SECOND)
        assert pending.result()[0].medium.name == SECOND

    def test_an_empty_drive_is_asked_to_be_filled(self, held: Bench) -> None:
        take_out(held)
        pending = held.pending(FIRST, timeout=60)
        pending.until_waiting()
        [asked] = eventually(held.requests)
        assert asked.request.message == f"Insert {FIRST} into drive {DESK}: backup waits to mount it"
        held.pass_time(60)
        with pytest.raises(TimedOut):
            pending.result()
        assert held.requests() == []

    def test_whoever_will_not_wait_for_the_drive_need_not(self, held: Bench) -> None:
        other(held)
        held.mount(FIRST)
        with pytest.raises(Busy, match="in use by backup"):
            held.mount(SECOND, error_if_busy=True)

    def test_a_nameless_cartridge_is_what_the_operator_says_that_it_is(self, desk: Bench) -> None:
        hands(desk).insert(None)
        wanted = inside(desk)
        desk.manager.media.move(desk.session, wanted.name, f"Free/{TYPE}")
        take_out(desk)
        pending = desk.pending(wanted.name)
        pending.until_waiting()
        hands(desk).insert(None)
        newcomer = inside(desk)
        assert newcomer.id != wanted.id
        [asked] = desk.requests()
        desk.manager.operators.satisfy(desk.session, str(asked.request.number))
        [mounted] = pending.result()
        assert (mounted.medium.id, mounted.device_path) == (wanted.id, drive(desk).drive.device_path)
        assert newcomer.name not in names(desk)

    def test_one_with_another_name_is_not_what_the_operator_says_that_it_is(self, held: Bench) -> None:
        other(held)
        [waiting] = held.queue(SECOND)
        change(held, "A00003L8")
        inside(held)
        [asked] = eventually(held.requests)
        held.manager.operators.satisfy(held.session, str(asked.request.number))
        [again] = eventually(lambda: [one for one in held.requests() if one.request.id != asked.request.id])
        assert again.request.message.startswith(f"Change A00003L8 for {SECOND}")
        assert held.item(waiting).item.state is WorkState.WAITING

    # --- When something is out of the ordinary ---

    def test_a_mount_that_fails_leaves_the_cartridge_for_the_next(self, held: Bench) -> None:
        hands(held).push_button()
        eventually(lambda: held.medium(FIRST).where == "port 1")
        hands(held).add_fault("load", "UnableToLoad")
        [failed] = held.queue(FIRST)
        ended = held.done(failed)
        assert ended.item.state is WorkState.FAILED
        assert drive(held).drive.holder is None
        assert held.mount(FIRST)[0].medium.name == FIRST

    def test_a_cartridge_that_is_taken_out_while_it_is_mounted_is_gone(self, held: Bench) -> None:
        held.mount(FIRST)
        take_out(held)
        assert (drive(held).drive.state, drive(held).drive.holder) == (DriveState.DISMOUNTED, None)

    def test_a_drive_that_is_disabled_keeps_its_cartridge_and_serves_nobody(self, held: Bench) -> None:
        held.mount(FIRST)
        view = held.manager.libraries.disable(held.session, DESK)
        held.manager.settle()
        assert held.item(view).item.reason == "waits until free: drive 1 in use by backup since 14:02"
        held.dismount(FIRST)
        assert held.done(view).item.state is WorkState.PASSED
        assert drive(held).medium is not None
        with pytest.raises(DeviceNotAvailable):
            held.manager.drives.dismount(held.session, f"{DESK}/drive1")
        held.done(held.manager.libraries.enable(held.session, DESK))
        assert held.mount(FIRST)[0].medium.name == FIRST

    def test_its_media_are_offline_when_it_is_removed(self, held: Bench) -> None:
        held.done(held.manager.libraries.disable(held.session, DESK))
        held.manager.libraries.remove(held.session, DESK)
        assert held.medium(FIRST).where == "offline"


def drive_folder(bench: Bench) -> Path:
    """Where the drive on the desk lives."""
    return bench.place.parent / DESK


def hands(bench: Bench) -> Hands:
    """The person at the drive."""
    return Hands(drive_folder(bench))


def shown(bench: Bench) -> LibraryDetail:
    return bench.manager.libraries.show(bench.session, DESK)


def drive(bench: Bench) -> DriveView:
    return bench.manager.drives.show(bench.session, f"{DESK}/drive1")


def inside(bench: Bench) -> Medium:
    """What is in the drive, as soon as it has been noticed."""
    found = eventually(lambda: drive(bench).medium)
    assert found is not None
    return found


def names(bench: Bench) -> list[str]:
    views: list[MediumView] = list(bench.manager.media.list(bench.session))
    return [view.medium.name for view in views]


def insert(bench: Bench, name: str) -> None:
    """A person inserts a cartridge; return when it has been noticed."""
    hands(bench).insert(name)
    eventually(lambda: (found := drive(bench).medium) and found.name == name)


def take_out(bench: Bench) -> None:
    """A person takes the cartridge out; return when that has been noticed."""
    hands(bench).push_button()
    hands(bench).take("drive:1")
    eventually(lambda: drive(bench).medium is None and not any(view.medium for view in shown(bench).ports))


def change(bench: Bench, name: str) -> None:
    """A person changes cartridges; nobody tells the manager."""
    hands(bench).push_button()
    hands(bench).take("drive:1")
    hands(bench).insert(name)


def other(bench: Bench) -> None:
    """SECOND is a free medium, and offline; FIRST is in the drive again."""
    take_out(bench)
    insert(bench, SECOND)
    bench.manager.media.move(bench.session, SECOND, f"Free/{TYPE}")
    take_out(bench)
    insert(bench, FIRST)
