"""What every part of the service is given: the catalogue, the clock, the callers, and the controllers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Protocol

from openrsm.domain.values import LibraryId, Requester, SessionId
from openrsm.drivers.contract import Discovery
from openrsm.service.hub import Hub
from openrsm.service.sessions import Session, SessionRegistry
from openrsm.store.database import Store, Transaction

Clock = Callable[[], datetime]

SYSTEM = "openrsm"
"""The application and user name under which the service itself asks for things."""


class Wakeable(Protocol):
    """Whoever runs the libraries' controllers."""

    def wake(self, library_id: LibraryId) -> None:
        """Something about this library may have to be done."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long things may take, in seconds.

    Attributes:
        open_patience: How long an unload waits for a program to close the drive before the dismount fails.
        becoming_ready: How long a drive may take to become ready; a new LTO-9 cartridge takes up to two hours.
        poll: Between two questions whether a drive is ready, or a door closed.
        reopen: Until a library that did not answer is tried again.
        watch: Between two looks at an idle library for what people did to it.
    """

    open_patience: int = 60
    becoming_ready: float = 8100.0
    poll: float = 1.0
    reopen: float = 30.0
    watch: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The parts every use case needs."""

    store: Store
    hub: Hub
    sessions: SessionRegistry
    clock: Clock
    zone: tzinfo
    discover: Discovery
    computer: str
    limits: Limits = field(default_factory=Limits)

    def caller(self, session: SessionId) -> Session:
        """Who calls. Raises InvalidHandle."""
        return self.sessions.get(session)

    def itself(self) -> Requester:
        """The service as a requester."""
        return Requester(application=SYSTEM, user=SYSTEM, computer=self.computer)


def note(tx: Transaction, session: Session, action: str, subject: str, detail: str = "") -> None:
    """One line of the audit trail, in the transaction of what it tells."""
    tx.audit.append(session.principal.user, session.application, action, subject, detail)
