"""Mounts that end with their session: at once or, where that cannot be, as soon as drive and library work again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import Operational
from openrsm.domain.records import WorkItem
from openrsm.domain.values import LibraryId, Medium, SessionId
from openrsm.domain.work import OPEN, Operation, WorkState
from openrsm.errors import Refusal
from openrsm.service.context import note
from openrsm.service.mounts import give_back
from openrsm.service.sessions import Session, revived
from openrsm.store.database import Transaction


def end(tx: Transaction, session: Session, *, deferred: bool) -> set[LibraryId]:
    """Queue the dismounts of what it has mounted; the libraries concerned.

    What cannot be dismounted now is left without an owner: for :func:`conclude`, or for somebody to see to it.
    """
    return _end_all(tx, session, held_by(tx, session.id), deferred=deferred)


def _end_all(tx: Transaction, session: Session, drives: Sequence[Drive], *, deferred: bool) -> set[LibraryId]:
    held = [drive for drive in drives if not _is_being_dismounted(tx, drive)]
    for drive in held:
        _end_one(tx, session, drive, deferred=deferred)
    return {drive.library_id for drive in held}


def _end_one(tx: Transaction, session: Session, drive: Drive, *, deferred: bool) -> None:
    try:
        give_back(tx, session, drive, deferred=deferred)
    except Refusal as refusal:
        _leave(tx, session, drive, str(refusal))


def _leave(tx: Transaction, session: Session, drive: Drive, why: str) -> Drive:
    if drive.ownerless_since is not None:
        return drive
    note(tx, session, "mount_left", drive.name, why)
    return tx.drives.change(drive, replace(drive, ownerless_since=tx.now))


def _is_being_dismounted(tx: Transaction, drive: Drive) -> bool:
    items = tx.work.of_medium_open(drive.medium_id) if drive.medium_id else ()
    return any(item.operation is Operation.DISMOUNT for item in items)


def held_by(tx: Transaction, session_id: SessionId) -> list[Drive]:
    """The drives that a session has."""
    holders = ((drive, drive.holder) for drive in tx.drives.all())
    return [drive for drive, holder in holders if holder is not None and holder.session_id == session_id]


def conclude(tx: Transaction, alterations: Sequence[tuple[object, object]]) -> None:
    """What lets a drive work again also ends the mounts that ended sessions have left in it, in the same commit.

    Nobody knows whether what such a session started still writes: its cartridges are not left in drives.
    """
    for before, after in alterations:
        if isinstance(before, WorkItem) and isinstance(after, WorkItem) and _has_failed(before, after):
            _go_on(tx, after)
    again = {library_id for each in alterations for library_id in _works_again(*each)}
    if again or any(_is_given_up(*each) for each in alterations):
        for kept in tx.sessions.ended():
            held = held_by(tx, kept.id)
            if not held:
                tx.sessions.delete(kept)
            # Elsewhere nothing has changed, and no controller would be woken.
            _end_all(tx, revived(kept), [drive for drive in held if drive.library_id in again], deferred=False)


def _has_failed(before: WorkItem, after: WorkItem) -> bool:
    ended = before.state in OPEN and after.state not in OPEN
    return ended and after.operation is Operation.DISMOUNT and after.state is not WorkState.PASSED


def _go_on(tx: Transaction, item: WorkItem) -> None:
    """A dismount, whoever wanted it, did not end the mount of a session that is gone: another is to.

    The drive's own pauses pace those, and it is given up when it keeps failing. Who cancels the session's own wants the
    medium to stay.
    """
    drive = tx.drives.find(item.drive_id) if item.drive_id else None
    session_id = drive.holder.session_id if drive is not None and drive.holder is not None else None
    kept = tx.sessions.find(session_id) if session_id else None
    if drive is None or kept is None or not kept.ended:
        return
    if own := item.requester.session_id == kept.id:
        drive = _leave(tx, revived(kept), drive, item.error_text)
    if not own or item.state is WorkState.FAILED:
        _end_one(tx, revived(kept), drive, deferred=False)


def _works_again(before: object, after: object) -> Iterator[LibraryId]:
    """The library in which a dismount may have been refused before because of it, and is not any more."""
    match before, after:
        case Drive(), Drive() if not _works(before) and _works(after):
            yield after.library_id
        case Library(), Library() if not _works(before) and _works(after):
            yield after.id
        case Medium(), Medium() if not before.enabled and after.enabled:
            yield after.library_id
        case _:
            pass


def _works(device: Drive | Library) -> bool:
    return device.enabled and device.operational is Operational.READY


def _is_given_up(before: object, after: object) -> bool:
    if not isinstance(before, Drive) or before.holder is None:
        return False
    return not isinstance(after, Drive) or after.holder != before.holder
