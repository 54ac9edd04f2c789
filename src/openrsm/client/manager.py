"""The service, as an edge sees it from another process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from openrsm.client import surface
from openrsm.client.calls.everything import AllCalls
from openrsm.client.calls.sessions import leave, open_session
from openrsm.client.driving import drive
from openrsm.client.heartbeat import Heartbeat, pause_in
from openrsm.client.line import Line
from openrsm.domain.values import Principal, SessionId
from openrsm.surface.views import SessionView

if TYPE_CHECKING:
    from openrsm.surface.manager import Manager

LEASE: Final = 60.0
"""Seconds for which a session that lasts as long as its process outlives that."""

Credentials = Callable[[Principal], str | None]
"""The token that vouches for somebody; None for the one of the line, or where the operating system vouches."""


def no_credentials(_principal: Principal) -> str | None:
    """Whoever calls, it is the user of this process."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Whether nothing more can be done without somebody else."""

    settled: bool


class ClientSessions:
    """Implements :class:`openrsm.surface.sessions.Sessions`."""

    def __init__(self, line: Line, credentials: Credentials) -> None:
        """Opens sessions over that line."""
        self._line = line
        self._credentials = credentials
        self._calls: dict[SessionId, AllCalls] = {}
        self._heartbeat = Heartbeat(pause_in(LEASE))

    def open(
        self, application: str, principal: Principal, *, lease: float | None = None, ends_mounts: bool = False
    ) -> SessionId:
        """Begin a session; see the surface.

        The service finds out by itself who calls, and what that user may do: ``principal`` only chooses the token.
        """
        line = replace(self._line, token=self._credentials(principal) or self._line.token)
        seconds = LEASE if lease is None else lease
        session = drive(open_session(line, application, seconds, ends_mounts=ends_mounts))
        self._calls[session] = AllCalls(line.within(session))
        if lease is None:
            self._heartbeat.keep(session, line)
        return session

    def renew(self, session: SessionId) -> SessionView:
        """See the surface."""
        return drive(self.calls(session).sessions.renew())

    def list(self, session: SessionId) -> Sequence[SessionView]:
        """See the surface."""
        return drive(self.calls(session).sessions.list())

    def close(self, session: SessionId) -> None:
        """See the surface. Where the service cannot be told, the session is lost when its lease is over."""
        self._heartbeat.forget(session)
        drive(self._calls.pop(session, self.calls(session)).sessions.close())

    def calls(self, session: SessionId) -> AllCalls:
        """All calls of a session; also of one that another manager opened."""
        return self._calls.get(session) or AllCalls(self._line.within(session))

    def leave(self) -> None:
        """End the sessions that last as long as this process; the service need not be there."""
        self._heartbeat.stop()
        for session in self._heartbeat.kept():
            drive(leave(self.calls(session).sessions))
            self._heartbeat.forget(session)


class ClientManager:
    """Implements :class:`openrsm.surface.manager.Manager` over HTTP."""

    def __init__(self, line: Line, credentials: Credentials = no_credentials) -> None:
        """Calls over that line, which blocks; see :func:`openrsm.client.opening.open_client`."""
        self._line = line
        self.sessions = ClientSessions(line, credentials)
        at = self.sessions.calls
        self.libraries = surface.ClientLibraries(lambda session: at(session).libraries)
        self.drives = surface.ClientDrives(lambda session: at(session).drives)
        self.pools = surface.ClientPools(lambda session: at(session).pools)
        self.media = surface.ClientMedia(lambda session: at(session).media)
        self.mounts = surface.ClientMounts(lambda session: at(session).mounts)
        self.changers = surface.ClientChangers(lambda session: at(session).changers)
        self.shares = surface.ClientShares(lambda session: at(session).shares)
        self.work = surface.ClientWork(lambda session: at(session).work)
        self.operators = surface.ClientOperators(lambda session: at(session).operators)
        self.cleaning = surface.ClientCleaning(lambda session: at(session).cleaning)
        self.diagnosis = surface.ClientDiagnosis(lambda session: at(session).diagnosis)
        self.database = surface.ClientDatabase(lambda session: at(session).database)
        self.objects = surface.ClientObjects(lambda session: at(session).objects)
        self.notices = surface.ClientNotices(lambda session: at(session).notices)
        self.security = surface.ClientSecurity(lambda session: at(session).security)

    def settle(self) -> None:
        """See the surface."""
        while not drive(self._line.post(Settled, "/settle", {})).settled:
            pass  # the service waited as long as it may

    def close(self) -> None:
        """End the sessions that last as long as this process. What is queued or mounted is the service's."""
        self.sessions.leave()
        drive(self._line.transport.close())


if TYPE_CHECKING:

    def _is_a_manager(manager: ClientManager) -> Manager:
        """The type checker's proof."""
        return manager
