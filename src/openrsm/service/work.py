"""The work queue, as callers see and change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from openrsm.domain.machine import word
from openrsm.domain.matrix import Deed
from openrsm.domain.mounting import check_seconds
from openrsm.domain.queue import check_position
from openrsm.domain.records import WorkItem
from openrsm.domain.values import SessionId
from openrsm.domain.work import OPEN, Operation, WorkEvent, WorkState
from openrsm.errors import AccessDenied, Cancelled, InvalidState
from openrsm.service import guard, resolving
from openrsm.service.context import Context, Wakeable, note
from openrsm.service.queueing import Waiting, rank_for_position
from openrsm.service.records import purge_before
from openrsm.service.refusals import audited
from openrsm.service.rulings import fail
from openrsm.service.sessions import Session
from openrsm.service.station import STOPPABLE, stop
from openrsm.service.views import work_view, work_views
from openrsm.store.database import Transaction
from openrsm.surface.mounts import Progress
from openrsm.surface.views import Ref, WorkView

Change = Callable[[Transaction, Session], WorkItem]


@audited("work")
class WorkService:
    """Implements :class:`openrsm.surface.work.Work`."""

    def __init__(self, context: Context, controllers: Wakeable) -> None:
        """Changes the queue and wakes controllers."""
        self._context = context
        self._controllers = controllers
        self._waiting = Waiting(context)

    def list(self, session: SessionId, *, ended: bool = False, limit: int = 1000) -> Sequence[WorkView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _list(tx, caller, ended=ended, limit=limit))

    def show(self, session: SessionId, item: Ref) -> WorkView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: work_view(tx, guard.visible_item(tx, caller, Deed.WORK_SHOW, item)))

    def wait(
        self, session: SessionId, items: Sequence[Ref], timeout: float | None = None, progress: Progress | None = None
    ) -> Sequence[WorkView]:
        """See the surface."""
        caller = self._context.caller(session)
        check_seconds(timeout, "a timeout")
        ids = self._context.store.read(
            lambda tx: [guard.visible_item(tx, caller, Deed.WORK_WAIT, item).id for item in items]
        )
        return self._waiting.until_ended(session, ids, timeout, progress)

    def cancel(self, session: SessionId, item: Ref) -> WorkView:
        """See the surface."""
        return self._change(session, lambda tx, caller: _cancel(tx, caller, item))

    def stop(self, session: SessionId, item: Ref) -> WorkView:
        """See the surface."""
        return self._change(session, lambda tx, caller: stop(tx, caller, item))

    def order(self, session: SessionId, item: Ref, position: int) -> WorkView:
        """See the surface."""
        return self._change(session, lambda tx, caller: _order(tx, caller, item, position))

    def purge(self, session: SessionId, *, older_than: float = 0) -> int:
        """See the surface."""
        caller = self._context.caller(session)
        check_seconds(older_than, "an age")

        def purge(tx: Transaction) -> int:
            guard.may(tx, caller, Deed.WORK_PURGE, "purge ended work items", tx.computer.get())
            count = purge_before(tx, tx.now - timedelta(seconds=older_than))
            note(tx, caller, "work_purged", str(count))
            return count

        return self._context.commit(caller, purge)

    def delete(self, session: SessionId, items: Sequence[Ref]) -> int:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: _delete(tx, caller, items))

    def _change(self, session: SessionId, change: Change) -> WorkView:
        caller = self._context.caller(session)
        view = self._context.commit(caller, lambda tx: work_view(tx, change(tx, caller)))
        self._controllers.wake(view.item.library_id)
        return view


def _list(tx: Transaction, caller: Session, *, ended: bool, limit: int) -> list[WorkView]:
    sight = guard.sight(tx, caller)
    items = tx.work.open(None)
    past = [item for item in tx.work.recent(limit) if item.state not in OPEN] if ended else []
    seen = [item for item in (*items, *past) if sight.sees_library(item.library_id)]
    return work_views(tx, seen[:limit])


def _cancel(tx: Transaction, caller: Session, ref: Ref) -> WorkItem:
    item = resolving.work(tx, ref)
    library = tx.libraries.get(item.library_id)
    if item.requester.user != caller.principal.user:
        doing = f"cancel work item {item.number} of {item.requester.user}"
        guard.may(tx, caller, Deed.WORK_CANCEL, doing, library)
    if item.state not in OPEN:
        raise InvalidState(f"work item {item.number} has {word(item.state)} already", "there is nothing to cancel")
    if item.state is WorkState.IN_PROCESS and item.operation is not Operation.MOUNT:
        what = f"work item {item.number} ({word(item.operation)}) is under way and cannot be undone"
        raise AccessDenied(what, "stop it" if item.operation in STOPPABLE else "wait for its end")
    members = tx.work.of_set(item.set_id) if item.set_id else [item]
    ids = [member.id for member in members if member.state in OPEN]
    fail(tx, ids, Cancelled(f"{caller.principal.user} cancelled it"), WorkEvent.CANCEL)
    note(tx, caller, "work_cancelled", str(item.number))
    return tx.work.get(item.id)


def _delete(tx: Transaction, caller: Session, refs: Sequence[Ref]) -> int:
    guard.may(tx, caller, Deed.WORK_DELETE, "delete work items", tx.computer.get())
    named = {item.id: item for ref in refs if (item := resolving.known_work(tx, ref)) is not None}
    ended = [item for item in named.values() if item.state not in OPEN]
    for item in ended:
        tx.work.delete(item)
    note(tx, caller, "work_deleted", str(len(ended)))
    return len(ended)


def _order(tx: Transaction, caller: Session, ref: Ref, position: int) -> WorkItem:
    check_position(position)
    item = resolving.work(tx, ref)
    guard.may(tx, caller, Deed.WORK_ORDER, f"order work item {item.number}", tx.computer.get())
    if item.operation is not Operation.MOUNT or item.state not in (WorkState.QUEUED, WorkState.WAITING):
        what = f"work item {item.number} ({word(item.operation)}) is {word(item.state)}"
        raise InvalidState(what, "only mounts that have not started are ordered")
    rank = rank_for_position(tx, item, position)
    current = tx.work.get(item.id)
    for member in tx.work.of_set(item.set_id) if item.set_id else [current]:
        tx.work.change(member, replace(member, rank=rank))
    note(tx, caller, "work_ordered", str(item.number), f"position {position}")
    return tx.work.get(item.id)
