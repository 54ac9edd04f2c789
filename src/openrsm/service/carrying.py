"""Accepting what changer programs ask for: loads, unloads, and cartridges carried from slot to slot.

A load is a mount and an unload a dismount, checked and queued as all others are; the rest is checked here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from openrsm.domain import changers
from openrsm.domain.changers import Bay, Cell, Changer
from openrsm.domain.equipment import Port
from openrsm.domain.matrix import Deed
from openrsm.domain.records import WorkItem
from openrsm.domain.rights import Right
from openrsm.domain.shares import Share, check_number
from openrsm.domain.side import SideState
from openrsm.domain.values import Medium, Place, PlaceKind, PoolKind, PortId, Requester, SessionId, Side, SlotId
from openrsm.domain.work import Operation, WorkEvent
from openrsm.errors import AccessDenied, InvalidParameter
from openrsm.service import guard
from openrsm.service.allocation import take_side
from openrsm.service.changer_places import changer_named, read_changer
from openrsm.service.context import note
from openrsm.service.mounts import accept_dismount, accept_mount
from openrsm.service.queueing import new_item
from openrsm.service.records import accept_medium, advance_work, end_work
from openrsm.service.sessions import Session
from openrsm.service.views import work_view
from openrsm.store.database import Transaction
from openrsm.surface.mounts import MountOptions
from openrsm.surface.views import Ref, WorkView

Presence = Callable[[SessionId], bool]
"""Whether a session is open."""


def open_changer(tx: Transaction, caller: Session, ref: Ref, deed: Deed, doing: str) -> Changer:
    """The changer, for who may use its library so far; what it holds is asked about next."""
    library, share = changer_named(tx, ref)
    if deed not in _OF_SHARES_POOLS or share is None:
        guard.may(tx, caller, deed, f"{doing} {ref}", library)
    changers.check_usable(library)
    return read_changer(tx, library, share)


_OF_SHARES_POOLS = frozenset({Deed.CHANGER_TRANSFER})
"""What concerns the pools of a share and not its library: it moves nothing there."""


def _as_application(caller: Session, changer: Changer) -> Session:
    """The caller; for a share, the share is the application, whichever program asks."""
    return caller if changer.share is None else replace(caller, application=changer.share.name)


def _may_use(tx: Transaction, caller: Session, deed: Deed, doing: str, medium: Medium, *, where: str) -> None:
    """Refuse who may not do this with what lies somewhere; who may not look at it is not told what it is."""
    pool = guard.pool_of(tx, medium)
    try:
        guard.may(tx, caller, deed, f"{doing} {medium.name}", pool)
    except AccessDenied:
        if Right.USE in guard.held(tx, caller.principal, pool):
            raise
        what = f"{caller.principal.user} may not {doing} the cartridge in {where}: a right on its pool is missing"
        raise AccessDenied(what, "ask an administrator for it") from None


# --- Loads ------------------------------------------------------------------------------------------------------------


def accept_load(
    tx: Transaction, caller: Session, ref: Ref, slot: int, drive: int, *, timeout: float | None, nowait: bool
) -> WorkView:
    """Check a load and queue it: a mount in exactly that drive."""
    changer = open_changer(tx, caller, ref, Deed.CHANGER_LOAD, "load a drive of")
    cell, bay, me = changer.cell(slot), changer.bay(drive), _as_application(caller, changer)
    medium = changers.lying_in(changer, cell)
    _may_use(tx, caller, Deed.CHANGER_LOAD, "load", medium, where=f"slot {slot} of {changer.name}")
    changers.check_loadable(changer, bay, me.requester, tx.work.open(changer.library.id))
    side = _first_side(tx, me, changer, medium)
    options = MountOptions(
        read=True,
        write=changers.writes(bay.drive, medium, side),
        drives=[str(bay.drive.id)],
        timeout=timeout,
        nowait=nowait,
    )
    [item] = accept_mount(tx, me, [str(side.id)], options)
    return work_view(tx, item)


def _first_side(tx: Transaction, me: Session, changer: Changer, medium: Medium) -> Side:
    """In a share it becomes the application's, so that nobody else is given it."""
    side = tx.sides.of(medium.id)[0]
    pool = tx.pools.get(medium.pool_id)
    if changer.share is not None and side.state is SideState.AVAILABLE and pool.kind is PoolKind.APPLICATION:
        guard.may(tx, me, Deed.MEDIUM_ALLOCATE, f"allocate from {pool.path}", pool)
        take_side(tx, me, pool, side, new=False)
    return tx.sides.get(side.id)


# --- Unloads ----------------------------------------------------------------------------------------------------------


def accept_unload(
    tx: Transaction, caller: Session, ref: Ref, drive: int, slot: int | None, *, is_open: Presence
) -> WorkView:
    """Check an unload and queue it: a dismount; to another slot than its own, a transfer, or a new number.

    In a share the number changes at once, and stays changed if the dismount fails: it says where the cartridge will
    lie, and no two cartridges are promised one slot meanwhile.
    """
    changer = open_changer(tx, caller, ref, Deed.CHANGER_UNLOAD, "unload a drive of")
    bay, me = changer.bay(drive), _as_application(caller, changer)
    cell = None if slot is None else changer.cell(slot)
    medium = changers.in_drive(changer, bay)
    _may_use(tx, caller, Deed.CHANGER_UNLOAD, "unload", medium, where=f"drive {drive} of {changer.name}")
    _check_holder(tx, changer, bay, me, is_open)
    if cell is None or _is_home(changer, bay, cell, medium):
        return _dismount(tx, me, medium)
    _may_carry(tx, caller, changer, medium, f"drive {drive} of {changer.name}")
    if changer.share is not None:
        _change_number(tx, changer.share, medium, cell)
        return _dismount(tx, me, medium)
    return _transfer(tx, me, changer, medium, cell)


