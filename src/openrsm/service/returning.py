"""A medium that was missed is found again: its record takes the place of the one that was made for the stranger."""

from __future__ import annotations

from dataclasses import replace

from openrsm.domain.values import OFFLINE, DriveId, Medium, PlaceKind
from openrsm.service.cataloguing import erase
from openrsm.service.records import complete_requests
from openrsm.store.database import Transaction


def put_in_place_of(tx: Transaction, stranger: Medium, missed: Medium) -> Medium:
    """The stranger's record goes; the missed medium is where the stranger was, and in the same state."""
    drive = tx.drives.get(DriveId(stranger.place.element_id)) if stranger.place.element_id else None
    if drive is not None and stranger.place.kind is PlaceKind.DRIVE:
        tx.drives.change(drive, replace(drive, medium_id=None, side_id=None))
    gone = tx.media.change(stranger, replace(stranger, place=OFFLINE, home_slot_id=None))
    back = tx.media.change(
        missed,
        replace(
            missed,
            library_id=stranger.library_id,
            place=stranger.place,
            home_slot_id=stranger.home_slot_id,
            state=stranger.state,
            bar_code=missed.bar_code or stranger.bar_code,
        ),
    )
    if drive is not None and stranger.place.kind is PlaceKind.DRIVE:
        now = tx.drives.get(drive.id)
        [first, *_] = tx.sides.of(back.id)
        tx.drives.change(now, replace(now, medium_id=back.id, side_id=first.id))
    erase(tx, gone)
    complete_requests(tx, back.id)
    return back
