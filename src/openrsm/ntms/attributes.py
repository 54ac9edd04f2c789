"""Private attributes of any object."""

from __future__ import annotations

from uuid import UUID

from openrsm.ntms.arguments import given, object_type, ref
from openrsm.ntms.codes import ERROR_INSUFFICIENT_BUFFER
from openrsm.ntms.errors import NtmsError, call
from openrsm.ntms.handles import HANDLE, session_of


@call
def GetNtmsObjectAttribute(
    hSession: HANDLE | None,
    lpObjectId: UUID | None,
    dwType: int,
    lpAttributeName: str | None,
    lpAttributeSize: int | None,
) -> bytes:
    """The value of an attribute.

    Args:
        hSession: The session.
        lpObjectId: The object.
        dwType: What it is.
        lpAttributeName: The attribute.
        lpAttributeSize: How many bytes the caller can take.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    size, name = given(lpAttributeSize, "lpAttributeSize"), given(lpAttributeName, "lpAttributeName")
    value = manager.objects.get_attribute(session, object_type(dwType), ref(lpObjectId, "lpObjectId"), name).value
    if len(value) > size:
        raise NtmsError(ERROR_INSUFFICIENT_BUFFER, f"{name} has {len(value)} bytes; lpAttributeSize is {size}")
    return value


@call
def SetNtmsObjectAttribute(
    hSession: HANDLE | None,
    lpObjectId: UUID | None,
    dwType: int,
    lpAttributeName: str | None,
    lpAttributeData: bytes | None,
    dwAttributeSize: int,
) -> None:
    """Give an object an attribute, or another value for one that it has; an empty value deletes it.

    Args:
        hSession: The session.
        lpObjectId: The object.
        dwType: What it is.
        lpAttributeName: The attribute.
        lpAttributeData: Its value.
        dwAttributeSize: How many bytes of that.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    name, data = given(lpAttributeName, "lpAttributeName"), given(lpAttributeData, "lpAttributeData")
    kind, one = object_type(dwType), ref(lpObjectId, "lpObjectId")
    manager.objects.set_attribute(session, kind, one, name, data[:dwAttributeSize])
