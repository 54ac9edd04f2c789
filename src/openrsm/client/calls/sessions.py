"""Sessions."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from openrsm.client.calls.calls import Calls
from openrsm.client.line import Line, path_of
from openrsm.domain.values import SessionId
from openrsm.errors import RsmError
from openrsm.surface.views import SessionView
from openrsm.wire.encoding import Json


class SessionsCalls(Calls):
    """See :class:`openrsm.surface.sessions.Sessions`; the session that is meant is the line's own."""

    async def renew(self) -> SessionView:
        """Say that the caller still lives: the lease begins anew."""
        return await self._line.post(SessionView, path_of("sessions", str(self._line.session), "renew"))

    async def list(self) -> Sequence[SessionView]:
        """The open sessions: all, or those of the caller's user."""
        return await self._line.get_items(SessionView, "/sessions")

    async def close(self) -> None:
        """End it; work it queued and still waits for is cancelled."""
        await self._line.delete(path_of("sessions", str(self._line.session)))

    def impatient(self) -> SessionsCalls:
        """The same, giving up at the first failure."""
        return SessionsCalls(self._line.impatient())


async def leave(sessions: SessionsCalls) -> None:
    """Close the session, if the service is there: one that is gone, or comes back late, loses it by itself."""
    with suppress(RsmError):
        await sessions.impatient().close()


async def open_session(line: Line, application: str, lease: float, *, ends_mounts: bool = False) -> SessionId:
    """Begin a session that is lost when nothing is heard of it for ``lease`` seconds; see the surface.

    Raises:
        ServiceUnavailable: There is no service.
        InvalidParameter: The application name is empty or longer than 63 characters; the lease is not positive.
        NotAuthenticated, AccessDenied: Nobody vouches for the caller, or who may not use the computer.
    """
    body: dict[str, Json] = {"application": application, "lease": lease, "ends_mounts": ends_mounts}
    opened = await line.post(SessionView, "/sessions", body)
    return opened.id
