"""The health of drives and media, as people ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from openrsm.domain.health import Reading
from openrsm.domain.matrix import Deed
from openrsm.domain.suspects import Suspect, suspects
from openrsm.domain.values import DriveId, MediumId, SessionId
from openrsm.errors import InvalidParameter
from openrsm.service import guard, resolving
from openrsm.service.context import Context, note
from openrsm.service.guard import Sight
from openrsm.service.refusals import audited
from openrsm.service.sessions import Session
from openrsm.store.database import Transaction
from openrsm.surface.views import ReadingView, Ref, SuspectView

LOOKS_BACK: Final = timedelta(days=90)
"""How old a reading may be that still blames somebody."""

MOST: Final = 50_000
"""How many readings are weighed at most, the newest."""


@audited("diagnosis")
class DiagnosisService:
    """Implements :class:`openrsm.surface.diagnosis.Diagnosis`."""

    def __init__(self, context: Context) -> None:
        """Works on the catalogue alone."""
        self._context = context

    def suspects(self, session: SessionId) -> Sequence[SuspectView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: _suspects(tx, caller))

    def drive(self, session: SessionId, drive: Ref, *, limit: int = 100) -> Sequence[ReadingView]:
        """See the surface."""
        caller = self._context.caller(session)
        _check_limit(limit)
        return self._context.store.read(lambda tx: _of_drive(tx, caller, drive, limit))

    def medium(self, session: SessionId, medium: Ref, *, limit: int = 100) -> Sequence[ReadingView]:
        """See the surface."""
        caller = self._context.caller(session)
        _check_limit(limit)
        return self._context.store.read(lambda tx: _of_medium(tx, caller, medium, limit))

    def clear_drive(self, session: SessionId, drive: Ref) -> None:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.commit(caller, lambda tx: _clear_drive(tx, caller, drive))

    def clear_medium(self, session: SessionId, medium: Ref) -> None:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.commit(caller, lambda tx: _clear_medium(tx, caller, medium))


def _check_limit(limit: int) -> None:
    if limit < 1:
        raise InvalidParameter(f"limit {limit}", "ask for 1 reading or more")


def _suspects(tx: Transaction, caller: Session) -> list[SuspectView]:
    guard.may(tx, caller, Deed.SUSPECTS, "look at suspects", tx.computer.get())
    sight = guard.sight(tx, caller)
    views = (_suspect_view(tx, sight, one) for one in suspects(tx.readings.counted(tx.now - LOOKS_BACK, MOST)))
    return [view for view in views if view is not None]


def _suspect_view(tx: Transaction, sight: Sight, one: Suspect) -> SuspectView | None:
    """None for what is gone, or what the caller may not look at."""
    drive = _drive_name(tx, sight, one.drive_id) if one.drive_id else ""
    medium = _medium_name(tx, sight, one.medium_id) if one.medium_id else ""
    if drive is None or medium is None:
        return None
    return SuspectView(
        party=one.party,
        drive_id=one.drive_id,
        drive=drive,
        medium_id=one.medium_id,
        medium=medium,
        certain=one.certain,
        score=one.score,
        reasons=one.reasons,
    )


def _drive_name(tx: Transaction, sight: Sight, drive_id: DriveId) -> str | None:
    drive = tx.drives.find(drive_id)
    return drive.name if drive is not None and sight.sees_library(drive.library_id) else None


def _medium_name(tx: Transaction, sight: Sight, medium_id: MediumId) -> str | None:
    medium = tx.media.find(medium_id)
    return medium.name if medium is not None and sight.sees_pool(medium.pool_id) else None


def _of_drive(tx: Transaction, caller: Session, ref: Ref, limit: int) -> list[ReadingView]:
    drive = resolving.drive(tx, ref)
    library = guard.library_of(tx, drive.library_id, f"drive {drive.name}")
    guard.may(tx, caller, Deed.DRIVE_READINGS, f"look at drive {drive.name}", library)
    return _views(tx, caller, tx.readings.of_drive(drive.id, limit))


def _of_medium(tx: Transaction, caller: Session, ref: Ref, limit: int) -> list[ReadingView]:
    medium = resolving.medium(tx, ref)
    guard.may(tx, caller, Deed.MEDIUM_READINGS, f"look at {medium.name}", guard.pool_of(tx, medium))
    return _views(tx, caller, tx.readings.of_medium(medium.id, limit))


def _views(tx: Transaction, caller: Session, readings: Sequence[Reading]) -> list[ReadingView]:
    """With the names of what the caller may look at; the others, and what is gone, have none."""
    sight = guard.sight(tx, caller)
    return [
        ReadingView(
            reading=reading,
            drive=_drive_name(tx, sight, reading.drive_id) or "",
            medium=_medium_name(tx, sight, reading.medium_id) or "",
        )
        for reading in readings
    ]


def _clear_drive(tx: Transaction, caller: Session, ref: Ref) -> None:
    drive = resolving.drive(tx, ref)
    library = guard.library_of(tx, drive.library_id, f"drive {drive.name}")
    guard.may(tx, caller, Deed.DRIVE_CLEAR, f"clear the health of drive {drive.name}", library)
    tx.readings.forget_drive(drive.id)
    note(tx, caller, "health_cleared", drive.name)


def _clear_medium(tx: Transaction, caller: Session, ref: Ref) -> None:
    medium = resolving.medium(tx, ref)
    guard.may(tx, caller, Deed.MEDIUM_CLEAR, f"clear the health of {medium.name}", guard.pool_of(tx, medium))
    tx.readings.forget_medium(medium.id)
    tx.media.change(medium, replace(medium, serial=""))
    note(tx, caller, "health_cleared", medium.name)
