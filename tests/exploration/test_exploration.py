"""The scheduler in every state that a small library can come to, whatever clients, devices and time do, in any order.

Two drives; media and clients are few, but interchangeable, so that each state stands for many. What is explored is
:func:`openrsm.domain.scheduling.decide` itself; what it decides is recorded by tests/exploration/world.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import islice
from typing import Final

import pytest

from openrsm.domain import starting
from tests.exploration.deeds import Event, Play, events
from tests.exploration.search import Eager, explore
from tests.exploration.serving import circles, longest_wait, unfair_to_none, waits_of_the_victim
from tests.exploration.state import NONE, Bay, Item, State, renamed
from tests.exploration.world import Broken, World
from tests.torture.tally import tallied

pytestmark = [pytest.mark.slow, pytest.mark.torture, pytest.mark.long]

EXPLORED: Final = "states explored"
SMALL: Final = Play(drives=2, media=3, clients=2, deaths=False)
TINY: Final = replace(SMALL, media=2)
ALONE: Final = Play(drives=2, media=2, clients=1, sets=False)
FAIR: Final = replace(TINY, retreats=False)
LARGER: Final = Play(drives=2, media=4, clients=3, deaths=False)


def comes_to_the_point(states: Iterable[State]) -> bool:
    """Whether all drives were somebody's at once; nothing could be given twice before."""
    return any(all(bay.holder != NONE for bay in state.bays) for state in states)


@pytest.mark.parametrize(
    "play", [SMALL, ALONE, replace(ALONE, drives=1, clients=2, failures=True, deaths=False)], ids=repr
)
def test_no_order_of_events_leads_to_a_state_that_must_not_be(play: Play) -> None:
    with tallied(EXPLORED) as trial:
        states = explore(play).before
        trial.tried = len(states)
        assert comes_to_the_point(states)


def test_it_does_not_matter_what_happens_between_two_looks_of_the_controller() -> None:
    with tallied(EXPLORED) as trial:
        states = explore(replace(TINY, sets=False), eager=False).before
        trial.tried = len(states)
        assert comes_to_the_point(states)


def test_every_mount_is_served_within_seventeen_steps_if_all_give_back_what_they_have() -> None:
    with tallied(EXPLORED) as trial:
        reached = explore(TINY)
        trial.tried = len(reached.before)
        assert longest_wait(reached) == 17


def test_nobody_waits_for_ever_while_others_are_served() -> None:
    with tallied(EXPLORED) as trial:
        graph = waits_of_the_victim(FAIR)
        trial.tried = len(graph)
        assert unfair_to_none(graph, FAIR) == []


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("play", "eager"),
    [
        (Play(drives=2, media=2, clients=1, failures=True, deaths=False), True),
        (Play(drives=2, media=2, clients=1), True),
        (TINY, False),
    ],
    ids=repr,
)
def test_no_order_of_events_at_all_leads_to_such_a_state(play: Play, *, eager: bool) -> None:
    with tallied(EXPLORED) as trial:
        states = explore(play, eager=eager).before
        trial.tried = len(states)
        assert comes_to_the_point(states)


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("play", "steps"),
    [
        (replace(LARGER, retreats=False), 30),
        (replace(LARGER, sets=False), 18),
        pytest.param(LARGER, 30, marks=pytest.mark.endless),
    ],
    ids=repr,
)
def test_every_mount_of_three_clients_among_four_media_is_served_if_all_give_back(play: Play, steps: int) -> None:
    with tallied(EXPLORED) as trial:
        reached = explore(play)
        trial.tried = len(reached.before)
        assert comes_to_the_point(reached.before)
        assert longest_wait(reached) == steps


@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("play", [replace(FAIR, clients=3), replace(LARGER, sets=False, retreats=False)], ids=repr)
def test_nobody_of_three_waits_for_ever_while_others_are_served(play: Play) -> None:
    with tallied(EXPLORED) as trial:
        graph = waits_of_the_victim(play)
        trial.tried = len(graph)
        assert unfair_to_none(graph, play) == []


# The exploration itself.


def test_it_finds_that_a_set_is_passed_over_where_its_media_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_has_something", lambda *_: True)
    assert unfair_to_none(waits_of_the_victim(FAIR), FAIR)


def test_it_finds_that_a_medium_is_given_twice_where_nobody_looks_who_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "_in_use", lambda *_: False)
    with pytest.raises(Broken):
        explore(TINY)


def test_names_of_media_and_clients_do_not_matter() -> None:
    eager = Eager(TINY)
    for state in islice(explore(TINY).before, 0, None, 40):
        other = _called_otherwise(state)
        assert renamed(other) == state
        ends = {eager.after(state, event) for event in events(state, TINY)}
        assert {_after(other, event) for event in events(other, TINY)} == ends


def _after(state: State, event: Event) -> State:
    world = World(state, TINY.media)
    event.do(world)
    world.settle()
    return world.frozen()


def _called_otherwise(state: State) -> State:
    """The two media, and the two clients, change their names."""
    other = {0: 1, 1: 0}
    bays = [bay._replace(medium=other.get(bay.medium, -1), holder=other.get(bay.holder, -1)) for bay in state.bays]
    items = [
        item._replace(medium=other.get(item.medium, -1), client=other.get(item.client, -1)) for item in state.items
    ]
    motions = [motion._replace(medium=other.get(motion.medium, -1)) for motion in state.motions]
    return State(tuple(bays), tuple(items), tuple(motions))


def test_circles_are_found_in_a_graph() -> None:
    one, two, three, four = (State((Bay(),), tuple(Item(0) for _ in range(count))) for count in range(4))
    step = Event("a step", lambda _world: None)
    graph = {one: [(step, two)], two: [(step, three)], three: [(step, two), (step, four)], four: [(step, four)]}
    assert sorted(map(sorted, circles(graph))) == [[two, three], [four]]
