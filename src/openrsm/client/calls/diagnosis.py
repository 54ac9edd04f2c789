"""The health of drives and media."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.surface.views import ReadingView, Ref, SuspectView


class DiagnosisCalls(Calls):
    """See :class:`openrsm.surface.diagnosis.Diagnosis`."""

    async def suspects(self) -> Sequence[SuspectView]:
        """Drives and media to suspect, the most certain first."""
        return self._line.items(SuspectView, await self._line.ask("GET", "/suspects"))

    async def drive(self, drive: Ref, *, limit: int = 100) -> Sequence[ReadingView]:
        """The last readings of a drive, the newest first."""
        return await self._readings(path_of("drives", drive, "readings"), limit)

    async def medium(self, medium: Ref, *, limit: int = 100) -> Sequence[ReadingView]:
        """The last readings of a medium, the newest first."""
        return await self._readings(path_of("media", medium, "readings"), limit)

    async def clear_drive(self, drive: Ref) -> None:
        """Say that what was wrong with a drive was seen to."""
        await self._line.delete(path_of("drives", drive, "readings"))

    async def clear_medium(self, medium: Ref) -> None:
        """Say that what was wrong with a medium was seen to."""
        await self._line.delete(path_of("media", medium, "readings"))

    async def _readings(self, path: str, limit: int) -> Sequence[ReadingView]:
        return self._line.items(ReadingView, await self._line.ask("GET", path, query={"limit": limit}))
