"""What must hold of a catalogue, whatever happened: each function says, in sentences, what does not.

:func:`structure` holds after every commit; :func:`settled` once nothing moves; :func:`agreement` when the library can
be asked; :func:`chain` over the whole journal.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Changer, Drive, Library, Port, Slot
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.medium import MediumState
from openrsm.domain.operator import OPEN as ASKED
from openrsm.domain.records import Move, MoveOutcome, OperatorRequest, WorkItem
from openrsm.domain.side import SideState
from openrsm.domain.slot import PortContent, SlotState
from openrsm.domain.values import (
    DriveId,
    LibraryId,
    LogicalId,
    LogicalMedium,
    Medium,
    MediumId,
    PlaceKind,
    Side,
    WorkId,
)
from openrsm.domain.work import OPEN, Operation, WorkState
from openrsm.drivers.virtual.model import Library as Virtual
from openrsm.store.database import Transaction

Element = Slot | Port | Drive | Changer
MANY = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The whole catalogue at one instant."""

    libraries: Mapping[LibraryId, Library]
    drives: Mapping[DriveId, Drive]
    slots: Sequence[Slot]
    ports: Sequence[Port]
    changers: Sequence[Changer]
    media: Mapping[MediumId, Medium]
    sides: Mapping[MediumId, Sequence[Side]]
    logical: Mapping[LogicalId, LogicalMedium]
    work: Mapping[WorkId, WorkItem]
    operators: Sequence[OperatorRequest]
    moves: Sequence[Move]

    @classmethod
    def read(cls, tx: Transaction) -> Picture:
        """Take it within one transaction."""
        libraries = tx.libraries.all()
        media = tx.media.all()
        return cls(
            libraries={one.id: one for one in libraries},
            drives={one.id: one for one in tx.drives.all()},
            slots=[slot for one in libraries for slot in tx.slots.of(one.id)],
            ports=[port for one in libraries for port in tx.ports.of(one.id)],
            changers=[changer for one in libraries for changer in tx.changers.of(one.id)],
            media={one.id: one for one in media},
            sides=tx.sides.of_media([one.id for one in media]),
            logical={one.id: one for pool in tx.pools.all() for one in tx.logical.of_pool(pool.id)},
            work={one.id: one for one in tx.work.recent(MANY)},
            operators=tx.operators.all(MANY),
            moves=[move for one in libraries for move in tx.moves.of_library(one.id)],
        )

    def elements(self) -> dict[UUID, tuple[PlaceKind, Element]]:
        """Every element by its id, with what kind of place it is."""
        kinds: tuple[tuple[PlaceKind, Iterable[Element]], ...] = (
            (PlaceKind.SLOT, self.slots),
            (PlaceKind.PORT, self.ports),
            (PlaceKind.DRIVE, self.drives.values()),
            (PlaceKind.ROBOT, self.changers),
        )
        return {element.id: (kind, element) for kind, group in kinds for element in group}

    def open_work(self) -> list[WorkItem]:
        """The items that have not ended."""
        return [item for item in self.work.values() if item.state in OPEN]

    def occupants(self) -> dict[UUID, Medium]:
        """The medium in each element that holds one."""
        return {medium.place.element_id: medium for medium in self.media.values() if medium.place.element_id}

    def medium(self, bar_code: str) -> Medium:
        """The medium of a bar code."""
        return next(medium for medium in self.media.values() if medium.bar_code == bar_code)


def structure(picture: Picture) -> Iterator[str]:
    """What holds after every commit."""
    yield from _places(picture)
    yield from _contents(picture)
    for drive in picture.drives.values():
        yield from _drive(picture, drive)
    for medium in picture.media.values():
        yield from _medium(picture, medium)
        yield from _sides(picture, medium, picture.sides[medium.id])
    yield from _logical(picture)
    for item in picture.work.values():
        yield from _item(picture, item)
    yield from _sets(picture)
    yield from _requests(picture)


