"""Media pools."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select

from openrsm.domain.rights import TargetKind
from openrsm.domain.values import ObjectType, Pool, PoolId, PoolKind
from openrsm.store import rights, schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects

_POOLS: Final = NounMapping(Pool, schema.pools)
_pool: Final = schema.pools.c
_EVERY: Final = _POOLS.select().order_by(_pool.path)
_BY_PATH: Final = _POOLS.select().where(_pool.path == bindparam("path"))
_CHILDREN: Final = _EVERY.where(_pool.parent_id == bindparam("parent"))
_ROOTS: Final = _EVERY.where(_pool.parent_id.is_(None))
_LEAF: Final = _EVERY.where(_pool.kind == bindparam("kind"), _pool.media_type == bindparam("media_type")).limit(1)
_COUNTS: Final[Select[Any]] = select(
    *[
        select(func.count()).select_from(table).where(column == bindparam("pool")).scalar_subquery()
        for table, column in (
            (schema.media, schema.media.c.pool_id),
            (schema.logical, schema.logical.c.pool_id),
            (schema.pools, schema.pools.c.parent_id),
        )
    ]
)


class Pools(Objects[Pool, PoolId]):
    """The pools; paths are unique."""

    kind = "pool"
    object_type = ObjectType.POOL
    scope_field = "id"
    mapping = _POOLS
    name_field = "path"

    def all(self) -> list[Pool]:
        """Every pool, by path."""
        return self._list(_EVERY)

    def by_path(self, path: str) -> Pool | None:
        """The pool of that path."""
        return self._one(_BY_PATH, path=path)

    def children(self, parent_id: PoolId | None) -> list[Pool]:
        """The pools directly below one, or the topmost ones, by path."""
        return self._list(_ROOTS) if parent_id is None else self._list(_CHILDREN, parent=parent_id)

    def leaf(self, kind: PoolKind, media_type: str) -> Pool | None:
        """The pool of that kind whose media are of that type; the first by path where there are several."""
        return self._one(_LEAF, kind=kind, media_type=media_type)

    def delete(self, value: Pool) -> None:
        """As all objects' delete; its list of rights goes with it."""
        super().delete(value)
        rights.forget(self._unit, TargetKind.POOL, value.id)

    def counts(self, pool_id: PoolId) -> tuple[int, int, int]:
        """How many media, logical media and pools it holds itself."""
        media, logical, pools = (int(count) for count in self._unit.look(_COUNTS, {"pool": pool_id})[0])
        return media, logical, pools
