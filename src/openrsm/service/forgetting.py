"""Libraries and drives that are gone leave the catalogue (MS-RSMP 3.2.5.2.1.13-14)."""

from __future__ import annotations

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.matrix import Deed
from openrsm.errors import InvalidState, LibraryOffline
from openrsm.service import guard, resolving
from openrsm.service.cataloguing import forget
from openrsm.service.context import note
from openrsm.service.sessions import Session
from openrsm.service.shares import check_not_shared
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref


def check_remove(tx: Transaction, caller: Session, ref: Ref) -> Library:
    """The library, if it may be forgotten: it is absent, or somebody disabled it and nothing in it is in use."""
    library = resolving.library(tx, ref)
    guard.may(tx, caller, Deed.LIBRARY_REMOVE, f"remove library {library.name}", library)
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "name a library that has devices")
    check_not_shared(tx.shares.of_library(library.id), f"part of library {library.name}")
    if library.operational is not Operational.NOT_PRESENT:
        _check_idle(tx, library)
    if tx.work.open(library.id):
        raise InvalidState(f"library {library.name} has work under way", "wait for it, or cancel it")
    return library


def _check_idle(tx: Transaction, library: Library) -> None:
    """What is in the drives of an absent library cannot be dismounted; in those of others it can."""
    if library.enabled:
        raise InvalidState(f"library {library.name} is enabled", f"run first: rsm library disable {library.name}")
    for drive in tx.drives.of(library.id):
        if drive.holder is not None:
            raise InvalidState(f"a medium is mounted in drive {drive.name}", "dismount it first")


def remove(tx: Transaction, caller: Session, ref: Ref) -> None:
    """Forget a library and its devices."""
    library = check_remove(tx, caller, ref)
    forget(tx, library)
    note(tx, caller, "library_removed", library.name, library.url)


def remove_drive(tx: Transaction, caller: Session, ref: Ref) -> None:
    """Forget a drive."""
    drive = resolving.drive(tx, ref)
    library = guard.library_of(tx, drive.library_id, f"drive {drive.name}")
    guard.may(tx, caller, Deed.DRIVE_REMOVE, f"remove drive {drive.name}", library)
    _check_gone(tx, library, drive)
    tx.drives.delete(drive)
    note(tx, caller, "drive_removed", drive.name, drive.serial)


def _check_gone(tx: Transaction, library: Library, drive: Drive) -> None:
    absent = Operational.NOT_PRESENT
    if drive.operational is not absent and library.operational is not absent:
        raise InvalidState(f"drive {drive.name} is there", "disable it, or take it out of the library first")
    check_not_shared(tx.shares.with_drive(drive.id), f"drive {drive.name}")
    if drive.medium_id is not None:
        name = tx.media.get(drive.medium_id).name
        raise InvalidState(f"medium {name} is in drive {drive.name}", "take it out, and take an inventory")
    for item in tx.work.open(library.id):
        if drive.id in (item.drive_id, item.drive_wanted_id):
            raise InvalidState(f"work item {item.number} is to be done with drive {drive.name}", "cancel it first")