def _places(picture: Picture) -> Iterator[str]:
    elements = picture.elements()
    counts = Counter(medium.place.element_id for medium in picture.media.values() if medium.place.element_id)
    yield from (f"{count} cartridges are catalogued in element {key}" for key, count in counts.items() if count > 1)
    for medium in picture.media.values():
        offline = picture.libraries[medium.library_id].kind is LibraryKind.OFFLINE
        if offline is not (medium.place.kind is PlaceKind.OFFLINE):
            yield f"{medium.name} is in a library and in no element of it, or the reverse: {medium.place}"
        if medium.place.element_id is None:
            continue
        kind, element = elements.get(medium.place.element_id, (None, None))
        if element is None or kind is not medium.place.kind or element.library_id != medium.library_id:
            yield f"{medium.name} is catalogued in an element that its library does not have: {medium.place}"
    homes = Counter(medium.home_slot_id for medium in picture.media.values() if medium.home_slot_id)
    yield from (f"{count} cartridges are at home in slot {key}" for key, count in homes.items() if count > 1)


def _contents(picture: Picture) -> Iterator[str]:
    there = picture.occupants()
    for slot in picture.slots:
        is_doubtful = slot.state is SlotState.NEEDS_INVENTORY  # as it is while an inventory is taken
        if not is_doubtful and (slot.state is SlotState.FULL) is not (slot.id in there):
            yield f"slot {slot.number} is {slot.state.name}, and the cartridge in it is {there.get(slot.id)}"
    for port in picture.ports:
        if (port.content is PortContent.FULL) is not (port.id in there):
            yield f"port {port.number} is {port.content.name}, and the cartridge in it is {there.get(port.id)}"
    for drive in picture.drives.values():
        medium = there.get(drive.id)
        if drive.medium_id != (medium.id if medium else None):
            yield f"{drive.name} holds {drive.medium_id}, and the cartridge that says it is there is {medium}"


def _drive(picture: Picture, drive: Drive) -> Iterator[str]:
    if (drive.state is DriveState.DISMOUNTED) is not (drive.medium_id is None):
        yield f"{drive.name} is {drive.state.name} with medium {drive.medium_id}"
    if (drive.holder is None) is not (drive.held_since is None):
        yield f"{drive.name} is held by {drive.holder} since {drive.held_since}"
    if drive.holder is not None and not _is_justly_held(picture, drive):
        yield f"{drive.name} ({drive.state.name}, medium {drive.medium_id}) is held by nobody: {drive.holder}"


def _is_justly_held(picture: Picture, drive: Drive) -> bool:
    """By something under way, or by a mount that is done: then its cartridge is in it, loaded."""
    medium = picture.media.get(drive.medium_id) if drive.medium_id else None
    if drive.state is DriveState.LOADED and medium is not None and medium.state is MediumState.LOADED:
        return True
    return any(
        item.operation is not Operation.DISMOUNT and item.state is WorkState.IN_PROCESS and item.drive_id == drive.id
        for item in picture.work.values()
    )


IN_A_DRIVE = frozenset({MediumState.MOUNTED, MediumState.LOADED, MediumState.UNLOADED})
COUPLED = {
    MediumState.MOUNTED: {DriveState.MOUNTED},
    MediumState.LOADED: {DriveState.LOADED},
    MediumState.UNLOADED: {DriveState.UNLOADED},
}


def _medium(picture: Picture, medium: Medium) -> Iterator[str]:
    drive = picture.drives.get(DriveId(medium.place.element_id)) if medium.place.element_id else None
    if medium.state in IN_A_DRIVE and (drive is None or drive.state not in COUPLED[medium.state]):
        yield f"{medium.name} is {medium.state.name} in {drive.state.name if drive else medium.place}"
    wanted = any(item.medium_id == medium.id for item in picture.open_work())
    if medium.state in (MediumState.IN_USE, MediumState.OPERATOR) and not wanted:
        yield f"{medium.name} is {medium.state.name}, and no open work item concerns it"
    if medium.state is MediumState.OPERATOR and medium.place.kind is not PlaceKind.OFFLINE:
        yield f"{medium.name} is asked of an operator, and is there: {medium.place}"


