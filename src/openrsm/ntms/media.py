"""Media: allocated, given back, completed, retired, moved."""

from __future__ import annotations

from uuid import UUID

from openrsm.ntms.arguments import bits, ref, seconds
from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.options import NtmsAllocateOptions
from openrsm.ntms.structures import NTMS_ALLOCATION_INFORMATION
from openrsm.surface.media import AllocateOptions

_O = NtmsAllocateOptions


@call
def AllocateNtmsMedia(
    hSession: HANDLE | None,
    lpMediaPool: UUID | None,
    lpPartition: UUID | None,
    lpMediaId: UUID | None,
    dwOptions: int,
    dwTimeout: int,
) -> tuple[UUID, NTMS_ALLOCATION_INFORMATION]:
    """Take a side for this application; returns its LMID, and from which pool it came.

    Args:
        hSession: The session.
        lpMediaPool: An application pool.
        lpPartition: Exactly this side; None for any.
        lpMediaId: With NTMS_ALLOCATE_NEXT the LMID that is held already; otherwise it is ignored.
        dwOptions: Bits of :class:`NtmsAllocateOptions`.
        dwTimeout: Milliseconds to wait for an operator; INFINITE waits for ever, 0 does not wait.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    options = bits(NtmsAllocateOptions, dwOptions, "dwOptions")
    wanted = AllocateOptions(
        new=_O.NTMS_ALLOCATE_NEW in options,
        next_of=ref(lpMediaId, "lpMediaId") if _O.NTMS_ALLOCATE_NEXT in options else None,
        side=None if lpPartition is None else ref(lpPartition, "lpPartition"),
        error_if_unavailable=_O.NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE in options,
        timeout=seconds(dwTimeout),
    )
    allocated = manager.media.allocate(session, ref(lpMediaPool, "lpMediaPool"), wanted)
    source = manager.pools.show(session, allocated.source_pool)
    return allocated.logical.id, NTMS_ALLOCATION_INFORMATION(AllocatedFrom=source.pool.id)


@call
def DeallocateNtmsMedia(
    hSession: HANDLE | None,
    lpMediaId: UUID | None,
    dwOptions: int = 0,  # noqa: ARG001 - the header's; it is reserved
) -> None:
    """Give an LMID back; it ceases to exist.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.media.deallocate(session, ref(lpMediaId, "lpMediaId"))


@call
def DecommissionNtmsMedia(hSession: HANDLE | None, lpMediaId: UUID | None) -> None:
    """Retire the side of that id for good.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.media.decommission(session, ref(lpMediaId, "lpMediaId"))


@call
def SwapNtmsMedia(hSession: HANDLE | None, lpMediaId1: UUID | None, lpMediaId2: UUID | None) -> None:
    """Let two LMIDs of one pool trade their sides.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.media.swap(session, ref(lpMediaId1, "lpMediaId1"), ref(lpMediaId2, "lpMediaId2"))


@call
def SetNtmsMediaComplete(hSession: HANDLE | None, lpMediaId: UUID | None) -> None:
    """Mark an LMID as fully written: it is mounted for reading only from now on.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.media.complete(session, ref(lpMediaId, "lpMediaId"))


@call
def MoveToNtmsMediaPool(hSession: HANDLE | None, lpMediaId: UUID | None, lpPoolId: UUID | None) -> None:
    """Move a physical medium to another pool of its type.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.media.move(session, ref(lpMediaId, "lpMediaId"), ref(lpPoolId, "lpPoolId"))
