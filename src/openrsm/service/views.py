"""Joining catalogue values with the names that readers need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import tzinfo
from uuid import UUID

from openrsm.domain.reasons import drive_use
from openrsm.domain.records import OperatorRequest, WorkItem
from openrsm.domain.values import (
    Drive,
    DriveId,
    Library,
    LibraryId,
    Medium,
    MediumId,
    PlaceKind,
    Pool,
    PortId,
    SlotId,
)
from openrsm.domain.work import Operation
from openrsm.store.database import Transaction
from openrsm.surface.views import (
    DriveView,
    LibraryDetail,
    LibraryView,
    MediumView,
    OperatorView,
    PoolView,
    PortView,
    SlotView,
    WorkView,
)

LAST_MOVES = 20


def where(tx: Transaction, medium: Medium) -> str:
    """Where a cartridge is, for people: ``slot 3``, ``drive vtl/drive1``, ``offline``."""
    element = medium.place.element_id
    match medium.place.kind:
        case PlaceKind.SLOT if element:
            return f"slot {tx.slots.get(SlotId(element)).number}"
        case PlaceKind.PORT if element:
            return f"port {tx.ports.get(PortId(element)).number}"
        case PlaceKind.DRIVE if element:
            return f"drive {tx.drives.get(DriveId(element)).number}"
        case kind:
            return kind.value


def medium_view(tx: Transaction, medium: Medium, *, moves: bool = False) -> MediumView:
    """A cartridge with its sides, LMIDs and the names around it."""
    sides = tx.sides.of(medium.id)
    return MediumView(
        medium=medium,
        sides=sides,
        logical=[tx.logical.get(side.logical_id) for side in sides if side.logical_id],
        pool=tx.pools.get(medium.pool_id).path,
        library=tx.libraries.get(medium.library_id).name,
        where=where(tx, medium),
        moves=tx.moves.of_medium(medium.id, LAST_MOVES) if moves else (),
    )


def drive_view(tx: Transaction, drive: Drive, zone: tzinfo) -> DriveView:
    """A drive with its cartridge."""
    medium = tx.media.get(drive.medium_id) if drive.medium_id else None
    library = tx.libraries.get(drive.library_id)
    return DriveView(drive=drive, library=library.name, medium=medium, use=drive_use(drive, medium, zone))


def library_view(tx: Transaction, library: Library) -> LibraryView:
    """A library in one line."""
    return LibraryView(
        library=library,
        drives=len(tx.drives.of(library.id)),
        slots=tx.slots.count(library.id),
        ports=len(tx.ports.of(library.id)),
        media=tx.media.count(library.id),
        open_work=len(tx.work.open(library.id)),
    )


def library_detail(tx: Transaction, library: Library, zone: tzinfo) -> LibraryDetail:
    """A library with everything in it."""
    media = tx.media.in_library(library.id)
    at: Mapping[UUID | None, Medium] = {medium.place.element_id: medium for medium in media}
    return LibraryDetail(
        summary=library_view(tx, library),
        changers=tx.changers.of(library.id),
        drives=[drive_view(tx, drive, zone) for drive in tx.drives.of(library.id)],
        slots=[SlotView(slot=slot, medium=at.get(slot.id)) for slot in tx.slots.of(library.id)],
        ports=[PortView(port=port, medium=at.get(port.id)) for port in tx.ports.of(library.id)],
        doors=tx.doors.of(library.id),
        media_types=sorted({medium.media_type for medium in media}),
    )


def pool_view(tx: Transaction, pool: Pool) -> PoolView:
    """A pool with what it holds."""
    media, logical, pools = tx.pools.counts(pool.id)
    return PoolView(pool=pool, media=media, available=tx.sides.count_available(pool.id), logical=logical, pools=pools)


def work_view(tx: Transaction, item: WorkItem) -> WorkView:
    """A work item with the names around it."""
    return work_views(tx, [item])[0]


def work_views(tx: Transaction, items: Sequence[WorkItem]) -> list[WorkView]:
    """Work items with the names around them."""
    orders = {library_id: _orders(tx, library_id) for library_id in {item.library_id for item in items}}
    return [
        WorkView(
            item=item,
            library=_library_name(tx, item.library_id),
            medium=_medium_name(tx, item.medium_id),
            drive=_drive_name(tx, item.drive_id or item.drive_wanted_id),
            order=orders[item.library_id].get(item.id, 0) if item.operation is Operation.MOUNT else 0,
        )
        for item in items
    ]


def _orders(tx: Transaction, library_id: LibraryId) -> Mapping[UUID, int]:
    places: dict[float, int] = {}
    return {work_id: places.setdefault(rank, len(places) + 1) for work_id, _, rank in tx.work.mount_ranks(library_id)}


def _library_name(tx: Transaction, library_id: LibraryId) -> str:
    library = tx.libraries.find(library_id)
    return library.name if library else ""


def _medium_name(tx: Transaction, medium_id: MediumId | None) -> str:
    medium = tx.media.find(medium_id) if medium_id else None
    return medium.name if medium else ""


def _drive_name(tx: Transaction, drive_id: DriveId | None) -> str:
    drive = tx.drives.find(drive_id) if drive_id else None
    return drive.name if drive else ""


def operator_view(tx: Transaction, request: OperatorRequest) -> OperatorView:
    """An operator request with the names around it."""
    item = tx.work.find(request.work_id) if request.work_id else None
    pool = tx.pools.find(request.pool_id) if request.pool_id else None
    return OperatorView(
        request=request,
        medium=_medium_name(tx, request.medium_id),
        library=_library_name(tx, request.library_id) if request.library_id else "",
        pool=pool.path if pool else "",
        work_number=item.number if item else None,
    )
