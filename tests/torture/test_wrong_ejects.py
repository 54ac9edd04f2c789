"""Whatever people did to cartridges meanwhile, what is ejected or carried elsewhere is what was meant, or it is told.

What people do stands in :mod:`tests.torture.people`; here nobody loads anything.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from openrsm.domain.slot import PortPosition
from openrsm.domain.values import BarCodeState
from openrsm.domain.work import WorkState
from openrsm.errors import UnexpectedMedium
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, Bench, Build, eventually
from tests.conformance.surface_cleaning import WITH_CLEANER, keep
from tests.surface.conftest import build
from tests.torture.people import (
    AT,
    OTHER,
    OURS,
    Deed,
    by_hand,
    fill_both,
    give_it_the_code_of_the_other,
    peel_off_both_and_swap,
    put_another_in_its_place,
    put_it_back_elsewhere,
    swap_places,
    take_it_out,
)
from tests.torture.tally import tallied

__all__ = ["build"]  # a fixture that this file's tests ask for by name

pytestmark = [pytest.mark.torture, pytest.mark.slow]

PORTED: Final = "drives=1&slots=8&ports=2&cartridges=0&type=LTO-9&doors=0"
"""Ports, and people who reach in unnoticed."""

EMPTY: Final = 7
PORT: Final = 9
"""Numbers of places, as changer programs count them: the ports come after the slots."""


def eject(bench: Bench) -> WorkView:
    [view] = bench.manager.media.eject(bench.session, [OURS])
    return view


def carry_to_a_port(bench: Bench) -> WorkView:
    return bench.manager.changers.submit_transfer(bench.session, LIBRARY, 1, PORT)


def carry_to_a_slot(bench: Bench) -> WorkView:
    return bench.manager.changers.submit_transfer(bench.session, LIBRARY, 1, EMPTY)


Way = Callable[[Bench], WorkView]

WAYS: Final[tuple[Way, ...]] = (eject, carry_to_a_port, carry_to_a_slot)

EXCHANGES: Final[tuple[Deed, ...]] = (swap_places, put_another_in_its_place, give_it_the_code_of_the_other)
"""Deeds after which another bar code lies where ours did."""

ABSENCES: Final[tuple[Deed, ...]] = (put_it_back_elsewhere, take_it_out)
"""Deeds after which nothing lies there."""


def filled(build: Build) -> Bench:
    """A library of two cartridges that people can reach into unseen."""
    bench = build(PORTED)
    by_hand(bench, fill_both)
    bench.inventory()
    bench.manager.settle()
    return bench


def stands_open(bench: Bench) -> bool:
    """Whether people may reach into the ports."""
    ports = bench.manager.libraries.show(bench.session, LIBRARY).ports
    return any(view.port.position is PortPosition.EXTENDED for view in ports)


def settled(bench: Bench, view: WorkView) -> WorkView:
    """The item when nothing moves any more: it has ended, or waits for somebody."""
    bench.manager.settle()
    eventually(lambda: bench.item(view).item.ended_at or bench.item(view).item.reason)
    return bench.item(view)


def lying_at(bench: Bench, name: str) -> set[int]:
    """Where cartridges of that bar code really lie."""
    return {address for address, cartridge in bench.hands.look().contents.items() if cartridge.bar_code == name}


def catalogued_at(bench: Bench, name: str) -> set[int]:
    return {address for address, medium in bench.catalogued().items() if medium == name}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_nobody_touched_comes_where_it_is_wanted(build: Build, way: Way) -> None:
    bench = filled(build)
    item = settled(bench, way(bench)).item
    assert item.error_text == ""
    assert stands_open(bench) is (way is eject)
    assert catalogued_at(bench, OURS) == lying_at(bench, OURS)


@pytest.mark.parametrize("deed", EXCHANGES, ids=lambda deed: deed.__name__)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_nobody_is_handed_another_cartridge_and_not_told(build: Build, way: Way, deed: Deed) -> None:
    bench = filled(build)
    by_hand(bench, deed)
    with tallied("wrong cartridges tried"):
        item = settled(bench, way(bench)).item
        assert (item.state, item.error) == (WorkState.FAILED, UnexpectedMedium.code)
        assert f"instead of {OURS}" in item.error_text
        assert not stands_open(bench)
        assert bench.agrees() or deed is give_it_the_code_of_the_other  # of which two have the same name
        assert catalogued_at(bench, OURS) == lying_at(bench, OURS)


@pytest.mark.parametrize("deed", ABSENCES, ids=lambda deed: deed.__name__)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_not_where_it_was_is_found_elsewhere_or_is_told_to_be_gone(build: Build, way: Way, deed: Deed) -> None:
    bench = filled(build)
    by_hand(bench, deed)
    with tallied("wrong cartridges tried"):
        item = settled(bench, way(bench)).item
        assert item.error_text or item.state is WorkState.PASSED or f"take {OURS} out" in item.reason
        assert catalogued_at(bench, OURS) == lying_at(bench, OURS)


def test_an_eject_that_found_another_cartridge_succeeds_when_it_is_asked_again(build: Build) -> None:
    bench = filled(build)
    by_hand(bench, swap_places)
    settled(bench, eject(bench))
    with tallied("wrong cartridges tried"):
        again = settled(bench, eject(bench))
        assert f"take {OURS} out" in again.item.reason
        assert stands_open(bench)
        bench.hands.take(OURS)
        assert bench.done(again).item.state is WorkState.PASSED
        assert bench.agrees()


def test_of_a_batch_only_what_was_exchanged_fails(build: Build) -> None:
    bench = filled(build)
    by_hand(bench, put_another_in_its_place)
    with tallied("wrong cartridges tried"):
        ours, other = (settled(bench, view).item for view in bench.manager.media.eject(bench.session, [OURS, OTHER]))
        assert ours.error == UnexpectedMedium.code
        assert f"take {OTHER} out" in other.reason
        assert bench.agrees()


def test_another_cartridge_is_not_ejected_for_a_cleaning_cartridge(build: Build) -> None:
    bench = build(WITH_CLEANER)
    keep(bench, 8)
    bench.hands.swap("slot:8", AT[OURS])
    with tallied("wrong cartridges tried"):
        item = settled(bench, bench.manager.cleaning.eject(bench.session, LIBRARY)).item
        assert item.error == UnexpectedMedium.code
        assert not stands_open(bench)
        assert bench.agrees()


def test_what_has_no_readable_bar_code_is_ejected_as_doubtful(build: Build) -> None:
    """Nobody can tell whether it is the one, and who peels off bar codes must be able to have them replaced."""
    bench = filled(build)
    by_hand(bench, peel_off_both_and_swap)
    with tallied("wrong cartridges tried"):
        assert f"take {OURS} out" in settled(bench, eject(bench)).item.reason
        assert bench.medium(OURS).medium.bar_code_state is BarCodeState.UNREADABLE
