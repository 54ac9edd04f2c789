"""Two LMIDs trade their sides (MS-RSMP 3.2.5.2.2.5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openrsm.domain.matrix import Deed
from openrsm.domain.swapping import check_swap, check_swapped
from openrsm.domain.values import LogicalMedium, Medium, Pool, Side
from openrsm.errors import InvalidMediaPool
from openrsm.service import guard, resolving
from openrsm.service.context import note
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref


def swap(tx: Transaction, caller: Session, one_ref: Ref, other_ref: Ref) -> Sequence[Medium]:
    """What the first names now, then what the other does."""
    one, other = resolving.logical(tx, one_ref), resolving.logical(tx, other_ref)
    for logical in (one, other):
        guard.may(tx, caller, Deed.MEDIUM_SWAP, f"swap {logical.id}", _pool(tx, logical))
    check_swap(one, other)
    first, second = tx.sides.get(one.side_id), tx.sides.get(other.side_id)
    media = [tx.media.get(side.medium_id) for side in (first, second)]
    for side, medium in zip((first, second), media, strict=True):
        check_swapped(side, medium, wanted=bool(tx.work.of_medium_open(medium.id)))
    _trade(tx, (one, first), (other, second))
    note(tx, caller, "swapped", f"{one.id}, {other.id}", f"{media[0].name} <-> {media[1].name}")
    return media[::-1]


def _pool(tx: Transaction, logical: LogicalMedium) -> Pool:
    found = tx.pools.find(logical.pool_id)
    if found is None:
        raise InvalidMediaPool(f"{logical.id} is in a pool that is not catalogued ({logical.pool_id})", guard.REPAIR)
    return found


def _trade(tx: Transaction, one: tuple[LogicalMedium, Side], other: tuple[LogicalMedium, Side]) -> None:
    """A side has one LMID at most, and an LMID one side: the first side is without one while the other gets its."""
    (logical, side), (other_logical, other_side) = one, other
    bare = tx.sides.change(side, replace(side, logical_id=None))
    tx.sides.change(other_side, replace(other_side, logical_id=logical.id))
    tx.sides.change(bare, replace(bare, logical_id=other_logical.id))
    tx.logical.trade_sides(logical, other_logical)
