"""The work queue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openrsm.client.calls.calls import Calls
from openrsm.client.calls.waiting import until_ended
from openrsm.client.line import path_of
from openrsm.domain.mounting import check_seconds
from openrsm.domain.queue import check_position
from openrsm.surface.mounts import Progress
from openrsm.surface.views import Ref, WorkView

LAST: Final = 2**31 - 1
"""The largest position that is sent; no queue is so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """How many items were forgotten."""

    purged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """How many were forgotten."""

    deleted: int


class WorkCalls(Calls):
    """See :class:`openrsm.surface.work.Work`."""

    async def list(self, *, ended: bool = False, limit: int = 1000) -> Sequence[WorkView]:
        """Open items in queue order; with ``ended`` also the newest that have ended."""
        return await self._line.get_items(WorkView, "/work-items", {"ended": ended}, most=limit)

    async def show(self, item: Ref) -> WorkView:
        """One item."""
        return await self._line.get(WorkView, path_of("work-items", item))

    async def wait(
        self,
        items: Sequence[Ref],
        timeout: float | None = None,  # noqa: ASYNC109 - the surface's own word; a service keeps to it
        progress: Progress | None = None,
    ) -> Sequence[WorkView]:
        """Until all have ended, or time is over; returns them as they are then, whatever their end."""
        if not items:
            return []
        return await until_ended(self._line, items, timeout, progress)

    async def cancel(self, item: Ref) -> WorkView:
        """Cancel an item and the set it belongs to."""
        return await self._line.post(WorkView, path_of("work-items", item, "cancel"))

    async def stop(self, item: Ref) -> WorkView:
        """End an eject, an inject or a door access."""
        return await self._line.post(WorkView, path_of("work-items", item, "stop"))

    async def order(self, item: Ref, position: int) -> WorkView:
        """Set a waiting mount's place among mounts: 1 is next, a number beyond the end is last."""
        check_position(position)
        path = path_of("work-items", item, "order")
        return await self._line.post(WorkView, path, {"position": min(position, LAST)})

    async def delete(self, items: Sequence[Ref]) -> int:
        """Forget those that have ended; how many."""
        return (await self._line.post(Deleted, "/work-items/delete", {"items": [*items]})).deleted

    async def purge(self, *, older_than: float = 0) -> int:
        """Forget items that ended at least ``older_than`` seconds ago; how many."""
        check_seconds(older_than, "an age")
        return (await self._line.post(Purged, "/work-items/purge", {"older_than": older_than})).purged
