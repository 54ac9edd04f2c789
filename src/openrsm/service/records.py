"""Small changes to catalogued objects, each one transition of a state table and one conditional update."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from openrsm.domain.drive import DRIVE, DriveEvent
from openrsm.domain.equipment import Drive
from openrsm.domain.machine import accepts, fire
from openrsm.domain.medium import MEDIUM, MediumEvent
from openrsm.domain.operator import OPERATOR, OperatorEvent, OperatorKind
from openrsm.domain.records import OperatorRequest, WorkItem
from openrsm.domain.slot import PORT_CONTENT, SLOT, PortEvent, SlotEvent
from openrsm.domain.values import Medium, MediumId, Place, PlaceKind, PortId, SlotId
from openrsm.domain.work import IN_DRIVE, WORK, WorkEvent, WorkState
from openrsm.errors import RsmError
from openrsm.service.itself import SYSTEM
from openrsm.store.database import Transaction


def advance_work(tx: Transaction, item: WorkItem, event: WorkEvent, **fields: object) -> WorkItem:
    """Move a work item through its table, changing other fields with it."""
    after = replace(item, state=fire(WORK, item.state, event), **fields)  # type: ignore[arg-type] # fields of WorkItem
    return tx.work.change(item, after)


def end_work(tx: Transaction, item: WorkItem, event: WorkEvent, error: RsmError | None = None) -> WorkItem:
    """End a work item, with the error that ended it if one did."""
    code, text = (error.code, str(error)) if error is not None else ("", "")
    return advance_work(tx, item, event, reason="", ended_at=tx.now, error=code, error_text=text)


def advance_medium(tx: Transaction, medium: Medium, event: MediumEvent, **fields: object) -> Medium:
    """Move a medium through its table, changing other fields with it."""
    after = replace(medium, state=fire(MEDIUM, medium.state, event), **fields)  # type: ignore[arg-type] # fields of Medium
    return tx.media.change(medium, after)


def advance_drive(tx: Transaction, drive: Drive, event: DriveEvent, **fields: object) -> Drive:
    """Move a drive through its table, changing other fields with it."""
    after = replace(drive, state=fire(DRIVE, drive.state, event), **fields)  # type: ignore[arg-type] # fields of Drive
    return set_drive(tx, drive, after)


def set_drive(tx: Transaction, before: Drive, after: Drive) -> Drive:
    """Change a drive; one that nobody holds lacks no owner."""
    return tx.drives.change(before, after if after.holder else replace(after, held_since=None, ownerless_since=None))


def accept_medium(tx: Transaction, medium: Medium) -> None:
    """An operation on an idle medium was accepted: it is in use from now on (NTMS_PMIDINFORMATION)."""
    if accepts(MEDIUM, medium.state, MediumEvent.ACCEPT):
        advance_medium(tx, medium, MediumEvent.ACCEPT)


def withdraw_medium(tx: Transaction, item: WorkItem) -> None:
    """An item ended; its medium turns idle again unless it is in a drive's hands or another item wants it."""
    if item.medium_id is None:
        return
    medium = tx.media.get(item.medium_id)
    others = [one for one in tx.work.of_medium_open(medium.id) if one.id != item.id]
    if not others and accepts(MEDIUM, medium.state, MediumEvent.WITHDRAW):
        advance_medium(tx, medium, MediumEvent.WITHDRAW)


def answer(tx: Transaction, request: OperatorRequest, event: OperatorEvent, user: str) -> OperatorRequest:
    """Answer an operator request; nothing is looked for any more."""
    state = fire(OPERATOR, request.state, event)
    return tx.operators.change(
        request, replace(request, state=state, answered_at=tx.now, answered_by=user, claim_id=None, reason="")
    )


def complete_requests(tx: Transaction, medium_id: MediumId) -> None:
    """What operators were asked to bring to a library is there: their requests are done by observation."""
    there = tx.media.get(medium_id).library_id
    for request in tx.operators.open():
        wanted = request.medium_id == medium_id and request.library_id == there
        if request.kind is OperatorKind.MOVE_MEDIA and wanted:
            answer(tx, request, OperatorEvent.SATISFY, SYSTEM)


def drop_request(tx: Transaction, item: WorkItem) -> None:
    """Whoever waited no longer does: the operator need not act (MS-RSMP 3.2.5.2.2.3)."""
    request = tx.operators.for_work(item.id)
    if request is not None:
        tx.operators.delete(request)


def release_holder(tx: Transaction, drive: Drive) -> Drive:
    """Nobody has the drive any more."""
    return set_drive(tx, drive, replace(drive, holder=None))


def is_given(tx: Transaction, drive: Drive) -> bool:
    """Whether something under way has been given the drive."""
    return any(
        item.operation in IN_DRIVE and item.state is WorkState.IN_PROCESS and item.drive_id == drive.id
        for item in tx.work.open(drive.library_id)
    )


def vacate(tx: Transaction, place: Place) -> None:
    """An element gave its cartridge away."""
    _content(tx, place, full=False)


def occupy(tx: Transaction, place: Place) -> None:
    """An element received a cartridge."""
    _content(tx, place, full=True)


def _content(tx: Transaction, place: Place, *, full: bool) -> None:
    if place.kind is PlaceKind.SLOT and place.element_id is not None:
        slot = tx.slots.get(SlotId(place.element_id))
        event = SlotEvent.FILL if full else SlotEvent.CLEAR
        tx.slots.change(slot, replace(slot, state=fire(SLOT, slot.state, event)))
    elif place.kind is PlaceKind.PORT and place.element_id is not None:
        port = tx.ports.get(PortId(place.element_id))
        content = PortEvent.FILL if full else PortEvent.CLEAR
        tx.ports.change(port, replace(port, content=fire(PORT_CONTENT, port.content, content)))


def purge_before(tx: Transaction, moment: datetime) -> int:
    """Forget what ended before ``moment``; how many."""
    ended = [*tx.work.ended_before(moment)]
    answered = [*tx.operators.ended_before(moment)]
    for item in ended:
        tx.work.delete(item)
    for request in answered:
        tx.operators.delete(request)
    return len(ended) + len(answered)
