"""What people call what a log line is about."""

from __future__ import annotations

from uuid import UUID

from openrsm.domain.values import DriveId, LibraryId, MediumId, Place, PlaceKind, PortId, SlotId
from openrsm.store.database import Transaction


class Names:
    """Looks names up in one snapshot; what is gone is called by its id."""

    def __init__(self, tx: Transaction) -> None:
        """Of no use after the transaction."""
        self._tx = tx

    def library(self, library_id: LibraryId) -> str:
        """``vlib``."""
        found = self._tx.libraries.find(library_id)
        return found.name if found else str(library_id)

    def medium(self, medium_id: MediumId | None) -> str:
        """``V00001L9``; empty for none."""
        found = self._tx.media.find(medium_id) if medium_id else None
        return found.name if found else str(medium_id or "")

    def drive(self, drive_id: DriveId | None) -> str:
        """``vlib/drive1``; empty for none."""
        found = self._tx.drives.find(drive_id) if drive_id else None
        return found.name if found else str(drive_id or "")

    def place(self, place: Place) -> str:
        """``slot 3``, ``drive 1``, ``offline``."""
        number = self._number(place.kind, place.element_id) if place.element_id else None
        return place.kind.value if number is None else f"{place.kind.value} {number}"

    def _number(self, kind: PlaceKind, element_id: UUID) -> int | None:
        match kind:
            case PlaceKind.SLOT:
                slot = self._tx.slots.find(SlotId(element_id))
                return slot.number if slot else None
            case PlaceKind.DRIVE:
                drive = self._tx.drives.find(DriveId(element_id))
                return drive.number if drive else None
            case PlaceKind.PORT:
                port = self._tx.ports.find(PortId(element_id))
                return port.number if port else None
            case _:
                return None
