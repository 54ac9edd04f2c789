"""A state as the scheduler sees it. What is made once is kept: an exploration asks for the same a million times."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final
from uuid import UUID

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive, Slot
from openrsm.domain.library import Operational
from openrsm.domain.records import WorkItem
from openrsm.domain.slot import SlotState
from openrsm.domain.steps import Seat, Snapshot
from openrsm.domain.values import (
    DriveId,
    Medium,
    MediumId,
    Place,
    PlaceKind,
    Requester,
    SetId,
    SideId,
    SlotId,
    WorkId,
)
from openrsm.domain.work import DismountOption, MountAccess, Operation, WorkState
from tests.domain import scenes
from tests.domain.scenes import LIBRARY, NOW, key, later
from tests.exploration.state import NONE, OVERDUE, Bay, Deed, Item, Motion


class Same(UUID):
    """An id that is the same only if it is the same object, which is quicker to find out; here each is made once."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Any(str):
    """The reason that an item was told already, whatever it is: a state does not hold it."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)

    def __hash__(self) -> int:
        return 0

    def __ne__(self, other: object) -> bool:
        return not isinstance(other, str)


TOLD: Final = Any("it was told why")
DELAY: Final = 300
CARRIES: Final = (Deed.FETCH, Deed.RETURN)
ROBOTS: Final = 1
"""How many motions the robot takes at once."""


def _id(name: str) -> UUID:
    return Same(int=key(name).int)


@cache
def drive_id(number: int) -> DriveId:
    """Of a drive, counted from 0."""
    return DriveId(_id(f"drive{number + 1}"))


@cache
def medium_id(number: int) -> MediumId:
    """Of a medium, counted from 0."""
    return MediumId(_id(f"medium{number}"))


@cache
def work_id(number: int) -> WorkId:
    """Of an item."""
    return WorkId(_id(f"work{number}"))


@cache
def slot_id(medium: int) -> SlotId:
    """Of the slot where a medium is at home."""
    return SlotId(_id(f"slot of {medium}"))


@cache
def client(number: int) -> Requester:
    """A client as it signs what it asks for."""
    return Requester(application=f"client{number}", user="somebody", computer="box")


def place(medium: int, drive: int) -> Place:
    """In a drive, or at home."""
    if drive == NONE:
        return Place(kind=PlaceKind.SLOT, element_id=slot_id(medium))
    return Place(kind=PlaceKind.DRIVE, element_id=drive_id(drive))


@cache
def medium_at(medium: int, drive: int) -> Medium:
    """A medium in a drive, or at home."""
    plain = scenes.tape(f"medium{medium}")
    return replace(plain, id=medium_id(medium), place=place(medium, drive), home_slot_id=slot_id(medium))


@lru_cache(maxsize=100_000)
def seat(number: int, bay: Bay, *, busy: bool) -> Seat:
    """A drive as the scheduler sees it."""
    return Seat(
        drive=drive(number, bay),
        medium=None if bay.medium == NONE else medium_at(bay.medium, number),
        busy=busy,
        not_before=later(60) if bay.paused else None,
    )


def drive(number: int, bay: Bay) -> Drive:
    """A drive as it is catalogued."""
    since = later(-2 * DELAY) if bay.age == OVERDUE else later(-bay.age)
    return replace(
        scenes.drive(number + 1),
        id=drive_id(number),
        state=bay.state,
        medium_id=None if bay.medium == NONE else medium_id(bay.medium),
        holder=None if bay.holder == NONE else client(bay.holder),
        held_since=None if bay.holder == NONE else NOW,
        dismountable_since=since if bay.state is DriveState.DISMOUNTABLE and bay.age else None,
        dismount_delay=DELAY,
        operational=Operational.NEEDS_SERVICE if bay.out else Operational.READY,
    )


@lru_cache(maxsize=100_000)
def work_item(number: int, item: Item, *, told: bool = True) -> WorkItem:
    """An open item; ``number`` is where it stands in the queue. It was ``told`` why it stands, or is to be told."""
    option = DismountOption.DEFERRED if item.deferred else DismountOption.IMMEDIATE
    return WorkItem(
        id=work_id(number),
        number=number + 1,
        operation=Operation.DISMOUNT if item.dismounts else Operation.MOUNT,
        library_id=LIBRARY.id,
        requester=client(item.client),
        queued_at=NOW,
        state=WorkState.IN_PROCESS if item.started else WorkState.WAITING,
        option=int(option if item.dismounts else MountAccess.READ),
        set_id=SetId(key(f"set{item.bound}")) if item.bound else None,
        medium_id=medium_id(item.medium),
        side_id=SideId(key(f"side{item.medium}")),
        drive_id=None if item.drive == NONE else drive_id(item.drive),
        rank=0.0 if item.dismounts else float(number + 1),
        reason=TOLD if told else "",
    )


@cache
def _homes(media: int, away: frozenset[int]) -> Mapping[SlotId, Slot]:
    return {
        slot_id(medium): Slot(
            id=slot_id(medium),
            library_id=LIBRARY.id,
            number=medium + 1,
            address=1000 + medium,
            state=SlotState.EMPTY if medium in away else SlotState.FULL,
        )
        for medium in range(media)
    }


def snapshot(
    media: int, bays: list[Bay], items: Mapping[int, Item], motions: list[Motion], *, told: bool = True
) -> Snapshot:
    """What the scheduler is shown; ``items`` by number."""
    inside = {bay.medium: number for number, bay in enumerate(bays) if bay.medium != NONE}
    busy = {number for motion in motions for number in (motion.drive, inside.get(motion.medium, NONE))}
    carried = [motion for motion in motions if motion.deed in CARRIES]
    return Snapshot(
        library=LIBRARY,
        seats=tuple([seat(number, bay, busy=number in busy) for number, bay in enumerate(bays)]),
        work=tuple(sorted([work_item(number, item, told=told) for number, item in items.items()], key=_order)),
        media={medium_id(medium): medium_at(medium, inside.get(medium, NONE)) for medium in range(media)},
        home_slots=_homes(media, frozenset(inside)),
        moving=frozenset([medium_id(motion.medium) for motion in motions]),
        promised=frozenset([_goal(motion) for motion in carried]),
        robot_slots_left=ROBOTS - len(carried),
    )


def _order(item: WorkItem) -> tuple[int, float, int]:
    return item.operation, item.rank, item.number


def _goal(motion: Motion) -> UUID:
    return slot_id(motion.medium) if motion.deed is Deed.RETURN else drive_id(motion.drive)
