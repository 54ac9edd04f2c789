"""Joining catalogue values with the names that readers need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo
from uuid import UUID

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.reasons import drive_use
from openrsm.domain.records import OperatorRequest, WorkItem
from openrsm.domain.values import DriveId, LibraryId, Medium, MediumId, Place, PlaceKind, Pool, PortId, SlotId
from openrsm.domain.work import Operation
from openrsm.service import destinations
from openrsm.service.guard import EVERYTHING, Sight
from openrsm.service.library_types import library_types
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


def medium_view(tx: Transaction, medium: Medium, *, moves: bool = False) -> MediumView:
    """A cartridge with its sides, LMIDs, the names around it, and its last moves if asked for."""
    view = medium_views(tx, [medium])[0]
    return replace(view, moves=tx.moves.of_medium(medium.id, LAST_MOVES)) if moves else view


def medium_views(tx: Transaction, media: Sequence[Medium]) -> list[MediumView]:
    """Cartridges with the names around them; many for little more statements than one."""
    sides = tx.sides.of_media([medium.id for medium in media])
    taken = [side.logical_id for group in sides.values() for side in group if side.logical_id]
    logical = tx.logical.find_all(taken)
    pools = tx.pools.get_all({medium.pool_id for medium in media})
    libraries = tx.libraries.get_all({medium.library_id for medium in media})
    numbers = _numbers(tx, media)
    return [
        MediumView(
            medium=medium,
            sides=sides[medium.id],
            logical=[logical[side.logical_id] for side in sides[medium.id] if side.logical_id],
            pool=pools[medium.pool_id].path,
            library=libraries[medium.library_id].name,
            where=_where(medium.place, numbers),
        )
        for medium in media
    ]


def _numbers(tx: Transaction, media: Iterable[Medium]) -> Mapping[UUID, int]:
    """The numbers of the elements that media lie in."""
    slots = tx.slots.find_all([SlotId(key) for key in _lying_in(PlaceKind.SLOT, media)])
    drives = tx.drives.find_all([DriveId(key) for key in _lying_in(PlaceKind.DRIVE, media)])
    ports = tx.ports.find_all([PortId(key) for key in _lying_in(PlaceKind.PORT, media)])
    return {one.id: one.number for group in (slots, drives, ports) for one in group.values()}


def _lying_in(kind: PlaceKind, media: Iterable[Medium]) -> Iterator[UUID]:
    places = (medium.place for medium in media)
    return (place.element_id for place in places if place.element_id and place.kind is kind)


def _where(place: Place, numbers: Mapping[UUID, int]) -> str:
    """Where a cartridge is, for people: ``slot 3``, ``drive 1``, ``offline``."""
    number = numbers.get(place.element_id) if place.element_id else None
    return place.kind.value if number is None else f"{place.kind.value} {number}"


def drive_view(tx: Transaction, drive: Drive, zone: tzinfo, sight: Sight = EVERYTHING) -> DriveView:
    """A drive with its cartridge; whose pool is not seen, that is not named either."""
    medium = tx.media.get(drive.medium_id) if drive.medium_id else None
    library = tx.libraries.get(drive.library_id)
    if medium is None or sight.sees_pool(medium.pool_id):
        return DriveView(drive=drive, library=library.name, medium=medium, use=drive_use(drive, medium, zone))
    use = drive_use(drive, replace(medium, name="a cartridge"), zone)
    return DriveView(drive=drive, library=library.name, medium=None, use=use)


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


def library_detail(tx: Transaction, library: Library, zone: tzinfo, sight: Sight) -> LibraryDetail:
    """A library with everything in it; of media in pools that are not seen, only that their elements are full."""
    media = tx.media.in_library(library.id)
    seen = [medium for medium in media if sight.sees_pool(medium.pool_id)]
    at: Mapping[UUID | None, Medium] = {medium.place.element_id: medium for medium in seen}
    slots = tx.slots.of(library.id)
    return LibraryDetail(
        summary=library_view(tx, library),
        changers=tx.changers.of(library.id),
        drives=[drive_view(tx, drive, zone, sight) for drive in tx.drives.of(library.id)],
        slots=[SlotView(slot=slot, medium=at.get(slot.id)) for slot in slots],
        ports=[PortView(port=port, medium=at.get(port.id)) for port in tx.ports.of(library.id)],
        doors=tx.doors.of(library.id),
        cleaner=next((one.name for one in seen if one.cleaner and one.home_slot_id == library.cleaner_slot_id), ""),
        cleaner_slot=next((slot.number for slot in slots if slot.id == library.cleaner_slot_id), None),
        media_types=[one.media_type for one in library_types(tx, library)],
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
    mounting = {item.library_id for item in items if item.operation is Operation.MOUNT}
    orders = {library_id: _orders(tx, library_id) for library_id in mounting}
    return [
        WorkView(
            item=item,
            library=_library_name(tx, item.library_id),
            medium=_medium_name(tx, item.medium_id),
            drive=_drive_name(tx, item.drive_id or item.drive_wanted_id),
            order=orders.get(item.library_id, {}).get(item.id, 0),
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
        show_at=destinations.of_request(tx, request),
    )
