"""Whoever waits is served: how long that takes at the most, and that nobody is passed over for ever."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from openrsm.domain.drive import DriveState
from tests.exploration.deeds import Event, Play, completions, deeds_of, events, give, is_at_rest, returns
from tests.exploration.search import Eager, Reached
from tests.exploration.state import NONE, Bay, State
from tests.exploration.world import Broken

VICTIM = 0
"""The client whose wait is looked at."""

Edge = tuple[Event, State]
Graph = Mapping[State, Sequence[Edge]]


def longest_wait(reached: Reached) -> int:
    """After how many ends of steps every mount that waits is served at the most, if all give back what they have.

    Args:
        reached: All states, as :class:`Eager` comes to them.

    Raises:
        Broken: Some mount is never served.
    """
    known: dict[State, int] = {}
    assert isinstance(reached.steps, Eager)
    for state in reached.before:
        _measure(state, reached.steps, known)
    return max(known[state] for state in reached.before)


def _measure(start: State, eager: Eager, known: dict[State, int]) -> None:
    """Depth first, without recursion; a state that is met again on the way to it is a circle of waiting."""
    path: list[tuple[State, list[tuple[int, State]]]] = []
    on_path: set[State] = set()
    ahead = None if start in known else start
    while path or ahead is not None:
        if ahead is not None:
            if ahead in on_path:
                raise Broken(f"a mount is never served, in a circle: {ahead}")
            on_path.add(ahead)
            path.append((ahead, [*_generous(ahead, eager)] if _awaits(ahead) else []))
        state, after = path[-1]
        ahead = next((one for _, one in after if one not in known), None)
        if ahead is not None:
            continue
        if _awaits(state) and not after:
            raise Broken(f"a mount is never served: {state}")
        known[state] = max((known[one] + step for step, one in after), default=0)
        on_path.discard(state)
        path.pop()


def _awaits(state: State) -> bool:
    return any(not item.dismounts for item in state.items)


def _generous(state: State, eager: Eager) -> Iterator[tuple[int, State]]:
    """What may happen when nobody asks for more and all give back, one way or the other; 1 for the end of a step."""
    for event in completions(state):
        yield 1, eager.after(state, event)
    for bay in state.bays:
        if bay.holder != NONE and bay.state is DriveState.LOADED and is_at_rest(state, bay.medium):
            for late in (False, True):
                yield (
                    0,
                    eager.after(state, Event("given back", lambda world, m=bay.medium, d=late: give(world, m, d))),  # type: ignore[misc] # the defaults bind the loop's values
                )


def waits_of_the_victim(play: Play) -> Graph:
    """Every state in which the victim, who asks but once, waits for its turn, and how one leads to another."""
    eager = Eager(play, clients=False)
    start = State(tuple(Bay() for _ in range(play.drives)))
    graph: dict[State, list[Edge]] = {}
    seen, ahead = {start}, deque([start])
    while ahead:
        state = ahead.popleft()
        edges = [(event, eager.after(state, event)) for event in _happenings(state, play)]
        if _is_waiting(state):
            graph[state] = [(event, after) for event, after in edges if _is_waiting(after)]
        for _, after in edges:
            if after not in seen and not _was_served(after):
                seen.add(after)
                ahead.append(after)
    return graph


def _happenings(state: State, play: Play) -> Iterator[Event]:
    """Other clients have names here, as each must be fair by itself."""
    yield from (event for event in events(state, play) if event.who == NONE)
    if not _is_waiting(state):
        yield from deeds_of(state, play, VICTIM)
    for client in range(VICTIM + 1, play.clients):
        yield from deeds_of(state, play, client)


def _is_waiting(state: State) -> bool:
    return any(item.client == VICTIM and not item.started for item in state.items)


def _was_served(state: State) -> bool:
    return any(item.client == VICTIM and item.started for item in state.items)


def unfair_to_none(graph: Graph, play: Play) -> list[State]:
    """States of a circle in which all do what they must, and the victim waits for ever; empty if there is none.

    All do what they must: each step ends, and each client gives back what it has.
    """
    for circle in circles(graph):
        if all(_drive_is_fair(graph, circle, drive) for drive in range(play.drives)) and all(
            _client_is_fair(graph, circle, client) for client in range(VICTIM + 1, play.clients)
        ):
            return sorted(circle)
    return []


def _inside(graph: Graph, circle: set[State]) -> Iterator[Event]:
    return (event for state in circle for event, after in graph[state] if after in circle)


def _drive_is_fair(graph: Graph, circle: set[State], drive: int) -> bool:
    idle = any(drive not in {motion.drive for motion in state.motions} for state in circle)
    return idle or any(event.drive == drive for event in _inside(graph, circle))


def _client_is_fair(graph: Graph, circle: set[State], client: int) -> bool:
    idle = any(not [*returns(state, client)] for state in circle)
    return idle or any(event.who == client and event.what == "a dismount" for event in _inside(graph, circle))


def circles(graph: Graph) -> Iterator[set[State]]:
    """The strongly connected parts of a graph that hold an edge (Kosaraju's algorithm, without recursion)."""
    back: dict[State, list[State]] = {state: [] for state in graph}
    for state, edges in graph.items():
        for _, after in edges:
            back[after].append(state)
    seen: set[State] = set()
    for root in reversed(_finished(graph)):
        part = _joined(back, root, seen)
        if len(part) > 1 or any(after in part for state in part for _, after in graph[state]):
            yield part


def _finished(graph: Graph) -> list[State]:
    """All states, each after those that are reached from it, but for those that lead back."""
    finished: dict[State, None] = {}
    seen: set[State] = set()
    for root in graph:
        path = [root]
        while path:
            state = path[-1]
            seen.add(state)
            ahead = next((after for _, after in graph[state] if after not in seen), None)
            if ahead is not None:
                path.append(ahead)
            else:
                finished.setdefault(path.pop())
    return [*finished]


def _joined(back: Mapping[State, Sequence[State]], root: State, seen: set[State]) -> set[State]:
    """What leads to a state, and has not been seen."""
    part: set[State] = set()
    ahead = [root]
    while ahead:
        state = ahead.pop()
        if state not in seen:
            seen.add(state)
            part.add(state)
            ahead += back[state]
    return part
