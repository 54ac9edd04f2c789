"""Sessions: who is calling, under which application name."""

from __future__ import annotations

from typing import Protocol

from openrsm.domain.values import Principal, SessionId


class Sessions(Protocol):
    """A session ends when closed: its waiting calls are cancelled, its completed mounts stay."""

    def open(self, application: str, principal: Principal) -> SessionId:
        """Begin a session.

        Raises:
            InvalidParameter: The application name is empty or longer than 63 characters.
        """
        ...

    def close(self, session: SessionId) -> None:
        """End it; work it queued and still waits for is cancelled (MS-RSMP 3.2.5.2.5.3).

        Raises:
            InvalidHandle: There is no such session.
        """
        ...
