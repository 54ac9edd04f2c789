"""Media pools."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from openrsm.domain.matrix import Deed
from openrsm.domain.pools import check_create, check_delete, check_path
from openrsm.domain.rights import Root
from openrsm.domain.values import Pool, PoolId, PoolKind, SessionId
from openrsm.service import guard, resolving
from openrsm.service.context import Context, note
from openrsm.service.refusals import audited
from openrsm.service.sessions import Session
from openrsm.service.shares import check_not_shared
from openrsm.service.system_pools import system_pool
from openrsm.service.views import pool_view
from openrsm.store.database import Transaction
from openrsm.surface.pools import PoolOptions
from openrsm.surface.views import PoolView, Ref


@audited("pools")
class PoolService:
    """Implements :class:`openrsm.surface.pools.Pools`."""

    def __init__(self, context: Context) -> None:
        """Works on the catalogue alone."""
        self._context = context

    def create(self, session: SessionId, path: str, options: PoolOptions) -> PoolView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: pool_view(tx, make_pool(tx, caller, path, options)))

    def list(self, session: SessionId) -> Sequence[PoolView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _list(tx, caller))

    def show(self, session: SessionId, pool: Ref) -> PoolView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _show(tx, caller, pool))

    def delete(self, session: SessionId, pool: Ref) -> None:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.commit(caller, lambda tx: _delete(tx, caller, pool))


def _list(tx: Transaction, caller: Session) -> list[PoolView]:
    sight = guard.sight(tx, caller)
    return [pool_view(tx, pool) for pool in tx.pools.all() if sight.sees_pool(pool.id)]


def _show(tx: Transaction, caller: Session, ref: Ref) -> PoolView:
    pool = resolving.pool(tx, ref)
    guard.may(tx, caller, Deed.POOL_SHOW, f"look at the pool {pool.path}", pool)
    return pool_view(tx, pool)


def make_pool(tx: Transaction, caller: Session, path: str, options: PoolOptions) -> Pool:
    """Create a pool, with those above it that are not there, within a transaction."""
    parts = check_path(path)
    parent: Pool | None = None
    for depth in range(1, len(parts)):
        above = "/".join(parts[:depth])
        parent = tx.pools.by_path(above) or _insert(tx, caller, parts[depth - 1], parent, PoolOptions())
    pool = _insert(tx, caller, parts[-1], parent, options)
    if options.media_type is not None:
        system_pool(tx, PoolKind.FREE, options.media_type)
    note(tx, caller, "pool_created", path)
    return pool


def _insert(tx: Transaction, caller: Session, name: str, parent: Pool | None, options: PoolOptions) -> Pool:
    check_create(
        name=name,
        parent=parent,
        siblings={pool.name for pool in tx.pools.children(parent.id if parent else None)},
        media_type=options.media_type,
        draw_from_free=options.draw_from_free,
        return_to_free=options.return_to_free,
        max_allocations=options.max_allocations,
    )
    above = Root(computer=tx.computer.get()) if parent is None else parent
    guard.may(tx, caller, Deed.POOL_CREATE, f"create the pool {name}", above)
    return tx.pools.insert(
        Pool(
            id=PoolId(uuid4()),
            name=name,
            path=name if parent is None else f"{parent.path}/{name}",
            parent_id=parent.id if parent else None,
            media_type=options.media_type,
            draw_from_free=options.draw_from_free,
            return_to_free=options.return_to_free,
            max_allocations=options.max_allocations,
            owner=caller.principal.user,
        )
    )


def _delete(tx: Transaction, caller: Session, ref: Ref) -> None:
    pool = resolving.pool(tx, ref)
    guard.may(tx, caller, Deed.POOL_DELETE, f"delete the pool {pool.path}", pool)
    media, _, pools = tx.pools.counts(pool.id)
    check_delete(pool, media=media, pools=pools)
    check_not_shared(tx.shares.with_pool(pool.id), f"the pool {pool.path}")
    tx.pools.delete(pool)
    note(tx, caller, "pool_deleted", pool.path)
