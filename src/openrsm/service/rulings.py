"""Recording what the scheduler rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from openrsm.domain.drive import DriveEvent, DriveState
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import InventoryMethod
from openrsm.domain.medium import MediumEvent
from openrsm.domain.porting import EJECTS, THROUGH_PORTS
from openrsm.domain.records import WorkItem
from openrsm.domain.standalone import is_alone
from openrsm.domain.steps import (
    Ask,
    Begin,
    Equip,
    Fail,
    Finish,
    Identify,
    Misfit,
    Redirect,
    Release,
    Ruling,
    Summon,
    Wait,
)
from openrsm.domain.values import LibraryId, Medium, Requester, WorkId
from openrsm.domain.work import IN_DRIVE, DismountOption, Operation, WorkEvent, WorkState
from openrsm.errors import Cancelled, InvalidState, Refusal, RsmError, TimedOut
from openrsm.service import cleaning
from openrsm.service.asking import request
from openrsm.service.label_work import fits_no_drive, label_work_failed, queue_identification, unmark_all
from openrsm.service.pooling import return_if_due
from openrsm.service.porting import begin_eject, end_porting, is_stopped
from openrsm.service.records import (
    accept_medium,
    advance_drive,
    advance_medium,
    advance_work,
    drop_request,
    end_work,
    release_holder,
    withdraw_medium,
)
from openrsm.store.database import Transaction


def apply(tx: Transaction, rulings: Sequence[Ruling], seen: Iterable[WorkItem], itself: Requester) -> None:
    """All rulings of one decision, in one transaction.

    None of them, if callers have changed an item since it was ``seen``, say cancelled it: it is decided anew then.
    """
    concerned = about(rulings)
    known = {item.id: item for item in seen if item.id in concerned}
    if tx.work.find_all(known) == known:
        _apply(tx, rulings, itself)


def _apply(tx: Transaction, rulings: Iterable[Ruling], itself: Requester) -> None:
    for ruling in rulings:
        match ruling:
            case Begin():
                _begin(tx, ruling)
            case Wait():
                _wait(tx, ruling)
            case Finish():
                _finish(tx, ruling, itself)
            case Fail():
                fail(tx, ruling.work_ids, ruling.error)
            case Ask() | Summon():
                request(tx, ruling)
            case Equip() | Identify() | Misfit():
                _prepare(tx, ruling, itself)
            case Redirect():
                item = tx.work.get(ruling.work_id)
                tx.work.change(item, replace(item, option=ruling.option))
            case Release():
                _leave(tx, tx.drives.get(ruling.drive_id))


def about(rulings: Iterable[Ruling]) -> frozenset[WorkId]:
    """The items that are ruled on."""
    return frozenset(work_id for ruling in rulings for work_id in _about(ruling))


def _about(ruling: Ruling) -> tuple[WorkId, ...]:
    match ruling:
        case Begin() | Finish() | Fail():
            return ruling.work_ids
        case Release() | Identify() | Misfit():
            return ()
        case _:
            return (ruling.work_id,)


def _prepare(tx: Transaction, ruling: Equip | Identify | Misfit, itself: Requester) -> None:
    match ruling:
        case Equip():
            cleaning.equip(tx, ruling)
        case Identify():
            queue_identification(tx, tx.media.get(ruling.medium_id), itself)
        case Misfit():
            fits_no_drive(tx, tx.media.get(ruling.medium_id), ruling.why)


def _begin(tx: Transaction, ruling: Begin) -> None:
    for work_id in ruling.work_ids:
        drive_id = ruling.drives.get(work_id)
        item = tx.work.get(work_id)
        item = advance_work(tx, item, WorkEvent.START, reason="", started_at=tx.now, drive_id=drive_id or item.drive_id)
        if drive_id is not None and item.medium_id is not None:
            accept_medium(tx, tx.media.get(item.medium_id))
            _give_drive(tx, item, tx.drives.get(drive_id))
        elif item.deferred:
            _release(tx, item)
        elif item.operation in EJECTS:
            begin_eject(tx, item)


def _held_by(drive: Drive, item: WorkItem, now: datetime) -> Drive:
    """A mount of nobody's session is one whose session was lost before it was its turn."""
    lost = now if item.requester.session_id is None else None
    return replace(drive, holder=item.requester, held_since=now, ownerless_since=lost, dismountable_since=None)


