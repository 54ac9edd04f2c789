"""What is known of the health of drives and media: whom to suspect, why, and since when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openrsm.domain.values import SessionId
from openrsm.surface.views import ReadingView, Ref, SuspectView


class Diagnosis(Protocol):
    """Every call may raise InvalidHandle, AccessDenied and SystemFault; those that name something, that it is not.

    A reading is taken each time a drive lets a medium go, and when one could not be loaded, unloaded or carried.
    """

    def suspects(self, session: SessionId) -> Sequence[SuspectView]:
        """Drives and media to suspect among those that the caller may look at, the most certain first."""
        ...

    def drive(self, session: SessionId, drive: Ref, *, limit: int = 100) -> Sequence[ReadingView]:
        """The last readings of a drive, the newest first.

        Raises:
            InvalidDrive: There is no such drive.
            InvalidParameter: A limit below 1.
        """
        ...

    def medium(self, session: SessionId, medium: Ref, *, limit: int = 100) -> Sequence[ReadingView]:
        """The last readings of a medium, the newest first.

        Raises:
            InvalidMedia: There is no such medium.
            InvalidParameter: A limit below 1.
        """
        ...

    def clear_drive(self, session: SessionId, drive: Ref) -> None:
        """What was wrong with the drive has been seen to: its readings stay, and blame nobody any more.

        Raises:
            InvalidDrive: There is no such drive.
        """
        ...

    def clear_medium(self, session: SessionId, medium: Ref) -> None:
        """The same of a medium; the number in its cartridge memory is learnt anew, too.

        Raises:
            InvalidMedia: There is no such medium.
        """
        ...