def _is_home(changer: Changer, bay: Bay, cell: Cell, medium: Medium) -> bool:
    """Whether a dismount brings the medium of a drive to a slot: it may have been taken from another place."""
    if changer.share is not None or cell.place is None:
        return cell.number == bay.slot
    return cell.place.kind is PlaceKind.SLOT and cell.place.element_id == medium.home_slot_id


def _check_holder(tx: Transaction, changer: Changer, bay: Bay, me: Session, is_open: Presence) -> None:
    holder = bay.drive.holder
    present = holder is not None and (_is_share(tx, holder) or (holder.session_id and is_open(holder.session_id)))
    changers.check_holder(changer, bay, me.requester, administrator=me.principal.administrator, present=bool(present))


def _is_share(tx: Transaction, holder: Requester) -> bool:
    """A share is there for as long as it exists: the programs that speak for it come and go."""
    return tx.shares.by_name(holder.application) is not None


def _dismount(tx: Transaction, me: Session, medium: Medium) -> WorkView:
    drive = tx.drives.holding(medium.id)
    side = drive.side_id if drive is not None and drive.side_id else tx.sides.of(medium.id)[0].id
    [view] = accept_dismount(tx, me, [str(side)], deferred=False)
    return view


# --- From slot to slot ------------------------------------------------------------------------------------------------


def accept_transfer(tx: Transaction, caller: Session, ref: Ref, source: int, destination: int) -> WorkView:
    """Check a transfer and queue it; in a share only numbers change, at once."""
    changer = open_changer(tx, caller, ref, Deed.CHANGER_TRANSFER, "carry cartridges in")
    here, there = changer.cell(source), changer.cell(destination)
    if here.number == there.number:
        raise InvalidParameter(f"slot {source} is both source and destination", "name two slots")
    medium = changers.lying_in(changer, here)
    _may_carry(tx, caller, changer, medium, f"slot {source} of {changer.name}")
    if changer.share is None:
        return _transfer(tx, caller, changer, medium, there)
    _change_number(tx, changer.share, medium, there)
    return work_view(tx, _renumbered(tx, _as_application(caller, changer), medium, here, there))


def _may_carry(tx: Transaction, caller: Session, changer: Changer, medium: Medium, where: str) -> None:
    if changer.share is None:
        guard.may(tx, caller, Deed.CHANGER_TRANSFER, f"carry the cartridge in {where}", changer.library)
    else:
        _may_use(tx, caller, Deed.CHANGER_TRANSFER, "number", medium, where=where)


def _transfer(tx: Transaction, me: Session, changer: Changer, medium: Medium, cell: Cell) -> WorkView:
    library = changer.library
    changers.check_carriable(medium, library, tx.work.of_medium_open(medium.id))
    changers.check_room(cell, medium, library, _port_at(tx, cell.place))
    changers.check_kept(cell, medium, library, _kept_for(tx, cell.place), tx.work.open(library.id))
    accept_medium(tx, medium)
    note(tx, me, "transfer_queued", medium.name, f"slot {cell.number} of {library.name}")
    drive = tx.drives.holding(medium.id)
    item = new_item(
        tx,
        me,
        Operation.TRANSFER,
        library.id,
        medium_id=medium.id,
        drive_id=drive.id if drive is not None else None,
        destination=cell.place,
    )
    return work_view(tx, item)


def _kept_for(tx: Transaction, place: Place | None) -> list[Medium]:
    is_slot = place is not None and place.kind is PlaceKind.SLOT
    return tx.media.homed_at(SlotId(place.element_id)) if is_slot and place and place.element_id else []


def _port_at(tx: Transaction, place: Place | None) -> Port | None:
    is_port = place is not None and place.kind is PlaceKind.PORT
    return tx.ports.get(PortId(place.element_id)) if is_port and place and place.element_id else None


def _change_number(tx: Transaction, share: Share, medium: Medium, cell: Cell) -> None:
    """A medium gets another number; one that had it and is not in the library gets the first one's."""
    check_number(cell.number, medium, cell.owner)
    numbers = tx.shares.numbers(share.id)
    changed = {medium.id: cell.number}
    if cell.owner is not None:
        changed[cell.owner.id] = numbers[medium.id]
    tx.shares.free(share, changed)
    tx.shares.give(share, changed)


def _renumbered(tx: Transaction, me: Session, medium: Medium, here: Cell, there: Cell) -> WorkItem:
    """What has changed numbers is done at once, and told like all else."""
    note(tx, me, "medium_renumbered", medium.name, f"slot {here.number} -> {there.number}")
    library_id = medium.library_id
    item = new_item(tx, me, Operation.TRANSFER, library_id, medium_id=medium.id, started_at=tx.now)
    begun = advance_work(tx, item, WorkEvent.START, result=f"slot {here.number} is slot {there.number} now")
    return end_work(tx, begun, WorkEvent.PASS)
