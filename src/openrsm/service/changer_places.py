"""A library or a share as numbered slots and drives, read with few statements, as it is asked for often."""

from __future__ import annotations

from datetime import tzinfo

from openrsm.domain.changers import Bay, Cell, Changer, of_library, of_share
from openrsm.domain.equipment import Library
from openrsm.domain.reasons import drive_use
from openrsm.domain.shares import Share
from openrsm.domain.values import LibraryId, Medium, PlaceKind
from openrsm.errors import ObjectNotFound
from openrsm.service import resolving
from openrsm.service.guard import Sight
from openrsm.store.database import Transaction
from openrsm.surface.changers import ChangerView, NumberedDrive, NumberedSlot
from openrsm.surface.views import Ref

Named = tuple[Library, Share | None]


def changer_named(tx: Transaction, ref: Ref) -> Named:
    """The library, and the share of it if the text names one.

    Raises:
        ObjectNotFound: It names neither a share nor a library.
    """
    share = resolving.known_share(tx, ref)
    if share is not None:
        return tx.libraries.get(share.library_id), share
    key = resolving.guid(ref)
    library = tx.libraries.by_name(ref) or (tx.libraries.find(LibraryId(key)) if key else None)
    if library is None:
        raise ObjectNotFound(f"there is no library and no share {ref!r}", "see: rsm library list, rsm share list")
    return library, None


def read_changer(tx: Transaction, library: Library, share: Share | None) -> Changer:
    """What lies where."""
    if share is not None:
        drives, media = tx.shares.drives(share.id), tx.shares.media(share.id)
        return of_share(share, library, drives, media, tx.slots.count(library.id))
    inside = tx.media.in_library(library.id)
    loaded = [medium.id for medium in inside if medium.place.kind is PlaceKind.DRIVE]
    return of_library(
        library,
        tx.drives.of(library.id),
        tx.slots.of(library.id),
        tx.ports.of(library.id),
        inside,
        last={move.medium_id: move for medium_id in loaded for move in tx.moves.of_medium(medium_id, 1)},
    )


def changer_view(changer: Changer, sight: Sight, zone: tzinfo) -> ChangerView:
    """As callers see it; media in pools that they may not look at have no bar code."""
    library = changer.library
    return ChangerView(
        name=changer.name,
        library=library.name,
        vendor=library.vendor,
        product=library.product,
        revision=library.revision,
        serial=library.serial,
        drives=[drive_seen(bay, sight, zone) for bay in changer.bays],
        slots=[_slot_seen(cell, sight) for cell in changer.cells],
    )


def drive_seen(bay: Bay, sight: Sight, zone: tzinfo) -> NumberedDrive:
    """One of its drives."""
    return NumberedDrive(
        number=bay.number,
        address=bay.drive.address,
        device_path=bay.drive.device_path,
        full=bay.medium is not None,
        bar_code=_code(bay.medium, sight),
        slot=bay.slot,
        holder=drive_use(bay.drive, None, zone) if bay.drive.holder is not None else "",
    )


def _slot_seen(cell: Cell, sight: Sight) -> NumberedSlot:
    return NumberedSlot(
        number=cell.number,
        address=cell.address,
        port=cell.is_port,
        full=cell.medium is not None,
        bar_code=_code(cell.medium, sight),
    )


def _code(medium: Medium | None, sight: Sight) -> str:
    seen = medium is not None and sight.sees_pool(medium.pool_id)
    return medium.bar_code or "" if medium is not None and seen else ""
