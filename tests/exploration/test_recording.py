"""The small library records what is decided, and how steps end, as the service records it in a catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.medium import MediumState
from openrsm.domain.records import WorkItem
from openrsm.domain.side import SideState
from openrsm.domain.slot import SlotState
from openrsm.domain.steps import Carry, Load, Unload
from openrsm.domain.values import DriveId, MediumId, Side, SideId, WorkId
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import UnableToLoad
from openrsm.service import identities, outcomes, rulings
from openrsm.store.database import Store, Transaction
from tests.conformance.store_nouns import pool, slot
from tests.domain.scenes import BACKUP, LIBRARY, NOW, key
from tests.exploration.deeds import Play
from tests.exploration.search import explore
from tests.exploration.state import NONE, OVERDUE, Bay, Deed, Item, Motion, State, renamed
from tests.exploration.views import DELAY, drive, drive_id, medium_at, medium_id, place, slot_id, work_id, work_item
from tests.exploration.world import World

pytestmark = [pytest.mark.slow, pytest.mark.torture]

T = TypeVar("T")
PLAY: Final = Play(drives=2, media=2, clients=1, deaths=False)
EVERY: Final = 17
POOL: Final = pool("backups")
IN_DRIVE: Final = {
    DriveState.MOUNTED: MediumState.MOUNTED,
    DriveState.LOADED: MediumState.LOADED,
    DriveState.UNLOADED: MediumState.UNLOADED,
}


class TakenBack(Exception):
    """Ends a transaction without a trace."""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path, clock=lambda: NOW)
    yield opened
    opened.close()


def test_the_catalogue_comes_to_the_state_that_the_exploration_goes_on_from(store: Store) -> None:
    compared = 0
    for state in islice(explore(PLAY, eager=False).before, 0, None, EVERY):
        for in_small, in_service in _happenings(state):
            world = World(state, PLAY.media)
            in_small(world)
            assert _in_catalogue(store, state, in_service) == _standing(world), state
            compared += 1
    assert compared > 100


Small = Callable[[World], None]
Real = Callable[[Transaction], None]


def _happenings(state: State) -> Iterator[tuple[Small, Real]]:
    """What the controller rules now, and the ends of the steps that are under way."""
    yield _rule, lambda tx: rulings.apply(tx, World(state, PLAY.media).decided().rulings, (), BACKUP)
    for motion in state.motions:
        yield lambda world, one=motion: world.complete(one), lambda tx, one=motion: _complete(tx, one)  # type: ignore[misc] # the defaults bind the loop's value
        yield lambda world, one=motion: world.fail(one), lambda tx, one=motion: _fail(tx, one)  # type: ignore[misc] # likewise


def _rule(world: World) -> None:
    world.record_all(world.decided().rulings)


def _complete(tx: Transaction, motion: Motion) -> None:
    medium, drive_there = _plain(medium_id(motion.medium)), _plain(drive_id(motion.drive))
    work = None if motion.item == NONE else _plain(work_id(motion.item))
    match motion.deed:
        case Deed.LOAD:
            outcomes.loaded(tx, Load(drive_id=drive_there, medium_id=medium, work_id=work or _plain(work_id(20))))
        case Deed.UNLOAD:
            outcomes.unloaded(tx, Unload(drive_id=drive_there, medium_id=medium, work_id=work))
        case Deed.RELEASE:
            _release(tx, motion)
        case _:
            goal = place(motion.medium, motion.drive if motion.deed is Deed.FETCH else NONE)
            source = tx.media.get(medium).place
            step = Carry(medium_id=medium, source=source, destination=_plain(goal), work_id=work)
            outcomes.carried(tx, outcomes.intend(tx, LIBRARY.id, step))


def _release(tx: Transaction, motion: Motion) -> None:
    ids = (_plain(drive_id(motion.drive)), _plain(medium_id(motion.medium)), _plain(work_id(motion.item)))
    step = Load(drive_id=ids[0], medium_id=ids[1], work_id=ids[2], operation=Operation.DISMOUNT)
    identities.learnt_before_release(tx, step, None)


def _fail(tx: Transaction, motion: Motion) -> None:
    if motion.deed is Deed.RELEASE:
        _release(tx, motion)
    elif motion.item != NONE:
        outcomes.fail_item(tx, _plain(work_id(motion.item)), UnableToLoad("it does not go in"))


def _standing(world: World) -> State:
    """What a catalogue holds of it: steps under way and a drive's failures are the controller's to remember."""
    world.motions.clear()
    world.bays = [bay._replace(failures=0, paused=False, out=False) for bay in world.bays]
    return world.frozen()


def _in_catalogue(store: Store, state: State, act: Real) -> State:
    found: list[State] = []

    def attempt(tx: Transaction) -> None:
        _write(tx, state)
        act(tx)
        found.append(_read(tx))
        raise TakenBack

    with pytest.raises(TakenBack):
        store.write(attempt)
    return found[0]


def _plain(noun: T) -> T:
    """With ids as a catalogue has them."""
    if isinstance(noun, UUID):
        return UUID(int=noun.int)  # type: ignore[return-value] # an id of the same type
    if is_dataclass(noun) and not isinstance(noun, type):
        return replace(noun, **{each.name: _plain(getattr(noun, each.name)) for each in fields(noun)})
    return noun


def _write(tx: Transaction, state: State) -> None:
    inside = {bay.medium: number for number, bay in enumerate(state.bays)}
    tx.libraries.insert(LIBRARY)
    tx.pools.insert(POOL)
    for medium in range(PLAY.media):
        content = SlotState.EMPTY if medium in inside else SlotState.FULL
        tx.slots.insert(replace(slot(LIBRARY, medium + 1, content), id=_plain(slot_id(medium))))
    drives = [tx.drives.insert(_drive(number, bay)) for number, bay in enumerate(state.bays)]
    for medium in range(PLAY.media):
        at = inside.get(medium, NONE)
        wanted = any(item.medium == medium for item in state.items)
        rest = MediumState.IN_USE if wanted else MediumState.IDLE
        there = rest if at == NONE else IN_DRIVE.get(state.bays[at].state, rest)
        tx.media.insert(replace(_plain(medium_at(medium, at)), sequence=medium + 1, pool_id=POOL.id, state=there))
        side = SideId(key(f"side{medium}"))
        tx.sides.insert(Side(id=side, medium_id=_plain(medium_id(medium)), number=0, state=SideState.AVAILABLE))
    for empty, bay in zip(drives, state.bays, strict=True):
        if bay.medium != NONE:
            tx.drives.change(empty, replace(empty, medium_id=_plain(medium_id(bay.medium))))
    for number, item in enumerate(state.items):
        tx.work.insert(_plain(work_item(number, item, told=False)))


def _drive(number: int, bay: Bay) -> Drive:
    return replace(_plain(drive(number, bay)), medium_id=None)


def _read(tx: Transaction) -> State:
    numbers = {medium_id(number).int: number for number in range(PLAY.media)}
    drives = {drive_id(number).int: number for number in range(PLAY.drives)}
    sets: dict[object, int] = {None: 0}
    bays = [_bay(one, numbers) for one in tx.drives.of(LIBRARY.id)]
    items = [_item(one, numbers, drives, sets) for one in tx.work.open(LIBRARY.id)]
    return renamed(State(tuple(bays), tuple(items)))


def _bay(one: Drive, numbers: dict[int, int]) -> Bay:
    age, since = 0, one.dismountable_since
    if since is not None:
        passed = (NOW - since).total_seconds()
        age = OVERDUE if passed >= DELAY else int(passed) + 1
    holder = NONE if one.holder is None else int(one.holder.application.removeprefix("client"))
    return Bay(one.state, _number(one.medium_id, numbers), holder, age)


def _item(one: WorkItem, numbers: dict[int, int], drives: dict[int, int], sets: dict[object, int]) -> Item:
    dismounts = one.drive_wanted_id is None and one.rank == 0
    return Item(
        _number(one.medium_id, numbers),
        NONE if dismounts else int(one.requester.application.removeprefix("client")),
        sets.setdefault(one.set_id, len(sets)),
        one.state is WorkState.IN_PROCESS,
        _number(one.drive_id, drives),
        dismounts,
        one.deferred,
    )


def _number(one: MediumId | DriveId | WorkId | None, numbers: dict[int, int]) -> int:
    return NONE if one is None else numbers[one.int]