def _sides(picture: Picture, medium: Medium, sides: Sequence[Side]) -> Iterator[str]:
    taken = {SideState.ALLOCATED, SideState.COMPLETE}
    for side in sides:
        logical = picture.logical.get(side.logical_id) if side.logical_id else None
        if (side.state in taken) is not (logical is not None) or (side.logical_id is None) is not (logical is None):
            yield f"side {side.number} of {medium.name} is {side.state.name} with LMID {side.logical_id}: {logical}"
        if logical is not None and (logical.side_id != side.id or logical.pool_id != medium.pool_id):
            yield f"LMID {logical.id} names side {logical.side_id} in pool {logical.pool_id}, not {medium.name}'s"
        if side.state is SideState.RESERVED and not any(other.state in taken for other in sides):
            yield f"side {side.number} of {medium.name} is reserved for nobody"


def _logical(picture: Picture) -> Iterator[str]:
    named = {side.logical_id for sides in picture.sides.values() for side in sides}
    yield from (f"LMID {key} names no side" for key in picture.logical if key not in named)


def _item(picture: Picture, item: WorkItem) -> Iterator[str]:
    what = f"work item {item.number} ({item.operation.name}, {item.state.name})"
    if item.state is WorkState.WAITING and not item.reason:
        yield f"{what} waits without a reason"
    if (item.state in OPEN) is not (item.ended_at is None):
        yield f"{what} ended at {item.ended_at}"
    if item.state is WorkState.FAILED and not (item.error and item.error_text):
        yield f"{what} failed without an error"
    if item.operation is Operation.MOUNT and item.state is WorkState.IN_PROCESS:
        drive = picture.drives.get(item.drive_id) if item.drive_id else None
        if drive is None or drive.holder != item.requester:
            yield f"{what} is under way without a drive: {drive}"


def _sets(picture: Picture) -> Iterator[str]:
    sets: defaultdict[object, set[str]] = defaultdict(set)
    for item in picture.work.values():
        if item.set_id is not None:
            open_or_how = "open" if item.state in OPEN else "passed" if item.state is WorkState.PASSED else "failed"
            sets[item.set_id].add(open_or_how)
    yield from (f"the items of one set are {sorted(ends)}" for ends in sets.values() if len(ends) > 1)


def _requests(picture: Picture) -> Iterator[str]:
    for request in picture.operators:
        item = picture.work.get(request.work_id) if request.work_id else None
        if request.state in ASKED and request.work_id is not None and (item is None or item.state not in OPEN):
            yield f"operator request {request.number} stands for an item that has ended: {request.message}"


def settled(picture: Picture) -> Iterator[str]:
    """What holds when nothing more can be done without somebody else."""
    for move in picture.moves:
        ready = picture.libraries[move.library_id].operational is Operational.READY
        if move.closed_at is None and ready:
            yield f"the motion of {picture.media[move.medium_id].name} that began at {move.opened_at} is open"
    for item in picture.open_work():
        if not item.reason:
            yield f"work item {item.number} ({item.operation.name}, {item.state.name}) neither moves nor says why"


def agreement(picture: Picture, library_id: LibraryId, actual: Virtual) -> Iterator[str]:
    """Catalogue and element status say the same of every element of one library."""
    there = picture.occupants()
    for kind, element in picture.elements().values():
        if element.library_id != library_id:
            continue
        medium, cartridge = there.get(element.id), actual.contents.get(element.address)
        catalogued, seen = medium.bar_code if medium else None, cartridge.bar_code if cartridge else None
        if catalogued != seen:
            yield f"{kind.value} element {element.address} holds {seen}, and the catalogue says {catalogued}"


def chain(picture: Picture, touched: Collection[str | None] = ()) -> Iterator[str]:
    """Each motion of a cartridge begins where the one before ended.

    Args:
        picture: The catalogue.
        touched: Bar codes of the cartridges that people moved, which therefore may be found elsewhere.
    """
    by_medium: defaultdict[MediumId, list[Move]] = defaultdict(list)
    for move in sorted(picture.moves, key=lambda move: move.opened_at):
        if move.closed_at is not None and picture.media[move.medium_id].bar_code not in touched:
            by_medium[move.medium_id].append(move)
    for medium_id, moves in by_medium.items():
        for before, after in pairwise(moves):
            end = before.destination if before.outcome is MoveOutcome.DONE else before.source
            if before.outcome is not MoveOutcome.ELSEWHERE and after.source != end:
                yield f"{picture.media[medium_id].name} was moved to {end}, and then from {after.source}"
