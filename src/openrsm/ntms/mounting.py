"""Mounting and dismounting."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from openrsm.ntms.arguments import bits, invalid, one_of, ref, refs, seconds
from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.options import NtmsDismountOptions, NtmsMountOptions
from openrsm.ntms.structures import NTMS_MOUNT_INFORMATION
from openrsm.surface.mounts import MountOptions

_O = NtmsMountOptions


@call
def MountNtmsMedia(
    hSession: HANDLE | None,
    lpMediaId: Sequence[UUID] | None,
    lpDriveId: Sequence[UUID] | None,
    dwCount: int,
    dwOptions: int,
    dwPriority: int,
    dwTimeout: int,
    lpMountInformation: NTMS_MOUNT_INFORMATION | None = None,
) -> list[UUID | None]:
    """Mount media of one library, all or none, and wait until they are ready; returns the drive of each.

    Args:
        hSession: The session.
        lpMediaId: LMIDs or ids of sides, or of media with one side; none twice.
        lpDriveId: With NTMS_MOUNT_SPECIFIC_DRIVE a drive for each; otherwise an empty array serves.
        dwCount: How many of them to mount.
        dwOptions: Bits of :class:`NtmsMountOptions`. With NTMS_MOUNT_NOWAIT the drives are None.
        dwPriority: -15 (last) to 15 (first).
        dwTimeout: Milliseconds; INFINITE waits for ever, 0 tries once.
        lpMountInformation: Reserved.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    options = bits(NtmsMountOptions, dwOptions, "dwOptions")
    if lpDriveId is None:
        raise invalid("lpDriveId is None; an empty array serves where no drive is asked for")
    if lpMountInformation is not None and lpMountInformation.lpReserved is not None:
        raise invalid("lpReserved is not None")
    wanted = MountOptions(
        read=_O.NTMS_MOUNT_READ in options,
        write=_O.NTMS_MOUNT_WRITE in options,
        drives=refs(lpDriveId, dwCount, "lpDriveId") if _O.NTMS_MOUNT_SPECIFIC_DRIVE in options else (),
        priority=int(dwPriority),
        error_if_busy=_O.NTMS_MOUNT_ERROR_NOT_AVAILABLE in options,
        error_if_offline=_O.NTMS_MOUNT_ERROR_OFFLINE in options,
        nowait=_O.NTMS_MOUNT_NOWAIT in options,
        timeout=seconds(dwTimeout),
    )
    mounted = manager.mounts.mount(session, refs(lpMediaId, dwCount, "lpMediaId"), wanted)
    return [one.drive.id if one.drive else None for one in mounted]


@call
def DismountNtmsMedia(hSession: HANDLE | None, lpMediaId: Sequence[UUID] | None, dwCount: int, dwOptions: int) -> None:
    """Queue the dismount of media; their mounts end by it.

    Args:
        hSession: The session.
        lpMediaId: LMIDs or ids of sides, or of media with one side; none twice.
        dwCount: How many of them to dismount.
        dwOptions: One :class:`NtmsDismountOptions`; 0 is NTMS_DISMOUNT_IMMEDIATE.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    immediate = NtmsDismountOptions.NTMS_DISMOUNT_IMMEDIATE
    option = one_of(NtmsDismountOptions, dwOptions or immediate, "dwOptions")
    manager.mounts.dismount(session, refs(lpMediaId, dwCount, "lpMediaId"), deferred=option is not immediate)


@call
def DismountNtmsDrive(hSession: HANDLE | None, lpDriveId: UUID | None) -> None:
    """Queue the return of whatever is in a drive; an owner's mount ends by it.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.drives.dismount(session, ref(lpDriveId, "lpDriveId"))
