"""The catalogue as a whole: copies of it, and a copy in its place (section 10 of the model)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from openrsm.domain.exports import USUAL
from openrsm.domain.records import AuditEntry
from openrsm.domain.values import SessionId
from openrsm.surface.checkup import CheckupView
from openrsm.surface.views import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyView:
    """A copy of the catalogue: its file on the service's computer, its size in bytes, when it was written."""

    name: str
    file: str
    size: int
    made: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseView:
    """The catalogue.

    Attributes:
        file: Where it is, on the service's computer.
        size: In bytes, its write-ahead log among them.
        revision: The number of its form; a version of OpenRSM imports copies up to its own.
        copies: Those that were exported, the newest first.
        marked: Since when a copy is marked to be the catalogue from the next start on; None if none is.
        imported: The last import, in the audit trail's words; None if there was none.
        differences: What each library showed differently from it, when it was first looked at afterwards.
    """

    file: str
    size: int
    revision: str
    copies: Sequence[CopyView]
    marked: datetime | None
    imported: AuditEntry | None
    differences: Sequence[AuditEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelCount:
    """How many sides carry a label of that type."""

    type: str
    sides: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSides:
    """Sides of which equally much is known.

    Attributes:
        code: What is known, in a word or three; it stays the same from version to version.
        what: The same as a sentence says it.
        advice: What to do about it; empty if nothing is to be done.
        sides: How many.
        labels: By the types of their labels; those without one are in none.
        media: The names of their media, by sequence number.
    """

    code: str
    what: str
    advice: str
    sides: int
    labels: Sequence[LabelCount]
    media: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredView:
    """What the catalogue knows of its media, and by what.

    Attributes:
        known: Every side once, cleaning cartridges' left out.
        media: How many media that are.
        cleaners: How many cleaning cartridges there are besides.
    """

    known: Sequence[KnownSides]
    media: int
    cleaners: int


class Database(Protocol):
    """Every call may raise InvalidHandle, AccessDenied and SystemFault."""

    def show(self, session: SessionId) -> DatabaseView:
        """The catalogue, its copies, and what is to become of it."""
        ...

    def report(self, session: SessionId) -> RestoredView:
        """What is known of all media, and by what: whose they are, and what has to be asked or looked at.

        After a disaster it tells what was restored and what was not. It looks at the catalogue alone.
        """
        ...

    def export(self, session: SessionId, name: str = USUAL) -> CopyView:
        """Write a copy while everything goes on; one of that name is replaced once the new one is durable.

        Raises:
            InvalidName: It is no name for a copy: a copy has no path, but lies in the state's folder of copies.
            StateLocked: Another process writes, reads or carries away the copies.
        """
        ...

    def mark_import(self, session: SessionId, name: str = USUAL) -> DatabaseView:
        """Have a copy become the catalogue at the next start; nothing changes before.

        Then what the libraries show wins for places, work of the copy's time is cancelled, its sessions are ended, and
        media that it calls free are checked before anybody gets them. What it replaces is kept beside it.

        Raises:
            ObjectNotFound: There is no copy of that name.
            InvalidName: See :meth:`export`, as with the next.
            StateLocked: Another process has the copies.
            DatabaseFailure: It is damaged, no catalogue, or of a newer version.
        """
        ...

    def cancel_import(self, session: SessionId) -> DatabaseView:
        """Let the catalogue be what it is.

        Raises:
            InvalidState: No copy is marked.
        """
        ...

    def check(self, session: SessionId, library: Ref | None = None) -> CheckupView:
        """Whether the catalogue is sound, contradicts itself, or contradicts its libraries; changes nothing.

        Each library is asked for its element status once, in its turn; nothing moves.

        Args:
            session: Who asks.
            library: Compare this one alone.

        Raises:
            InvalidLibrary: There is no such library.
        """
        ...

    def repair(self, session: SessionId, library: Ref | None = None) -> CheckupView:
        """The same, and put right what can be put right safely; see ``repairable`` of the findings. Nothing moves.

        Raises:
            InvalidLibrary: There is no such library.
        """
        ...
