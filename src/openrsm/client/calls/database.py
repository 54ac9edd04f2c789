"""The catalogue as a whole."""

from __future__ import annotations

from openrsm.client.calls.calls import Calls
from openrsm.domain.exports import USUAL, check_name
from openrsm.surface.checkup import CheckupView
from openrsm.surface.database import CopyView, DatabaseView, RestoredView
from openrsm.surface.views import Ref


class DatabaseCalls(Calls):
    """See :class:`openrsm.surface.database.Database`."""

    async def show(self) -> DatabaseView:
        """The catalogue, its copies, and what is to become of it."""
        return await self._line.get(DatabaseView, "/database")

    async def report(self) -> RestoredView:
        """What is known of all media, and by what."""
        return await self._line.get(RestoredView, "/database/report")

    async def export(self, name: str = USUAL) -> CopyView:
        """Write a copy while everything goes on."""
        check_name(name)
        return await self._line.post(CopyView, "/database/exports", {"name": name})

    async def mark_import(self, name: str = USUAL) -> DatabaseView:
        """Have a copy become the catalogue at the next start."""
        check_name(name)
        return await self._line.post(DatabaseView, "/database/import", {"name": name})

    async def cancel_import(self) -> DatabaseView:
        """Let the catalogue be what it is."""
        return await self._line.post(DatabaseView, "/database/import/cancel")

    async def check(self, library: Ref | None = None) -> CheckupView:
        """Whether the catalogue is sound, contradicts itself, or contradicts its libraries."""
        return await self._line.get(CheckupView, "/database/checkup", {"library": library})

    async def repair(self, library: Ref | None = None) -> CheckupView:
        """The same, and put right what can be put right safely."""
        return await self._line.post(CheckupView, "/database/repair", {"library": library})
