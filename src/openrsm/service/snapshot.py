"""The scheduler's view of one library, read in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LabelUse
from openrsm.domain.media_types import MEDIA_TYPES
from openrsm.domain.records import WorkItem
from openrsm.domain.slot import DoorState
from openrsm.domain.standalone import is_alone
from openrsm.domain.steps import (
    Berth,
    Carry,
    CloseStation,
    Load,
    OpenStation,
    Seat,
    Snapshot,
    Step,
    TakeInventory,
    Unload,
)
from openrsm.domain.values import LibraryId, Medium, MediumId, PlaceKind, SideId, SlotId, WorkId
from openrsm.service.cleaning import cleaner_of
from openrsm.service.context import Context
from openrsm.store.database import Transaction

MARKED = 64
"""How many marked slots a snapshot looks at."""

SPARE_SLOTS = 16
"""How many empty slots a snapshot names; more than a round can fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveNotes:
    """What the controller remembers between rounds of a drive, or of the robot and the library's lock.

    Attributes:
        not_before: Leave it until then.
        open_since: Since when a program keeps it open.
        failures: Steps that failed in a row without an item to blame.
    """

    not_before: datetime | None = None
    open_since: datetime | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """The steps handed out and not yet reported, and what people are let do.

    Attributes:
        locked: Ports and doors are locked.
        released: The door access for which the doors were unlocked.
    """

    steps: tuple[Step, ...] = ()
    notes: Mapping[UUID, DriveNotes] = field(default_factory=dict)
    locked: bool = False
    released: WorkId | None = None

    def drives(self) -> set[UUID | None]:
        """Drives that a step involves, as an end of a motion or by itself."""
        touched: set[UUID | None] = set()
        for step in self.steps:
            if isinstance(step, Carry):
                touched |= {step.source.element_id, step.destination.element_id}
            elif isinstance(step, Load | Unload):
                touched.add(step.drive_id)
        return touched

    def media(self) -> frozenset[MediumId]:
        """Media that a step involves."""
        return frozenset(step.medium_id for step in self.steps if isinstance(step, Carry | Load | Unload))

    def filled(self) -> frozenset[UUID]:
        """Elements that a motion fills."""
        ends = (step.destination.element_id for step in self.steps if isinstance(step, Carry))
        return frozenset(end for end in ends if end is not None)

    def tends_station(self) -> bool:
        """Whether the ports are being opened or closed."""
        return any(isinstance(step, OpenStation | CloseStation) for step in self.steps)

    def robot_steps(self) -> int:
        """How many of them the robot carries out."""
        return sum(isinstance(step, Carry | TakeInventory) for step in self.steps)


def read_snapshot(tx: Transaction, library_id: LibraryId, under_way: UnderWay, context: Context) -> Snapshot:
    """Everything :func:`openrsm.domain.scheduling.decide` looks at."""
    library = tx.libraries.get(library_id)
    work = tuple(tx.work.open(library_id))
    drives = tx.drives.of(library_id)
    ports, changers, doors = tx.ports.of(library_id), tx.changers.of(library_id), tuple(tx.doors.of(library_id))
    lying = tx.media.in_elements([*(port.id for port in ports), *(robot.id for robot in changers)])
    robots = [lying.get(robot.id) for robot in changers]
    berths = tuple(Berth(port=port, medium=lying.get(port.id)) for port in ports)
    media = _media(tx, work, drives) | {one.medium.id: one.medium for one in berths if one.medium}
    stranded = next((medium for medium in robots if medium and medium.id not in under_way.media()), None)
    homes = {medium.home_slot_id for medium in (*media.values(), *filter(None, robots)) if medium.home_slot_id}
    return Snapshot(
        library=library,
        seats=tuple(_seats(drives, media, under_way, keeps=is_alone(library))),
        work=work,
        media=media,
        home_slots=tx.slots.find_all(homes | _destinations(work)),
        empty_slots=tuple(tx.slots.empty_unreserved(library_id, SPARE_SLOTS)) if _needs_spares(media, homes) else (),
        stranded=stranded,
        stranded_not_before=_pause(stranded, under_way),
        moving=under_way.media(),
        promised=under_way.filled(),
        berths=berths,
        station_busy=under_way.tends_station(),
        locked=under_way.locked,
        locked_not_before=under_way.notes.get(library_id, DriveNotes()).not_before,
        doors=doors,
        released=under_way.released,
        robot_slots_left=library.moves_at_once - under_way.robot_steps(),
        door_open=any(door.state is DoorState.OPEN for door in doors),
        asked=_asked(tx, work),
        second_sides=_second_sides(tx, media.values()),
        open_patience=context.limits.open_patience,
        cleaner_slot=tx.slots.find(library.cleaner_slot_id) if library.cleaner_slot_id else None,
        cleaner=cleaner_of(tx, library),
        marked=_marked(tx, library, work),
        zone=context.zone,
    )


def _destinations(work: Iterable[WorkItem]) -> set[SlotId]:
    places = (item.destination for item in work if item.destination is not None)
    return {SlotId(one.element_id) for one in places if one.kind is PlaceKind.SLOT and one.element_id}


def _marked(tx: Transaction, library: Library, work: Iterable[WorkItem]) -> tuple[Medium, ...]:
    if library.labels is LabelUse.IGNORE:
        return ()
    spoken_for = {item.medium_id for item in work}
    slots = tx.slots.marked(library.id, MARKED)
    lying = tx.media.in_elements([slot.id for slot in slots])
    found = (lying.get(slot.id) for slot in slots)
    return tuple(medium for medium in found if medium is not None and medium.id not in spoken_for)


def _pause(stranded: Medium | None, under_way: UnderWay) -> datetime | None:
    robot = stranded.place.element_id if stranded is not None else None
    return under_way.notes.get(robot, DriveNotes()).not_before if robot is not None else None


def _needs_spares(media: Mapping[MediumId, Medium], homes: Iterable[SlotId]) -> bool:
    return bool(media) or bool(homes)


def _media(tx: Transaction, work: Iterable[WorkItem], drives: Iterable[Drive]) -> dict[MediumId, Medium]:
    wanted = {item.medium_id for item in work} | {drive.medium_id for drive in drives}
    return tx.media.get_all([key for key in wanted if key is not None])


def _seats(
    drives: Iterable[Drive], media: Mapping[MediumId, Medium], under_way: UnderWay, *, keeps: bool
) -> Iterator[Seat]:
    busy = under_way.drives()
    for drive in drives:
        notes = under_way.notes.get(drive.id, DriveNotes())
        yield Seat(
            drive=drive,
            medium=media.get(drive.medium_id) if drive.medium_id else None,
            busy=drive.id in busy,
            not_before=notes.not_before,
            open_since=notes.open_since,
            keeps=keeps,
        )


def _second_sides(tx: Transaction, media: Iterable[Medium]) -> frozenset[SideId]:
    two_sided = [medium.id for medium in media if MEDIA_TYPES[medium.media_type].sides > 1]
    sides = tx.sides.of_media(two_sided).values() if two_sided else ()
    return frozenset(side.id for each in sides for side in each if side.number > 0)


def _asked(tx: Transaction, work: Iterable[WorkItem]) -> dict[WorkId, int]:
    waiting = {item.id for item in work}
    requests = tx.operators.open() if waiting else []
    return {request.work_id: request.number for request in requests if request.work_id in waiting}
