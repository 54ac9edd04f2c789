"""Who may do what to pools, libraries and the computer."""

from __future__ import annotations

from uuid import UUID

from openrsm.domain.values import ObjectType, SessionId
from openrsm.ntms.arguments import given, object_type, ref
from openrsm.ntms.codes import ERROR_NO_SECURITY_ON_OBJECT, ERROR_OBJECT_NOT_FOUND
from openrsm.ntms.constants import INFINITE
from openrsm.ntms.errors import NtmsError, call
from openrsm.ntms.granting import check_list, descriptor_of, replace_list
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.structures import SECURITY_DESCRIPTOR
from openrsm.surface.manager import Manager
from openrsm.surface.views import Ref


@call
def GetNtmsObjectSecurity(
    hSession: HANDLE | None,
    lpObjectId: UUID | None,
    dwType: int,
    RequestedInformation: int,
    nLength: int = INFINITE,  # noqa: ARG001 - the header's; what is returned here has no length that could be too small
) -> SECURITY_DESCRIPTOR:
    """Whose a pool, a library or the computer is, and who has which rights on it.

    Args:
        hSession: The session.
        lpObjectId: The object; the root above all pools goes by the computer's id.
        dwType: NTMS_MEDIA_POOL, NTMS_LIBRARY or NTMS_COMPUTER.
        RequestedInformation: OWNER_SECURITY_INFORMATION, DACL_SECURITY_INFORMATION or both.
        nLength: Has no meaning here.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    target = _target(manager, session, lpObjectId, dwType)
    return descriptor_of(manager.security.show(session, target), RequestedInformation)


@call
def SetNtmsObjectSecurity(
    hSession: HANDLE | None,
    lpObjectId: UUID | None,
    dwType: int,
    SecurityInformation: int,
    lpSecurityDescriptor: SECURITY_DESCRIPTOR | None,
) -> None:
    """Replace the list of rights of a pool, a library or the computer; lines that are inherited are ignored.

    Args:
        hSession: The session.
        lpObjectId: The object; the root above all pools goes by the computer's id.
        dwType: NTMS_MEDIA_POOL, NTMS_LIBRARY or NTMS_COMPUTER.
        SecurityInformation: DACL_SECURITY_INFORMATION; nothing else can be set.
        lpSecurityDescriptor: The new list.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    descriptor = given(lpSecurityDescriptor, "lpSecurityDescriptor")
    check_list(descriptor, SecurityInformation)
    replace_list(manager, session, _target(manager, session, lpObjectId, dwType), descriptor)


def _target(manager: Manager, session: SessionId, guid: UUID | None, kind: int) -> Ref:
    """The object as lists of rights name it."""
    key, of = ref(guid, "lpObjectId"), object_type(kind)
    computers = {str(one.id) for one in manager.objects.view(session, ObjectType.COMPUTER)}
    match of:
        case ObjectType.COMPUTER:
            if key not in computers:
                raise NtmsError(ERROR_OBJECT_NOT_FOUND, f"there is no computer {key}")
            return "computer"
        case ObjectType.POOL if key in computers:
            return "root"
        case ObjectType.POOL | ObjectType.LIBRARY:
            return f"{of.name.lower()}:{key}"
    raise NtmsError(ERROR_NO_SECURITY_ON_OBJECT, "media have the rights of their pool, devices those of their library")
