"""The system's own pools: free, import and unrecognized, one leaf a media type."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from openrsm.domain.pools import SYSTEM_NAMES, system_path
from openrsm.domain.values import Pool, PoolId, PoolKind
from openrsm.service import defaults
from openrsm.store.database import Transaction

SYSTEM_KINDS: Final = (PoolKind.FREE, PoolKind.IMPORT, PoolKind.UNRECOGNIZED)


def drop_system_pools(tx: Transaction, type_name: str) -> None:
    """Remove the empty ones for a media type that nothing has any more (DeleteNtmsMediaType)."""
    for kind in SYSTEM_KINDS:
        found = tx.pools.leaf(kind, type_name)
        if found is not None and not any(tx.pools.counts(found.id)):
            tx.pools.delete(found)


def system_pool(tx: Transaction, kind: PoolKind, type_name: str) -> Pool:
    """The system's pool for a media type, created with its container when first needed (AddNtmsMediaType)."""
    found = tx.pools.leaf(kind, type_name)
    if found is not None:
        return found
    top = tx.pools.by_path(system_path(kind)) or _insert_top(tx, kind)
    return _insert_pool(tx, kind, type_name, top, type_name)


def _insert_top(tx: Transaction, kind: PoolKind) -> Pool:
    top = _insert_pool(tx, kind, SYSTEM_NAMES[kind], None, None)
    defaults.for_system_pool(tx, top)
    return top


def _insert_pool(tx: Transaction, kind: PoolKind, name: str, parent: Pool | None, type_name: str | None) -> Pool:
    path = name if parent is None else f"{parent.path}/{name}"
    return tx.pools.insert(
        Pool(
            id=PoolId(uuid4()),
            name=name,
            path=path,
            parent_id=parent.id if parent else None,
            kind=kind,
            media_type=type_name,
        )
    )
