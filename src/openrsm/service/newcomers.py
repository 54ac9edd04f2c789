"""Records of cartridges that nobody has seen before."""

from __future__ import annotations

from uuid import uuid4

from openrsm.domain.equipment import Library
from openrsm.domain.inventory import NewCartridge
from openrsm.domain.library import LabelUse, LibraryKind
from openrsm.domain.media_types import MEDIA_TYPES, UNKNOWN
from openrsm.domain.naming import called
from openrsm.domain.side import SideState
from openrsm.domain.values import LibraryId, Medium, MediumId, PoolKind, Side, SideId
from openrsm.service.system_pools import system_pool
from openrsm.store.database import Transaction


def offline_library(tx: Transaction) -> Library:
    """The one that media are in which are in none."""
    return next(one for one in tx.libraries.all() if one.kind is LibraryKind.OFFLINE)


def insert_medium(tx: Transaction, library: Library, cartridge: NewCartridge, where: LibraryId) -> Medium:
    """A medium with its sides, unrecognized until its label says more; found in ``library``, catalogued ``where``."""
    type_name = cartridge.media_type or library.default_type or UNKNOWN
    sequence = tx.media.next_sequence()
    medium = tx.media.insert(
        Medium(
            id=MediumId(uuid4()),
            name=_name(cartridge, sequence),
            sequence=sequence,
            media_type=type_name,
            pool_id=system_pool(tx, PoolKind.UNRECOGNIZED, type_name).id,
            library_id=where,
            place=cartridge.place,
            home_slot_id=cartridge.home_slot_id,
            bar_code=cartridge.bar_code,
            bar_code_state=cartridge.bar_code_state,
            cleaner=cartridge.cleaner,
            last_library_id=cartridge.origin,
        )
    )
    state = _state_of_new(library)
    for number in range(MEDIA_TYPES[type_name].sides):
        tx.sides.insert(Side(id=SideId(uuid4()), medium_id=medium.id, number=number, state=state, last_used=tx.now))
    return medium


def _state_of_new(library: Library) -> SideState:
    """Where nobody reads labels, no cartridge will ever say more."""
    return SideState.FOREIGN if library.labels is LabelUse.IGNORE else SideState.UNKNOWN


def _name(cartridge: NewCartridge, sequence: int) -> str:
    name = called(cartridge.bar_code, (), sequence)
    return f"{name} (duplicate {sequence})" if cartridge.duplicate else name
