"""Who is calling: the sessions of this process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from openrsm.domain.values import NAME_LENGTH, Principal, Requester, SessionId
from openrsm.errors import InvalidHandle, InvalidParameter


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One caller: its application name and the user the operating system vouches for."""

    id: SessionId
    application: str
    principal: Principal
    computer: str

    @property
    def requester(self) -> Requester:
        """The caller, as kept in work items and mounts."""
        return Requester(
            application=self.application, user=self.principal.user, computer=self.computer, session_id=self.id
        )


class SessionRegistry:
    """The open sessions; implements :class:`openrsm.surface.sessions.Sessions`. Used by any thread."""

    def __init__(self, computer: str, on_close: Callable[[], None]) -> None:
        """``on_close`` wakes calls that wait, so that those of a closed session end."""
        self._computer = computer
        self._on_close = on_close
        self._lock = threading.Lock()
        self._open: dict[SessionId, Session] = {}

    def open(self, application: str, principal: Principal) -> SessionId:
        """See the surface."""
        if not application or len(application) > NAME_LENGTH:
            raise InvalidParameter(f"application name {application!r}", f"give 1 to {NAME_LENGTH} characters")
        session = Session(id=SessionId(uuid4()), application=application, principal=principal, computer=self._computer)
        with self._lock:
            self._open[session.id] = session
        return session.id

    def get(self, session: SessionId) -> Session:
        """The caller behind a handle.

        Raises:
            InvalidHandle: It is closed or unknown.
        """
        with self._lock:
            found = self._open.get(session)
        if found is None:
            raise InvalidHandle("the session is closed or was never opened", "open a session first")
        return found

    def is_open(self, session: SessionId) -> bool:
        """Whether the session still stands."""
        with self._lock:
            return session in self._open

    def close(self, session: SessionId) -> None:
        """See the surface."""
        self.get(session)
        with self._lock:
            self._open.pop(session, None)
        self._on_close()
