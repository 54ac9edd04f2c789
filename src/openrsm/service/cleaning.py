"""What the catalogue learns of cleaning: which drive wants it, which was cleaned, and how long the cartridge lasts."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LibraryKind
from openrsm.domain.machine import word
from openrsm.domain.operator import OperatorEvent
from openrsm.domain.records import WorkItem
from openrsm.domain.steps import Equip
from openrsm.domain.tape_alerts import wants_cleaning
from openrsm.domain.values import DriveId, LibraryId, Medium, PlaceKind, Requester, WorkId
from openrsm.domain.work import Operation
from openrsm.errors import Busy, CleanerInstalled
from openrsm.service.devices import DriveReport
from openrsm.service.itself import SYSTEM, itself
from openrsm.service.records import answer
from openrsm.store.database import Transaction


def cleaner_of(tx: Transaction, library: Library) -> Medium | None:
    """The cleaning cartridge of a library: in the slot that is kept for it, or away from there for a while."""
    if library.cleaner_slot_id is None:
        return None
    return next((one for one in tx.media.homed_at(library.cleaner_slot_id) if _serves(one, library)), None)


def _serves(medium: Medium, library: Library) -> bool:
    return medium.cleaner and medium.library_id == library.id and medium.place.kind is not PlaceKind.OFFLINE


def equip(tx: Transaction, ruling: Equip) -> None:
    """A cleaning gets its cartridge; whoever was asked for one has brought it."""
    item = tx.work.get(ruling.work_id)
    tx.work.change(item, replace(item, medium_id=ruling.medium_id, reason=""))
    request = tx.operators.for_work(item.id)
    if request is not None:
        answer(tx, request, OperatorEvent.SATISFY, SYSTEM)


def heard(tx: Transaction, drive_id: DriveId, report: DriveReport) -> None:
    """A drive told its condition; it may ask to be cleaned."""
    drive = tx.drives.find(drive_id)
    if drive is None or report.condition is None or not wants_cleaning(report.condition.alerts):
        return
    if not drive.wants_cleaning:
        drive = tx.drives.change(drive, replace(drive, wants_cleaning=True))
    see_to(tx, drive)


def see_to(tx: Transaction, drive: Drive) -> None:
    """Queue the cleaning of a drive that asks for it, unless its library is not to do so by itself."""
    if drive.wants_cleaning and tx.libraries.get(drive.library_id).cleans_itself and waiting(tx, drive) is None:
        queue(tx, drive, itself(tx))


def waiting(tx: Transaction, drive: Drive) -> WorkItem | None:
    """The cleaning of a drive that is queued or under way."""
    cleanings = (item for item in tx.work.open(drive.library_id) if item.operation is Operation.CLEAN_DRIVE)
    return next((item for item in cleanings if item.drive_wanted_id == drive.id), None)


def queue(tx: Transaction, drive: Drive, requester: Requester) -> WorkItem:
    """A drive is to be cleaned as soon as it is free."""
    return tx.work.insert(
        WorkItem(
            id=WorkId(uuid4()),
            number=tx.work.next_number(),
            operation=Operation.CLEAN_DRIVE,
            library_id=drive.library_id,
            requester=requester,
            queued_at=tx.now,
            drive_wanted_id=drive.id,
        )
    )


def check_releasable(tx: Transaction, library: Library) -> None:
    """Refuse to give up the slot for cleaning of a library.

    Raises:
        CleanerInstalled: The cleaning cartridge is still there.
        Busy: One is being brought in, or taken out.
    """
    cleaner = cleaner_of(tx, library)
    if cleaner is not None:
        what = f"{cleaner.name} is the cleaning cartridge of library {library.name}"
        raise CleanerInstalled(what, f"run first: rsm cleaner eject {library.name}")
    for item in tx.work.open(library.id):
        if item.operation in (Operation.INJECT_CLEANER, Operation.EJECT_CLEANER):
            what = f"work item {item.number} ({word(item.operation)}) needs the slot for cleaning of {library.name}"
            raise Busy(what, f"wait for its end, or run: rsm work stop {item.number}")


def used(tx: Transaction, library_id: LibraryId) -> None:
    """The cartridge was set into a drive: each time counts, whatever comes of it."""
    library = tx.libraries.get(library_id)
    if library.cleaner_uses:
        tx.libraries.change(library, replace(library, cleaner_uses=library.cleaner_uses - 1))


def record(tx: Transaction, drive: Drive) -> None:
    """A drive is clean."""
    tx.drives.change(drive, replace(drive, cleaned_at=tx.now, wants_cleaning=False))


def check_end(tx: Transaction, item: WorkItem) -> None:
    """Whether what was accepted can still be done; since then a cartridge may have been asked for, or have come.

    Raises:
        CleanerInstalled, Busy: As :func:`check_releasable`.
    """
    if item.operation is Operation.RELEASE_CLEANER:
        check_releasable(tx, tx.libraries.get(item.library_id))


def end(tx: Transaction, item: WorkItem) -> None:
    """A work item is done; if it was about cleaning, what follows from it."""
    match item.operation:
        case Operation.CLEAN_DRIVE:
            _finish(tx, item)
        case Operation.RESERVE_CLEANER:
            _reserve(tx, item)
        case Operation.RELEASE_CLEANER:
            _release(tx, item)
        case Operation.EJECT_CLEANER:
            _ejected(tx, item)


def _finish(tx: Transaction, item: WorkItem) -> None:
    """A cleaning is over. A stand-alone drive is cleaned by hand: that it was is all there is to say."""
    drive = tx.drives.find(item.drive_wanted_id) if item.drive_wanted_id else None
    if drive is None:
        return
    if tx.libraries.get(drive.library_id).kind is LibraryKind.STANDALONE:
        record(tx, drive)
    elif drive.holder == item.requester:
        tx.drives.change(drive, replace(drive, holder=None, held_since=None, ownerless_since=None))


def _reserve(tx: Transaction, item: WorkItem) -> None:
    library = tx.libraries.get(item.library_id)
    slot = next(slot for slot in tx.slots.of(library.id) if slot.number == item.option)
    tx.libraries.change(library, replace(library, cleaner_slot_id=slot.id))


def _release(tx: Transaction, item: WorkItem) -> None:
    library = tx.libraries.get(item.library_id)
    tx.libraries.change(library, replace(library, cleaner_slot_id=None, cleaner_uses=None))


def _ejected(tx: Transaction, item: WorkItem) -> None:
    library = tx.libraries.get(item.library_id)
    tx.libraries.change(library, replace(library, cleaner_uses=0))


def renewed(tx: Transaction, library_id: LibraryId) -> None:
    """Somebody says that there is another cartridge: it serves until a drive says that it is used up."""
    library = tx.libraries.get(library_id)
    tx.libraries.change(library, replace(library, cleaner_uses=None))
