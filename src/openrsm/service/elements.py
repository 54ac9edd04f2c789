"""Between the catalogue's ids and the library's element addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from openrsm.domain.values import LibraryId, Place, PlaceKind
from openrsm.service.settling import Motion
from openrsm.store.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """The elements of one library, both ways."""

    addresses: Mapping[UUID, int]
    places: Mapping[int, Place]

    @classmethod
    def read(cls, tx: Transaction, library_id: LibraryId) -> Elements:
        """As catalogued."""
        kinds = (
            (PlaceKind.SLOT, tx.slots.of(library_id)),
            (PlaceKind.DRIVE, tx.drives.of(library_id)),
            (PlaceKind.PORT, tx.ports.of(library_id)),
            (PlaceKind.ROBOT, tx.changers.of(library_id)),
        )
        places = {one.address: Place(kind=kind, element_id=one.id) for kind, group in kinds for one in group}
        return cls(
            addresses={place.element_id: address for address, place in places.items() if place.element_id},
            places=places,
        )

    def address(self, place: Place) -> int:
        """The element address of a place in this library."""
        if place.element_id is None:
            raise KeyError(place)
        return self.addresses[place.element_id]

    def motion(self, source: Place, destination: Place) -> Motion:
        """From one place to another."""
        return Motion(self.address(source), self.address(destination))
