"""New media that somebody waits for: their coming ends the request for them, whoever brought them and however."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openrsm.domain import allocation
from openrsm.domain.operator import OperatorEvent, OperatorKind
from openrsm.domain.values import Medium, PoolId, PoolKind, Side
from openrsm.service.itself import SYSTEM
from openrsm.service.records import answer
from openrsm.store.database import Transaction


def conclude(tx: Transaction, alterations: Sequence[tuple[object, object]]) -> None:
    """Media that a transaction has made available are what requests for new media of their pools are about."""
    changed = {after.id if isinstance(after, Medium) else after.medium_id for after in _media_and_sides(alterations)}
    wanted = [one for one in tx.operators.open() if one.kind is OperatorKind.NEW_MEDIA] if changed else []
    if not wanted:
        return
    came = {medium.pool_id for medium in tx.media.find_all(changed).values() if _is_available(tx, medium)}
    for request in wanted:
        if came & _sources(tx, request.pool_id):
            answer(tx, request, OperatorEvent.SATISFY, SYSTEM)


def _media_and_sides(alterations: Sequence[tuple[object, object]]) -> Iterator[Medium | Side]:
    return (after for _, after in alterations if isinstance(after, Medium | Side))


def _is_available(tx: Transaction, medium: Medium) -> bool:
    return any(allocation.can_be_chosen(side, medium) for side in tx.sides.of(medium.id))


def _sources(tx: Transaction, pool_id: PoolId | None) -> set[PoolId]:
    """The pools from which an allocation in that pool takes media: itself, and the free pool that it draws from."""
    pool = tx.pools.find(pool_id) if pool_id is not None else None
    if pool is None:
        return set()
    free = tx.pools.leaf(PoolKind.FREE, pool.media_type) if pool.draw_from_free and pool.media_type else None
    return {pool.id} if free is None else {pool.id, free.id}
