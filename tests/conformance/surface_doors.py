"""Doors: what people do behind them, and the inventory that follows."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from openrsm.domain.library import InventoryMethod
from openrsm.domain.slot import DoorState, SlotState
from openrsm.domain.work import WorkState
from openrsm.errors import ResourceNotPresent
from openrsm.surface.views import SlotView
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually
from tests.conformance.surface_ports import STATION, stopped, until_says


def door(bench: Bench) -> DoorState:
    [one] = bench.manager.libraries.show(bench.session, LIBRARY).doors
    return one.state


class DoorConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def station(self, build: Build) -> Bench:
        return build(STATION)

    def test_a_door_access_ends_when_the_door_is_closed_and_an_inventory_follows(self, station: Bench) -> None:
        view = station.manager.libraries.open_door(station.session, LIBRARY)
        until_says(station, view, "open the door")
        station.hands.open()
        eventually(lambda: door(station) is DoorState.OPEN)
        station.hands.insert("A00001L9", "slot:8")
        station.hands.close()
        assert station.done(view).item.state is WorkState.PASSED
        eventually(lambda: "A00001L9" in station.catalogued().values())
        assert door(station) is DoorState.CLOSED
        assert station.agrees()

    def test_nothing_moves_from_the_unlocking_of_a_door_until_it_is_closed(self, station: Bench) -> None:
        view = station.manager.libraries.open_door(station.session, LIBRARY, InventoryMethod.NONE)
        until_says(station, view, "open the door")
        [waiting] = station.queue(station.lmid())
        assert (
            waiting.item.reason
            == f"waits for library {LIBRARY}: its doors are unlocked for work item {view.item.number}"
        )
        assert station.motions() == 0
        station.hands.open()
        eventually(lambda: door(station) is DoorState.OPEN)
        station.hands.close()
        assert station.done(view).item.state is WorkState.PASSED
        assert station.done(waiting).item.state is WorkState.PASSED

    def test_an_operator_is_asked_to_close_a_door_that_stays_open(self, station: Bench) -> None:
        view = station.manager.libraries.open_door(station.session, LIBRARY)
        until_says(station, view, "open the door")
        station.hands.open()
        eventually(lambda: door(station) is DoorState.OPEN)
        station.pass_time(121)
        [asked] = eventually(station.requests)
        assert asked.request.message.startswith("Close the door")
        station.hands.close()
        assert station.done(view).item.state is WorkState.PASSED
        assert station.requests() == []

    def test_a_door_access_that_is_stopped_lets_the_library_go_on(self, station: Bench) -> None:
        view = station.manager.libraries.open_door(station.session, LIBRARY)
        until_says(station, view, "open the door")
        assert stopped(station, view).item.state is WorkState.STOPPED
        station.mount(station.lmid())

    def test_a_magazine_taken_out_puts_its_media_offline_until_it_is_back(self, station: Bench) -> None:
        before = station.medium("V00001L9").medium
        self.turn_magazine(station, out=True)
        assert station.medium("V00001L9").where == "offline"
        assert [one.slot.state for one in self.slots(station)][:3] == [SlotState.NOT_PRESENT] * 2 + [SlotState.FULL]
        self.turn_magazine(station, out=False)
        after = station.medium("V00001L9").medium
        assert (after.id, after.place, after.home_slot_id) == (before.id, before.place, before.home_slot_id)
        assert self.slots(station)[0].slot.state is SlotState.FULL
        assert station.agrees()

    def slots(self, bench: Bench) -> Sequence[SlotView]:
        return bench.manager.libraries.show(bench.session, LIBRARY).slots

    def turn_magazine(self, bench: Bench, *, out: bool) -> None:
        """A person opens the door for it, and the library is looked at afterwards."""
        view = bench.manager.libraries.open_door(bench.session, LIBRARY, InventoryMethod.NONE)
        until_says(bench, view, "open the door")
        bench.hands.open()
        eventually(lambda: door(bench) is DoorState.OPEN)
        bench.hands.magazine(1, 2, out=out)
        bench.hands.close()
        bench.done(view)
        bench.inventory()

    def test_a_library_without_a_door_cannot_open_it(self, build: Build) -> None:
        bench = build()
        with pytest.raises(ResourceNotPresent):
            bench.manager.libraries.open_door(bench.session, LIBRARY)
