"""Notices: what changed in the catalogue, in commit order, for those who may read it (section 9 of the model).

There is one stream of changes, numbered without gaps. A listener either reads on from the number that it saw last, or
opens a notification as RSM has them: one object type, one change at a time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from openrsm.domain.records import EventKind, Happening
from openrsm.domain.values import NoticeId, ObjectType, SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """A piece of the stream: what the caller may read of it, and the number up to which that is all."""

    changes: Sequence[Happening]
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What happened to which object; there is no more to it: read the object again."""

    kind: EventKind
    object_id: str


class Notices(Protocol):
    """Every call may raise InvalidHandle, AccessDenied and SystemFault."""

    def since(
        self,
        session: SessionId,
        after: int | None = None,
        *,
        types: Collection[ObjectType] = (),
        limit: int = 1000,
        timeout: float | None = 0,
    ) -> Changes:
        """The changes after that number, of these types or all; waits so many seconds for the first.

        Without ``after``: none, and the number to go on from.

        Raises:
            NoticesLost: Some of them are no longer kept.
            InvalidParameter: ``after`` lies ahead of everything that happened; the limit is below 1.
        """
        ...

    def open(self, session: SessionId, object_type: ObjectType) -> NoticeId:
        """Begin to be told about one type of object (OpenNtmsNotification); ends with the session.

        Raises:
            InvalidParameter: The session has as many open as it may.
        """
        ...

    def wait(self, session: SessionId, notification: NoticeId, timeout: float | None = None) -> Notice:
        """The next change, one at a time, in commit order (WaitForNtmsNotification).

        Raises:
            InvalidHandle: It is closed, or was never opened.
            TimedOut: Nothing happened.
            NoticesLost: More happened than is kept; it goes on from now. Look at everything again.
        """
        ...

    def close(self, session: SessionId, notification: NoticeId) -> None:
        """End it (CloseNtmsNotification).

        Raises:
            InvalidHandle: It is closed, or was never opened.
        """
        ...
