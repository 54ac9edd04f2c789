"""Nouns for the store's suite: plausible, distinct, and inserted with what they refer to, at noon."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Final
from uuid import UUID, uuid4

from openrsm.domain.equipment import Drive, Library, Slot
from openrsm.domain.health import Occasion, Reading
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import Move, OperatorRequest, WorkItem
from openrsm.domain.side import SideState
from openrsm.domain.slot import SlotState
from openrsm.domain.values import (
    OFFLINE,
    DriveId,
    LibraryId,
    LogicalId,
    LogicalMedium,
    Medium,
    MediumId,
    MoveId,
    OperatorId,
    Place,
    PlaceKind,
    Pool,
    PoolId,
    ReadingId,
    Requester,
    Side,
    SideId,
    SlotId,
    WorkId,
)
from openrsm.domain.work import Operation
from openrsm.store.database import Store, Transaction

NOON: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
REQUESTER: Final = Requester(application="backup", user="ada", computer="here")
_numbers: Final = count(1)


def library(name: str = "") -> Library:
    """A library of its own name."""
    return Library(id=LibraryId(uuid4()), name=name or f"library {next(_numbers)}", created=NOON, modified=NOON)


def pool(path: str = "", parent: Pool | None = None) -> Pool:
    """A pool of its own path."""
    path = path or f"pool {next(_numbers)}"
    above = parent.id if parent else None
    name = path.split("/")[-1]
    return Pool(id=PoolId(uuid4()), name=name, path=path, parent_id=above, created=NOON, modified=NOON)


def slot(of: Library, number: int, state: SlotState = SlotState.EMPTY) -> Slot:
    """A slot; its address follows from its number."""
    return Slot(
        id=SlotId(uuid4()),
        library_id=of.id,
        number=number,
        address=1000 + number,
        state=state,
        created=NOON,
        modified=NOON,
    )


def drive(of: Library, number: int = 1) -> Drive:
    """A drive; its address follows from its number."""
    return Drive(id=DriveId(uuid4()), library_id=of.id, number=number, address=number, name=f"drive {number}")


def item(of: Library, number: int, operation: Operation = Operation.MOUNT) -> WorkItem:
    """A queued work item."""
    return WorkItem(
        id=WorkId(uuid4()),
        number=number,
        operation=operation,
        library_id=of.id,
        requester=REQUESTER,
        queued_at=NOON,
    )


def request(number: int) -> OperatorRequest:
    """An operator request."""
    return OperatorRequest(
        id=OperatorId(uuid4()),
        number=number,
        kind=OperatorKind.MESSAGE,
        message="Look",
        submitted_at=NOON,
        requester=REQUESTER,
    )


def carry(medium: Medium) -> Move:
    """The intent to carry a medium out of its place."""
    return Move(
        id=MoveId(uuid4()),
        library_id=medium.library_id,
        medium_id=medium.id,
        source=medium.place,
        destination=OFFLINE,
        opened_at=NOON,
    )


def unload(medium: Medium, drive: DriveId, at: datetime = NOON) -> Reading:
    """What was read when a drive let a medium go."""
    return Reading(
        id=ReadingId(uuid4()),
        library_id=medium.library_id,
        drive_id=drive,
        medium_id=medium.id,
        at=at,
        occasion=Occasion.UNLOAD,
    )


def at(kind: PlaceKind, element: UUID) -> Place:
    """A place inside a library."""
    return Place(kind=kind, element_id=element)


def queue(tx: Transaction, of: Library, operation: Operation = Operation.MOUNT, rank: float = 0.0) -> WorkItem:
    """Insert a work item of the next number."""
    return tx.work.insert(replace(item(of, tx.work.next_number(), operation), rank=rank))


@dataclass(frozen=True)
class Site:
    """One library and one pool, inserted, and what else a test asks for."""

    store: Store
    library: Library = field(default_factory=library)
    pool: Pool = field(default_factory=pool)

    def __post_init__(self) -> None:
        self.store.write(lambda tx: (tx.libraries.insert(self.library), tx.pools.insert(self.pool)))

    def slot(self, number: int, state: SlotState = SlotState.EMPTY) -> Slot:
        """A slot of the library."""
        return self.store.write(lambda tx: tx.slots.insert(slot(self.library, number, state)))

    def drive(self, number: int = 1) -> Drive:
        """A drive of the library."""
        return self.store.write(lambda tx: tx.drives.insert(drive(self.library, number)))

    def medium(self, place: Place = OFFLINE, bar_code: str | None = None, home: Slot | None = None) -> Medium:
        """A medium of the pool."""
        return self.store.write(lambda tx: self._medium(tx, place, bar_code, home))

    def _medium(self, tx: Transaction, place: Place, bar_code: str | None, home: Slot | None) -> Medium:
        number = tx.media.next_sequence()
        return tx.media.insert(
            Medium(
                id=MediumId(uuid4()),
                name=f"medium {number}",
                sequence=number,
                media_type="LTO-8",
                pool_id=self.pool.id,
                library_id=self.library.id,
                place=place,
                bar_code=bar_code,
                home_slot_id=home.id if home else None,
            )
        )

    def side(self, of: Medium, state: SideState = SideState.AVAILABLE, allocations: int = 0, number: int = 0) -> Side:
        """A side of a medium."""
        side = Side(id=SideId(uuid4()), medium_id=of.id, state=state, allocations=allocations, number=number)
        return self.store.write(lambda tx: tx.sides.insert(side))

    def ready(self, number: int, allocations: int = 0) -> tuple[Side, Medium]:
        """A medium in a slot of its own, and its side, which can be allocated."""
        lying = self.medium(at(PlaceKind.SLOT, self.slot(number, SlotState.FULL).id))
        return self.side(lying, allocations=allocations), lying

    def logical(self, of: Side) -> LogicalMedium:
        """A logical medium that names the side."""
        value = LogicalMedium(id=LogicalId(uuid4()), pool_id=self.pool.id, side_id=of.id, name="monday")
        return self.store.write(lambda tx: tx.logical.insert(value))

    def work(self, operation: Operation = Operation.MOUNT, rank: float = 0.0) -> WorkItem:
        """A queued work item of the library."""
        return self.store.write(lambda tx: queue(tx, self.library, operation, rank))
