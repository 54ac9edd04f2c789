"""Which computers are to show messages (UI options)."""

from __future__ import annotations

from socket import gethostname
from uuid import UUID

from openrsm.domain.destinations import Messages
from openrsm.ntms.arguments import given, invalid, one_of, ref, room
from openrsm.ntms.codes import ERROR_INSUFFICIENT_BUFFER
from openrsm.ntms.constants import INFINITE
from openrsm.ntms.errors import NtmsError, call
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.options import NtmsUIOperations


@call
def GetNtmsUIOptions(
    hSession: HANDLE | None, lpObjectId: UUID | None, dwType: int, lpdwBufSize: int | None = INFINITE
) -> list[str]:
    """The computers that are to show messages about something.

    Args:
        hSession: The session.
        lpObjectId: A library or the computer; None for what this session does.
        dwType: NTMS_UITYPE_INFO, _REQ or _ERR.
        lpdwBufSize: How many characters the caller can take: the names, a zero after each, and one more.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    size, messages = room(lpdwBufSize, "lpdwBufSize"), one_of(Messages, dwType, "dwType")
    names = [*manager.operators.destinations(session, messages, _of(lpObjectId)).names]
    needed = sum(len(name) + 1 for name in names) + 1
    if names and needed > size:
        raise NtmsError(ERROR_INSUFFICIENT_BUFFER, f"the list has {len(names)} names; {needed} characters are needed")
    return names


@call
def SetNtmsUIOptions(
    hSession: HANDLE | None, lpObjectId: UUID | None, dwType: int, dwOperation: int, lpszDestination: str | None = None
) -> None:
    """Put a computer on such a list, take it off, or empty the list.

    Args:
        hSession: The session.
        lpObjectId: A library or the computer; None for what this session does.
        dwType: NTMS_UITYPE_INFO, _REQ or _ERR.
        dwOperation: NTMS_UIDEST_ADD, _DELETE or _DELETEALL.
        lpszDestination: The name of the computer; the empty name is this computer's. Not looked at by _DELETEALL.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    messages, of = one_of(Messages, dwType, "dwType"), _of(lpObjectId)
    match one_of(NtmsUIOperations, dwOperation, "dwOperation"):
        case NtmsUIOperations.NTMS_UIDEST_ADD:
            manager.operators.add_destination(session, messages, _name(lpszDestination), of)
        case NtmsUIOperations.NTMS_UIDEST_DELETE:
            manager.operators.remove_destination(session, messages, _name(lpszDestination), of)
        case NtmsUIOperations.NTMS_UIDEST_DELETEALL:
            manager.operators.remove_destination(session, messages, None, of)
        case _:
            raise invalid(f"dwOperation is {dwOperation}; add, delete or delete all")


def _of(guid: UUID | None) -> str | None:
    return None if guid is None else ref(guid, "lpObjectId")


def _name(destination: str | None) -> str:
    return given(destination, "lpszDestination") or gethostname()
