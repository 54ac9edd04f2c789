"""The states of a small library and its clients, as values that can be compared, hashed and named anew.

Media and clients are interchangeable: a state names them in the order in which one meets them in it, so that states
that differ in names alone are one. Drives are not, as the scheduler chooses between equals by number.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple, TypeVar

from openrsm.domain.drive import DriveState

NONE: Final = -1
"""No medium, no drive, no client, no item."""
GHOST: Final = -2
"""A client that died: what it holds nobody gives back but an administrator."""
OVERDUE: Final = 9
"""The age of a release whose delay is over."""


class Bay(NamedTuple):
    """A drive.

    Attributes:
        age: Of a release: 1 for the last one, more for earlier ones, :data:`OVERDUE` when its delay is over; 0 if there
            is none, or it is forgotten: then no delay keeps the medium.
        failures: How often it failed in a row, as far as that matters.
        paused: It just failed, and is left alone for a while.
        out: It failed so often that an operator is asked to see to it.
    """

    state: DriveState = DriveState.DISMOUNTED
    medium: int = NONE
    holder: int = NONE
    age: int = 0
    failures: int = 0
    paused: bool = False
    out: bool = False


class Item(NamedTuple):
    """An open work item: a mount, or a dismount, which is nobody's.

    Attributes:
        bound: The items of one set share it; 0 for one that stands alone.
    """

    medium: int
    client: int = NONE
    bound: int = 0
    started: bool = False
    drive: int = NONE
    dismounts: bool = False
    deferred: bool = False


class Deed(IntEnum):
    """What a step does."""

    FETCH = 0
    RETURN = 1
    LOAD = 2
    UNLOAD = 3
    RELEASE = 4


class Motion(NamedTuple):
    """A step under way with a drive.

    Attributes:
        item: The item that it serves: its place in the queue.
    """

    deed: Deed
    medium: int
    drive: int
    item: int = NONE


class State(NamedTuple):
    """Everything that matters: the drives, the queue in its order, and the steps under way by drive."""

    bays: tuple[Bay, ...]
    items: tuple[Item, ...] = ()
    motions: tuple[Motion, ...] = ()


Part = TypeVar("Part", Bay, Item, Motion)


def renamed(state: State, *, clients: bool = True) -> State:
    """The state with media, sets and (unless they are to keep their names) clients named in order of appearance."""
    media: dict[int, int] = {NONE: NONE}
    people: dict[int, int] = {NONE: NONE, GHOST: GHOST}
    sets: dict[int, int] = {0: 0}
    if not clients:
        people |= {number: number for number in range(8)}
    bays = [
        bay._replace(
            medium=media.setdefault(bay.medium, len(media) - 1), holder=people.setdefault(bay.holder, len(people) - 2)
        )
        for bay in state.bays
    ]
    items = [
        item._replace(
            medium=media.setdefault(item.medium, len(media) - 1),
            client=people.setdefault(item.client, len(people) - 2),
            bound=sets.setdefault(item.bound, len(sets)),
        )
        for item in state.items
    ]
    motions = [
        motion._replace(medium=media.setdefault(motion.medium, len(media) - 1))
        for motion in sorted(state.motions, key=lambda one: (one.drive, one.deed))
    ]
    return State(tuple(map(_once, _aged(bays))), tuple(map(_once, items)), tuple(map(_once, motions)))


@lru_cache(maxsize=None, typed=True)
def _once(part: Part) -> Part:
    """The same object for equal parts, of which a million states have but few."""
    return part


def _aged(bays: Sequence[Bay]) -> Sequence[Bay]:
    """Releases by their order alone."""
    order = sorted({bay.age for bay in bays if 0 < bay.age < OVERDUE})
    return [bay._replace(age=order.index(bay.age) + 1) if bay.age in order else bay for bay in bays]
