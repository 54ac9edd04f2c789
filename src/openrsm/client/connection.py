"""What a program holds: its session with a service, and all calls in it."""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterator, Sequence
from types import TracebackType
from typing import Self, Unpack

from openrsm.client import groups
from openrsm.client.calls.everything import AllCalls
from openrsm.client.calls.sessions import leave
from openrsm.client.driving import drive, iterate
from openrsm.client.events import events
from openrsm.client.heartbeat import Heartbeat, pause_in
from openrsm.client.holding import BlockingContext, How, holding, holding_all
from openrsm.client.line import Line
from openrsm.domain.records import Happening
from openrsm.domain.values import ObjectType, SessionId
from openrsm.surface.mounts import MountOptions
from openrsm.surface.views import Mounted, Ref


class Connection:
    """A session that lasts until it is closed, or this process ends; may be used by many threads.

    What each call promises, and raises, stands in :mod:`openrsm.surface`. Should the service restart meanwhile, calls
    go on when it is back.
    """

    def __init__(self, line: Line, session: SessionId, lease: float) -> None:
        """Made by :func:`openrsm.connect`."""
        self._line = line.within(session)
        self._calls = calls = AllCalls(self._line)
        self.session = session
        self.libraries = groups.Libraries(calls.libraries)
        self.drives = groups.Drives(calls.drives)
        self.pools = groups.Pools(calls.pools)
        self.media = groups.Media(calls.media)
        self.mounts = groups.Mounts(calls.mounts)
        self.changers = groups.Changers(calls.changers)
        self.shares = groups.Shares(calls.shares)
        self.work = groups.Work(calls.work)
        self.operators = groups.Operators(calls.operators)
        self.cleaning = groups.Cleaning(calls.cleaning)
        self.diagnosis = groups.Diagnosis(calls.diagnosis)
        self.database = groups.Database(calls.database)
        self.objects = groups.Objects(calls.objects)
        self.notices = groups.Notices(calls.notices)
        self.security = groups.Security(calls.security)
        self.sessions = groups.Sessions(calls.sessions)
        self._heartbeat = Heartbeat(pause_in(lease))
        self._heartbeat.keep(session, line)
        weakref.finalize(self, self._heartbeat.stop)  # one that is forgotten, not closed, is not to last for ever

    def mounted(self, medium: Ref, *, deferred: bool = False, **how: Unpack[How]) -> BlockingContext[Mounted]:
        """A medium that is mounted for as long as a block runs, and dismounted however that ends.

        Args:
            medium: LMID, side GUID, logical name or bar code.
            deferred: Let the cartridge stay in the drive for the next mount of it, until the drive is wanted.
            how: See :class:`openrsm.surface.mounts.MountOptions`.
        """
        return BlockingContext(holding(self._calls.mounts, medium, MountOptions(**how), deferred=deferred))

    def mounted_all(
        self, media: Sequence[Ref], *, deferred: bool = False, **how: Unpack[How]
    ) -> BlockingContext[Sequence[Mounted]]:
        """The same with several media: all or none of them are mounted."""
        return BlockingContext(holding_all(self._calls.mounts, media, MountOptions(**how), deferred=deferred))

    def events(self, types: Collection[ObjectType] = (), after: int | None = None) -> Iterator[Happening]:
        """What changes, in commit order, without end: after that number, or from the time of this call.

        Where the connection breaks, it is taken up again with nothing missing.

        Raises:
            NoticesLost: Some changes are no longer kept. Look at everything again, and begin anew.
            ServiceUnavailable: The service did not come back.
        """
        start = self.notices.since().last if after is None else after
        return iterate(events(self._line, types, start))

    def close(self) -> None:
        """End the session: what it waits for is cancelled, what is mounted stays so. Closing twice is harmless."""
        self._heartbeat.stop()
        drive(leave(self._calls.sessions))
        drive(self._line.transport.close())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
