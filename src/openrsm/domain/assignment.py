"""Which drive takes which medium of a set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from openrsm.domain.drive import DriveState
from openrsm.domain.drive_types import supports
from openrsm.domain.library import Operational
from openrsm.domain.records import WorkItem
from openrsm.domain.steps import Seat
from openrsm.domain.values import BEGINNING, DriveId, Medium, WorkId
from openrsm.domain.work import MountAccess, Operation


def fits(seat: Seat, item: WorkItem, medium: Medium) -> bool:
    """Whether the drive could ever serve the mount: right kind, and the one asked for if one was."""
    if item.drive_wanted_id is not None and item.drive_wanted_id != seat.drive.id:
        return False
    if item.operation is Operation.CLEAN_DRIVE:
        return medium.cleaner
    return supports(seat.drive.type_name, medium.media_type, write=_writes(item))


def _writes(item: WorkItem) -> bool:
    if item.operation is Operation.MOUNT:
        return bool(item.option & MountAccess.WRITE)
    return item.operation is Operation.WRITE_FREE_LABEL


def is_free(seat: Seat, now: datetime) -> bool:
    """Whether the drive may be given away: working, nobody's, nothing under way with it."""
    drive = seat.drive
    return (
        drive.enabled
        and drive.operational is Operational.READY
        and drive.holder is None
        and not seat.busy
        and drive.state in (DriveState.DISMOUNTED, DriveState.DISMOUNTABLE, DriveState.UNLOADED)
        and (seat.not_before is None or seat.not_before <= now)
    )


def preference(seat: Seat, medium: Medium) -> tuple[int, datetime, int]:
    """Lower is better: it holds the medium; it is empty; its cartridge was released longest ago."""
    if seat.medium is not None and seat.medium.id == medium.id:
        return (0, BEGINNING, seat.drive.number)
    if seat.medium is None:
        return (1, BEGINNING, seat.drive.number)
    return (2, seat.drive.dismountable_since or BEGINNING, seat.drive.number)


def assign(wants: Sequence[tuple[WorkItem, Medium]], free: Sequence[Seat]) -> Mapping[WorkId, DriveId] | None:
    """A drive of its own for every medium of a set, or None if that cannot be.

    Each medium gets the best drive by :func:`preference` that leaves the others theirs (augmenting paths, so a
    matching is found whenever one exists).
    """
    taken: dict[DriveId, tuple[WorkItem, Medium]] = {}
    ordered = sorted(wants, key=lambda want: _best(want, free))
    if not all(_place(want, free, taken, set()) for want in ordered):
        return None
    return {item.id: drive_id for drive_id, (item, _) in taken.items()}


def _best(want: tuple[WorkItem, Medium], free: Sequence[Seat]) -> tuple[int, datetime, int]:
    ranks = [preference(seat, want[1]) for seat in free if fits(seat, *want)]
    return min(ranks, default=(3, BEGINNING, 0))


def _place(
    want: tuple[WorkItem, Medium],
    free: Sequence[Seat],
    taken: dict[DriveId, tuple[WorkItem, Medium]],
    tried: set[DriveId],
) -> bool:
    item, medium = want
    choices = sorted((seat for seat in free if fits(seat, item, medium)), key=lambda seat: preference(seat, medium))
    untaken = next((seat.drive.id for seat in choices if seat.drive.id not in taken), None)
    if untaken is not None:
        taken[untaken] = want
        return True
    for drive_id in (seat.drive.id for seat in choices if seat.drive.id not in tried):
        tried.add(drive_id)
        if _place(taken[drive_id], free, taken, tried):
            taken[drive_id] = want
            return True
    return False