def _give_drive(tx: Transaction, item: WorkItem, drive: Drive) -> None:
    drive = tx.drives.change(drive, _held_by(drive, item, tx.now))
    if drive.medium_id != item.medium_id or item.medium_id is None:
        return
    event = DriveEvent.REUSE if drive.state is DriveState.DISMOUNTABLE else DriveEvent.INSERT
    advance_drive(tx, drive, event)
    if event is DriveEvent.INSERT:
        advance_medium(tx, tx.media.get(item.medium_id), MediumEvent.INSERT)


def _release(tx: Transaction, item: WorkItem) -> None:
    """A deferred dismount: the cartridge stays, ready, for whoever wants it next (MS-RSMP 2.2.3.2).

    Its drive is asked first whether a program still has it open: what it writes would come onto others' data.
    """
    drive = tx.drives.holding(item.medium_id) if item.medium_id else None
    if drive is None or drive.state is DriveState.LOADED:
        return
    if not is_alone(tx.libraries.get(item.library_id)):  # there it stays as it is: no robot could bring it home
        # The drive has let go of it meanwhile: there is nothing ready to be left for others, so it goes home.
        tx.work.change(item, replace(item, option=int(DismountOption.IMMEDIATE)))


def set_free(tx: Transaction, drive: Drive, medium: Medium) -> None:
    """From now on people may exchange it unseen."""
    advance_drive(tx, drive, DriveEvent.RELEASE, holder=None, vouched_id=None, dismountable_since=tx.now)
    medium = advance_medium(tx, medium, MediumEvent.RELEASE)
    return_if_due(tx, medium, tx.pools.get(medium.pool_id))


def _leave(tx: Transaction, drive: Drive) -> None:
    """A lone drive keeps the cartridge of a mount that ended, for whoever comes next, even if it never got ready."""
    medium = tx.media.get(drive.medium_id) if drive.medium_id else None
    if medium is None:
        return
    if drive.state is DriveState.LOADED:
        set_free(tx, drive, medium)
        return
    refused = advance_drive(tx, drive, DriveEvent.REFUSE)
    advance_drive(tx, refused, DriveEvent.FIND, dismountable_since=tx.now)
    advance_medium(tx, medium, MediumEvent.SETTLE)


def _wait(tx: Transaction, ruling: Wait) -> None:
    item = tx.work.get(ruling.work_id)
    if item.state is WorkState.QUEUED:
        advance_work(tx, item, WorkEvent.BLOCK, reason=ruling.reason)
    else:
        tx.work.change(item, replace(item, reason=ruling.reason))


def _finish(tx: Transaction, ruling: Finish, itself: Requester) -> None:
    for work_id in ruling.work_ids:
        item = tx.work.get(work_id)
        try:
            cleaning.check_end(tx, item)
        except Refusal as refused:
            fail(tx, [work_id], refused)
            continue
        item = end_work(tx, item, WorkEvent.STOP if is_stopped(item) else WorkEvent.PASS)
        cleaning.end(tx, item)
        match item.operation:
            case Operation.MOUNT:
                _count_mount(tx, item)
            case Operation.DISMOUNT | Operation.CLEAN_DRIVE | Operation.TRANSFER:
                withdraw_medium(tx, item)
            case operation if operation in THROUGH_PORTS:
                end_porting(tx, item)
            case Operation.INVENTORY:
                tx.work.change(item, replace(item, result="nothing was to be looked at"))
            case Operation.ENABLE_DRIVE | Operation.DISABLE_DRIVE:
                _enable_drive(tx, item)
            case Operation.ENABLE_MEDIA | Operation.DISABLE_MEDIA:
                _enable_medium(tx, item)
            case Operation.ENABLE_LIBRARY | Operation.DISABLE_LIBRARY:
                _enable_library(tx, item, itself)


def _count_mount(tx: Transaction, item: WorkItem) -> None:
    if item.drive_id is None or item.side_id is None:
        return
    drive, side = tx.drives.get(item.drive_id), tx.sides.get(item.side_id)
    tx.drives.change(drive, replace(drive, mounts=drive.mounts + 1, side_id=side.id, vouched_id=side.id))
    tx.sides.change(side, replace(side, mounts=side.mounts + 1, last_used=tx.now))


