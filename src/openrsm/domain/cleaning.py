"""Cleaning drives: which cartridge cleans, whom to ask for one, and when a cleaning is over.

The cleaning cartridge is the one in the slot that is kept for it, or that has left it for a drive. There is no other
record of it than that, its number of uses and its medium (MS-RSMP 2.2.1.11).
"""

from __future__ import annotations

from collections.abc import Iterator

from openrsm.domain.library import LibraryKind
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import WorkItem
from openrsm.domain.steps import Begin, Equip, Ruling, Snapshot, Summon, Wait
from openrsm.domain.work import CleaningStage, Operation, WorkState


def cleaning_rulings(snapshot: Snapshot) -> Iterator[Ruling]:
    """What cleanings that have not begun need first: a cartridge, or somebody to bring one."""
    for item in snapshot.work:
        waits = item.state is not WorkState.IN_PROCESS and item.medium_id is None
        if item.operation is Operation.CLEAN_DRIVE and waits:
            yield from _prepare(snapshot, item)


def _prepare(snapshot: Snapshot, item: WorkItem) -> Iterator[Ruling]:
    if snapshot.library.kind is LibraryKind.STANDALONE:
        yield Begin(work_ids=(item.id,))
    elif not (lack := lacks(snapshot)) and snapshot.cleaner is not None:
        yield Equip(work_id=item.id, medium_id=snapshot.cleaner.id)
    elif item.id not in snapshot.asked:
        yield Summon(work_id=item.id, kind=OperatorKind.CLEANER, message=_message(snapshot, item, lack))
    else:
        reason = f"waits for a cleaning cartridge (operator request {snapshot.asked[item.id]}): {lack}"
        if item.reason != reason:
            yield Wait(work_id=item.id, reason=reason)


def lacks(snapshot: Snapshot) -> str:
    """Why no drive of the library can be cleaned; empty if it can."""
    name = snapshot.library.name
    if snapshot.cleaner_slot is None:
        return f"library {name} keeps no slot for a cleaning cartridge"
    if snapshot.cleaner is None:
        return f"there is no cleaning cartridge in slot {snapshot.cleaner_slot.number} of library {name}"
    if snapshot.library.cleaner_uses == 0:
        return f"{snapshot.cleaner.name} is used up"
    return ""


def _message(snapshot: Snapshot, item: WorkItem, lack: str) -> str:
    seat = snapshot.seat_of(item.drive_wanted_id)
    drive = seat.drive.name if seat is not None else f"a drive of {snapshot.library.name}"
    advice = "run: rsm cleaner reserve" if snapshot.cleaner_slot is None else "run: rsm cleaner inject"
    return f"Drive {drive} is to be cleaned, but {lack}; {advice} {snapshot.library.name}"


def is_cleaned(snapshot: Snapshot, item: WorkItem) -> bool:
    """Whether a cleaning that has begun is over: the drive is clean, and the cartridge out of it again."""
    if snapshot.library.kind is LibraryKind.STANDALONE:
        return True
    out = snapshot.seat_with(item.medium_id) is None and item.medium_id not in snapshot.moving
    return item.option == CleaningStage.CLEANED and out
