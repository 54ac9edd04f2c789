"""Changers once more: what they say when others, whom nobody told us of, move cartridges behind our back."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.drivers.registry import open_library
from openrsm.errors import InvalidParameter
from openrsm.surface.changers import ChangerView
from tests.conformance.surface_bench import LIBRARY, Bench, Build

PORT = 9


def moved_by_another_program(place: Path, source: int, destination: int) -> None:
    """From element to element of the library in a folder, by a connection of its own."""
    opened = open_library(f"virtual:{place}")
    opened.changer.move(source, destination)
    for each in opened.drives:
        each.drive.close()
    opened.changer.close()


class LookConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def looked(self, build: Build) -> Bench:
        return build()

    def shown_changer(self, bench: Bench, age: float | None = None) -> ChangerView:
        return bench.manager.changers.show(bench.session, LIBRARY, age=age)

    def lying(self, bench: Bench, age: float | None = None) -> dict[int, str]:
        return {slot.number: slot.bar_code for slot in self.shown_changer(bench, age).slots if slot.full}

    def test_places_have_the_addresses_that_the_robot_knows(self, looked: Bench) -> None:
        detail = looked.manager.libraries.show(looked.session, LIBRARY)
        shown = self.shown_changer(looked)
        places = [*(view.slot.address for view in detail.slots), *(view.port.address for view in detail.ports)]
        assert [slot.address for slot in shown.slots] == places
        assert [drive.address for drive in shown.drives] == [view.drive.address for view in detail.drives]

    def test_who_wants_to_know_it_now_sees_what_others_moved(self, looked: Bench) -> None:
        looked.manager.settle()
        slots = self.shown_changer(looked).slots
        moved_by_another_program(looked.place, slots[0].address, slots[6].address)
        assert self.lying(looked)[1] == "V00001L9", "what is catalogued, and nothing is asked"
        assert self.lying(looked, 3600)[1] == "V00001L9", "it was looked at in the last hour"
        assert self.lying(looked, 0)[7] == "V00001L9"
        assert 1 not in self.lying(looked)
        assert looked.agrees()

    def test_what_others_moved_stays_where_they_brought_it(self, looked: Bench) -> None:
        looked.manager.settle()
        shown = self.shown_changer(looked)
        moved_by_another_program(looked.place, shown.slots[1].address, shown.drives[0].address)
        drive = self.shown_changer(looked, 0).drives[0]
        assert (drive.full, drive.bar_code, drive.slot, drive.holder) == (True, "V00002L9", 2, "")
        assert looked.agrees()
        looked.manager.changers.unload(looked.session, LIBRARY, 0)
        assert self.lying(looked)[2] == "V00002L9"

    def test_what_was_loaded_from_a_port_came_from_there(self, looked: Bench) -> None:
        looked.manager.changers.transfer(looked.session, LIBRARY, 3, PORT)
        assert looked.manager.changers.load(looked.session, LIBRARY, PORT, 0).slot == PORT

    def test_a_look_waits_for_no_library_that_does_not_answer(self, looked: Bench) -> None:
        looked.manager.settle()
        away = looked.place.with_name("away")
        looked.place.rename(away)
        looked.place.touch()
        try:
            assert self.lying(looked, 0)[1] == "V00001L9"
        finally:
            looked.place.unlink()
            away.rename(looked.place)

    @pytest.mark.parametrize("age", [-1.0, float("nan")])
    def test_what_is_no_age_is_refused(self, looked: Bench, age: float) -> None:
        with pytest.raises(InvalidParameter, match="age"):
            self.shown_changer(looked, age)
