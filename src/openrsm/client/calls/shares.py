"""Shares."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.domain.settings import check_share_name
from openrsm.surface.shares import ShareView
from openrsm.surface.views import Ref
from openrsm.wire.encoding import encode


class SharesCalls(Calls):
    """See :class:`openrsm.surface.shares.Shares`."""

    async def create(self, name: str, library: Ref, pools: Sequence[Ref], drives: Sequence[Ref]) -> ShareView:
        """Give an application its own changer: the media of these pools that are in the library, and these drives."""
        check_share_name(name)
        body = {"name": name, "library": library, "pools": encode(pools), "drives": encode(drives)}
        return await self._line.post(ShareView, "/shares", body)

    async def list(self) -> Sequence[ShareView]:
        """All that the caller may know of, by name."""
        return await self._line.get_items(ShareView, "/shares")

    async def show(self, share: Ref) -> ShareView:
        """One."""
        return await self._line.get(ShareView, path_of("shares", share))

    async def change(
        self, share: Ref, *, pools: Sequence[Ref] | None = None, drives: Sequence[Ref] | None = None
    ) -> ShareView:
        """Give it other pools or drives; the numbers of media that stay do not change."""
        body = {"pools": encode(pools), "drives": encode(drives)}
        return self._line.value(ShareView, await self._line.ask("PATCH", path_of("shares", share), body=body))

    async def delete(self, share: Ref) -> None:
        """Take it away; its media, pools and drives stay as they are."""
        await self._line.delete(path_of("shares", share))
