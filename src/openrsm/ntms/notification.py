"""Notifications: what changes in objects of one type."""

from __future__ import annotations

from uuid import UUID

from openrsm.ntms.arguments import invalid, object_type, seconds
from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, NotificationHandle, notification_of, session_handle
from openrsm.ntms.options import NtmsNotificationOperations
from openrsm.ntms.structures import NTMS_NOTIFICATIONINFORMATION


@call
def OpenNtmsNotification(hSession: HANDLE | None, dwType: int) -> HANDLE:
    """Begin to be told what changes in objects of a type; ends with the session.

    Raises:
        NtmsError: See the reference of the original.
    """
    session = session_handle(hSession)
    return NotificationHandle(session=session, id=session.manager.notices.open(session.id, object_type(dwType)))


@call
def WaitForNtmsNotification(hNotification: HANDLE | None, dwTimeout: int) -> NTMS_NOTIFICATIONINFORMATION:
    """The next change, in the order in which they came to be; waits so many milliseconds, or INFINITE.

    Raises:
        NtmsError: ERROR_TIMEOUT: nothing happened. ERROR_NO_DATA: more happened than is kept; it goes on from now, so
            look at everything again. ERROR_INVALID_HANDLE, ERROR_NOT_CONNECTED, ERROR_DATABASE_FAILURE.
    """
    of = notification_of(hNotification)
    notice = of.session.manager.notices.wait(of.session.id, of.id, seconds(dwTimeout))
    return NTMS_NOTIFICATIONINFORMATION(
        dwOperation=NtmsNotificationOperations(notice.kind), ObjectId=UUID(notice.object_id)
    )


@call
def CloseNtmsNotification(hNotification: HANDLE | None) -> None:
    """End a notification.

    Raises:
        NtmsError: See the reference of the original.
    """
    if hNotification is None:
        raise invalid("hNotification is None")
    of = notification_of(hNotification)
    of.session.manager.notices.close(of.session.id, of.id)
