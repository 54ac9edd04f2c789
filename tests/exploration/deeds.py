"""What may happen next to a small library: what clients do, in any order, and what devices and time do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from openrsm.domain.drive import DriveState
from tests.exploration.state import GHOST, NONE, OVERDUE, Deed, Item, State
from tests.exploration.world import World

Doing = Callable[[World], None]
HELD: Final = (DriveState.LOADED, DriveState.DISMOUNTABLE)


@dataclass(frozen=True, kw_only=True)
class Play:
    """Who takes part.

    Attributes:
        sets: Clients also ask for two media at once.
        retreats: Clients give up waiting.
        deaths: Clients die, and administrators dismount what they leave.
        failures: Steps fail.
    """

    drives: int
    media: int
    clients: int
    sets: bool = True
    retreats: bool = True
    deaths: bool = True
    failures: bool = False


@dataclass(frozen=True)
class Event:
    """One thing that may happen.

    Attributes:
        who: The client that does it; NONE for devices, time and administrators.
        drive: The drive whose step ends; else NONE.
    """

    what: str
    do: Doing
    who: int = NONE
    drive: int = NONE


def events(state: State, play: Play) -> Iterator[Event]:
    """Everything that may happen next."""
    yield from completions(state)
    if play.failures:
        yield from _failures(state)
    yield from _time(state)
    for client in _clients(state, play):
        yield from deeds_of(state, play, client)
    if play.deaths:
        yield from _administrators(state)


def _clients(state: State, play: Play) -> Iterator[int]:
    """Those that have or want something, and one that does not, as the others are like it."""
    known = {bay.holder for bay in state.bays} | {item.client for item in state.items}
    yield from range(min(len(known - {NONE, GHOST}) + 1, play.clients))


def completions(state: State) -> Iterator[Event]:
    """Steps end."""
    for motion in state.motions:
        yield Event(f"{motion.deed.name} ends", lambda world, one=motion: world.complete(one), drive=motion.drive)  # type: ignore[misc] # the default binds the loop's value


def _failures(state: State) -> Iterator[Event]:
    for motion in state.motions:
        yield Event(f"{motion.deed.name} fails", lambda world, one=motion: world.fail(one), drive=motion.drive)  # type: ignore[misc] # likewise
        if motion.deed in (Deed.LOAD, Deed.RELEASE):
            yield Event("a program has it open", lambda world, one=motion: world.hold(one), drive=motion.drive)  # type: ignore[misc] # likewise
    for number, bay in enumerate(state.bays):
        if bay.paused:
            yield Event("a pause is over", lambda world, one=number: _change(world, one, paused=False))  # type: ignore[misc] # likewise
        if bay.out:
            yield Event("a drive is seen to", lambda world, one=number: _change(world, one, out=False, failures=2))  # type: ignore[misc] # likewise


def _change(world: World, drive: int, **fields: object) -> None:
    world.bays[drive] = world.bays[drive]._replace(**fields)  # type: ignore[arg-type] # fields of Bay


def _time(state: State) -> Iterator[Event]:
    """The delay of what was released longest ago is over first."""
    released = [(bay.age, number) for number, bay in enumerate(state.bays) if 0 < bay.age < OVERDUE]
    if released:
        _, oldest = max(released)
        yield Event("a delay is over", lambda world: _change(world, oldest, age=OVERDUE))


def deeds_of(state: State, play: Play, client: int) -> Iterator[Event]:
    """What one client may do: ask when it has nothing, give up, give back, die."""
    waits = any(item.client == client for item in state.items)
    given = {item.medium for item in state.items if item.dismounts}
    has = any(bay.holder == client and bay.medium not in given for bay in state.bays)
    if not (waits or has):
        yield from requests(state, play, client)
        return
    if waits and play.retreats:
        yield Event("a mount is cancelled", lambda world: _cancel(world, client), who=client)
    yield from returns(state, client)
    if play.deaths and GHOST not in {item.client for item in state.items}:
        yield Event("a client dies", lambda world: _die(world, client), who=client)


def requests(state: State, play: Play, client: int) -> Iterator[Event]:
    """It asks for a medium, or for a set of two. Media that nobody has or wants are alike, so a few of them do."""
    known = {bay.medium for bay in state.bays} | {item.medium for item in state.items}
    known |= {motion.medium for motion in state.motions}
    fresh = len(known - {NONE})
    wanted = [(medium,) for medium in range(min(fresh + 1, play.media))]
    pairs = permutations(range(min(fresh + 2, play.media)), 2) if play.sets else ()
    for media in (*wanted, *(pair for pair in pairs if fresh + 1 not in pair or pair == (fresh, fresh + 1))):
        yield Event(f"a mount of {len(media)}", lambda world, named=media: ask(world, client, named), who=client)  # type: ignore[misc] # likewise


def ask(world: World, client: int, media: tuple[int, ...]) -> None:
    """Queue a mount of one, or of a set."""
    bound = max((item.bound for item in world.items.values()), default=0) + 1 if len(media) > 1 else 0
    for medium in media:
        world.queue(Item(medium, client, bound))


def returns(state: State, client: int) -> Iterator[Event]:
    """It gives back what it has."""
    for bay in state.bays:
        if bay.holder == client and bay.state is DriveState.LOADED and not bay.out and is_at_rest(state, bay.medium):
            for deferred in (False, True):
                yield Event("a dismount", lambda world, one=bay.medium, late=deferred: give(world, one, late), client)  # type: ignore[misc] # likewise


def is_at_rest(state: State, medium: int) -> bool:
    """Whether a dismount would be accepted: no dismount is open, and no mount of it has a drive."""
    return not any(item.medium == medium and (item.dismounts or item.drive != NONE) for item in state.items)


def give(world: World, medium: int, deferred: bool = False) -> None:  # noqa: FBT001, FBT002 - it is bound above
    """Queue a dismount."""
    world.queue(Item(medium, dismounts=True, deferred=deferred))


def _cancel(world: World, client: int) -> None:
    world.end([number for number, item in world.items.items() if item.client == client])


def _die(world: World, client: int) -> None:
    """What nobody waits for goes on for nobody; what it had stays."""
    for number, item in world.items.items():
        if item.client == client:
            world.items[number] = item._replace(client=GHOST)
    for number, bay in enumerate(world.bays):
        if bay.holder == client:
            world.bays[number] = bay._replace(holder=GHOST)


def _administrators(state: State) -> Iterator[Event]:
    """They have a drive emptied, whoever has it."""
    for bay in state.bays:
        if bay.state in HELD and not bay.out and is_at_rest(state, bay.medium):
            yield Event("a drive is dismounted", lambda world, one=bay.medium: give(world, one))  # type: ignore[misc] # likewise
