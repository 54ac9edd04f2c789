"""What changes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from openrsm.client.calls.calls import Calls
from openrsm.client.calls.waiting import session_may_end, slice_of, time_left
from openrsm.client.line import PAGE, path_of
from openrsm.client.transport import Broken
from openrsm.domain.values import NoticeId, ObjectType
from openrsm.errors import NoticesLost, TimedOut
from openrsm.surface.notices import Changes, Notice
from openrsm.wire.encoding import encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A notification that was opened."""

    id: UUID


class NoticesCalls(Calls):
    """See :class:`openrsm.surface.notices.Notices`."""

    async def since(
        self,
        after: int | None = None,
        *,
        types: Collection[ObjectType] = (),
        limit: int = 1000,
        timeout: float | None = 0,  # noqa: ASYNC109 - the surface's own word; a service keeps to it
    ) -> Changes:
        """The changes after that number, of these types or all; waits so many seconds for the first."""
        left = time_left(timeout)
        found = await self._since(after, types, limit, left())
        while after is not None and not found.changes and left() != 0:
            with session_may_end():
                found = await self._since(found.last, types, limit, left())
        return found

    async def open(self, object_type: ObjectType) -> NoticeId:
        """Begin to be told about one type of object; ends with the session."""
        opened = await self._line.post(Opened, "/notifications", {"object_type": encode(object_type)})
        return NoticeId(opened.id)

    async def wait(self, notification: NoticeId, timeout: float | None = None) -> Notice:  # noqa: ASYNC109 - the surface's word
        """The next change, one at a time, in commit order."""
        left = time_left(timeout)
        while True:
            try:
                return await self._next(notification, slice_of(left()))
            except TimedOut:
                if left() == 0:
                    raise

    async def close(self, notification: NoticeId) -> None:
        """End it."""
        await self._line.delete(path_of("notifications", str(notification)))

    async def _since(self, after: int | None, types: Collection[ObjectType], limit: int, left: float | None) -> Changes:
        names = [one.name.lower() for one in types]
        query = {"after": after, "type": names, "limit": min(limit, PAGE)}
        answer = await self._line.ask("GET", "/changes", query=query, wait=slice_of(left) or None)
        return self._line.value(Changes, answer)

    async def _next(self, notification: NoticeId, wait: float) -> Notice:
        path = path_of("notifications", str(notification), "next")
        try:
            return self._line.value(Notice, await self._line.ask_once(path, wait=wait or None))
        except Broken as broken:
            # The service may have told it to nobody: what is told once cannot be asked for again.
            what = f"the connection broke ({broken.why}), and a change may have been lost with it"
            raise NoticesLost(what, "look at everything again") from broken
