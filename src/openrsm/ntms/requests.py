"""Library requests and operator requests."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from openrsm.ntms.arguments import invalid, ref
from openrsm.ntms.constants import INFINITE
from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, session_of

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
