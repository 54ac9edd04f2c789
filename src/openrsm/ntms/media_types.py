"""Media types: those of libraries, and that of a medium which was mistaken."""

from __future__ import annotations

from uuid import UUID

from openrsm.ntms.arguments import media_type, ref
from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, session_of


@call
def AddNtmsMediaType(hSession: HANDLE | None, lpMediaTypeId: UUID | None, lpLibId: UUID | None) -> None:
    """Say that a library takes media of a type; twice is once.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    name = media_type(lpMediaTypeId, "lpMediaTypeId")
    manager.libraries.add_type(session, ref(lpLibId, "lpLibId"), name)


@call
def DeleteNtmsMediaType(hSession: HANDLE | None, lpMediaTypeId: UUID | None, lpLibId: UUID | None) -> None:
    """Take that back.

    Raises:
        NtmsError: See the reference of the original. ERROR_INDIGENOUS_TYPE for what a drive of the library takes.
    """
    manager, session = session_of(hSession)
    name = media_type(lpMediaTypeId, "lpMediaTypeId")
    manager.libraries.remove_type(session, ref(lpLibId, "lpLibId"), name)


@call
def ChangeNtmsMediaType(hSession: HANDLE | None, lpMediaId: UUID | None, lpPoolId: UUID | None) -> None:
    """Move a physical medium to a pool, whose type is the medium's from then on.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.media.retype(session, ref(lpMediaId, "lpMediaId"), ref(lpPoolId, "lpPoolId"))
