"""Who is calling: the open sessions, and the leases of those that outlive this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import isfinite
from time import monotonic
from typing import Final, Protocol
from uuid import uuid4

from openrsm.domain.records import KeptSession
from openrsm.domain.values import NAME_LENGTH, Principal, Requester, SessionId
from openrsm.errors import Busy, InvalidHandle, InvalidParameter, NotAuthenticated
from openrsm.service.processes import Process
from openrsm.surface.acting import ACTING, PROCESS
from openrsm.surface.views import SessionView

LONGEST_LEASE: Final = 24 * 3600.0
MOST: Final = 5000
"""How many sessions with a lease a user may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One caller: its application name and the user that is vouched for."""

    id: SessionId
    application: str
    principal: Principal
    computer: str
    opened: datetime
    lease: float | None = None
    ends_mounts: bool = False
    process: Process | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the catalogue has to know of it."""
        return self.lease is not None or self.ends_mounts

    @property
    def requester(self) -> Requester:
        """The caller, as kept in work items and mounts."""
        return Requester(
            application=self.application, user=self.principal.user, computer=self.computer, session_id=self.id
        )

    @property
    def kept(self) -> KeptSession:
        """What is kept of it in the catalogue."""
        return KeptSession(
            id=self.id,
            application=self.application,
            user=self.principal.user,
            computer=self.computer,
            opened=self.opened,
            lease=self.lease,
            ends_mounts=self.ends_mounts,
            process="" if self.process is None else self.process.kept,
        )

    @property
    def view(self) -> SessionView:
        """As callers see it."""
        return SessionView(
            id=self.id,
            application=self.application,
            user=self.principal.user,
            computer=self.computer,
            opened=self.opened,
            lease=self.lease,
            ends_mounts=self.ends_mounts,
        )


def revived(kept: KeptSession) -> Session:
    """A session of a process before; its groups are told when it resumes."""
    return Session(
        id=kept.id,
        application=kept.application,
        principal=Principal(user=kept.user),
        computer=kept.computer,
        opened=kept.opened,
        lease=kept.lease,
        ends_mounts=kept.ends_mounts,
        process=Process.revived(kept.process) if kept.process else None,
    )


class Registrar(Protocol):
    """What a session's beginning and end do to the catalogue."""

    def admit(self, session: Session) -> None:
        """It begins: check that it may, and keep it if it has a lease, or mounts that end with it."""
        ...

    def leave(self, session: Session, *, lost: bool, waited: bool) -> None:
        """It ends: undo what only waited for it, if it ``waited``; ``lost`` means that nobody said that it ends."""
        ...


