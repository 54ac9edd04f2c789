"""The numbers of the media of shares: given and taken in the transaction in which media come and go."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from openrsm.domain.shares import Share, renumber
from openrsm.domain.values import Medium, MediumId, PoolId
from openrsm.store.database import Transaction


def conclude(tx: Transaction, alterations: Sequence[tuple[object, object]]) -> None:
    """Media that a transaction has brought into a share get a number, and those that it has taken out lose it."""
    changed = set(_moved(alterations))
    shares = tx.shares.all() if changed else []
    if not shares:
        return
    pools, media = tx.shares.pools(), tx.media.find_all(changed)
    for share in shares:
        _renumber(tx, share, pools[share.id], media.values())


def _moved(alterations: Sequence[tuple[object, object]]) -> Iterator[MediumId]:
    """Media that are new, or in another pool or library; one that is deleted has lost its numbers with that."""
    for before, after in alterations:
        if isinstance(after, Medium) and not (isinstance(before, Medium) and _stands(before, after)):
            yield after.id


def _stands(before: Medium, after: Medium) -> bool:
    return (before.pool_id, before.library_id) == (after.pool_id, after.library_id)


def number_all(tx: Transaction, share: Share, pools: Collection[PoolId]) -> None:
    """A share has these pools from now on: all media that it has had or gets."""
    numbered = [medium for _, medium in tx.shares.media(share.id)]
    now = [medium for pool_id in pools for medium in tx.media.all(share.library_id, pool_id)]
    _renumber(tx, share, pools, {medium.id: medium for medium in (*numbered, *now)}.values())


def _renumber(tx: Transaction, share: Share, pools: Collection[PoolId], media: Collection[Medium]) -> None:
    change = renumber(share, pools, tx.shares.numbers(share.id), media)
    tx.shares.free(share, change.freed)
    tx.shares.give(share, change.given)
