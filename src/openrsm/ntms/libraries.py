"""Libraries and what is in them: inventories, in and out of service, forgotten."""

from __future__ import annotations

from uuid import UUID

from openrsm.domain.library import InventoryMethod
from openrsm.domain.values import ObjectType
from openrsm.ntms.arguments import invalid, object_type, one_of, ref
from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.surface.libraries import Drives, Libraries
from openrsm.surface.manager import Manager
from openrsm.surface.media import Media


@call
def InventoryNtmsLibrary(hSession: HANDLE | None, lpLibraryId: UUID | None, dwAction: int) -> None:
    """Queue an inventory; ``dwAction`` is one :class:`NtmsInventoryMethod`.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    method = one_of(InventoryMethod, dwAction, "dwAction")
    manager.libraries.inventory(session, ref(lpLibraryId, "lpLibraryId"), method)


@call
def DeleteNtmsLibrary(hSession: HANDLE | None, lpLibraryId: UUID | None) -> None:
    """Forget a library and its devices; its media become offline.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.libraries.remove(session, ref(lpLibraryId, "lpLibraryId"))


@call
def DeleteNtmsDrive(hSession: HANDLE | None, lpDriveId: UUID | None) -> None:
    """Forget a drive that is gone.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.drives.remove(session, ref(lpDriveId, "lpDriveId"))


@call
def EnableNtmsObject(hSession: HANDLE | None, dwType: int, lpObjectId: UUID | None) -> None:
    """Queue the return to service of a library, a drive or a physical medium.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    _switched(manager, dwType).enable(session, ref(lpObjectId, "lpObjectId"))


@call
def DisableNtmsObject(hSession: HANDLE | None, dwType: int, lpObjectId: UUID | None) -> None:
    """Queue taking a library, a drive or a physical medium out of service.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    _switched(manager, dwType).disable(session, ref(lpObjectId, "lpObjectId"))


def _switched(manager: Manager, kind: int) -> Libraries | Drives | Media:
    match object_type(kind):
        case ObjectType.LIBRARY:
            return manager.libraries
        case ObjectType.DRIVE:
            return manager.drives
        case ObjectType.PHYSICAL_MEDIA:
            return manager.media
    raise invalid(f"dwType is {kind}; only libraries, drives and physical media are enabled and disabled")