class SessionRegistry:
    """The open sessions; implements :class:`openrsm.surface.sessions.Sessions`. Used by any thread.

    Leases are measured by a clock that never jumps. After a restart each begins anew. A session that ends its mounts is
    not lost while its process is stopped: what that started may use a drive that would be somebody else's then.
    """

    def __init__(
        self,
        computer: str,
        registrar: Registrar,
        clock: Callable[[], datetime],
        steady: Callable[[], float] = monotonic,
    ) -> None:
        """``steady`` tells the seconds that leases are measured in."""
        self._computer = computer
        self._registrar = registrar
        self._clock = clock
        self._steady = steady
        self._lock = threading.Lock()
        self._open: dict[SessionId, Session] = {}
        self._heard: dict[SessionId, float] = {}
        self._waited: set[SessionId] = set()

    def restore(self, leased: Sequence[KeptSession]) -> None:
        """Take up the sessions with a lease of the process before."""
        with self._lock:
            self._waited.update(one.id for one in leased)
            for one in leased:
                self._keep(revived(one))

    def open(
        self, application: str, principal: Principal, *, lease: float | None = None, ends_mounts: bool = False
    ) -> SessionId:
        """See the surface."""
        _check(application, lease)
        session = Session(
            id=SessionId(uuid4()),
            application=application,
            principal=principal,
            computer=self._computer,
            opened=self._clock(),
            lease=lease,
            ends_mounts=ends_mounts,
            process=_calling() if ends_mounts else None,
        )
        self._check_number(session)
        self._registrar.admit(session)
        with self._lock:
            self._keep(session)
        return session.id

    def _check_number(self, wanted: Session) -> None:
        with self._lock:
            users = sum(one.principal.user == wanted.principal.user for one in self._open.values() if one.lease)
        if wanted.lease is not None and users >= MOST:
            raise Busy(f"{wanted.principal.user} has {users} sessions open", "close those that are not needed")

    def resume(self, session: SessionId, principal: Principal) -> None:
        """See :meth:`openrsm.surface.host.Host.resume`."""
        owner = self._found(session).principal.user
        if owner != principal.user:
            raise NotAuthenticated(f"session {session} belongs to {owner}, not to {principal.user}", "open a session")

    def renew(self, session: SessionId) -> SessionView:
        """See the surface."""
        return self.get(session).view

    def list(self, session: SessionId) -> Sequence[SessionView]:
        """See the surface."""
        principal = self.get(session).principal
        with self._lock:
            all_open = list(self._open.values())
        seen = [one for one in all_open if principal.administrator or one.principal.user == principal.user]
        return [one.view for one in sorted(seen, key=lambda one: (one.opened, one.id))]

    def get(self, session: SessionId) -> Session:
        """The caller behind a handle, who thereby gives a sign of life.

        Raises:
            InvalidHandle: It is closed, lost or unknown.
        """
        found, acting = self._found(session), ACTING.get()
        return found if acting is None else replace(found, principal=acting)

    def _found(self, session: SessionId) -> Session:
        with self._lock:
            found = self._open.get(session)
            if found is not None and found.lease is not None:
                self._heard[session] = self._steady()
        if found is None:
            raise InvalidHandle("the session was closed, lost, or never opened", "open a session first")
        return found

    def is_open(self, session: SessionId) -> bool:
        """Whether the session still stands."""
        with self._lock:
            return session in self._open

    def waits(self, session: SessionId) -> None:
        """From now on there is something that ends with this session: it waits for it, or has asked for it."""
        with self._lock:
            self._waited.add(session)

    def count(self) -> int:
        """How many there are."""
        with self._lock:
            return len(self._open)

    def close(self, session: SessionId) -> None:
        """See the surface."""
        self._end(self.get(session), lost=False)

    def expire(self) -> Sequence[Session]:
        """End the sessions of which nothing was heard for longer than their leases; those that ended.

        Raises:
            SystemFault: The catalogue failed; those that remain are tried the next time.
        """
        with self._lock:
            late = [one for one in self._open.values() if self._is_late(one)]
        return [one for one in late if self._end(one, lost=True)]

    def _is_late(self, session: Session) -> bool:
        now, process = self._steady(), session.process
        if session.lease is None or now - self._heard.get(session.id, now) <= session.lease:
            return False
        if process is None or not process.is_stopped():
            return True
        self._heard[session.id] = now  # once it goes on, it has the time of a lease to say so
        return False

    def _keep(self, session: Session) -> None:
        self._open[session.id] = session
        self._heard[session.id] = self._steady()

    def _end(self, session: Session, *, lost: bool) -> bool:
        """End it unless another thread does; whether this one did."""
        with self._lock:
            if session.id not in self._open or (lost and not self._is_late(session)):
                return False
            self._open.pop(session.id)
        try:
            self._registrar.leave(session, lost=lost, waited=session.id in self._waited)
        except BaseException:
            with self._lock:
                self._open[session.id] = session  # what it waits for is still queued: its end is tried again
            raise
        with self._lock:
            self._heard.pop(session.id, None)
            self._waited.discard(session.id)
        return True


def _calling() -> Process | None:
    number = PROCESS.get()
    return None if number is None else Process.of(number)


def _check(application: str, lease: float | None) -> None:
    if not application or len(application) > NAME_LENGTH or not application.isprintable():
        raise InvalidParameter(f"application name {application!r}", f"give 1 to {NAME_LENGTH} printable characters")
    if lease is not None and not (isfinite(lease) and 0 < lease <= LONGEST_LEASE):
        raise InvalidParameter(f"a lease of {lease} seconds", f"give more than 0 and at most {LONGEST_LEASE:.0f}")
