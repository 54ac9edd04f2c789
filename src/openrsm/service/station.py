"""Accepting ejects, injects and door accesses, and ending them before their time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openrsm.domain import station
from openrsm.domain.equipment import Library
from openrsm.domain.inject import INJECT, EjectOption, InjectEvent, InjectStage
from openrsm.domain.library import InventoryMethod, LibraryKind
from openrsm.domain.machine import accepts, fire, word
from openrsm.domain.matrix import Deed
from openrsm.domain.porting import EJECTS, INJECTS
from openrsm.domain.records import WorkItem
from openrsm.domain.settings import check_location
from openrsm.domain.standalone import check_inject, is_alone
from openrsm.domain.values import LibraryId, Medium
from openrsm.domain.work import OPEN, Operation, WorkEvent, WorkState
from openrsm.errors import (
    Cancelled,
    InvalidOperation,
    InvalidParameter,
    LibraryFull,
    LibraryOffline,
    NotSupported,
    ResourceDisabled,
    ResourceNotPresent,
)
from openrsm.service import guard, resolving
from openrsm.service.asking import inside
from openrsm.service.context import note
from openrsm.service.label_work import check_labels_read
from openrsm.service.queueing import new_item
from openrsm.service.records import accept_medium
from openrsm.service.rulings import fail
from openrsm.service.sessions import Session
from openrsm.service.views import work_view, work_views
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref, WorkView

STOPPABLE = (*EJECTS, *INJECTS, Operation.DOOR_ACCESS)


def accept_eject(
    tx: Transaction, caller: Session, refs: Sequence[Ref], *, queue: bool, force: bool, location: str | None = None
) -> Sequence[WorkView]:
    """Check an eject and queue it, all or none; unless it only adds to a batch, the caller's batches start with it."""
    station.check_eject_call(queue=queue, force=force)
    media = [resolving.medium(tx, ref) for ref in refs]
    for medium in media:
        library = guard.library_of(tx, medium.library_id, f"medium {medium.name}")
        guard.may(tx, caller, Deed.MEDIUM_EJECT, f"eject {medium.name}", library)
    batch = _batch(tx, caller, [medium.library_id for medium in media])
    station.check_distinct_media(media)
    _check_ejects(tx, media, batch, force=force)
    if location is not None:
        check_location(location)
        media = [tx.media.change(medium, replace(medium, location=location)) for medium in media]
    option = EjectOption.QUEUE if queue else EjectOption.FORCE if force else EjectOption.START
    items = [_eject_item(tx, caller, medium, option) for medium in media]
    if not queue:
        items = [_start(tx, caller, item) for item in batch] + items
    if not items:
        raise InvalidParameter("no medium is named, and none is queued to be ejected", "name at least one")
    return work_views(tx, items)


def _batch(tx: Transaction, caller: Session, among: Sequence[LibraryId]) -> list[WorkItem]:
    """What the caller's user and application have queued to be ejected together: in these libraries, or in all."""
    return [item for item in tx.work.open(None) if _is_queued(item, caller) and (not among or item.library_id in among)]


def _is_queued(item: WorkItem, caller: Session) -> bool:
    who, me = item.requester, caller.requester
    mine = (who.user, who.application) == (me.user, me.application)
    return item.operation is Operation.EJECT and item.option == EjectOption.QUEUE and mine


def _check_ejects(tx: Transaction, media: Sequence[Medium], batch: Sequence[WorkItem], *, force: bool) -> None:
    for library_id in {medium.library_id for medium in media}:
        library, ports = tx.libraries.get(library_id), tx.ports.of(library_id)
        station.check_station(library, ports)
        together = [*(one.library_id for one in media), *(item.library_id for item in batch)]
        station.check_room(library, ports, together.count(library_id))
    for medium in media:
        station.check_ejectable(medium, tx.drives.holding(medium.id), tx.work.of_medium_open(medium.id), force=force)


def _eject_item(tx: Transaction, caller: Session, medium: Medium, option: EjectOption) -> WorkItem:
    accept_medium(tx, medium)
    note(tx, caller, "eject_queued", medium.name, option.name.lower())
    return new_item(tx, caller, Operation.EJECT, medium.library_id, option=int(option), medium_id=medium.id)


