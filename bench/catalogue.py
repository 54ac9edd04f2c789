"""Large catalogues, made directly through the store; the libraries in them do not exist, and nothing asks them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive, Library, Slot
from openrsm.domain.library import Operational
from openrsm.domain.side import SideState
from openrsm.domain.slot import SlotState
from openrsm.domain.values import (
    DriveId,
    LibraryId,
    LogicalId,
    LogicalMedium,
    Medium,
    MediumId,
    Place,
    PlaceKind,
    Pool,
    PoolId,
    PoolKind,
    Side,
    SideId,
    SlotId,
)
from openrsm.store.database import Store, Transaction

TYPE: Final = "LTO-9"
LIBRARIES: Final = 10
DRIVES: Final = 8
PAGE: Final = 100
"""How many cartridges the pool ``page`` holds, whatever the size of the catalogue."""
FREE, LARGE, SMALL, DRAWING = "Free/LTO-9", "large", "page", "drawing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pools:
    """The pools of such a catalogue."""

    free: PoolId
    large: PoolId
    small: PoolId

    def of(self, number: int) -> tuple[PoolId, bool]:
        """Where a cartridge belongs, and whether it is allocated: a third is free, a third allocated."""
        if number < PAGE:
            return self.small, True
        return (self.free, False) if number % 3 == 0 else (self.large, number % 3 == 1)


def bar_code(number: int) -> str:
    """The bar code of a cartridge, counted from 0."""
    return f"{number:06d}L9"


def make(folder: Path, cartridges: int) -> None:
    """Make a catalogue of so many cartridges in ten libraries."""
    store = Store.open(folder, clock=lambda: datetime.now(UTC))
    try:
        pools = store.write(_pools)
        share = cartridges // LIBRARIES
        for number in range(LIBRARIES):
            store.write(partial(_fill, number, range(number * share, (number + 1) * share), pools))
    finally:
        store.close()


def _pools(tx: Transaction) -> Pools:
    top = tx.pools.insert(Pool(id=PoolId(uuid4()), name="Free", path="Free", kind=PoolKind.FREE))
    made = {path: _pool(path, top) for path in (FREE, LARGE, SMALL, DRAWING)}
    for pool in made.values():
        tx.pools.insert(pool)
    return Pools(free=made[FREE].id, large=made[LARGE].id, small=made[SMALL].id)


def _pool(path: str, top: Pool) -> Pool:
    free = path == FREE
    return Pool(
        id=PoolId(uuid4()),
        name=path.rpartition("/")[2],
        path=path,
        parent_id=top.id if free else None,
        kind=PoolKind.FREE if free else PoolKind.APPLICATION,
        media_type=TYPE,
        draw_from_free=path == DRAWING,
    )


def _fill(number: int, cartridges: range, pools: Pools, tx: Transaction) -> None:
    library = Library(
        id=LibraryId(uuid4()), name=f"library{number}", url=f"virtual:none{number}", operational=Operational.READY
    )
    tx.libraries.insert(library)
    tx.drives.insert_all([_drive(library, each) for each in range(1, DRIVES + 1)])
    slots = [_slot(library, each) for each in range(1, len(cartridges) + 1)]
    tx.slots.insert_all(slots)
    media = [_medium(library, slot, each, pools) for slot, each in zip(slots, cartridges, strict=True)]
    tx.media.insert_all(media)
    _give(tx, media, cartridges, pools)


def _give(tx: Transaction, media: Sequence[Medium], cartridges: range, pools: Pools) -> None:
    taken = [LogicalId(uuid4()) if pools.of(each)[1] else None for each in cartridges]
    sides = [_side(medium, logical) for medium, logical in zip(media, taken, strict=True)]
    tx.sides.insert_all(sides)
    tx.logical.insert_all(
        [
            LogicalMedium(id=side.logical_id, pool_id=medium.pool_id, side_id=side.id, owner="bench", user="bench")
            for medium, side in zip(media, sides, strict=True)
            if side.logical_id is not None
        ]
    )


def _drive(library: Library, number: int) -> Drive:
    return Drive(
        id=DriveId(uuid4()),
        library_id=library.id,
        number=number,
        address=500 + number,
        name=f"{library.name}/drive{number}",
        state=DriveState.DISMOUNTED,
        type_name=TYPE,
    )


def _slot(library: Library, number: int) -> Slot:
    return Slot(id=SlotId(uuid4()), library_id=library.id, number=number, address=1000 + number, state=SlotState.FULL)


def _medium(library: Library, slot: Slot, number: int, pools: Pools) -> Medium:
    return Medium(
        id=MediumId(uuid4()),
        name=bar_code(number),
        sequence=number + 1,
        media_type=TYPE,
        pool_id=pools.of(number)[0],
        library_id=library.id,
        place=Place(kind=PlaceKind.SLOT, element_id=slot.id),
        home_slot_id=slot.id,
        bar_code=bar_code(number),
    )


def _side(medium: Medium, logical: LogicalId | None) -> Side:
    state = SideState.ALLOCATED if logical else SideState.AVAILABLE
    return Side(id=SideId(uuid4()), medium_id=medium.id, state=state, logical_id=logical, allocations=bool(logical))
