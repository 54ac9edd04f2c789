"""Library requests and operator requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from openrsm.domain.operator import OperatorKind, OperatorState
from openrsm.domain.values import ObjectType, SessionId
from openrsm.errors import Cancelled, ObjectNotFound, TimedOut
from openrsm.ntms.arguments import invalid, object_type, one_of, ref, refs, seconds
from openrsm.ntms.constants import INFINITE
from openrsm.ntms.errors import call
from openrsm.ntms.finding import find
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.structures import NTMS_STORAGESLOTINFORMATION
from openrsm.surface.manager import Manager

LAST: Final = INFINITE
"""The order number that means the end of the queue."""


@call
def CancelNtmsLibraryRequest(hSession: HANDLE | None, lpRequestId: UUID | None) -> None:
    """Cancel a library request, and the set of mounts it belongs to.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.work.cancel(session, ref(lpRequestId, "lpRequestId"))


@call
def GetNtmsRequestOrder(hSession: HANDLE | None, lpRequestId: UUID | None) -> int:
    """A mount's place among those that wait, from 1; 0 for a request that has none.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    return manager.work.show(session, ref(lpRequestId, "lpRequestId")).order


@call
def SetNtmsRequestOrder(hSession: HANDLE | None, lpRequestId: UUID | None, dwOrderNumber: int) -> None:
    """Set a mount's place among those that wait: 1 is next, 0xFFFFFFFF last.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    if not 0 < dwOrderNumber <= LAST:
        raise invalid(f"dwOrderNumber is {dwOrderNumber}; 1 is next, {LAST:#x} is last")
    manager.work.order(session, ref(lpRequestId, "lpRequestId"), int(dwOrderNumber))


@call
def SatisfyNtmsOperatorRequest(hSession: HANDLE | None, lpRequestId: UUID | None) -> None:
    """Say that what an operator was asked for is done.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.operators.satisfy(session, ref(lpRequestId, "lpRequestId"))


@call
def CancelNtmsOperatorRequest(hSession: HANDLE | None, lpRequestId: UUID | None) -> None:
    """Say that what an operator was asked for will not be done: what waits for it fails.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.operators.refuse(session, ref(lpRequestId, "lpRequestId"))


@call
def SubmitNtmsOperatorRequest(
    hSession: HANDLE | None,
    dwRequest: int,
    lpMessage: str | None = None,
    lpArg1Id: UUID | None = None,
    lpArg2Id: UUID | None = None,
) -> UUID:
    """Ask an operator for something; returns the request at once.

    Args:
        hSession: The session.
        dwRequest: One :class:`NtmsOpreqCommand`.
        lpMessage: What the operator reads; None for words of the service.
        lpArg1Id: The pool that needs new media, the library or slot that needs a cleaner, what is to be seen to, or the
            medium.
        lpArg2Id: The library where media are to be brought.

    Raises:
        NtmsError: See the reference of the original.
    """
    kind = one_of(OperatorKind, dwRequest, "dwRequest")
    manager, session = session_of(hSession)
    about = _about(manager, session, kind, lpArg1Id, lpArg2Id)
    return manager.operators.submit(session, kind, lpMessage or "", **about).request.id


_SECOND: Final = {OperatorKind.NEW_MEDIA: "library", OperatorKind.MOVE_MEDIA: "library"}
_FIRST: Final = {OperatorKind.NEW_MEDIA: "pool", OperatorKind.CLEANER: "library", OperatorKind.MOVE_MEDIA: "medium"}
_SERVED: Final = {
    ObjectType.LIBRARY: "library",
    ObjectType.DRIVE: "drive",
    ObjectType.PHYSICAL_MEDIA: "medium",
}


def _about(
    manager: Manager, session: SessionId, kind: OperatorKind, first: UUID | None, second: UUID | None
) -> dict[str, str]:
    """What the arguments name, by what it is."""
    about = {}
    if first is not None:
        name = _FIRST.get(kind) or _served(manager, session, first)
        about[name] = str(_library_of(manager, session, first) if kind is OperatorKind.CLEANER else first)
    if second is not None and kind in _SECOND:
        about[_SECOND[kind]] = str(second)
    return about


def _library_of(manager: Manager, session: SessionId, guid: UUID) -> UUID:
    """The library of a slot that needs a cleaning cartridge; anything else is to be the library itself."""
    if not any(one.id == guid for one in manager.objects.view(session, ObjectType.SLOT)):
        return guid
    info = find(manager, session, ObjectType.SLOT, guid).Info
    assert isinstance(info, NTMS_STORAGESLOTINFORMATION)  # noqa: S101 - that is what is told of slots
    assert info.Library is not None  # noqa: S101 - every slot is a library's
    return info.Library


def _served(manager: Manager, session: SessionId, guid: UUID) -> str:
    """Of what kind the thing is that is to be seen to."""
    for kind, name in _SERVED.items():
        if any(one.id == guid for one in manager.objects.view(session, kind)):
            return name
    raise ObjectNotFound(f"{guid} is no library, drive or medium", "name what is in trouble")


@call
def WaitForNtmsOperatorRequest(hSession: HANDLE | None, lpRequestId: UUID | None, dwTimeout: int) -> None:
    """Wait for so many milliseconds until an operator request is done; it stands if time is over.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    request = manager.operators.wait(session, ref(lpRequestId, "lpRequestId"), seconds(dwTimeout)).request
    if request.state is OperatorState.REFUSED:
        raise Cancelled(f"the operator refused: {request.message}", "ask the operator why")
    if request.state is not OperatorState.COMPLETE:
        raise TimedOut(f"operator request {request.number} has not been answered", "wait for it again")


@call
def DeleteNtmsRequests(hSession: HANDLE | None, lpRequestId: Sequence[UUID] | None, dwType: int, dwCount: int) -> None:
    """Forget requests that have ended; others stay, and unknown ones are passed over.

    Args:
        hSession: The session.
        lpRequestId: Which.
        dwType: NTMS_LIBREQUEST or NTMS_OPREQUEST.
        dwCount: How many of them.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    wanted = refs(lpRequestId, dwCount, "lpRequestId")
    match object_type(dwType):
        case ObjectType.WORK_ITEM:
            manager.work.delete(session, wanted)
        case ObjectType.OPERATOR_REQUEST:
            manager.operators.delete(session, wanted)
        case _:
            raise invalid(f"dwType is {dwType}; only library and operator requests are deleted")
