"""Operator requests, as people see and answer them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openrsm.domain.library import OPERATIONAL, InventoryMethod, Operational, OperationalEvent
from openrsm.domain.machine import fire, word
from openrsm.domain.matrix import Deed
from openrsm.domain.operator import OPEN, OperatorEvent, OperatorKind
from openrsm.domain.records import OperatorRequest
from openrsm.domain.values import LibraryId, SessionId
from openrsm.domain.work import OPEN as WORK_OPEN
from openrsm.errors import InvalidState, RequestRefused
from openrsm.service import cleaning, guard, resolving
from openrsm.service.claiming import take_at_word
from openrsm.service.context import Context, Wakeable, note
from openrsm.service.records import answer
from openrsm.service.refusals import audited
from openrsm.service.rulings import fail, queue_inventory
from openrsm.service.sessions import Session
from openrsm.service.views import operator_view
from openrsm.store.database import Transaction
from openrsm.surface.views import OperatorView, Ref

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

    def satisfy(self, session: SessionId, request: Ref) -> OperatorView:
        """See the surface."""
        return self._answer(session, request, OperatorEvent.SATISFY)

    def refuse(self, session: SessionId, request: Ref) -> OperatorView:
        """See the surface."""
        return self._answer(session, request, OperatorEvent.REFUSE)

    def _answer(self, session: SessionId, ref: Ref, event: OperatorEvent) -> OperatorView:
        caller = self._context.caller(session)
        view = self._context.commit(caller, lambda tx: _answer(tx, caller, ref, event))
        if view.request.library_id is not None:
            self._controllers.wake(view.request.library_id)
        return view


def _list(tx: Transaction, caller: Session, *, answered: bool) -> list[OperatorView]:
    guard.may(tx, caller, Deed.OPERATOR_LIST, "look at operator requests", tx.computer.get())
    requests = tx.operators.all(MANY) if answered else tx.operators.open()
    return [operator_view(tx, request) for request in requests]


def _show(tx: Transaction, caller: Session, ref: Ref) -> OperatorView:
    guard.may(tx, caller, Deed.OPERATOR_SHOW, f"look at operator request {ref}", tx.computer.get())
    return operator_view(tx, resolving.operator_request(tx, ref))


def _answer(tx: Transaction, caller: Session, ref: Ref, event: OperatorEvent) -> OperatorView:
    request = resolving.operator_request(tx, ref)
    deed = Deed.OPERATOR_SATISFY if event is OperatorEvent.SATISFY else Deed.OPERATOR_REFUSE
    guard.may(tx, caller, deed, f"answer operator request {request.number}", tx.computer.get())
    if request.state not in OPEN:
        what = f"operator request {request.number} is {word(request.state)} already"
        raise InvalidState(what, "see: rsm operator list --answered")
    answered = answer(tx, request, event, caller.principal.user)
    note(tx, caller, f"operator_{event.name.lower()}", str(request.number), request.message)
    if event is OperatorEvent.SATISFY:
        _satisfied(tx, caller, answered)
    else:
        _refused(tx, answered)
    return operator_view(tx, answered)


def _satisfied(tx: Transaction, caller: Session, request: OperatorRequest) -> None:
    """A claim: the library is asked, and whoever waits looks again."""
    if request.kind is OperatorKind.MOVE_MEDIA and request.library_id is not None:
        take_at_word(tx, request)
        _look_again(tx, caller, request.library_id)
    if request.kind is OperatorKind.CLEANER and request.library_id is not None:
        cleaning.renewed(tx, request.library_id)
    if request.kind is OperatorKind.DEVICE_SERVICE and request.drive_id is not None:
        drive = tx.drives.find(request.drive_id)
        if drive is not None and drive.operational is Operational.NEEDS_SERVICE:
            served = fire(OPERATIONAL, drive.operational, OperationalEvent.SERVICED)
            ready = fire(OPERATIONAL, served, OperationalEvent.INITIALIZED)
            tx.drives.change(drive, replace(drive, operational=ready, trouble=""))
            _look_again(tx, caller, drive.library_id)


def _look_again(tx: Transaction, caller: Session, library_id: LibraryId) -> None:
    queue_inventory(tx, library_id, InventoryMethod.DEFAULT, caller.requester)


def _refused(tx: Transaction, request: OperatorRequest) -> None:
    item = tx.work.find(request.work_id) if request.work_id else None
    if item is None or item.state not in WORK_OPEN:
        return
    members = tx.work.of_set(item.set_id) if item.set_id else [item]
    error = RequestRefused(f"the operator refused: {request.message}", "ask the operator why")
    fail(tx, [member.id for member in members if member.state in WORK_OPEN], error)
