"""Media pools."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.domain.pools import check_max_allocations, check_path
from openrsm.surface.pools import PoolOptions
from openrsm.surface.views import PoolView, Ref
from openrsm.wire.encoding import encode_object


class PoolsCalls(Calls):
    """See :class:`openrsm.surface.pools.Pools`."""

    async def create(self, path: str, options: PoolOptions) -> PoolView:
        """Create a pool and the containers above it that do not exist."""
        check_path(path)
        check_max_allocations(options.max_allocations)
        return await self._line.post(PoolView, "/pools", {"path": path, **encode_object(options)})

    async def list(self) -> Sequence[PoolView]:
        """All pools, by path."""
        return await self._line.get_items(PoolView, "/pools")

    async def show(self, pool: Ref) -> PoolView:
        """One pool."""
        return await self._line.get(PoolView, path_of("pools", pool))

    async def delete(self, pool: Ref) -> None:
        """Delete an empty application pool."""
        await self._line.delete(path_of("pools", pool))
