"""Which waiting mounts start now, and why the others do not.

A set starts only when every medium is free and distinct drives exist for all; while it waits it holds nothing, so
sets never deadlock. The first set in the queue that lacks only drives keeps those that fall free for itself, so small
mounts behind it never starve it. One that lacks a medium which somebody has keeps its other media likewise, but not
from those who have something already: whoever waits because of that must hold nothing, or it could wait for itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from openrsm.domain.assignment import assign, fits, is_free
from openrsm.domain.planner import is_draining, is_stuck
from openrsm.domain.reasons import medium_in_use, no_drive, ports_open
from openrsm.domain.records import WorkItem
from openrsm.domain.standalone import in_other_hands
from openrsm.domain.steps import Ask, Begin, Fail, Ruling, Seat, Snapshot, Wait
from openrsm.domain.values import DriveId, Medium, MediumId, PlaceKind, Requester
from openrsm.domain.work import GIVE_BACK, IN_DRIVE, Operation, WorkState
from openrsm.errors import Busy

Members = tuple[WorkItem, ...]

FIRST = (Operation.CLEAN_DRIVE, Operation.MOUNT)
"""Operations that come before others that want drives; a drive that is to be cleaned is first."""


def start_mounts(snapshot: Snapshot, now: datetime) -> Iterator[Ruling]:
    """Rulings about the mounts that have not started, in queue order."""
    taken: set[DriveId] = set()
    kept: set[MediumId] = set()
    claimed = _claimed(snapshot)
    for members in _waiting_sets(snapshot):
        wanted = {item.medium_id for item in members if item.medium_id}
        if away := _away(snapshot, members):
            yield from [away] if isinstance(away, Ask) else _hold(members, away)
        elif obstacle := _medium_obstacle(snapshot, members, claimed, kept):
            yield from _hold(members, obstacle)
            kept |= set() if _tries_once(members) else wanted
        else:
            yield from _seek_drives(snapshot, members, taken, now)
            claimed |= wanted


def hold_all(snapshot: Snapshot, reason: str) -> Iterator[Ruling]:
    """Nothing can start now, for one reason."""
    for members in _waiting_sets(snapshot):
        yield from _hold(members, reason)


def _waiting_sets(snapshot: Snapshot) -> Iterator[Members]:
    """Mounts first: what the service wants drives for itself is to keep nobody waiting, but for cleaning."""
    seen: set[object] = set()
    for item in sorted(snapshot.work, key=lambda one: one.operation not in FIRST):
        key = item.set_id or item.id
        if _seeks_drive(item) and key not in seen:
            seen.add(key)
            yield snapshot.set_of(item)


def _seeks_drive(item: WorkItem) -> bool:
    """Whether it waits for a drive. A cleaning waits for its cartridge first; see :mod:`openrsm.domain.cleaning`."""
    equipped = item.operation is not Operation.CLEAN_DRIVE or item.medium_id is not None
    return item.operation in IN_DRIVE and item.state is not WorkState.IN_PROCESS and equipped


def _claimed(snapshot: Snapshot) -> set[MediumId]:
    """Media that something under way, or about to start, is done with: all that takes no drive starts first."""
    started = (i for i in snapshot.work if i.state is WorkState.IN_PROCESS or i.operation not in IN_DRIVE)
    return {item.medium_id for item in started if item.medium_id}


def _away(snapshot: Snapshot, members: Members) -> Ask | str:
    """What is to be done about media of a set that are not in the library, or what is waited for; empty if all are."""
    offline = [(item, snapshot.media[item.medium_id]) for item in members if item.medium_id]
    offline = [(item, medium) for item, medium in offline if is_away(snapshot, medium)]
    if offline and any(item.operation is Operation.INVENTORY for item in snapshot.work):
        return f"waits for the inventory of library {snapshot.library.name}"
    if offline and (hands := in_other_hands(snapshot)):
        return hands
    for item, medium in offline:
        if item.id not in snapshot.asked:
            return Ask(work_id=item.id, medium_id=medium.id)
    if offline:
        numbers = ", ".join(f"{medium.name} (operator request {snapshot.asked[item.id]})" for item, medium in offline)
        return f"waits for an operator to bring {numbers} to library {snapshot.library.name}"
    return ""


def _medium_obstacle(snapshot: Snapshot, members: Members, claimed: set[MediumId], kept: set[MediumId]) -> str:
    """Why a set cannot have its media now; empty if it can."""
    media = [snapshot.media[item.medium_id] for item in members if item.medium_id]
    for medium in media:
        if _in_use(snapshot, medium, claimed):
            return medium_in_use(medium, snapshot.seat_with(medium.id), snapshot.zone)
        if not snapshot.can_reach(medium.place):
            return ports_open(snapshot.library)
    if _has_something(snapshot, members[0].requester):
        return ""
    return next(
        (f"waits for {medium.name}: it is kept for an earlier mount" for medium in media if medium.id in kept), ""
    )


def _has_something(snapshot: Snapshot, requester: Requester) -> bool:
    """Whether an application, be it by another session, has a medium that it has not given back."""
    leaving = {item.medium_id for item in snapshot.work if item.operation in GIVE_BACK}
    holders = [seat.drive.holder for seat in snapshot.seats if seat.medium is None or seat.medium.id not in leaving]
    itself = replace(requester, session_id=None)
    return any(replace(holder, session_id=None) == itself for holder in holders if holder is not None)


def is_away(snapshot: Snapshot, medium: Medium) -> bool:
    """Whether the medium is in no element of this library."""
    return medium.place.kind is PlaceKind.OFFLINE or medium.library_id != snapshot.library.id


def _in_use(snapshot: Snapshot, medium: Medium, claimed: set[MediumId]) -> bool:
    seat = snapshot.seat_with(medium.id)
    held = seat is not None and (seat.drive.holder is not None or seat.busy or is_stuck(seat))
    return held or medium.id in claimed or medium.id in snapshot.moving


def _seek_drives(snapshot: Snapshot, members: Members, taken: set[DriveId], now: datetime) -> Iterator[Ruling]:
    wants = [(item, snapshot.media[item.medium_id]) for item in members if item.medium_id]
    free = [
        seat
        for seat in snapshot.seats
        if seat.drive.id not in taken and is_free(seat, now) and not is_draining(snapshot, seat)
    ]
    drives = assign(wants, free)
    if drives is not None:
        taken.update(drives.values())
        yield Begin(work_ids=tuple(item.id for item in members), drives=drives)
        return
    yield from _hold(members, _why_no_drive(snapshot, wants))
    taken.update(seat.drive.id for seat in free if any(fits(seat, *want) for want in wants))


def _why_no_drive(snapshot: Snapshot, wants: list[tuple[WorkItem, Medium]]) -> str:
    able: list[Seat] = [seat for seat in snapshot.seats if any(fits(seat, *want) for want in wants)]
    unfit = [seat for seat in snapshot.seats if seat not in able and not any(item.drive_wanted_id for item, _ in wants)]
    return no_drive(able, unfit, snapshot.zone)


def _tries_once(members: Members) -> bool:
    return any(item.fail_if_busy for item in members)


def _hold(members: Members, reason: str) -> Iterator[Ruling]:
    if _tries_once(members) and not reason.startswith("waits for an operator"):
        what = reason.removeprefix("waits for ")
        error = Busy(f"not available now: {what}", "mount without the option to fail at once, to wait for it")
        yield Fail(work_ids=tuple(item.id for item in members), error=error)
        return
    for item in members:
        if item.reason != reason:
            yield Wait(work_id=item.id, reason=reason)
