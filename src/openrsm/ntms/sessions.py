"""Sessions: over a socket or the network, or with a manager in this process."""

from __future__ import annotations

from typing import Final

from openrsm.client.address import Address, address_of, usual_address
from openrsm.client.opening import open_client
from openrsm.domain.values import Principal
from openrsm.errors import InvalidParameter
from openrsm.ntms.arguments import bits
from openrsm.ntms.codes import ERROR_INVALID_COMPUTERNAME
from openrsm.ntms.errors import NtmsError, call, failing_as
from openrsm.ntms.handles import HANDLE, SessionHandle, session_handle
from openrsm.ntms.options import NtmsSessionOptions
from openrsm.settings import settings
from openrsm.surface.manager import Manager

NAMELESS: Final = "RSM"
"""The application whose name is empty (MS-RSMP 3.2.5.2.5.1)."""


def attach(manager: Manager, principal: Principal, lpApplication: str | None = None) -> HANDLE:
    """Open a session with a manager in this process: what OpenNtmsSession does where there is no service.

    Args:
        manager: It stays open when the session is closed.
        principal: In whose name.
        lpApplication: What others see as the user of media and drives.

    Raises:
        NtmsError: As OpenNtmsSession.
    """
    with failing_as("OpenNtmsSession"):
        session = manager.sessions.open(lpApplication or NAMELESS, principal)
    return SessionHandle(manager=manager, id=session, let_go=_nothing)


@call
def OpenNtmsSession(lpServer: str | None = None, lpApplication: str | None = None, dwOptions: int = 0) -> HANDLE:
    """Open a session with a running service; it is renewed by itself while this process runs.

    Args:
        lpServer: ``unix:/PATH``, ``https://HOST:PORT`` or ``http://127.0.0.1:PORT``; None for the service of this
            computer, or the one that OPENRSM_URL names. OPENRSM_TOKEN vouches for the caller over a network.
        lpApplication: What others see as the user of media and drives; at most 63 characters.
        dwOptions: 0; NTMS_SESSION_QUERYEXPEDITE is ignored.

    Raises:
        NtmsError: ERROR_INVALID_COMPUTERNAME, ERROR_NOT_CONNECTED, ERROR_ACCESS_DENIED, ERROR_INVALID_PARAMETER.
    """
    bits(NtmsSessionOptions, dwOptions, "dwOptions")
    manager = open_client(_address(lpServer), settings().token or None)
    try:
        session = manager.sessions.open(lpApplication or NAMELESS, Principal(user=""))
    except BaseException:
        manager.close()
        raise
    return SessionHandle(manager=manager, id=session, let_go=manager.close)


@call
def CloseNtmsSession(hSession: HANDLE | None) -> None:
    """End a session: calls of other threads that wait in it end with ERROR_CANCELLED; what is mounted stays mounted.

    Raises:
        NtmsError: ERROR_INVALID_HANDLE, ERROR_CONNECTION_UNAVAIL.
    """
    session = session_handle(hSession)
    session.detections.clear()
    try:
        session.manager.sessions.close(session.id)
    finally:
        session.let_go()


def _address(server: str | None) -> Address:
    try:
        return usual_address(settings()) if server is None else address_of(server)
    except InvalidParameter as error:
        raise NtmsError(ERROR_INVALID_COMPUTERNAME, str(error)) from error


def _nothing() -> None:
    """A manager that was given is not the session's to close."""
