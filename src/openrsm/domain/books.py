"""The books: the whole catalogue at one instant, to be looked through."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from openrsm.domain.equipment import Changer, Drive, Library, Port, Slot
from openrsm.domain.operator import OPEN as ASKED
from openrsm.domain.records import Move, OperatorRequest, WorkItem
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
from openrsm.domain.work import IN_DRIVE, OPEN, WorkState

Element = Slot | Port | Drive | Changer


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The whole catalogue at one instant.

    Attributes:
        work: The items that have not ended; those that have may be among them.
        requests: The operator requests that want an answer; likewise.
        moves: The motions that are open; likewise.
        moving: The cartridges that the service moves at this instant.
    """

    libraries: Mapping[LibraryId, Library]
    drives: Mapping[DriveId, Drive]
    slots: Sequence[Slot]
    ports: Sequence[Port]
    changers: Sequence[Changer]
    media: Mapping[MediumId, Medium]
    sides: Mapping[MediumId, Sequence[Side]]
    logical: Mapping[LogicalId, LogicalMedium]
    work: Mapping[WorkId, WorkItem]
    requests: Sequence[OperatorRequest]
    moves: Sequence[Move]
    moving: Collection[MediumId] = ()

    def elements(self) -> dict[UUID, tuple[PlaceKind, Element]]:
        """Every element by its id, with what kind of place it is."""
        kinds: tuple[tuple[PlaceKind, Collection[Element]], ...] = (
            (PlaceKind.SLOT, self.slots),
            (PlaceKind.PORT, self.ports),
            (PlaceKind.DRIVE, self.drives.values()),
            (PlaceKind.ROBOT, self.changers),
        )
        return {element.id: (kind, element) for kind, group in kinds for element in group}

    def occupants(self) -> dict[UUID, Medium]:
        """The medium in each element that holds one."""
        return {one.place.element_id: one for one in self.media.values() if one.place.element_id}

    def open_work(self) -> list[WorkItem]:
        """The items that have not ended."""
        return [item for item in self.work.values() if item.state in OPEN]

    def asked(self) -> list[OperatorRequest]:
        """The requests that want an answer."""
        return [request for request in self.requests if request.state in ASKED]

    def given(self) -> dict[DriveId, WorkItem]:
        """The drives that something under way was given, with that."""
        return {
            item.drive_id: item
            for item in self.open_work()
            if item.operation in IN_DRIVE and item.state is WorkState.IN_PROCESS and item.drive_id is not None
        }
