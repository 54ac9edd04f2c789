"""Any object: which there are, and what they are."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from openrsm.domain.type_guids import guid_of
from openrsm.domain.values import ObjectType, SessionId
from openrsm.errors import AccessDenied, ObjectNotFound
from openrsm.ntms.arguments import given, invalid, object_type, one_of, ref, room
from openrsm.ntms.codes import ERROR_INSUFFICIENT_BUFFER
from openrsm.ntms.enumerations import NtmsObjectsTypes
from openrsm.ntms.errors import NtmsError, call
from openrsm.ntms.finding import FINDERS, find, find_any
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.options import NtmsEnumerateOption
from openrsm.ntms.structures import NTMS_OBJECTINFORMATION
from openrsm.surface.manager import Manager
from openrsm.surface.views import ObjectName


@call
def GetNtmsObjectInformation(
    hSession: HANDLE | None, lpObjectId: UUID | None, lpInfo: NTMS_OBJECTINFORMATION | None
) -> NTMS_OBJECTINFORMATION:
    """What an object is, and how it stands.

    Args:
        hSession: The session.
        lpObjectId: The object.
        lpInfo: Its ``dwType`` says what the object is; NTMS_UNKNOWN where the caller does not know.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    guid, kind = UUID(ref(lpObjectId, "lpObjectId")), given(lpInfo, "lpInfo").dwType
    if kind == NtmsObjectsTypes.NTMS_UNKNOWN:
        return find_any(manager, session, guid)
    of = object_type(kind)
    if of not in FINDERS:
        raise invalid(f"dwType is {kind}; nothing is told of objects of that type")
    return find(manager, session, of, guid)


@call
def EnumerateNtmsObject(
    hSession: HANDLE | None, lpContainerId: UUID | None, lpdwListSize: int | None, dwType: int, dwOptions: int = 0
) -> list[UUID]:
    """The objects of a type in a container, or everywhere.

    Args:
        hSession: The session.
        lpContainerId: The container; None for all objects of the type, of pools those at the top.
        lpdwListSize: How many the caller can take; INFINITE for all.
        dwType: The type.
        dwOptions: NTMS_ENUM_ROOTPOOL puts the root above all pools first; it goes by the computer's id.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    size, kind = room(lpdwListSize, "lpdwListSize"), object_type(dwType)
    option = one_of(NtmsEnumerateOption, dwOptions, "dwOptions")
    roots = option is NtmsEnumerateOption.NTMS_ENUM_ROOTPOOL
    if roots and (kind is not ObjectType.POOL or lpContainerId is not None):
        raise invalid("NTMS_ENUM_ROOTPOOL is for media pools everywhere")
    found = _inside(manager, session, kind, lpContainerId)
    if roots:
        found = [*(_guid(one) for one in manager.objects.view(session, ObjectType.COMPUTER)), *found]
    return _fitting(found, size)


def _inside(manager: Manager, session: SessionId, kind: ObjectType, container: UUID | None) -> list[UUID]:
    if container is None:
        return [_guid(one) for one in manager.objects.view(session, kind)]
    try:
        return [_guid(one) for one in manager.objects.view(session, kind, ref(container, "lpContainerId"))]
    except ObjectNotFound:
        if _is_type(manager, session, container):
            raise invalid("lpContainerId is that of a type, which holds no objects") from None
        raise


def _is_type(manager: Manager, session: SessionId, guid: UUID) -> bool:
    """Whether it is the GUID of a type, which the surface knows by its name alone."""
    with suppress(AccessDenied):
        kinds = (ObjectType.MEDIA_TYPE, ObjectType.DRIVE_TYPE, ObjectType.CHANGER_TYPE)
        return any(_guid(one) == guid for kind in kinds for one in manager.objects.view(session, kind))
    return False


def _guid(one: ObjectName) -> UUID:
    return one.id if isinstance(one.id, UUID) else guid_of(one.object_type, one.id)


def _fitting(found: list[UUID], size: int) -> list[UUID]:
    if len(found) > size:
        raise NtmsError(ERROR_INSUFFICIENT_BUFFER, f"there are {len(found)} objects; lpdwListSize is {size}")
    return found
