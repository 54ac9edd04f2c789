"""Small libraries for scheduling tests, told in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive, Library, Slot
from openrsm.domain.library import Operational
from openrsm.domain.medium import MediumState
from openrsm.domain.records import WorkItem
from openrsm.domain.slot import SlotState
from openrsm.domain.steps import Seat, Snapshot
from openrsm.domain.values import (
    OFFLINE,
    DriveId,
    LibraryId,
    Medium,
    MediumId,
    Place,
    PlaceKind,
    PoolId,
    Requester,
    SetId,
    SideId,
    SlotId,
    WorkId,
)
from openrsm.domain.work import Operation, WorkState

NOW: Final = datetime(2026, 3, 1, 14, 2, tzinfo=UTC)
SEED: Final = UUID(int=0)
LIBRARY: Final = Library(
    id=LibraryId(uuid5(SEED, "vtl")), name="vtl", operational=Operational.READY, url="virtual:/vtl"
)
BACKUP: Final = Requester(application="backup", user="bea", computer="box")


def key(name: str) -> UUID:
    """The id that a test's name for a thing stands for."""
    return uuid5(SEED, name)


def tape(name: str, *, home: int = 1, kind: str = "LTO-5") -> Medium:
    """A cartridge at rest in its home slot."""
    slot_id = SlotId(key(f"slot{home}"))
    return Medium(
        id=MediumId(key(name)),
        name=name,
        sequence=home,
        media_type=kind,
        pool_id=PoolId(key("pool")),
        library_id=LIBRARY.id,
        place=Place(kind=PlaceKind.SLOT, element_id=slot_id),
        home_slot_id=slot_id,
    )


def away(name: str) -> Medium:
    """A cartridge that is offline."""
    return replace(tape(name), place=OFFLINE, home_slot_id=None, library_id=LibraryId(key("offline")))


def drive(number: int, *, kind: str = "LTO-5", **fields: Any) -> Drive:
    """An empty drive."""
    plain = Drive(
        id=DriveId(key(f"drive{number}")),
        library_id=LIBRARY.id,
        number=number,
        address=500 + number,
        name=f"vtl/drive{number}",
        type_name=kind,
    )
    return replace(plain, **fields)


def empty(number: int, **fields: Any) -> Seat:
    """A seat with nothing in it."""
    return Seat(drive=drive(number, **fields), medium=None)


def holding(number: int, medium: Medium, state: DriveState, *, user: Requester | None = None, **fields: Any) -> Seat:
    """A seat with a cartridge in it, held by a user or by nobody."""
    place = Place(kind=PlaceKind.DRIVE, element_id=key(f"drive{number}"))
    inside = replace(medium, place=place, state=MediumState.LOADED if user else MediumState.IDLE)
    held = {"holder": user, "held_since": NOW if user else None}
    released = {"dismountable_since": NOW if state is DriveState.DISMOUNTABLE else None}
    return Seat(drive=drive(number, state=state, medium_id=medium.id, **(held | released | fields)), medium=inside)


def item(number: int, operation: Operation, **fields: Any) -> WorkItem:
    """A queued work item."""
    plain = WorkItem(
        id=WorkId(key(f"work{number}")),
        number=number,
        operation=operation,
        library_id=LIBRARY.id,
        requester=BACKUP,
        queued_at=NOW,
    )
    return replace(plain, **fields)


def mount(number: int, medium: Medium, *, bound: str = "", **fields: Any) -> WorkItem:
    """A queued mount; those with the same ``bound`` are one set."""
    plain = item(number, Operation.MOUNT, medium_id=medium.id, side_id=SideId(key(f"side of {medium.name}")))
    together = SetId(key(bound)) if bound else None
    return replace(plain, rank=float(number), set_id=together, **fields)


def started(work: WorkItem, number: int | None = None) -> WorkItem:
    """The item, started, with a drive if it is a mount."""
    drive_id = DriveId(key(f"drive{number}")) if number else work.drive_id
    return replace(work, state=WorkState.IN_PROCESS, drive_id=drive_id)


def dismount(number: int, medium: Medium, *, deferred: bool = False) -> WorkItem:
    """A queued dismount."""
    return item(number, Operation.DISMOUNT, medium_id=medium.id, option=int(deferred))


def scene(seats: Sequence[Seat], work: Sequence[WorkItem], media: Sequence[Medium] = (), **fields: Any) -> Snapshot:
    """A snapshot of a library with eight slots; the homes of the media in drives are empty."""
    inside = [seat.medium for seat in seats if seat.medium is not None]
    known = {medium.id: medium for medium in (*media, *inside)}
    lying = {medium.place.element_id for medium in known.values()}
    slots = [_slot(number, lying) for number in range(1, 9)]
    plain = Snapshot(
        library=LIBRARY,
        seats=tuple(seats),
        work=tuple(sorted(work, key=lambda one: (one.operation, one.rank, one.number))),
        media=known,
        home_slots={slot.id: slot for slot in slots},
        empty_slots=tuple(slot for slot in slots[6:] if slot.state is SlotState.EMPTY),
    )
    return replace(plain, **fields)


def _slot(number: int, lying: set[UUID | None]) -> Slot:
    slot_id = SlotId(key(f"slot{number}"))
    state = SlotState.FULL if slot_id in lying else SlotState.EMPTY
    return Slot(id=slot_id, library_id=LIBRARY.id, number=number, address=1000 + number, state=state)


def later(seconds: float) -> datetime:
    """After the scene began."""
    return NOW + timedelta(seconds=seconds)
