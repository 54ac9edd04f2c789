"""Media that nobody has claimed: looked at, and given to whom their labels name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from openrsm.domain.adopting import adopted, check_adoption
from openrsm.domain.matrix import Deed
from openrsm.domain.pools import check_move
from openrsm.domain.values import NAME_LENGTH, Medium, Pool, PoolKind, Side
from openrsm.service import guard, resolving
from openrsm.service.allocation import take_side
from openrsm.service.context import note
from openrsm.service.pooling import move_medium
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref

_UNCLAIMED: Final = (PoolKind.IMPORT, PoolKind.UNRECOGNIZED)


def unclaimed(tx: Transaction, caller: Session) -> list[Medium]:
    """What is in the import and unrecognized pools, as far as the caller may see them."""
    guard.may(tx, caller, Deed.MEDIUM_UNCLAIMED, "look at media that nobody has claimed", tx.computer.get())
    sight = guard.sight(tx, caller)
    pools = [pool for pool in tx.pools.all() if pool.kind in _UNCLAIMED and sight.sees_pool(pool.id)]
    found = [medium for pool in pools for medium in tx.media.all(pool_id=pool.id) if not medium.cleaner]
    return sorted(found, key=lambda medium: medium.sequence)


def adopt(tx: Transaction, caller: Session, ref: Ref, label_type: str, called: str, *, dry_run: bool) -> list[Medium]:
    """All that fit, or none; what they are afterwards."""
    pool = resolving.pool(tx, ref)
    guard.may(tx, caller, Deed.MEDIUM_ADOPT, f"adopt media into {pool.path}", pool)
    check_adoption(pool, label_type)
    source = tx.pools.leaf(PoolKind.IMPORT, pool.media_type or "")
    if source is None:
        return []
    guard.may(tx, caller, Deed.MEDIUM_ADOPT, f"take media from {source.path}", source)
    found = [(medium, tx.sides.of(medium.id)) for medium in tx.media.all(pool_id=source.id)]
    fitting = [(medium, mine) for medium, all_ in found if (mine := adopted(medium, all_, pool, label_type, called))]
    if not dry_run:
        for medium, sides in fitting:
            if pool.kind is PoolKind.FREE:
                check_move(medium, sides, source, pool)
                move_medium(tx, medium, source, pool)
            else:
                _allocate(tx, caller, pool, sides)
        note(tx, caller, "media_adopted", pool.path, f"{len(fitting)} with labels of type {label_type}: {called}")
    return [tx.media.get(medium.id) for medium, _ in fitting]


def _allocate(tx: Transaction, caller: Session, pool: Pool, sides: Sequence[Side]) -> None:
    for side in sides:
        taken = take_side(tx, caller, pool, side, new=False).logical
        # Programs know their media by this name, as their old LMIDs are lost.
        tx.logical.change(taken, replace(taken, name=(side.label_info or side.label_id)[:NAME_LENGTH]))
