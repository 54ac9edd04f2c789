"""What the calls that open something return, and the others take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from openrsm.domain.values import NoticeId, SessionId
from openrsm.ntms.codes import ERROR_INVALID_HANDLE
from openrsm.ntms.errors import NtmsError
from openrsm.surface.manager import Manager


class HANDLE:
    """A session, a notification or a detection of changes; any thread may use it, no other process."""


@dataclass(eq=False, frozen=True, kw_only=True)
class SessionHandle(HANDLE):
    """A session.

    Attributes:
        manager: What carries its calls out.
        id: The session there.
        let_go: Lets go of the manager, where that is the session's own.
        detections: What has begun in it and not ended.
    """

    manager: Manager
    id: SessionId
    let_go: Callable[[], None]
    detections: set[DetectionHandle] = field(default_factory=set)


@dataclass(eq=False, frozen=True, kw_only=True)
class NotificationHandle(HANDLE):
    """A notification; it ends with its session."""

    session: SessionHandle
    id: NoticeId


@dataclass(eq=False, frozen=True)
class DetectionHandle(HANDLE):
    """A detection of changes in stand-alone drives; it ends with its session."""

    @classmethod
    def of(cls, session: SessionHandle) -> DetectionHandle:
        """Begin one."""
        begun = cls()
        session.detections.add(begun)
        return begun


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


def detection_of(handle: HANDLE | None, session: SessionHandle) -> DetectionHandle:
    """A handle that is a detection's, and has begun in that session.

    Raises:
        NtmsError: ERROR_INVALID_HANDLE: it is none, or has ended.
    """
    if not isinstance(handle, DetectionHandle) or handle not in session.detections:
        what = f"{handle!r} is no detection of this session; begin one with BeginNtmsDeviceChangeDetection"
        raise NtmsError(ERROR_INVALID_HANDLE, what)
    return handle
