"""Everything that can be reached, and what must hold of it: safety in each state, and that whoever waits is served."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from openrsm.domain.drive import DriveState
from tests.exploration.deeds import Event, Play, events
from tests.exploration.state import NONE, Bay, State
from tests.exploration.world import Broken, World


@dataclass
class Reached:
    """What an exploration found.

    Attributes:
        before: Each state with the one from which it was reached first, and how.
        transitions: How many there are.
        steps: What becomes of a state, for who goes on from there.
    """

    steps: Eager | Stepwise
    before: dict[State, tuple[State, str] | None] = field(default_factory=dict)
    transitions: int = 0

    def story(self, state: State) -> str:
        """How one comes to a state."""
        told = [str(state)]
        while (step := self.before[state]) is not None:
            state = step[0]
            told.append(f"{state}\n  {step[1]}")
        return "\n".join(reversed(told))


def explore(play: Play, *, eager: bool = True) -> Reached:
    """All states that can be reached, each of them sound.

    Args:
        play: Who takes part.
        eager: The controller comes to rest after each event; else anything may happen between two of its rounds.
    """
    start = State(tuple(Bay() for _ in range(play.drives)))
    reached = Reached(Eager(play) if eager else Stepwise(play), {start: None})
    ahead = deque([start])
    while ahead:
        state = ahead.popleft()
        try:
            for what, after in reached.steps.successors(state):
                reached.transitions += 1
                if after not in reached.before:
                    reached.before[after] = (state, what)
                    ahead.append(after)
        except Exception as error:
            raise Broken(f"{error}\n{reached.story(state)}") from error
    return reached


class Eager:
    """The controller comes to rest after each event. What it makes of a state it makes of it again."""

    def __init__(self, play: Play, *, clients: bool = True) -> None:
        self.play = play
        self._clients = clients
        self._rests: dict[State, State] = {}

    def successors(self, state: State) -> Iterator[tuple[str, State]]:
        """What may happen in a state, and what becomes of it."""
        for event in events(state, self.play):
            yield event.what, self.after(state, event)

    def after(self, state: State, event: Event) -> State:
        """What becomes of a state when something happens."""
        world = World(state, self.play.media)
        event.do(world)
        restless = world.frozen(clients=self._clients)
        if restless not in self._rests:
            world.settle()
            self._rests[restless] = world.frozen(clients=self._clients)
            check(world, self.play)
        return self._rests[restless]


class Stepwise:
    """Anything may happen between two rounds of the controller."""

    def __init__(self, play: Play) -> None:
        self._play = play

    def successors(self, state: State) -> Iterator[tuple[str, State]]:
        """What may happen in a state, and what becomes of it."""
        for event in events(state, self._play):
            world = World(state, self._play.media)
            event.do(world)
            yield event.what, world.frozen()
        world = World(state, self._play.media)
        if not world.round():
            check(world, self._play)
        yield "the controller looks", world.frozen()


def check(world: World, play: Play) -> None:
    """What holds whenever the controller has come to rest."""
    inside = [bay.medium for bay in world.bays if bay.medium != NONE]
    given = [item.drive for item in world.items.values() if item.started and not item.dismounts]
    faults = [
        (len(inside) > len(set(inside)), "a medium is in two drives"),
        (len(given) > len(set(given)), "a drive is given to two mounts"),
        (any(_unjust(world, number) for number in range(play.drives)), "a drive is held by nobody's mount"),
        (bool(world.unexplained()), "something waits and does not say why"),
        (bool(world.items) and is_stuck(world), "something waits, though nothing runs and nothing is in its way"),
    ]
    for broken, what in faults:
        if broken:
            raise Broken(f"{what}: {world.frozen()}")


def _unjust(world: World, drive: int) -> bool:
    bay = world.bays[drive]
    given = [item.client for item in world.items.values() if item.started and item.drive == drive]
    if bay.holder == NONE:
        return bool(given)
    return bay.state is not DriveState.LOADED and given != [bay.holder]


def is_stuck(world: World) -> bool:
    """Whether nothing goes on by itself, and the first that waits lacks nothing that somebody has."""
    if world.motions or any(bay.paused or bay.out for bay in world.bays):
        return False
    if any(item.started for item in world.items.values()):
        return True
    first = next(iter(sorted(world.items)))
    bound = world.items[first].bound
    media = {item.medium for number, item in world.items.items() if number == first or bound == item.bound > 0}
    taken = [bay for bay in world.bays if bay.holder != NONE]
    return not ({bay.medium for bay in taken} & media) and len(world.bays) - len(taken) >= len(media)
