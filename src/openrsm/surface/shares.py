"""Shares: the part of a library that one application takes for its own library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from openrsm.domain.values import SessionId
from openrsm.surface.views import Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareView:
    """A share with the names around it.

    Attributes:
        pools: Paths.
        drives: Names, in the order of their numbers, from 0.
        slots: How many there are: as many as the library has, or numbers of media.
        media: How many have a number, offline ones among them.
    """

    id: UUID
    name: str
    library: str
    pools: Sequence[str]
    drives: Sequence[str]
    slots: int
    media: int


class Shares(Protocol):
    """A share is named by its name or GUID.

    Every call may raise InvalidHandle, AccessDenied, ObjectNotFound (no such share) and SystemFault. To make or change
    a share takes CONTROL of its library and USE of its pools; to delete it, CONTROL of its library. A pool, drive or
    library cannot be deleted while a share has it.
    """

    def create(
        self, session: SessionId, name: str, library: Ref, pools: Sequence[Ref], drives: Sequence[Ref]
    ) -> ShareView:
        """Give an application its own changer: the media of these pools that are in the library, and these drives.

        Raises:
            InvalidName: The name is malformed.
            AlreadyExists: A share or a library has the name, or a pool belongs to another share of the library.
            InvalidParameter: No pool or no drive is named, or one twice.
            InvalidMediaPool: A pool does not exist, is one of the system's, or holds pools.
            InvalidDrive, DriveMediaMismatch: A drive does not exist, or is in another library.
            InvalidLibrary, LibraryOffline: The library does not exist, or is the offline library.
        """
        ...

    def list(self, session: SessionId) -> Sequence[ShareView]:
        """All that the caller may know of, by name."""
        ...

    def show(self, session: SessionId, share: Ref) -> ShareView:
        """One."""
        ...

    def change(
        self, session: SessionId, share: Ref, *, pools: Sequence[Ref] | None = None, drives: Sequence[Ref] | None = None
    ) -> ShareView:
        """Give it other pools or drives; the numbers of media that stay do not change.

        Raises:
            Refusal: As :meth:`create`.
            Busy: A drive that it is to lose, or a medium of a pool that it is to lose, is in use by it.
        """
        ...

    def delete(self, session: SessionId, share: Ref) -> None:
        """Take it away; its media, pools and drives stay as they are.

        Raises:
            Busy: One of its media is mounted.
        """
        ...