def _enable_drive(tx: Transaction, item: WorkItem) -> None:
    drive = tx.drives.get(item.drive_id) if item.drive_id else None
    if drive is not None:
        tx.drives.change(drive, replace(drive, enabled=item.operation is Operation.ENABLE_DRIVE))


def _enable_medium(tx: Transaction, item: WorkItem) -> None:
    medium = tx.media.get(item.medium_id) if item.medium_id else None
    if medium is not None:
        tx.media.change(medium, replace(medium, enabled=item.operation is Operation.ENABLE_MEDIA))


def _enable_library(tx: Transaction, item: WorkItem, itself: Requester) -> None:
    library = tx.libraries.get(item.library_id)
    enabled = item.operation is Operation.ENABLE_LIBRARY
    tx.libraries.change(library, replace(library, enabled=enabled))
    if enabled:
        queue_inventory(tx, library.id, library.inventory_method, itself)


def queue_inventory(tx: Transaction, library_id: LibraryId, method: InventoryMethod, requester: Requester) -> WorkItem:
    """An inventory, unless one is waiting already; that one is returned then."""
    for item in tx.work.open(library_id):
        if item.operation is Operation.INVENTORY and item.state is not WorkState.IN_PROCESS and item.option == method:
            return item
    return tx.work.insert(
        WorkItem(
            id=WorkId(uuid4()),
            number=tx.work.next_number(),
            operation=Operation.INVENTORY,
            option=int(method),
            library_id=library_id,
            requester=requester,
            queued_at=tx.now,
        )
    )


def stop_inventory(tx: Transaction, library: Library) -> WorkItem:
    """End the inventory under way, and with it the identifications that have not begun; the newest item ended.

    Raises:
        InvalidState: None is under way.
    """
    ended: list[WorkItem] = []
    for item in tx.work.open(library.id):
        started = item.state is WorkState.IN_PROCESS
        if item.operation is Operation.INVENTORY or (item.operation is Operation.PROCESS_LABEL and not started):
            stopped = Cancelled("the inventory was stopped", "take another one when there is time")
            fail(tx, [item.id], stopped, WorkEvent.STOP if started else WorkEvent.CANCEL)
            ended.append(tx.work.get(item.id))
    marked = unmark_all(tx, library)
    if not ended and not marked:
        raise InvalidState(f"no inventory of library {library.name} is under way", "nothing to stop")
    return ended[-1] if ended else _last_inventory(tx, library)


def forgo_identifications(tx: Transaction, library: Library, itself: Requester) -> None:
    """Labels are ignored from now on: none is read any more but what is being read, or was asked for by name."""
    for item in tx.work.open(library.id):
        waits = item.operation is Operation.PROCESS_LABEL and item.state is not WorkState.IN_PROCESS
        if waits and item.requester == itself:
            advice = f"run: rsm library labels {library.name} check, then take a full inventory"
            fail(tx, [item.id], Cancelled(f"labels are ignored in library {library.name}", advice), WorkEvent.CANCEL)
    unmark_all(tx, library)


def _last_inventory(tx: Transaction, library: Library) -> WorkItem:
    """The one whose marks are gone now."""
    taken = [item for item in tx.work.of_library(library.id) if item.operation is Operation.INVENTORY]
    if not taken:
        raise InvalidState(f"no inventory of library {library.name} is under way", "its marks are gone now")
    return taken[-1]


def fail(tx: Transaction, work_ids: Iterable[WorkId], error: RsmError, event: WorkEvent | None = None) -> None:
    """End items with an error and undo what they hold: drives, media, operator requests.

    An item whose time ran out counts as cancelled (MS-RSMP 2.2.1.10).
    """
    for work_id in work_ids:
        item = tx.work.get(work_id)
        end_work(tx, item, event or (WorkEvent.CANCEL if isinstance(error, TimedOut) else WorkEvent.FAIL), error)
        drop_request(tx, item)
        if item.operation in IN_DRIVE and item.drive_id is not None:
            _give_back(tx, item, tx.drives.get(item.drive_id))
        withdraw_medium(tx, item)
        label_work_failed(tx, item, error)


def _give_back(tx: Transaction, item: WorkItem, drive: Drive) -> None:
    if drive.holder == item.requester:
        release_holder(tx, drive)
