"""Cleaning drives."""

from __future__ import annotations

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.surface.views import Ref, WorkView
from openrsm.wire.encoding import Json


class CleaningCalls(Calls):
    """See :class:`openrsm.surface.cleaning.Cleaning`."""

    async def clean(self, drive: Ref) -> WorkView:
        """Queue the cleaning of a drive."""
        return await self._line.post(WorkView, path_of("drives", drive, "clean"))

    async def reserve(self, library: Ref, slot: int, *, uses: int | None = None) -> WorkView:
        """Queue keeping a slot for the cleaning cartridge."""
        body: Json = {"slot": slot, "uses": uses}
        return await self._line.post(WorkView, path_of("libraries", library, "cleaner", "reserve"), body)

    async def release(self, library: Ref) -> WorkView:
        """Queue keeping no slot any more."""
        return await self._line.post(WorkView, path_of("libraries", library, "cleaner", "release"))

    async def inject(self, library: Ref, *, uses: int | None = None) -> WorkView:
        """Queue taking in a cleaning cartridge through the ports."""
        return await self._line.post(WorkView, path_of("libraries", library, "cleaner", "inject"), {"uses": uses})

    async def eject(self, library: Ref) -> WorkView:
        """Queue bringing the cleaning cartridge to the ports."""
        return await self._line.post(WorkView, path_of("libraries", library, "cleaner", "eject"))
