"""What is left when a session ends: calls that nobody waits for any more are undone, and mounts may have no owner."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

import structlog

from openrsm.domain.matrix import Deed
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import OperatorRequest, WorkItem
from openrsm.domain.values import LibraryId, SessionId
from openrsm.domain.work import Operation, WorkEvent, WorkState
from openrsm.errors import AccessDenied, Cancelled
from openrsm.service import destinations, ended_mounts, guard
from openrsm.service.context import Wakeable
from openrsm.service.hub import Hub
from openrsm.service.refusals import Refusals
from openrsm.service.rulings import fail
from openrsm.service.sessions import Session, revived
from openrsm.store.database import Store, Transaction

log = structlog.get_logger(__name__)


class Attendance:
    """Catalogues sessions that have to be, and clears up after all; a :class:`~openrsm.service.sessions.Registrar`.

    Attributes:
        controllers: Woken in the libraries where an end changes something; known once there are sessions.
    """

    controllers: Wakeable

    def __init__(self, store: Store, hub: Hub, refusals: Refusals) -> None:
        """``hub`` tells calls that still wait that their session has ended."""
        self._store = store
        self._refusals = refusals
        self._hub = hub

    def admit(self, session: Session) -> None:
        """See the registrar."""
        try:
            self._store.read(lambda tx: _check_admitted(tx, session))
        except AccessDenied as refusal:
            self._refusals.note(session, Deed.SESSION_OPEN.value, refusal)
            raise
        if session.is_kept:
            self._store.write(lambda tx: tx.sessions.insert(session.kept))

    def leave(self, session: Session, *, lost: bool, waited: bool) -> None:
        """See the registrar."""
        concerned: Collection[LibraryId] = ()
        if waited or session.is_kept:
            concerned = self._store.write(lambda tx: _end(tx, session, lost=lost))
        if lost:
            log.warning("session lost", action="session_lost", **_told(session))
        self._hub.tell([session.id])
        for library_id in concerned:
            self.controllers.wake(library_id)


def _check_admitted(tx: Transaction, session: Session) -> None:
    guard.may(tx, session, Deed.SESSION_OPEN, "open a session", tx.computer.get())


def _told(session: Session) -> dict[str, str]:
    return {"session": str(session.id), "application": session.application, "user": session.principal.user}


def abandon_calls(tx: Transaction) -> None:
    """After a restart: undo the calls of sessions that ended with the process.

    Nobody was told that they succeeded. Mounts queued without waiting were acknowledged; they stay, and so do calls of
    sessions that outlive the process.
    """
    for kept in tx.sessions.open():
        if kept.lease is None:
            _end(tx, revived(kept), lost=True)
    alive = {session.id for session in tx.sessions.open()}
    _undo(tx, lambda session_id: session_id not in alive, "its caller ended before it was done")
    destinations.forget_dead_sessions(tx)


def _end(tx: Transaction, session: Session, *, lost: bool) -> set[LibraryId]:
    """A session ends; the libraries in which that changes something."""
    concerned = _undo(tx, lambda one: one == session.id, "its session ended before it was done")
    if session.ends_mounts:
        concerned |= _cancel_mounts(tx, session) | ended_mounts.end(tx, session, deferred=not lost)
    elif lost:
        _disown(tx, session)
        _orphan(tx, session)
    tx.destinations.forget(session.id)
    _forget(tx, session)
    return concerned


def _forget(tx: Transaction, session: Session) -> None:
    """Unless mounts are to end with it and have not yet: until then it is known whose they were."""
    kept = tx.sessions.find(session.id)
    if kept is not None and session.ends_mounts and ended_mounts.held_by(tx, session.id):
        tx.sessions.change(kept, replace(kept, ended=kept.ended or tx.now))
    elif kept is not None:
        tx.sessions.delete(kept)


def _cancel_mounts(tx: Transaction, session: Session) -> set[LibraryId]:
    """Mounts that it queued without waiting would come to nobody."""
    queued = [
        item
        for item in tx.work.open(None)
        if item.operation is Operation.MOUNT and item.requester.session_id == session.id
    ]
    fail(tx, [item.id for item in queued], Cancelled("its session ended before it was done"), WorkEvent.CANCEL)
    return _libraries(queued)


def _undo(tx: Transaction, is_gone: Callable[[SessionId | None], bool], why: str) -> set[LibraryId]:
    orphans = [item for item in tx.work.open(None) if item.attended and is_gone(item.requester.session_id)]
    fail(tx, [item.id for item in orphans], Cancelled(why), WorkEvent.CANCEL)
    for request in tx.operators.open():
        if _asks_for_media(request) and is_gone(request.requester.session_id):
            tx.operators.delete(request)
    return _libraries(orphans)


def _libraries(items: Collection[WorkItem]) -> set[LibraryId]:
    return {item.library_id for item in items}


def _asks_for_media(request: OperatorRequest) -> bool:
    """Whether an allocation waits for it; other requests belong to work items, or to devices."""
    return request.kind is OperatorKind.NEW_MEDIA and request.work_id is None


def _orphan(tx: Transaction, session: Session) -> None:
    """What it queued without waiting goes on; the mounts that come of it have no owner either."""
    for item in tx.work.open(None):
        if item.requester.session_id == session.id and item.state is not WorkState.IN_PROCESS:
            tx.work.change(item, replace(item, requester=replace(item.requester, session_id=None)))


def _disown(tx: Transaction, session: Session) -> None:
    """Its mounts stay, but nobody is there to give them back (section 14.8 of the model)."""
    for drive in ended_mounts.held_by(tx, session.id):
        tx.drives.change(drive, replace(drive, ownerless_since=tx.now))
