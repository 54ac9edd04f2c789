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
    """A share with the names around it; drives in the order of their numbers, from 0."""

    id: UUID
    name: str
    library: str
    pools: Sequence[str]
    drives: Sequence[str]
    slots: int
    media: int


class Shares(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, ObjectNotFound (no such share, pool) and SystemFault.

    To make, change or delete a share takes CONTROL of its library.
    """

    def create(
        self, session: SessionId, name: str, library: Ref, pools: Sequence[Ref], drives: Sequence[Ref]
    ) -> ShareView:
        """Give an application its own changer: the media of these pools that are in the library, and these drives.

        Raises:
            InvalidName: The name is malformed.
            AlreadyExists: A share or a library has the name, or a pool belongs to another share of the library.
            InvalidParameter: No pool or no drive is named, or one twice.
            InvalidMediaPool: A pool is one of the system's, or holds pools.
            InvalidDrive, DriveMediaMismatch: A drive does not exist, or is in another library.
            LibraryOffline: It is the offline library.
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
            Busy: A drive that it is to lose holds a medium of it.
        """
        ...

    def delete(self, session: SessionId, share: Ref) -> None:
        """Take it away; its media, pools and drives stay as they are.

        Raises:
            Busy: One of its media is mounted.
        """
        ...
