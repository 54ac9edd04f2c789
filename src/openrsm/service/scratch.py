"""New media that somebody waits for: their coming ends the request for them, whoever brought them and however."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.domain.equipment import Library
from openrsm.domain.operator import OperatorEvent, OperatorKind
from openrsm.domain.values import Medium, MediumId, PoolId, PoolKind, Side
from openrsm.service.itself import SYSTEM
from openrsm.service.records import answer
from openrsm.store.database import Transaction


def conclude(tx: Transaction, alterations: Sequence[tuple[object, object]]) -> None:
    """Media that a transaction has made available are what requests for new media of their pools are about."""
    changed = _changed(tx, alterations)
    wanted = [one for one in tx.operators.open() if one.kind is OperatorKind.NEW_MEDIA] if changed else []
    came = tx.sides.pools_served(changed) if wanted else set()
    for request in wanted:
        if came & _sources(tx, request.pool_id):
            answer(tx, request, OperatorEvent.SATISFY, SYSTEM)


def _changed(tx: Transaction, alterations: Sequence[tuple[object, object]]) -> set[MediumId]:
    """The media that it may have made available; all of a library that gives its media from now on."""
    changed: set[MediumId] = set()
    for before, after in alterations:
        match before, after:
            case _, Medium():
                changed.add(after.id)
            case _, Side():
                changed.add(after.medium_id)
            case Library(), Library() if (before.enabled, before.labels) != (after.enabled, after.labels):
                changed |= {medium.id for medium in tx.media.in_library(after.id)}
            case _:
                pass
    return changed


def _sources(tx: Transaction, pool_id: PoolId | None) -> set[PoolId]:
    """The pools from which an allocation in that pool takes media: itself, and the free pool that it draws from."""
    pool = tx.pools.find(pool_id) if pool_id is not None else None
    if pool is None:
        return set()
    free = tx.pools.leaf(PoolKind.FREE, pool.media_type) if pool.draw_from_free and pool.media_type else None
    return {pool.id} if free is None else {pool.id, free.id}
