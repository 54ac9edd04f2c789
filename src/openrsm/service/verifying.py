"""Claims: somebody says that what an operator was asked for is done, and it is checked.

What the catalogue shows is believed at once. What a look into a library can show is looked for: the request is then in
progress until that look has ended, and is complete or open again, with the reason. What nothing can show is refused.
Where a work item waits for the request, that item checks for itself, and asks anew if nothing has changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openrsm.domain import allocation
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import OPERATIONAL, LibraryKind, Operational, OperationalEvent
from openrsm.domain.machine import fire, word
from openrsm.domain.operator import OPERATOR, OperatorEvent, OperatorKind
from openrsm.domain.records import OperatorRequest, WorkItem
from openrsm.domain.values import PlaceKind, Pool, PoolKind
from openrsm.domain.work import OPEN as WORK_OPEN
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import DeviceNotAvailable, InvalidState, MediaOffline, MediaUnavailable, Refusal
from openrsm.service import cleaning
from openrsm.service.claiming import take_at_word
from openrsm.service.records import answer
from openrsm.service.rulings import queue_inventory
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction


def claim(tx: Transaction, caller: Session, request: OperatorRequest) -> OperatorRequest:
    """Take somebody's word as far as it goes.

    Raises:
        Refusal: It is not so, and no look would show otherwise.
    """
    if _is_waited_for(tx, request):
        return _left_to_its_item(tx, caller, request)
    _believe(tx, request)
    why = untrue(tx, request)
    looks = _look(tx, caller, request) if why or request.kind is OperatorKind.DEVICE_SERVICE else None
    if looks is not None:
        return _pending(tx, request, looks, caller.principal.user)
    if why is not None:
        raise why
    return answer(tx, request, OperatorEvent.SATISFY, caller.principal.user)


def _left_to_its_item(tx: Transaction, caller: Session, request: OperatorRequest) -> OperatorRequest:
    """The item looks for itself, once the library has been looked into where people were to change it."""
    answered = answer(tx, request, OperatorEvent.SATISFY, caller.principal.user)
    _believe(tx, request)
    if request.kind is OperatorKind.MOVE_MEDIA or untrue(tx, request) is not None:
        _look(tx, caller, request)
    return answered


def conclude(tx: Transaction, alterations: Sequence[tuple[object, object]]) -> None:
    """Looks that have ended in this transaction say whether what was claimed is so."""
    ended = [after for _, after in alterations if isinstance(after, WorkItem) and _is_look(after)]
    for item in ended:
        for request in tx.operators.open():
            if request.claim_id == item.id:
                _settle(tx, request, item)


def untrue(tx: Transaction, request: OperatorRequest) -> Refusal | None:
    """Why what was asked for is not so, as far as the catalogue knows; None if it is, or if nobody can know."""
    match request.kind:
        case OperatorKind.NEW_MEDIA:
            return _no_media(tx, tx.pools.find(request.pool_id) if request.pool_id else None)
        case OperatorKind.MOVE_MEDIA:
            return _elsewhere(tx, request)
        case OperatorKind.CLEANER:
            return _no_cleaner(tx, library_of(tx, request))
        case OperatorKind.DEVICE_SERVICE:
            return _out_of_order(library_of(tx, request), _drive(tx, request))
        case OperatorKind.MESSAGE:
            return None


def _is_waited_for(tx: Transaction, request: OperatorRequest) -> bool:
    item = tx.work.find(request.work_id) if request.work_id else None
    return item is not None and item.state in WORK_OPEN


def _is_look(item: WorkItem) -> bool:
    return item.operation is Operation.INVENTORY and item.state not in WORK_OPEN


def _believe(tx: Transaction, request: OperatorRequest) -> None:
    """What only people can know, they are believed: what a nameless cartridge is, and that a device was seen to."""
    drive, library = _drive(tx, request), library_of(tx, request)
    if request.kind is OperatorKind.MOVE_MEDIA:
        take_at_word(tx, request)
    elif request.kind is OperatorKind.CLEANER and library is not None:
        cleaning.renewed(tx, library.id)
    elif request.kind is OperatorKind.DEVICE_SERVICE and drive is not None:
        _serviced(tx, drive)


def _serviced(tx: Transaction, drive: Drive) -> None:
    if drive.operational is not Operational.NEEDS_SERVICE:
        return
    served = fire(OPERATIONAL, drive.operational, OperationalEvent.SERVICED)
    ready = fire(OPERATIONAL, served, OperationalEvent.INITIALIZED)
    tx.drives.change(drive, replace(drive, operational=ready, trouble=""))


def _look(tx: Transaction, caller: Session, request: OperatorRequest) -> WorkItem | None:
    """A look into the library that it is about, if there is one that can be looked into."""
    library = library_of(tx, request)
    if library is None or not library.enabled or library.kind is LibraryKind.OFFLINE:
        return None
    return queue_inventory(tx, library.id, library.look, caller.requester)


def _pending(tx: Transaction, request: OperatorRequest, looks: WorkItem, user: str) -> OperatorRequest:
    state = fire(OPERATOR, request.state, OperatorEvent.CLAIM)
    reason = f"{user} says that it is done; work item {looks.number} looks whether it is"
    return tx.operators.change(request, replace(request, state=state, taken_by=user, claim_id=looks.id, reason=reason))


def _settle(tx: Transaction, request: OperatorRequest, look: WorkItem) -> None:
    why = untrue(tx, request)
    if look.state is not WorkState.PASSED:
        why = InvalidState(f"work item {look.number} was to look, and was {word(look.state)}: {look.error_text}")
    if why is None:
        answer(tx, request, OperatorEvent.SATISFY, request.taken_by)
        return
    state = fire(OPERATOR, request.state, OperatorEvent.REOPEN)
    reason = f"{request.taken_by} said that it was done, but {why.what}"
    tx.operators.change(request, replace(request, state=state, taken_by="", claim_id=None, reason=reason))


# --- What is so -------------------------------------------------------------------------------------------------------


def library_of(tx: Transaction, request: OperatorRequest) -> Library | None:
    """The library that a request is about, by itself or by a drive."""
    drive = _drive(tx, request)
    key = request.library_id or (drive.library_id if drive is not None else None)
    return tx.libraries.find(key) if key else None


def _drive(tx: Transaction, request: OperatorRequest) -> Drive | None:
    return tx.drives.find(request.drive_id) if request.drive_id else None


def _no_media(tx: Transaction, pool: Pool | None) -> Refusal | None:
    if pool is None or allocation.choose(tx.sides.available(pool.id, 1)) is not None:
        return None
    draws = pool.draw_from_free and pool.media_type is not None
    free = tx.pools.leaf(PoolKind.FREE, pool.media_type or "") if draws else None
    if free is not None and allocation.choose(tx.sides.available(free.id, 1)) is not None:
        return None
    return MediaUnavailable(f"pool {pool.path} has no medium to allocate", "bring media, and move them there")


def _elsewhere(tx: Transaction, request: OperatorRequest) -> Refusal | None:
    medium = tx.media.find(request.medium_id) if request.medium_id else None
    library = tx.libraries.find(request.library_id) if request.library_id else None
    if medium is None or library is None:
        return None
    wants_it_out = library.kind is LibraryKind.OFFLINE
    is_out = medium.place.kind is PlaceKind.OFFLINE
    if is_out if wants_it_out else (not is_out and medium.library_id == library.id):
        return None
    there = (
        f"{medium.name} is still in a library" if wants_it_out else f"{medium.name} is not in library {library.name}"
    )
    return MediaOffline(there, "see: rsm media show")


def _no_cleaner(tx: Transaction, library: Library | None) -> Refusal | None:
    if library is None or (cleaning.cleaner_of(tx, library) is not None and library.cleaner_uses != 0):
        return None
    what = f"library {library.name} has no cleaning cartridge in the slot that is kept for it"
    return DeviceNotAvailable(what, f"run: rsm cleaner inject {library.name}")


def _out_of_order(library: Library | None, drive: Drive | None) -> Refusal | None:
    for name, thing in (("library", library), ("drive", drive)):
        if thing is not None and thing.operational is not Operational.READY:
            because = f" ({thing.trouble})" if thing.trouble else ""
            return DeviceNotAvailable(f"{name} {thing.name} is {word(thing.operational)}{because}", "see to it")
    return None
