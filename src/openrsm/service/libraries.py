"""Libraries and drives, as administrators see and change them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import Protocol

from openrsm.domain import mounting
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import InventoryMethod, LabelUse, LibraryKind, Operational
from openrsm.domain.library_types import LibraryType
from openrsm.domain.matrix import Deed
from openrsm.domain.settings import check_library_name
from openrsm.domain.standalone import is_alone
from openrsm.domain.values import LibraryId, SessionId
from openrsm.domain.work import DismountOption, Operation
from openrsm.drivers.contract import OpenedLibrary
from openrsm.errors import (
    InvalidParameter,
    InvalidState,
    LibraryOffline,
    NotSupported,
    ResourceDisabled,
)
from openrsm.service import forgetting, guard, library_types, resolving, station
from openrsm.service.cataloguing import catalogue, check_new
from openrsm.service.context import Context, Wakeable, note
from openrsm.service.itself import itself
from openrsm.service.label_work import check_labels_read
from openrsm.service.queueing import new_item
from openrsm.service.records import accept_medium
from openrsm.service.refusals import audited
from openrsm.service.rulings import forgo_identifications, queue_inventory, stop_inventory
from openrsm.service.sessions import Session
from openrsm.service.views import drive_view, library_detail, library_view, work_view
from openrsm.store.database import Transaction
from openrsm.surface.views import DriveView, LibraryDetail, LibraryView, Ref, WorkView

LONGEST_DELAY = 30 * 24 * 3600


class Controlling(Wakeable, Protocol):
    """Whoever runs the controllers, as adding and removing libraries needs it."""

    def adopt(self, library_id: LibraryId, opened: OpenedLibrary) -> None:
        """Run a library that has just been opened."""
        ...

    def dismiss(self, library_id: LibraryId) -> None:
        """Stop running a library."""
        ...


@audited("libraries")
class LibraryService:
    """Implements :class:`openrsm.surface.libraries.Libraries`."""

    def __init__(self, context: Context, controllers: Controlling) -> None:
        """Queues into the store and runs controllers."""
        self._context = context
        self._controllers = controllers

    def add(self, session: SessionId, name: str, url: str) -> LibraryView:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.check_repeated(caller)
        self._context.store.read(lambda tx: _check_add(tx, caller, name, url))
        opened = self._context.discover(url)
        try:
            elements = opened.changer.status()
            added = self._context.commit(
                caller, lambda tx: _add(tx, caller, catalogue(tx, name, url, opened, elements))
            )
        except BaseException:
            _close(opened)
            raise
        key = added.library.id
        self._controllers.adopt(key, opened)
        self._context.hub.wait_until([], lambda: self._context.store.read(lambda tx: _is_settled(tx, key)))
        return self._context.store.read(lambda tx: library_view(tx, tx.libraries.get(key)))

    def list(self, session: SessionId) -> Sequence[LibraryView]:
        """See the surface."""
        caller = self._context.caller(session)

        def look(tx: Transaction) -> Sequence[LibraryView]:
            sight = guard.sight(tx, caller)
            seen = [one for one in tx.libraries.all() if sight.sees_library(one.id)]
            ordered = sorted(seen, key=lambda one: (one.kind is LibraryKind.OFFLINE, one.name))
            return [library_view(tx, library) for library in ordered]

        return self._context.store.read(look)

    def show(self, session: SessionId, library: Ref) -> LibraryDetail:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _show(tx, caller, library, self._context.zone))

    def inventory(
        self, session: SessionId, library: Ref, method: InventoryMethod = InventoryMethod.DEFAULT
    ) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _inventory(tx, caller, library, method))

    def refresh(self, session: SessionId, library: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _refresh(tx, caller, library))

    def set_labels(self, session: SessionId, library: Ref, labels: LabelUse) -> LibraryView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: _set_labels(tx, caller, library, labels))

    def types(self, session: SessionId, library: Ref) -> Sequence[LibraryType]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: library_types.show(tx, caller, library))

    def add_type(self, session: SessionId, library: Ref, media_type: str) -> Sequence[LibraryType]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: library_types.add(tx, caller, library, media_type))

    def remove_type(self, session: SessionId, library: Ref, media_type: str) -> Sequence[LibraryType]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: library_types.remove(tx, caller, library, media_type))

    def inject(self, session: SessionId, library: Ref, *, many: bool = False) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: station.accept_inject(tx, caller, library, many=many))

    def retract(self, session: SessionId, library: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: station.retract(tx, caller, library))

    def open_door(
        self, session: SessionId, library: Ref, method: InventoryMethod = InventoryMethod.DEFAULT
    ) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: station.accept_door_access(tx, caller, library, method))

    def enable(self, session: SessionId, library: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _switch(tx, caller, library, enable=True, now=False))

    def disable(self, session: SessionId, library: Ref, *, now: bool = False) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _switch(tx, caller, library, enable=False, now=now))

    def remove(self, session: SessionId, library: Ref) -> None:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.check_repeated(caller)
        found = self._context.store.read(lambda tx: forgetting.check_remove(tx, caller, library))
        self._controllers.dismiss(found.id)
        self._context.commit(caller, lambda tx: forgetting.remove(tx, caller, library))

    def _queue(self, session: SessionId, accept: Callable[[Transaction, Session], WorkView]) -> WorkView:
        caller = self._context.caller(session)
        view = self._context.commit(caller, lambda tx: accept(tx, caller))
        self._controllers.wake(view.item.library_id)
        return view


def _is_settled(tx: Transaction, library_id: LibraryId) -> bool:
    """The first inventory has ended, or the library no longer answers; the catalogue says which."""
    gone = tx.libraries.get(library_id).operational is Operational.NOT_PRESENT
    return gone or not tx.work.open(library_id)


def _close(opened: OpenedLibrary) -> None:
    opened.changer.close()
    for one in opened.drives:
        one.drive.close()


def _show(tx: Transaction, caller: Session, ref: Ref, zone: tzinfo) -> LibraryDetail:
    library = resolving.library(tx, ref)
    guard.may(tx, caller, Deed.LIBRARY_SHOW, f"look at library {library.name}", library)
    return library_detail(tx, library, zone, guard.sight(tx, caller))


def _check_add(tx: Transaction, caller: Session, name: str, url: str) -> None:
    guard.may(tx, caller, Deed.LIBRARY_ADD, f"add library {name}", tx.computer.get())
    check_library_name(name)
    check_new(tx, name, url, "")


def _add(tx: Transaction, caller: Session, library: Library) -> LibraryView:
    queue_inventory(tx, library.id, library.inventory_method, caller.requester)
    note(tx, caller, "library_added", library.name, library.url)
    return library_view(tx, library)


def _physical(library: Library) -> Library:
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "name a library that has devices")
    return library


def _check_usable(library: Library) -> None:
    _physical(library)
    if not library.enabled:
        raise ResourceDisabled(f"library {library.name} is disabled", f"run: rsm library enable {library.name}")


def _inventory(tx: Transaction, caller: Session, ref: Ref, method: InventoryMethod) -> WorkView:
    library = resolving.library(tx, ref)
    guard.may(tx, caller, Deed.LIBRARY_INVENTORY, f"inventory library {library.name}", library)
    _check_usable(library)
    if method is InventoryMethod.STOP:
        note(tx, caller, "inventory_stopped", library.name)
        return work_view(tx, stop_inventory(tx, library))
    check_labels_read(library, method)
    note(tx, caller, "inventory_queued", library.name)
    return work_view(tx, queue_inventory(tx, library.id, method, caller.requester))


def _refresh(tx: Transaction, caller: Session, ref: Ref) -> WorkView:
    library = resolving.library(tx, ref)
    guard.may(tx, caller, Deed.LIBRARY_REFRESH, f"refresh library {library.name}", library)
    _check_usable(library)
    if not is_alone(library):
        raise NotSupported(f"library {library.name} is no stand-alone drive", "use: rsm library inventory")
    note(tx, caller, "refresh_queued", library.name)
    return work_view(tx, queue_inventory(tx, library.id, InventoryMethod.SLOT, caller.requester))


def _set_labels(tx: Transaction, caller: Session, ref: Ref, labels: LabelUse) -> LibraryView:
    library = resolving.library(tx, ref)
    guard.may(tx, caller, Deed.LIBRARY_SET_LABELS, f"change the labels of library {library.name}", library)
    _physical(library)
    note(tx, caller, "labels_set", library.name, labels.value)
    if labels is LabelUse.IGNORE:
        forgo_identifications(tx, library, itself(tx))
    return library_view(tx, tx.libraries.change(library, replace(library, labels=labels)))


def _switch(tx: Transaction, caller: Session, ref: Ref, *, enable: bool, now: bool) -> WorkView:
    library = resolving.library(tx, ref)
    word = "enable" if enable else "disable"
    deed = Deed.LIBRARY_ENABLE if enable else Deed.LIBRARY_DISABLE
    guard.may(tx, caller, deed, f"{word} library {library.name}", library)
    _physical(library)
    if library.enabled is enable:
        raise InvalidState(f"library {library.name} is {word}d already", "nothing to do")
    note(tx, caller, f"library_{word}_queued", library.name)
    operation = Operation.ENABLE_LIBRARY if enable else Operation.DISABLE_LIBRARY
    return work_view(tx, new_item(tx, caller, operation, library.id, option=int(now)))


@audited("drives")
class DriveService:
    """Implements :class:`openrsm.surface.libraries.Drives`."""

    def __init__(self, context: Context, controllers: Wakeable) -> None:
        """Queues into the store and wakes controllers."""
        self._context = context
        self._controllers = controllers

    def list(self, session: SessionId, library: Ref | None = None) -> Sequence[DriveView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _drives(tx, caller, library, self._context.zone))

    def show(self, session: SessionId, drive: Ref) -> DriveView:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _show_drive(tx, caller, drive, self._context.zone))

    def dismount(self, session: SessionId, drive: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _dismount(tx, caller, drive))

    def enable(self, session: SessionId, drive: Ref) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _switch_drive(tx, caller, drive, enable=True, now=False))

    def disable(self, session: SessionId, drive: Ref, *, now: bool = False) -> WorkView:
        """See the surface."""
        return self._queue(session, lambda tx, caller: _switch_drive(tx, caller, drive, enable=False, now=now))

    def remove(self, session: SessionId, drive: Ref) -> None:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.commit(caller, lambda tx: forgetting.remove_drive(tx, caller, drive))

    def set_delay(self, session: SessionId, drive: Ref, seconds: int) -> DriveView:
        """See the surface."""
        caller = self._context.caller(session)
        if not 0 <= seconds <= LONGEST_DELAY:
            raise InvalidParameter(f"a delay of {seconds} seconds", "give 0 to 30 days")
        zone = self._context.zone
        view = self._context.commit(caller, lambda tx: _set_delay(tx, caller, drive, seconds, zone))
        self._controllers.wake(view.drive.library_id)
        return view

    def _queue(self, session: SessionId, accept: Callable[[Transaction, Session], WorkView]) -> WorkView:
        caller = self._context.caller(session)
        view = self._context.commit(caller, lambda tx: accept(tx, caller))
        self._controllers.wake(view.item.library_id)
        return view


def _drives(tx: Transaction, caller: Session, ref: Ref | None, zone: tzinfo) -> list[DriveView]:
    sight = guard.sight(tx, caller)
    library = resolving.library(tx, ref) if ref else None
    if library is not None:
        guard.may(tx, caller, Deed.DRIVE_LIST, f"look at the drives of library {library.name}", library)
    drives = tx.drives.of(library.id) if library else tx.drives.all()
    return [drive_view(tx, drive, zone, sight) for drive in drives if sight.sees_library(drive.library_id)]


def _show_drive(tx: Transaction, caller: Session, ref: Ref, zone: tzinfo) -> DriveView:
    drive = _permitted(tx, caller, ref, Deed.DRIVE_SHOW, "look at")
    return drive_view(tx, drive, zone, guard.sight(tx, caller))


def _permitted(tx: Transaction, caller: Session, ref: Ref, deed: Deed, doing: str) -> Drive:
    drive = resolving.drive(tx, ref)
    library = guard.library_of(tx, drive.library_id, f"drive {drive.name}")
    guard.may(tx, caller, deed, f"{doing} drive {drive.name}", library)
    return drive


def _dismount(tx: Transaction, caller: Session, ref: Ref) -> WorkView:
    drive = _permitted(tx, caller, ref, Deed.DRIVE_DISMOUNT, "dismount")
    library = tx.libraries.get(drive.library_id)
    mounting.check_devices(library, drive)
    if drive.medium_id is None or drive.state is DriveState.BEING_CLEANED:
        raise InvalidState(f"drive {drive.name} holds no medium to dismount", "see: rsm drive list")
    for item in tx.work.of_medium_open(drive.medium_id):
        mounting.check_item(drive.name, item)
    accept_medium(tx, tx.media.get(drive.medium_id))
    note(tx, caller, "drive_dismount_queued", drive.name)
    return work_view(
        tx,
        new_item(
            tx,
            caller,
            Operation.DISMOUNT,
            drive.library_id,
            option=int(DismountOption.DEFERRED if is_alone(library) else DismountOption.IMMEDIATE),
            medium_id=drive.medium_id,
            side_id=drive.side_id,
            drive_id=drive.id,
        ),
    )


def _switch_drive(tx: Transaction, caller: Session, ref: Ref, *, enable: bool, now: bool) -> WorkView:
    word = "enable" if enable else "disable"
    drive = _permitted(tx, caller, ref, Deed.DRIVE_ENABLE if enable else Deed.DRIVE_DISABLE, word)
    if drive.enabled is enable:
        raise InvalidState(f"drive {drive.name} is {word}d already", "nothing to do")
    note(tx, caller, f"drive_{word}_queued", drive.name)
    operation = Operation.ENABLE_DRIVE if enable else Operation.DISABLE_DRIVE
    return work_view(tx, new_item(tx, caller, operation, drive.library_id, drive_id=drive.id, option=int(now)))


def _set_delay(tx: Transaction, caller: Session, ref: Ref, seconds: int, zone: tzinfo) -> DriveView:
    drive = _permitted(tx, caller, ref, Deed.DRIVE_SET_DELAY, "set the delay of")
    note(tx, caller, "drive_delay_set", drive.name, str(seconds))
    changed = tx.drives.change(drive, replace(drive, dismount_delay=seconds))
    return drive_view(tx, changed, zone, guard.sight(tx, caller))
