"""The same for programs that run in an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Unpack

from openrsm.client.calls.everything import AllCalls
from openrsm.client.calls.sessions import leave
from openrsm.client.events import events
from openrsm.client.heartbeat import beat, pause_in
from openrsm.client.holding import How, holding, holding_all
from openrsm.client.line import Line
from openrsm.domain.records import Happening
from openrsm.domain.values import ObjectType, SessionId
from openrsm.surface.mounts import MountOptions
from openrsm.surface.views import Mounted, Ref


class AsyncConnection(AllCalls):
    """A session that lasts until it is closed, or this process ends; for tasks of one event loop.

    What each call promises, and raises, stands in :mod:`openrsm.surface`. A call that is cancelled cancels what it
    waits for.
    """

    def __init__(self, line: Line, session: SessionId, lease: float) -> None:
        """Made by :func:`openrsm.connect_async`, within the event loop."""
        self._line = line.within(session)
        super().__init__(self._line)
        self.session = session
        self._heartbeat = asyncio.create_task(_keep_beating(self._line, lease), name="rsm-heartbeat")

    def mounted(
        self, medium: Ref, *, deferred: bool = False, **how: Unpack[How]
    ) -> AbstractAsyncContextManager[Mounted]:
        """See :meth:`openrsm.client.connection.Connection.mounted`."""
        return holding(self.mounts, medium, MountOptions(**how), deferred=deferred)

    def mounted_all(
        self, media: Sequence[Ref], *, deferred: bool = False, **how: Unpack[How]
    ) -> AbstractAsyncContextManager[Sequence[Mounted]]:
        """The same with several media: all or none of them are mounted."""
        return holding_all(self.mounts, media, MountOptions(**how), deferred=deferred)

    def events(self, types: Collection[ObjectType] = (), after: int | None = None) -> AsyncGenerator[Happening, None]:
        """See :meth:`openrsm.client.connection.Connection.events`; without a number, it begins with the first step."""
        return events(self._line, types, after)

    async def close(self) -> None:
        """End the session: what it waits for is cancelled, what is mounted stays so. Closing twice is harmless."""
        self._heartbeat.cancel()
        await asyncio.wait([self._heartbeat])
        await leave(self.sessions)
        await self._line.transport.close()


async def _keep_beating(line: Line, lease: float) -> None:
    """Keep the session of a line until it has ended; to be run as a task."""
    pause: float | None = pause_in(lease)
    while pause is not None:
        await asyncio.sleep(pause)
        pause = await beat(line, pause_in(lease))
