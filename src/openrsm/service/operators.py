"""Operator requests, as people see and answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from openrsm.domain.destinations import Messages
from openrsm.domain.machine import accepts, fire, word
from openrsm.domain.matrix import Deed
from openrsm.domain.mounting import check_seconds
from openrsm.domain.operator import OPEN, OPERATOR, OperatorEvent, OperatorKind
from openrsm.domain.records import OperatorRequest
from openrsm.domain.values import SessionId
from openrsm.domain.work import OPEN as WORK_OPEN
from openrsm.errors import Cancelled, InvalidState, RequestRefused
from openrsm.service import destinations, guard, resolving, verifying
from openrsm.service.context import Context, Wakeable, note
from openrsm.service.records import answer
from openrsm.service.refusals import audited
from openrsm.service.rulings import fail
from openrsm.service.sessions import Session
from openrsm.service.submitting import Named, submit
from openrsm.service.views import operator_view
from openrsm.store.database import Transaction
from openrsm.surface.views import DestinationList, OperatorView, Ref

MANY = 1000


@audited("operators")
class OperatorService:
    """Implements :class:`openrsm.surface.operators.Operators`."""

    def __init__(self, context: Context, controllers: Wakeable) -> None:
        """Answers requests and wakes the controllers that wait for them."""
        self._context = context
        self._controllers = controllers

    def list(self, session: SessionId, *, answered: bool = False) -> Sequence[OperatorView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _list(tx, caller, answered=answered))

    def show(self, session: SessionId, request: Ref) -> OperatorView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _show(tx, caller, request))

    def submit(
        self,
        session: SessionId,
        kind: OperatorKind,
        message: str = "",
        *,
        pool: Ref | None = None,
        medium: Ref | None = None,
        library: Ref | None = None,
        drive: Ref | None = None,
    ) -> OperatorView:
        """See the surface."""
        caller = self._context.caller(session)
        named = Named(pool=pool, medium=medium, library=library, drive=drive)
        return self._context.commit(caller, lambda tx: operator_view(tx, submit(tx, caller, kind, message, named)))

    def wait(self, session: SessionId, request: Ref, timeout: float | None = None) -> OperatorView:
        """See the surface."""
        caller = self._context.caller(session)
        check_seconds(timeout, "a timeout")
        read = self._context.store.read
        key = read(lambda tx: _visible(tx, caller, request)).request.id

        def is_over() -> bool:
            if not self._context.sessions.is_open(session):
                raise Cancelled("the session was closed while it waited", "open another session")
            found = read(lambda tx: tx.operators.find(key))
            return found is None or found.state not in OPEN

        self._context.hub.wait_until([session, key], is_over, timeout)
        return read(lambda tx: _visible(tx, caller, str(key)))

    def seen(self, session: SessionId, request: Ref) -> OperatorView:
        """See the surface."""
        return self._answer(session, request, OperatorEvent.SHOW)

    def take(self, session: SessionId, request: Ref) -> OperatorView:
        """See the surface."""
        return self._answer(session, request, OperatorEvent.TAKE)

    def delete(self, session: SessionId, requests: Sequence[Ref]) -> int:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: _delete(tx, caller, requests))

    def satisfy(self, session: SessionId, request: Ref) -> OperatorView:
        """See the surface."""
        return self._answer(session, request, OperatorEvent.SATISFY)

    def refuse(self, session: SessionId, request: Ref) -> OperatorView:
        """See the surface."""
        return self._answer(session, request, OperatorEvent.REFUSE)

    def destinations(self, session: SessionId, messages: Messages, of: Ref | None = None) -> DestinationList:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: destinations.listed(tx, caller, messages, of))

    def add_destination(
        self, session: SessionId, messages: Messages, computer: str, of: Ref | None = None
    ) -> DestinationList:
        """See the surface."""
        caller = self._context.caller(session)
        if of is None:
            self._context.sessions.waits(session)
        return self._context.commit(caller, lambda tx: destinations.add(tx, caller, messages, computer, of))

    def remove_destination(
        self, session: SessionId, messages: Messages, computer: str | None = None, of: Ref | None = None
    ) -> DestinationList:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: destinations.remove(tx, caller, messages, computer, of))

    def _answer(self, session: SessionId, ref: Ref, event: OperatorEvent) -> OperatorView:
        caller = self._context.caller(session)
        view = self._context.commit(caller, lambda tx: _answer(tx, caller, ref, event))
        library = self._context.store.read(lambda tx: verifying.library_of(tx, view.request))
        if library is not None:
            self._controllers.wake(library.id)
        return view


def _list(tx: Transaction, caller: Session, *, answered: bool) -> list[OperatorView]:
    guard.may(tx, caller, Deed.OPERATOR_LIST, "look at operator requests", tx.computer.get())
    requests = tx.operators.all(MANY) if answered else tx.operators.open()
    return [operator_view(tx, request) for request in requests]


def _show(tx: Transaction, caller: Session, ref: Ref) -> OperatorView:
    guard.may(tx, caller, Deed.OPERATOR_SHOW, f"look at operator request {ref}", tx.computer.get())
    return operator_view(tx, resolving.operator_request(tx, ref))


def _visible(tx: Transaction, caller: Session, ref: Ref) -> OperatorView:
    guard.may(tx, caller, Deed.OPERATOR_WAIT, f"look at operator request {ref}", tx.computer.get())
    return operator_view(tx, resolving.operator_request(tx, ref))


_DEEDS: Final = {
    OperatorEvent.SHOW: Deed.OPERATOR_SEEN,
    OperatorEvent.TAKE: Deed.OPERATOR_TAKE,
    OperatorEvent.SATISFY: Deed.OPERATOR_SATISFY,
    OperatorEvent.REFUSE: Deed.OPERATOR_REFUSE,
}


def _answer(tx: Transaction, caller: Session, ref: Ref, event: OperatorEvent) -> OperatorView:
    request = resolving.operator_request(tx, ref)
    guard.may(tx, caller, _DEEDS[event], f"answer operator request {request.number}", tx.computer.get())
    if not accepts(OPERATOR, request.state, event):
        what = f"operator request {request.number} is {word(request.state)} already"
        raise InvalidState(what, "see: rsm operator list --answered")
    if event is OperatorEvent.SHOW:
        return operator_view(tx, _moved(tx, request, event))
    note(tx, caller, f"operator_{event.name.lower()}", str(request.number), request.message)
    if event is OperatorEvent.TAKE:
        return operator_view(tx, _moved(tx, request, event, taken_by=caller.principal.user))
    if event is OperatorEvent.SATISFY:
        return operator_view(tx, verifying.claim(tx, caller, request))
    answered = answer(tx, request, event, caller.principal.user)
    _refused(tx, answered)
    return operator_view(tx, answered)


def _moved(tx: Transaction, request: OperatorRequest, event: OperatorEvent, **fields: str) -> OperatorRequest:
    after = replace(request, state=fire(OPERATOR, request.state, event), **fields)  # type: ignore[arg-type] # texts alone
    return tx.operators.change(request, after) if after != request else request


def _delete(tx: Transaction, caller: Session, refs: Sequence[Ref]) -> int:
    guard.may(tx, caller, Deed.OPERATOR_DELETE, "delete operator requests", tx.computer.get())
    named = {request.id: request for ref in refs if (request := resolving.known_request(tx, ref)) is not None}
    ended = [request for request in named.values() if request.state not in OPEN]
    for request in ended:
        tx.operators.delete(request)
    note(tx, caller, "operator_requests_deleted", str(len(ended)))
    return len(ended)


def _refused(tx: Transaction, request: OperatorRequest) -> None:
    item = tx.work.find(request.work_id) if request.work_id else None
    if item is None or item.state not in WORK_OPEN:
        return
    members = tx.work.of_set(item.set_id) if item.set_id else [item]
    error = RequestRefused(f"the operator refused: {request.message}", "ask the operator why")
    fail(tx, [member.id for member in members if member.state in WORK_OPEN], error)
