"""What every part of the service is given: the catalogue, the clock, the callers, and the controllers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Protocol, TypeVar

from openrsm.domain.values import LibraryId, Requester, SessionId
from openrsm.drivers.contract import Discovery
from openrsm.errors import Cancelled
from openrsm.labels.contract import Recognition
from openrsm.service.hub import Hub
from openrsm.service.itself import SYSTEM
from openrsm.service.pace import Pace
from openrsm.service.recent import Recent
from openrsm.service.refusals import Refusals
from openrsm.service.repetition import check_repeated, once
from openrsm.service.sessions import Session, SessionRegistry
from openrsm.store.database import Store, Transaction

T = TypeVar("T")
Clock = Callable[[], datetime]


class Wakeable(Protocol):
    """Whoever runs the libraries' controllers."""

    def wake(self, library_id: LibraryId) -> None:
        """Something about this library may have to be done."""
        ...


class Looking(Wakeable, Protocol):
    """Whoever runs the controllers, as those need it who show what is where."""

    def look(self, library_id: LibraryId, age: float) -> None:
        """Have the catalogue say what is where as the library said it in the last ``age`` seconds.

        A robot that is at work, or that does not answer soon, is not waited for.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long things may take, in seconds.

    Attributes:
        open_patience: How long a program that has the drive open is waited for before the dismount or the mount fails.
        becoming_ready: How long a drive may take to become ready; a new LTO-9 cartridge takes up to two hours.
        poll: Between two questions whether a drive is ready, or a door closed.
        reopen: Until a library that did not answer is tried again.
        watch: Between two looks at an idle library for what people did to it.
        detect: The same of a drive in no library, whose cartridges people change freely; 0: no oftener than that.
        rest: How long a library must show the same, its robot at rest, until it is believed what became of a motion
            that it did not answer; it is waited for ten times as long at most. Robots take 10 to 15 s to a drive.
    """

    open_patience: int = 60
    becoming_ready: float = 8100.0
    poll: float = 1.0
    reopen: float = 30.0
    watch: float = 60.0
    detect: float = 3.0
    rest: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The parts every use case needs."""

    store: Store
    hub: Hub
    recent: Recent
    sessions: SessionRegistry
    refusals: Refusals
    clock: Clock
    zone: tzinfo
    discover: Discovery
    revisit: Discovery
    recognition: Recognition
    computer: str
    limits: Limits = field(default_factory=Limits)
    pace: Pace = field(default_factory=Pace)

    def commit(self, caller: Session, work: Callable[[Transaction], T]) -> T:
        """Carry out what a caller asks for, in one transaction: once, if its request says so.

        Raises:
            AlreadyDone: The request was carried out before.
        """
        return self.store.write(once(caller, work))

    def check_repeated(self, caller: Session) -> None:
        """For requests that do something before they commit.

        Raises:
            AlreadyDone: The request was carried out before.
        """
        self.store.read(lambda tx: check_repeated(tx, caller))

    def caller(self, session: SessionId) -> Session:
        """Who calls. Raises InvalidHandle."""
        return self.sessions.get(session)

    def check_open(self, session: SessionId) -> None:
        """Asked within the transaction that queues what a session will wait for.

        Raises:
            Cancelled: The session has ended meanwhile, and would not undo it any more.
        """
        if not self.sessions.is_open(session):
            raise Cancelled("the session was closed while it asked", "open another session")

    def itself(self) -> Requester:
        """The service as a requester."""
        return Requester(application=SYSTEM, user=SYSTEM, computer=self.computer)


def note(tx: Transaction, session: Session, action: str, subject: str, detail: str = "") -> None:
    """One line of the audit trail, in the transaction of what it tells."""
    tx.audit.append(session.principal.user, session.application, action, subject, detail)
