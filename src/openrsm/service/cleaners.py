"""Accepting what people want cleaned, and what they do with cleaning cartridges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from openrsm.domain import station
from openrsm.domain.equipment import Drive, Library, Slot
from openrsm.domain.inject import EjectOption, InjectStage
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.matrix import Deed
from openrsm.domain.out_of_order import out_of_order
from openrsm.domain.settings import check_cleaner_uses
from openrsm.domain.values import SessionId
from openrsm.domain.work import Operation
from openrsm.errors import (
    CleanerSlotNotSet,
    CleanerSlotSet,
    DeviceNotAvailable,
    LibraryOffline,
    ResourceDisabled,
    ResourceNotAvailable,
    ResourceNotPresent,
)
from openrsm.service import cleaning, guard, resolving
from openrsm.service.context import Context, Wakeable, note
from openrsm.service.queueing import new_item
from openrsm.service.records import accept_medium
from openrsm.service.refusals import audited
from openrsm.service.sessions import Session
from openrsm.service.views import work_view
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref, WorkView


@audited("cleaning")
class CleaningService:
    """Implements :class:`openrsm.surface.cleaning.Cleaning`."""

    def __init__(self, context: Context, controllers: Wakeable) -> None:
        """Queues into the store and wakes controllers."""
        self._context = context
        self._controllers = controllers

    def clean(self, session: SessionId, drive: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _clean(tx, caller, drive))

    def reserve(self, session: SessionId, library: Ref, slot: int, *, uses: int | None = None) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _reserve(tx, caller, library, slot, uses))

    def release(self, session: SessionId, library: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _release(tx, caller, library))

    def inject(self, session: SessionId, library: Ref, *, uses: int | None = None) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _inject(tx, caller, library, uses))

    def eject(self, session: SessionId, library: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _eject(tx, caller, library))

    def _queue(self, session: SessionId, accept: Callable[[Transaction, Session], WorkView]) -> WorkView:
        caller = self._context.caller(session)
        view = self._context.commit(caller, lambda tx: accept(tx, caller))
        self._controllers.wake(view.item.library_id)
        return view


def _clean(tx: Transaction, caller: Session, ref: Ref) -> WorkView:
    drive = resolving.drive(tx, ref)
    library = guard.library_of(tx, drive.library_id, f"drive {drive.name}")
    guard.may(tx, caller, Deed.CLEAN, f"clean drive {drive.name}", library)
    _check_cleanable(library, drive)
    queued = cleaning.waiting(tx, drive)
    if queued is not None:
        return work_view(tx, queued)
    note(tx, caller, "cleaning_queued", drive.name)
    return work_view(tx, cleaning.queue(tx, drive, caller.requester))


def _check_cleanable(library: Library, drive: Drive) -> None:
    if library.operational is Operational.NOT_PRESENT:
        raise ResourceNotPresent(f"library {library.name} does not answer: {library.trouble}", "see to it first")
    if not library.enabled:
        raise ResourceDisabled(f"library {library.name} is disabled", f"run: rsm library enable {library.name}")
    if not drive.enabled:
        raise ResourceDisabled(f"drive {drive.name} is disabled", f"run: rsm drive enable {drive.name}")
    if drive.operational is not Operational.READY:
        raise out_of_order(library, drive)


def _controlled(tx: Transaction, caller: Session, ref: Ref, deed: Deed, doing: str) -> Library:
    library = resolving.library(tx, ref)
    guard.may(tx, caller, deed, f"{doing} library {library.name}", library)
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "name a library that has devices")
    return library


def _check_usable(library: Library) -> None:
    if not library.enabled:
        raise ResourceDisabled(f"library {library.name} is disabled", f"run: rsm library enable {library.name}")
    _check_present(library)


def _check_present(library: Library) -> None:
    if library.operational is Operational.NOT_PRESENT:
        raise DeviceNotAvailable(f"library {library.name} does not answer: {library.trouble}", "see to it first")


def _reserve(tx: Transaction, caller: Session, ref: Ref, number: int, uses: int | None) -> WorkView:
    library = _controlled(tx, caller, ref, Deed.CLEANER_RESERVE, "keep a slot for cleaning in")
    check_cleaner_uses(uses)
    _check_present(library)
    if library.cleaner_slot_id is not None:
        what = f"library {library.name} keeps a slot for its cleaning cartridge already"
        raise CleanerSlotSet(what, f"run first: rsm cleaner release {library.name}")
    slot = next((slot for slot in tx.slots.of(library.id) if slot.number == number), None)
    if slot is None:
        raise ResourceNotAvailable(f"library {library.name} has no slot {number}", "see: rsm library show")
    _check_unused(tx, library, slot)
    tx.libraries.change(library, replace(library, cleaner_uses=uses))
    note(tx, caller, "cleaner_slot_reserved", library.name, f"slot {number}")
    return work_view(tx, new_item(tx, caller, Operation.RESERVE_CLEANER, library.id, option=number))


def _check_unused(tx: Transaction, library: Library, slot: Slot) -> None:
    for medium in [*tx.media.homed_at(slot.id), *filter(None, [tx.media.in_element(slot.id)])]:
        if not medium.cleaner:
            what = f"slot {slot.number} of library {library.name} is that of {medium.name}"
            raise ResourceNotAvailable(what, "name an empty slot, or that of a cleaning cartridge")


def _release(tx: Transaction, caller: Session, ref: Ref) -> WorkView:
    library = _controlled(tx, caller, ref, Deed.CLEANER_RELEASE, "keep no slot for cleaning in")
    _check_usable(library)
    if library.cleaner_slot_id is None:
        raise ResourceNotPresent(f"library {library.name} keeps no slot for a cleaning cartridge", "nothing to do")
    cleaning.check_releasable(tx, library)
    note(tx, caller, "cleaner_slot_released", library.name)
    number = tx.slots.get(library.cleaner_slot_id).number
    return work_view(tx, new_item(tx, caller, Operation.RELEASE_CLEANER, library.id, option=number))


def _inject(tx: Transaction, caller: Session, ref: Ref, uses: int | None) -> WorkView:
    library = _controlled(tx, caller, ref, Deed.CLEANER_INJECT, "bring a cleaning cartridge into")
    check_cleaner_uses(uses)
    _check_usable(library)
    if library.cleaner_slot_id is None:
        what = f"library {library.name} keeps no slot for a cleaning cartridge"
        raise CleanerSlotNotSet(what, f"run first: rsm cleaner reserve {library.name} SLOT")
    lying = tx.media.in_element(library.cleaner_slot_id) or cleaning.cleaner_of(tx, library)
    if lying is not None:
        what = f"the slot for the cleaning cartridge of library {library.name} is that of {lying.name}"
        raise ResourceNotAvailable(what, f"run first: rsm eject {lying.name}")
    station.check_station(library, tx.ports.of(library.id))
    tx.libraries.change(library, replace(library, cleaner_uses=uses))
    note(tx, caller, "cleaner_inject_queued", library.name)
    start = int(InjectStage.START)
    return work_view(tx, new_item(tx, caller, Operation.INJECT_CLEANER, library.id, option=start))


def _eject(tx: Transaction, caller: Session, ref: Ref) -> WorkView:
    library = _controlled(tx, caller, ref, Deed.CLEANER_EJECT, "take the cleaning cartridge out of")
    _check_usable(library)
    cleaner = cleaning.cleaner_of(tx, library)
    if cleaner is None:
        raise ResourceNotPresent(f"library {library.name} has no cleaning cartridge", "see: rsm library show")
    station.check_station(library, tx.ports.of(library.id))
    station.check_ejectable(cleaner, tx.drives.holding(cleaner.id), tx.work.of_medium_open(cleaner.id), force=False)
    accept_medium(tx, cleaner)
    note(tx, caller, "cleaner_eject_queued", cleaner.name)
    start = int(EjectOption.START)
    item = new_item(tx, caller, Operation.EJECT_CLEANER, library.id, option=start, medium_id=cleaner.id)
    return work_view(tx, item)
