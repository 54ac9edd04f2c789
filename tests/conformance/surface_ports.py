"""Cartridges out of a library and into it: ejects, injects, and the people who have a hand in it."""

from __future__ import annotations

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.medium import MediumState
from openrsm.domain.operator import OperatorState
from openrsm.domain.slot import PortPosition
from openrsm.domain.values import PlaceKind
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import (
    Busy,
    DeviceNotAvailable,
    InvalidMedia,
    InvalidOperation,
    InvalidParameter,
    LibraryFull,
    LibraryOffline,
    MediaNotAvailable,
    NotSupported,
    RequestRefused,
    ResourceDisabled,
)
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually

STATION = "drives=2&slots=8&ports=2&cartridges=6&type=LTO-9&doors=1"
"""Two ports, and a door."""

FULL = "drives=1&slots=4&ports=2&cartridges=3&type=LTO-9&doors=0"
"""One empty slot for what comes through two ports."""


def position(bench: Bench) -> PortPosition:
    """How the station stands."""
    [place] = {view.port.position for view in bench.manager.libraries.show(bench.session, LIBRARY).ports}
    return place


def until_open(bench: Bench) -> None:
    eventually(lambda: position(bench) is PortPosition.EXTENDED)


def until_closed(bench: Bench) -> None:
    eventually(lambda: position(bench) is PortPosition.RETRACTED)


def until_says(bench: Bench, view: WorkView, text: str) -> None:
    eventually(lambda: text in bench.item(view).item.reason)


def stopped(bench: Bench, view: WorkView) -> WorkView:
    bench.manager.work.stop(bench.session, str(view.item.id))
    return bench.done(view)


def where(bench: Bench, name: str) -> PlaceKind:
    return bench.medium(name).medium.place.kind


def in_a_slot(bench: Bench, name: str) -> bool:
    """Whether a cartridge lies in a slot, which the catalogue may not know yet."""
    lying = bench.manager.libraries.show(bench.session, LIBRARY).slots
    return any(view.medium is not None and view.medium.name == name for view in lying)


class PortConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def station(self, build: Build) -> Bench:
        return build(STATION)

    def eject(self, bench: Bench, *names: str, queue: bool = False, force: bool = False) -> list[WorkView]:
        return list(bench.manager.media.eject(bench.session, names, queue=queue, force=force))

    def inject(self, bench: Bench, *, many: bool = False) -> WorkView:
        view = bench.manager.libraries.inject(bench.session, LIBRARY, many=many)
        until_open(bench)
        return view

    # --- Out ---

    def test_an_ejected_medium_waits_in_a_port_for_somebody_to_take_it_out(self, station: Bench) -> None:
        [view] = self.eject(station, "V00001L9")
        until_says(station, view, "take V00001L9 out of port 1")
        assert position(station) is PortPosition.EXTENDED
        assert where(station, "V00001L9") is PlaceKind.PORT
        station.hands.take("V00001L9")
        assert station.done(view).item.state is WorkState.PASSED
        assert station.medium("V00001L9").where == "offline"
        until_closed(station)
        assert station.agrees()

    def test_an_ejected_medium_that_is_put_back_is_catalogued_where_it_lies(self, station: Bench) -> None:
        [view] = self.eject(station, "V00001L9")
        until_open(station)
        station.hands.take("V00001L9")
        station.done(view)
        station.hands.insert("V00001L9", "port:2")
        station.inventory()
        assert where(station, "V00001L9") is PlaceKind.PORT
        assert station.medium("V00001L9").medium.id == view.item.medium_id

    def test_a_released_medium_is_fetched_out_of_its_drive(self, station: Bench) -> None:
        lmid = station.lmid()
        [mounted] = station.mount(lmid)
        station.dismount(lmid, deferred=True)
        [view] = self.eject(station, mounted.medium.name)
        until_open(station)
        assert where(station, mounted.medium.name) is PlaceKind.PORT
        assert station.drive(1).drive.state is DriveState.DISMOUNTED
        station.hands.take(mounted.medium.name)
        assert station.done(view).item.state is WorkState.PASSED

    def test_a_mounted_medium_is_ejected_by_force_alone(self, station: Bench) -> None:
        lmid = station.lmid()
        [mounted] = station.mount(lmid)
        with pytest.raises(Busy, match="mounted in drive"):
            self.eject(station, mounted.medium.name)
        [view] = self.eject(station, mounted.medium.name, force=True)
        until_open(station)
        assert station.holders() == [None, None]
        station.hands.take(mounted.medium.name)
        assert station.done(view).item.state is WorkState.PASSED
        assert station.medium(lmid).medium.state is MediumState.IDLE

    def test_a_batch_is_ejected_when_it_is_started(self, station: Bench) -> None:
        [first] = self.eject(station, "V00001L9", queue=True)
        until_says(station, first, "rest of its batch")
        started = self.eject(station, "V00002L9")
        assert [view.item.medium_id for view in started] == [
            station.medium(name).medium.id for name in ("V00001L9", "V00002L9")
        ]
        until_open(station)
        assert {where(station, name) for name in ("V00001L9", "V00002L9")} == {PlaceKind.PORT}
        for name in ("V00001L9", "V00002L9"):
            station.hands.take(name)
        assert [station.done(view).item.state for view in started] == [WorkState.PASSED] * 2

    def test_a_batch_is_started_by_naming_nothing(self, station: Bench) -> None:
        with pytest.raises(InvalidParameter, match="none is queued"):
            self.eject(station)
        self.eject(station, "V00001L9", queue=True)
        [view] = self.eject(station)
        until_open(station)
        station.hands.take("V00001L9")
        assert station.done(view).item.state is WorkState.PASSED

    def test_a_batch_is_no_more_than_the_ports_hold(self, station: Bench) -> None:
        self.eject(station, "V00001L9", "V00002L9", queue=True)
        with pytest.raises(Busy, match="3 media are to be ejected together"):
            self.eject(station, "V00003L9", queue=True)
        assert [view.item.operation for view in station.manager.work.list(station.session)] == [Operation.EJECT] * 2

    def test_ejects_for_which_there_is_no_port_wait_until_others_were_taken_out(self, station: Bench) -> None:
        first = self.eject(station, "V00001L9", "V00002L9")
        until_open(station)
        [late] = self.eject(station, "V00003L9")
        until_says(station, late, "stand open")
        station.hands.take("V00001L9")
        station.hands.take("V00002L9")
        for view in first:
            station.done(view)
        until_says(station, late, "take V00003L9 out")
        station.hands.take("V00003L9")
        assert station.done(late).item.state is WorkState.PASSED
        assert station.agrees()

    def test_an_eject_that_is_stopped_leaves_the_cartridge_in_its_port(self, station: Bench) -> None:
        [view] = self.eject(station, "V00001L9")
        until_open(station)
        assert stopped(station, view).item.state is WorkState.STOPPED
        until_closed(station)
        assert where(station, "V00001L9") is PlaceKind.PORT
        with pytest.raises(InvalidOperation):
            station.manager.work.stop(station.session, str(view.item.id))

    def test_an_operator_is_asked_when_nobody_takes_it_out(self, station: Bench) -> None:
        [view] = self.eject(station, "V00001L9")
        until_open(station)
        station.pass_time(61)
        [asked] = eventually(station.requests)
        assert "Take V00001L9 out of port 1" in asked.request.message
        station.hands.take("V00001L9")
        station.done(view)
        request = station.manager.operators.show(station.session, str(asked.request.id)).request
        assert request.state is OperatorState.COMPLETE

    def test_an_operator_who_refuses_ends_the_eject(self, station: Bench) -> None:
        [view] = self.eject(station, "V00001L9")
        until_open(station)
        station.pass_time(61)
        [asked] = eventually(station.requests)
        station.manager.operators.refuse(station.session, str(asked.request.id))
        assert station.done(view).item.error == RequestRefused.code

    def test_unrecognized_media_are_forgotten_and_free_ones_are_kept(self, station: Bench) -> None:
        station.hands.open()
        station.hands.insert("X00001L9", "slot:8")
        station.hands.close()
        station.inventory()
        assert station.medium("X00001L9").pool == "Unrecognized/LTO-9"
        views = self.eject(station, "X00001L9", "V00001L9")
        until_open(station)
        for name in ("X00001L9", "V00001L9"):
            station.hands.take(name)
        for view in views:
            assert station.done(view).item.state is WorkState.PASSED
        with pytest.raises(InvalidMedia):
            station.medium("X00001L9")
        assert station.medium("V00001L9").pool == "Free/LTO-9"

    def test_what_cannot_be_ejected_is_refused(self, station: Bench) -> None:
        with pytest.raises(InvalidMedia, match="twice"):
            self.eject(station, "V00001L9", "V00001L9")
        with pytest.raises(InvalidParameter, match="exclude"):
            self.eject(station, "V00001L9", queue=True, force=True)
        station.take_out("V00006L9")
        with pytest.raises(LibraryOffline):
            self.eject(station, "V00006L9")
        station.done(station.manager.media.disable(station.session, "V00005L9"))
        with pytest.raises(MediaNotAvailable):
            self.eject(station, "V00005L9")
        self.eject(station, "V00001L9", queue=True)
        with pytest.raises(Busy, match="is being ejected"):
            self.eject(station, "V00001L9", force=True)

    def test_a_mount_of_an_ejected_medium_asks_for_it_back(self, station: Bench) -> None:
        lmid = station.lmid()
        name = station.medium(lmid).medium.name
        [view] = self.eject(station, name)
        until_open(station)
        [waiting] = station.queue(lmid)
        station.hands.take(name)
        station.done(view)
        eventually(lambda: "operator to bring" in station.item(waiting).item.reason)

    # --- In ---

    def test_an_inject_takes_in_what_fills_the_ports(self, station: Bench) -> None:
        view = self.inject(station)
        station.hands.insert("A00001L9", "port:1")
        station.hands.insert("A00002L9", "port:2")
        assert station.done(view).item.state is WorkState.PASSED
        assert {where(station, name) for name in ("A00001L9", "A00002L9")} == {PlaceKind.SLOT}
        assert station.agrees()
        station.hands.insert("A00003L9", "port:1")  # nobody is kept out any longer

    def test_a_mount_waits_for_what_people_put_into_ports_that_stand_open(self, station: Bench) -> None:
        """Not for longer than they do: it then takes it from its port."""
        lmid = station.lmid()
        name = station.medium(lmid).medium.name
        station.take_out(name)
        [waiting] = station.queue(lmid)
        view = self.inject(station)
        station.hands.insert(name, "port:1")
        until_says(station, waiting, "waits for the ports of library vlib, which stand open")
        assert where(station, name) is PlaceKind.PORT
        stopped(station, view)
        assert station.done(waiting).item.state is WorkState.PASSED
        assert station.agrees()

    def test_an_inject_that_is_stopped_takes_in_what_is_there(self, station: Bench) -> None:
        view = self.inject(station)
        station.hands.insert("A00001L9", "port:2")
        assert stopped(station, view).item.state is WorkState.STOPPED
        assert where(station, "A00001L9") is PlaceKind.SLOT
        until_closed(station)

    def test_an_inject_takes_in_what_is_there_when_its_time_is_over(self, station: Bench) -> None:
        view = self.inject(station)
        station.hands.insert("A00001L9", "port:2")
        station.pass_time(61)
        assert station.done(view).item.state is WorkState.PASSED
        assert where(station, "A00001L9") is PlaceKind.SLOT

    def test_an_operator_is_asked_when_nobody_puts_anything_in(self, station: Bench) -> None:
        view = self.inject(station)
        station.pass_time(61)
        [asked] = eventually(station.requests)
        assert "Put cartridges into the ports" in asked.request.message
        station.hands.insert("A00001L9", "port:1")
        assert station.done(view).item.state is WorkState.PASSED
        assert station.requests() == []

    def test_an_inject_of_many_opens_the_ports_again_until_it_is_stopped(self, station: Bench) -> None:
        view = self.inject(station, many=True)
        station.hands.insert("A00001L9", "port:1")
        station.manager.libraries.retract(station.session, LIBRARY)
        eventually(lambda: in_a_slot(station, "A00001L9"))
        until_open(station)
        station.hands.insert("A00002L9", "port:1")
        assert stopped(station, view).item.state is WorkState.STOPPED
        assert {where(station, name) for name in ("A00001L9", "A00002L9")} == {PlaceKind.SLOT}

    def test_what_finds_no_slot_stays_in_its_port_until_a_slot_falls_free(self, build: Build) -> None:
        bench = build(FULL)
        view = self.inject(bench)
        bench.hands.insert("A00001L9", "port:1")
        bench.hands.insert("A00002L9", "port:2")
        until_says(bench, view, "waits for an empty slot for A0000")
        [asked] = eventually(bench.requests)
        assert "Take media out of library" in asked.request.message
        bench.hands.take("V00001L9")
        bench.inventory()
        assert bench.done(view).item.state is WorkState.PASSED
        assert bench.agrees()

    def test_an_inject_that_is_stopped_does_not_wait_for_a_slot(self, build: Build) -> None:
        bench = build(FULL)
        view = self.inject(bench)
        bench.hands.insert("A00001L9", "port:1")
        bench.hands.insert("A00002L9", "port:2")
        until_says(bench, view, "waits for an empty slot")
        ended = stopped(bench, view).item
        assert (ended.state, ended.result) == (WorkState.STOPPED, "left in the import/export ports: A00002L9")
        assert sorted(where(bench, name).value for name in ("A00001L9", "A00002L9")) == ["port", "slot"]

    def test_an_inject_into_a_full_library_is_refused(self, build: Build) -> None:
        bench = build("drives=1&slots=2&ports=1&cartridges=2&type=LTO-9&doors=0")
        with pytest.raises(LibraryFull):
            bench.manager.libraries.inject(bench.session, LIBRARY)

    def test_an_eject_waits_for_an_inject(self, station: Bench) -> None:
        inject = self.inject(station)
        [eject] = self.eject(station, "V00001L9")
        until_says(station, eject, f"work item {inject.item.number} uses them")
        stopped(station, inject)
        until_says(station, eject, "take V00001L9 out")

    def test_nothing_is_retracted_where_no_inject_of_many_is_under_way(self, station: Bench) -> None:
        with pytest.raises(InvalidOperation):
            station.manager.libraries.retract(station.session, LIBRARY)
        self.inject(station)
        with pytest.raises(InvalidOperation):
            station.manager.libraries.retract(station.session, LIBRARY)

    def test_only_what_goes_through_ports_and_doors_is_stopped(self, station: Bench) -> None:
        view = station.inventory()
        with pytest.raises(InvalidOperation, match="inventory"):
            station.manager.work.stop(station.session, str(view.item.id))

    def test_without_ports_cartridges_go_through_the_door(self, build: Build) -> None:
        bench = build("drives=1&slots=4&ports=0&cartridges=2&type=LTO-9&doors=1")
        with pytest.raises(NotSupported, match="no import/export ports"):
            self.eject(bench, "V00001L9")
        with pytest.raises(NotSupported, match="no import/export ports"):
            bench.manager.libraries.inject(bench.session, LIBRARY)

    def test_a_disabled_library_lets_nothing_in_or_out(self, station: Bench) -> None:
        station.done(station.manager.libraries.disable(station.session, LIBRARY))
        with pytest.raises(DeviceNotAvailable):
            self.eject(station, "V00001L9")
        with pytest.raises(DeviceNotAvailable):
            station.manager.libraries.inject(station.session, LIBRARY)
        with pytest.raises(ResourceDisabled):
            station.manager.libraries.open_door(station.session, LIBRARY)
