"""New media that somebody waits for: their coming ends the request for them, whoever brought them and however."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from openrsm.domain import allocation
from openrsm.domain.operator import OperatorEvent, OperatorKind
from openrsm.domain.values import Medium, Pool, PoolId, PoolKind, Side
from openrsm.service.itself import SYSTEM
from openrsm.service.records import answer
from openrsm.store.database import Transaction

CANDIDATES: Final = 32


def conclude(tx: Transaction, alterations: Sequence[tuple[object, object]]) -> None:
    """What a transaction changed may be what an allocation waits for; then nobody need bring anything any more."""
    if not any(isinstance(after, Medium | Side) for _, after in alterations):
        return
    for request in tx.operators.open():
        if request.kind is OperatorKind.NEW_MEDIA and request.pool_id is not None and has_any(tx, request.pool_id):
            answer(tx, request, OperatorEvent.SATISFY, SYSTEM)


def has_any(tx: Transaction, pool_id: PoolId) -> bool:
    """Whether an allocation from a pool would find a side: in it, or in the free pool that it draws from."""
    pool = tx.pools.find(pool_id)
    return pool is not None and any(
        allocation.choose(tx.sides.available(one.id, CANDIDATES)) is not None for one in _sources(tx, pool)
    )


def _sources(tx: Transaction, pool: Pool) -> list[Pool]:
    free = tx.pools.leaf(PoolKind.FREE, pool.media_type) if pool.draw_from_free and pool.media_type else None
    return [pool] if free is None else [pool, free]
