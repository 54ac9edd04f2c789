"""Notices: the stream of changes for those who may read it (section 9 of the model)."""

from __future__ import annotations

import threading
from collections.abc import Collection
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final
from uuid import uuid4

from openrsm.domain.matrix import Deed
from openrsm.domain.mounting import check_seconds
from openrsm.domain.records import Happening
from openrsm.domain.values import NoticeId, ObjectType, SessionId
from openrsm.errors import Cancelled, InvalidHandle, InvalidParameter, NoticesLost, TimedOut
from openrsm.service import guard
from openrsm.service.context import Context
from openrsm.service.hub import ANYTHING
from openrsm.service.reading import Reading
from openrsm.service.refusals import audited
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.notices import Changes, Notice

AT_ONCE: Final = 1000
"""How many changes are read at a time."""

MOST_BEHIND: Final = 10_000
"""How many changes a notification may lag behind before it is told that it lost some."""

MOST_OPEN: Final = 64
"""How many notifications a session may have."""


@dataclass(frozen=True, slots=True)
class _Listener:
    """An open notification: whose, about what, and the last change that it has been told or that was none of its."""

    session: SessionId
    object_type: ObjectType
    last: int


@audited("notices")
class NoticeService:
    """Implements :class:`openrsm.surface.notices.Notices`."""

    def __init__(self, context: Context) -> None:
        """Reads the catalogue's events, and sleeps on the hub."""
        self._context = context
        self._sight = Reading(context.store)
        self._lock = threading.Lock()
        self._listeners: dict[NoticeId, _Listener] = {}

    def since(
        self,
        session: SessionId,
        after: int | None = None,
        *,
        types: Collection[ObjectType] = (),
        limit: int = AT_ONCE,
        timeout: float | None = 0,
    ) -> Changes:
        """See the surface."""
        caller = self._context.caller(session)
        check_seconds(timeout, "a timeout")
        if limit < 1:
            raise InvalidParameter(f"limit {limit}", "ask for 1 change or more")
        if after is None:
            return Changes(changes=(), last=self._last())
        found = Changes(changes=(), last=after)

        def is_over() -> bool:
            nonlocal found
            self._check_session(session)
            found = self._next(caller, found.last, types, limit)
            return bool(found.changes)

        self._context.hub.wait_until([ANYTHING, session], is_over, timeout)
        return found

    def _check_session(self, session: SessionId) -> None:
        if not self._context.sessions.is_open(session):
            raise Cancelled("the session was closed while it waited", "open another session")

    def _next(self, caller: Session, after: int, types: Collection[ObjectType], limit: int) -> Changes:
        """The next changes that the caller may read, of these types; goes on past those that are none of its."""
        rows = self._context.recent.since(after)
        if rows is None:
            rows = self._context.store.read(lambda tx: _catalogued(tx, after))
        fitting = (row for row in rows if not types or row.object_type in types)
        wanted = list(islice(self._sight.readable(caller.principal, fitting), limit))
        is_all = len(wanted) < limit
        return Changes(changes=wanted, last=(rows[-1].id if is_all and rows else wanted[-1].id if wanted else after))

    def _last(self) -> int:
        return self._context.store.read(lambda tx: tx.events.last_id())

    def open(self, session: SessionId, object_type: ObjectType) -> NoticeId:
        """See the surface."""
        caller = self._context.caller(session)
        last = self._context.store.read(lambda tx: _begin(tx, caller))
        notification = NoticeId(uuid4())
        with self._lock:
            self._drop_ended()
            if sum(one.session == session for one in self._listeners.values()) >= MOST_OPEN:
                raise InvalidParameter(f"the session has {MOST_OPEN} notifications open", "close one first")
            self._listeners[notification] = _Listener(session, object_type, last)
        return notification

    def wait(self, session: SessionId, notification: NoticeId, timeout: float | None = None) -> Notice:
        """See the surface."""
        listener = self._get(session, notification)
        self._check_distance(session, notification, listener)
        try:
            found = self.since(session, listener.last, types=(listener.object_type,), limit=1, timeout=timeout)
        except NoticesLost:
            self._go_on_from_now(notification, listener)
            raise
        if not found.changes:
            self._go_on(notification, replace(listener, last=found.last))
            raise TimedOut("nothing happened in the time allowed", "wait again")
        [change] = found.changes
        self._go_on(notification, replace(listener, last=change.id))
        return Notice(kind=change.kind, object_id=str(change.object_id))

    def close(self, session: SessionId, notification: NoticeId) -> None:
        """See the surface."""
        self._get(session, notification)
        with self._lock:
            self._listeners.pop(notification, None)

    def _check_distance(self, session: SessionId, notification: NoticeId, listener: _Listener) -> None:
        if self._last() - listener.last > MOST_BEHIND and self._overflowed(session, listener):
            self._go_on_from_now(notification, listener)
            raise NoticesLost("more happened than is kept for a notification", "look at everything again")

    def _overflowed(self, session: SessionId, listener: _Listener) -> bool:
        """Whether what lies between holds anything for it; else it has merely been quiet."""
        return bool(self.since(session, listener.last, types=(listener.object_type,), limit=1).changes)

    def _get(self, session: SessionId, notification: NoticeId) -> _Listener:
        self._context.caller(session)
        with self._lock:
            found = self._listeners.get(notification)
        if found is None or found.session != session:
            raise InvalidHandle("the notification is closed or was never opened", "open one first")
        return found

    def _go_on(self, notification: NoticeId, listener: _Listener) -> None:
        with self._lock:
            if notification in self._listeners:
                self._listeners[notification] = listener

    def _go_on_from_now(self, notification: NoticeId, listener: _Listener) -> None:
        self._go_on(notification, replace(listener, last=self._last()))

    def _drop_ended(self) -> None:
        is_open = self._context.sessions.is_open
        self._listeners = {key: one for key, one in self._listeners.items() if is_open(one.session)}


def _begin(tx: Transaction, caller: Session) -> int:
    guard.may(tx, caller, Deed.NOTICE_OPEN, "be told of changes", tx.computer.get())
    return tx.events.last_id()


def _catalogued(tx: Transaction, after: int) -> list[Happening]:
    """The next changes as the catalogue has them.

    Raises:
        InvalidParameter: That one lies ahead.
        NoticesLost: The next one was trimmed; ids have no gaps.
    """
    last = tx.events.last_id()
    if not 0 <= after <= last:
        raise InvalidParameter(f"change {after} lies ahead of all that happened ({last})", "begin without a number")
    rows = tx.events.since(after, AT_ONCE)
    if last > after and (not rows or rows[0].id != after + 1):
        raise NoticesLost(f"changes since {after} are no longer kept", "look at everything again, and go on from now")
    return rows
