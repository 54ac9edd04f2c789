"""What the calls that open something return, and the others take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from openrsm.domain.values import NoticeId, SessionId
from openrsm.ntms.codes import ERROR_INVALID_HANDLE
from openrsm.ntms.errors import NtmsError
from openrsm.surface.manager import Manager


class HANDLE:
    """A session or a notification; any thread may use it, no other process."""


@dataclass(eq=False, frozen=True, kw_only=True)
class SessionHandle(HANDLE):
    """A session.

    Attributes:
        manager: What carries its calls out.
        id: The session there.
        let_go: Lets go of the manager, where that is the session's own.
    """

    manager: Manager
    id: SessionId
    let_go: Callable[[], None]


@dataclass(eq=False, frozen=True, kw_only=True)
class NotificationHandle(HANDLE):
    """A notification; it ends with its session."""

    session: SessionHandle
    id: NoticeId


def session_handle(handle: HANDLE | None) -> SessionHandle:
    """A handle that is a session's.

    Raises:
        NtmsError: ERROR_INVALID_HANDLE: it is none.
    """
    if not isinstance(handle, SessionHandle):
        raise NtmsError(ERROR_INVALID_HANDLE, f"{handle!r} is no session; open one with OpenNtmsSession")
    return handle


def session_of(handle: HANDLE | None) -> tuple[Manager, SessionId]:
    """The manager and the session of a handle; raises as :func:`session_handle`."""
    session = session_handle(handle)
    return session.manager, session.id


def notification_of(handle: HANDLE | None) -> NotificationHandle:
    """A handle that is a notification's.

    Raises:
        NtmsError: ERROR_INVALID_HANDLE: it is none.
    """
    if not isinstance(handle, NotificationHandle):
        raise NtmsError(ERROR_INVALID_HANDLE, f"{handle!r} is no notification; open one with OpenNtmsNotification")
    return handle
