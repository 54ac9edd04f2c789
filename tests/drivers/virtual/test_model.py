"""Whatever happens, a cartridge is in exactly one place, and drives agree with what lies in them."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from openrsm.domain.machine import accepts, fire
from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual import form, loading, motion, reaching
from openrsm.drivers.virtual.model import PHASES, DriveEvent, Library, Phase, new_library
from openrsm.drivers.virtual.parameters import Parameters
from openrsm.drivers.virtual.places import elements, kind_at
from openrsm.errors import InvalidState, RsmError

MADE = Parameters(slots=5, cartridges=4, ports=1, drives=2, realistic=True, type="LTO-8", cleaner=True)
ADDRESSES = st.sampled_from([1, 10, 100, 101, 102, 1000, 1001, 1002, 1003, 1004, 1005])


class AnyRun(RuleBasedStateMachine):
    """Motions, drives, people and time in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        self.stored = new_library("TEST", MADE)

    @property
    def library(self) -> Library:
        return motion.settle(self.stored, self.now)

    @rule(source=ADDRESSES, destination=ADDRESSES)
    def move(self, source: int, destination: int) -> None:
        try:
            self.stored, _ = motion.begin_move(self.library, self.now, source, destination)
        except RsmError:
            return

    @rule(source=ADDRESSES, middle=ADDRESSES, destination=ADDRESSES)
    def exchange(self, source: int, middle: int, destination: int) -> None:
        try:
            self.stored, _ = motion.begin_exchange(self.library, self.now, source, middle, destination)
        except RsmError:
            return

    @rule(address=st.sampled_from([100, 101]), wound=st.booleans())
    def unload(self, address: int, *, wound: bool) -> None:
        try:
            self.stored, _ = loading.unload(self.library, address, self.now, wound=wound)
        except RsmError:
            return

    @rule(address=st.sampled_from([100, 101]))
    def load(self, address: int) -> None:
        try:
            self.stored, _ = loading.load(self.library, address, self.now)
        except RsmError:
            return

    @rule(seconds=st.floats(min_value=0, max_value=200))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds

    @rule()
    def a_person_takes_from_the_port(self) -> None:
        if 10 in self.library.contents:
            library, cartridge = reaching.pull(self.library, 10)
            self.stored = reaching.put(library, 10, cartridge, self.now)

    @invariant()
    def what_time_has_changed_it_does_not_change_again(self) -> None:
        settled = self.library
        assert motion.settle(settled, self.now) is settled

    @invariant()
    def every_cartridge_is_in_exactly_one_place(self) -> None:
        keys = sorted(cartridge.key for _, cartridge in self.library.cartridges())
        assert keys == ["CLNU01L8", "V00001L8", "V00002L8", "V00003L8", "V00004L8"]
        assert all(kind_at(self.library, address) for address in self.library.contents)
        assert sum(each.full for each in elements(self.library)) == len(keys)

    @invariant()
    def drives_agree_with_what_lies_in_them(self) -> None:
        for place, drive in enumerate(self.library.drives):
            assert (drive.phase is Phase.EMPTY) is (100 + place not in self.library.contents)

    @invariant()
    def the_robot_is_empty_when_it_stands_still(self) -> None:
        assert bool(self.library.agenda) is (1 in self.library.contents)

    @invariant()
    def the_state_reads_back_as_it_is_written(self) -> None:
        assert form.read(form.Writer().text(self.library)) == self.library


TestAnyRun = AnyRun.TestCase
TestAnyRun.settings = settings(max_examples=60, stateful_step_count=40)


@pytest.mark.parametrize("phase", list(Phase))
@pytest.mark.parametrize("event", list(DriveEvent))
def test_every_event_moves_a_drive_or_is_refused(phase: Phase, event: DriveEvent) -> None:
    if accepts(PHASES, phase, event):
        assert fire(PHASES, phase, event) is PHASES[phase][event]
    else:
        with pytest.raises(InvalidState):
            fire(PHASES, phase, event)


def test_a_library_that_stands_still_is_not_changed_by_time() -> None:
    library = new_library("TEST", MADE)
    assert motion.settle(library, 1e12) is library
    assert {each.kind for each in elements(library)} == set(ElementKind)
