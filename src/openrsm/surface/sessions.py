"""Sessions: who is calling, under which application name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openrsm.domain.values import Principal, SessionId
from openrsm.surface.views import SessionView


class Sessions(Protocol):
    """A session ends when closed, or lost: its waiting calls are cancelled, its completed mounts stay.

    Unless it was opened to end them: then they are dismounted, and mounts that it queued are cancelled, too.
    """

    def open(
        self, application: str, principal: Principal, *, lease: float | None = None, ends_mounts: bool = False
    ) -> SessionId:
        """Begin a session.

        With a ``lease`` (seconds) it outlives this process, and is lost when nothing is heard of it for so long: its
        mounts then have no owner. Without one it lasts as long as the process does.

        With ``ends_mounts`` whatever is mounted in it is dismounted, deferred, once it ends in whatever way; if that
        cannot be, as with a disabled drive, those mounts have no owner until it can, and are dismounted then. Where
        its process was killed, and no service goes on, it ends when the state is opened again.

        Raises:
            InvalidParameter: The application name is empty or longer than 63 characters; the lease is not positive.
            AccessDenied: The principal has no right to use the computer.
            Busy: Its user has as many sessions with a lease as one may.
        """
        ...

    def renew(self, session: SessionId) -> SessionView:
        """Say that the caller still lives: the lease begins anew. Every call of the session says so as well.

        Raises:
            InvalidHandle: There is no such session.
        """
        ...

    def list(self, session: SessionId) -> Sequence[SessionView]:
        """The open sessions: all, for who may read the computer's settings; else those of the caller's user."""
        ...

    def close(self, session: SessionId) -> None:
        """End it; work it queued and still waits for is cancelled (MS-RSMP 3.2.5.2.5.3).

        Raises:
            InvalidHandle: There is no such session.
        """
        ...
