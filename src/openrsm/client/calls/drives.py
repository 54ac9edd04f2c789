"""Drives."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.surface.views import DriveView, Ref, WorkView


class DrivesCalls(Calls):
    """See :class:`openrsm.surface.libraries.Drives`."""

    async def list(self, library: Ref | None = None) -> Sequence[DriveView]:
        """The drives of one library, or all."""
        return await self._line.get_items(DriveView, "/drives", {"library": library})

    async def show(self, drive: Ref) -> DriveView:
        """One drive."""
        return await self._line.get(DriveView, path_of("drives", drive))

    async def dismount(self, drive: Ref) -> WorkView:
        """Queue the return of whatever is in the drive."""
        return await self._line.post(WorkView, path_of("drives", drive, "dismount"))

    async def enable(self, drive: Ref) -> WorkView:
        """Queue its return to service."""
        return await self._line.post(WorkView, path_of("drives", drive, "enable"))

    async def disable(self, drive: Ref, *, now: bool = False) -> WorkView:
        """Queue taking it out of service."""
        return await self._line.post(WorkView, path_of("drives", drive, "disable"), {"now": now})

    async def remove(self, drive: Ref) -> None:
        """Forget a drive that is gone."""
        await self._line.delete(path_of("drives", drive))

    async def set_delay(self, drive: Ref, seconds: int) -> DriveView:
        """How long a cartridge released in it stays at least."""
        answer = await self._line.ask("PATCH", path_of("drives", drive), body={"dismount_delay": seconds})
        return self._line.value(DriveView, answer)