def _start(tx: Transaction, caller: Session, item: WorkItem) -> WorkItem:
    library = tx.libraries.get(item.library_id)
    guard.may(tx, caller, Deed.MEDIUM_EJECT, f"start work item {item.number}", library)
    return tx.work.change(item, replace(item, option=int(EjectOption.START)))


def accept_inject(tx: Transaction, caller: Session, ref: Ref, *, many: bool) -> WorkView:
    """Check an inject and queue it."""
    library = _controlled(tx, caller, ref, Deed.LIBRARY_INJECT, "inject into")
    station.check_station(library, tx.ports.of(library.id))
    if is_alone(library):
        check_inject(library, inside(tx, library), many=many)
    else:
        _check_slots(tx, library)
    stage = fire(INJECT, InjectStage.START, InjectEvent.GO_ON) if many else InjectStage.START
    note(tx, caller, "inject_queued", library.name, stage.name.lower())
    return work_view(tx, new_item(tx, caller, Operation.INJECT, library.id, option=int(stage)))


def _check_slots(tx: Transaction, library: Library) -> None:
    lying = [tx.media.in_element(port.id) for port in tx.ports.of(library.id)]
    expected = any(medium is not None and medium.home_slot_id is not None for medium in lying)
    if not expected and not tx.slots.empty_unreserved(library.id, 1):
        raise LibraryFull(f"library {library.name} has no empty slot", "eject some media first")


def retract(tx: Transaction, caller: Session, ref: Ref) -> WorkView:
    """Have the inject that runs take in what lies in the ports, and go on."""
    library = _controlled(tx, caller, ref, Deed.LIBRARY_RETRACT, "retract the ports of")
    for item in tx.work.open(library.id):
        if item.operation is Operation.INJECT and accepts(INJECT, InjectStage(item.option), InjectEvent.RETRACT):
            stage = fire(INJECT, InjectStage(item.option), InjectEvent.RETRACT)
            note(tx, caller, "inject_retracted", library.name)
            return work_view(tx, tx.work.change(item, replace(item, option=int(stage))))
    raise InvalidOperation(f"library {library.name} has no inject of many under way", "run: rsm inject --many")


def accept_door_access(tx: Transaction, caller: Session, ref: Ref, method: InventoryMethod) -> WorkView:
    """Check a door access and queue it."""
    library = _controlled(tx, caller, ref, Deed.LIBRARY_OPEN_DOOR, "open the door of")
    if not library.enabled:
        raise ResourceDisabled(f"library {library.name} is disabled", f"run: rsm library enable {library.name}")
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "name a library that has devices")
    if not tx.doors.of(library.id):
        raise ResourceNotPresent(f"library {library.name} has no door", "see: rsm library show")
    if method is InventoryMethod.STOP:
        raise NotSupported("a door access with the inventory method stop", "end it with: rsm work stop")
    check_labels_read(library, method)
    note(tx, caller, "door_access_queued", library.name, method.name.lower())
    return work_view(tx, new_item(tx, caller, Operation.DOOR_ACCESS, library.id, option=int(method)))


def _controlled(tx: Transaction, caller: Session, ref: Ref, deed: Deed, doing: str) -> Library:
    library = resolving.library(tx, ref)
    guard.may(tx, caller, deed, f"{doing} library {library.name}", library)
    return library


def stop(tx: Transaction, caller: Session, ref: Ref) -> WorkItem:
    """End an eject, inject or door access; an inject takes in first what lies in the ports."""
    item = resolving.work(tx, ref)
    library = tx.libraries.get(item.library_id)
    guard.may(tx, caller, Deed.WORK_STOP, f"stop work item {item.number}", library)
    if item.operation not in STOPPABLE or item.state not in OPEN:
        what = f"work item {item.number} ({word(item.operation)}) is {word(item.state)}"
        raise InvalidOperation(what, "ejects, injects and door accesses under way can be stopped")
    note(tx, caller, "work_stopped", str(item.number))
    if item.operation in INJECTS and item.state is WorkState.IN_PROCESS:
        stage = fire(INJECT, InjectStage(item.option), InjectEvent.STOP)
        return tx.work.change(item, replace(item, option=int(stage)))
    begun = item.state is WorkState.IN_PROCESS
    event = WorkEvent.STOP if begun else WorkEvent.CANCEL
    fail(tx, [item.id], Cancelled(f"{caller.principal.user} stopped it"), event)
    return tx.work.get(item.id)
