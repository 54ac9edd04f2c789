"""Two records trade places, because the cartridge that was thought to be one of them is the other."""

from __future__ import annotations

from dataclasses import replace

from openrsm.domain.machine import accepts
from openrsm.domain.medium import MEDIUM, MediumEvent
from openrsm.domain.values import OFFLINE, DriveId, Medium, PlaceKind
from openrsm.domain.work import Operation
from openrsm.service.cataloguing import erase
from openrsm.service.records import advance_medium, complete_requests
from openrsm.store.database import Transaction


def put_in_place_of(tx: Transaction, stranger: Medium, missed: Medium) -> None:
    """A medium that was missed is found again; the record that was made when it was not known goes."""
    erase(tx, trade_places(tx, stranger, missed))
    complete_requests(tx, missed.id)


def trade_places(tx: Transaction, one: Medium, other: Medium) -> Medium:
    """Each is where the other was, and in the same state; the first as it is now."""
    tx.media.change(one, replace(one, place=OFFLINE, home_slot_id=None))
    there = tx.media.change(other, _standing_as(other, one))
    here = tx.media.change(tx.media.get(one.id), _standing_as(tx.media.get(one.id), other))
    _hold(tx, other, None)  # no two drives hold the same, not even for a moment
    _hold(tx, one, there)
    _hold(tx, other, here)
    _repoint(tx, there, here)
    return _settled(tx, here)


def _standing_as(medium: Medium, like: Medium) -> Medium:
    goes = like.place.kind is PlaceKind.OFFLINE
    comes = not goes and medium.library_id != like.library_id
    return replace(
        medium,
        library_id=like.library_id,
        place=like.place,
        home_slot_id=like.home_slot_id,
        state=like.state,
        last_library_id=medium.library_id if goes else None,
        location="" if comes else medium.location,
    )


def _hold(tx: Transaction, was: Medium, now: Medium | None) -> None:
    """The drive that held the one holds the other, or none."""
    drive = tx.drives.find(DriveId(was.place.element_id)) if was.place.element_id else None
    if drive is not None and was.place.kind is PlaceKind.DRIVE:
        side = tx.sides.of(now.id)[0] if now is not None else None
        tx.drives.change(drive, replace(drive, medium_id=now.id if now else None, side_id=side.id if side else None))


def _repoint(tx: Transaction, came: Medium, went: Medium) -> None:
    """What is to be, or is being, identified where the one was thought to be is the other now."""
    [side, *_] = tx.sides.of(went.id)
    for item in tx.work.of_medium_open(came.id):
        if item.operation is Operation.PROCESS_LABEL:
            tx.work.change(item, replace(item, medium_id=went.id, side_id=side.id))


def _settled(tx: Transaction, medium: Medium) -> Medium:
    waits = tx.work.of_medium_open(medium.id)
    rests = medium.place.kind is PlaceKind.OFFLINE or not waits
    return (
        advance_medium(tx, medium, MediumEvent.SETTLE)
        if rests and accepts(MEDIUM, medium.state, MediumEvent.SETTLE)
        else medium
    )
