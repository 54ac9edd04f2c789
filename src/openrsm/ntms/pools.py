"""Media pools. Their names are told with backslashes between the levels, as the header has them."""

from __future__ import annotations

from contextlib import suppress
from typing import Final
from uuid import UUID

from openrsm.domain.pools import SEPARATOR
from openrsm.domain.values import SessionId
from openrsm.errors import AccessDenied, AlreadyExists, InvalidMediaPool, ObjectNotFound
from openrsm.ntms.arguments import given, media_type, one_of, ref, room
from openrsm.ntms.codes import ERROR_INSUFFICIENT_BUFFER, ERROR_INVALID_NAME
from openrsm.ntms.constants import DACL_SECURITY_INFORMATION, INFINITE
from openrsm.ntms.errors import NtmsError, call
from openrsm.ntms.granting import check_list, replace_list
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.options import NtmsCreateOptions
from openrsm.ntms.structures import SECURITY_ATTRIBUTES_NTMS
from openrsm.surface.manager import Manager
from openrsm.surface.pools import PoolOptions
from openrsm.surface.views import PoolView

LEVELS: Final = "\\"
"""What stands between the levels of a pool's name."""


@call
def CreateNtmsMediaPool(
    hSession: HANDLE | None,
    lpPoolName: str | None,
    lpMediaType: UUID | None,
    dwAction: int,
    lpSecurityAttributes: SECURITY_ATTRIBUTES_NTMS | None = None,
) -> UUID:
    """Create an application pool, or open one by its name; returns its id.

    Args:
        hSession: The session.
        lpPoolName: The whole name; the pool above must exist.
        lpMediaType: The type of its media; None for a pool that holds pools.
        dwAction: One :class:`NtmsCreateOptions`.
        lpSecurityAttributes: Rights on a new pool, besides its owner's.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    path = _path(given(lpPoolName, "lpPoolName"))
    action = one_of(NtmsCreateOptions, dwAction, "dwAction")
    descriptor = lpSecurityAttributes.lpSecurityDescriptor if lpSecurityAttributes else None
    if descriptor is not None:
        check_list(descriptor, DACL_SECURITY_INFORMATION)
    if action is NtmsCreateOptions.NTMS_OPEN_EXISTING:
        return _there(manager, session, path)
    try:
        made = _create(manager, session, path, lpMediaType)
    except AlreadyExists:
        if action is NtmsCreateOptions.NTMS_CREATE_NEW:
            raise
        return _there(manager, session, path)
    if descriptor is not None:
        replace_list(manager, session, f"pool:{made.pool.id}", descriptor)
    return made.pool.id


@call
def GetNtmsMediaPoolName(hSession: HANDLE | None, lpPoolId: UUID | None, lpdwBufSize: int | None = INFINITE) -> str:
    """The whole name of a pool.

    Args:
        hSession: The session.
        lpPoolId: The pool.
        lpdwBufSize: How many characters the caller can take, with the final zero that it need not take.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    size = room(lpdwBufSize, "lpdwBufSize")
    name = manager.pools.show(session, ref(lpPoolId, "lpPoolId")).pool.path.replace(SEPARATOR, LEVELS)
    if len(name) + 1 > size:
        raise NtmsError(ERROR_INSUFFICIENT_BUFFER, f"the name has {len(name)} characters; {len(name) + 1} are needed")
    return name


@call
def DeleteNtmsMediaPool(hSession: HANDLE | None, lpPoolId: UUID | None) -> None:
    """Delete an empty application pool.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.pools.delete(session, ref(lpPoolId, "lpPoolId"))


def _path(name: str) -> str:
    """A name with backslashes as a path; a slash is not one of them."""
    if SEPARATOR in name:
        raise NtmsError(ERROR_INVALID_NAME, f"{name!r} has a slash in it; levels are parted by a backslash")
    return name.replace(LEVELS, SEPARATOR)


def _there(manager: Manager, session: SessionId, path: str) -> UUID:
    """The pool of that path; that there is none has a number of its own here."""
    try:
        return manager.pools.show(session, path).pool.id
    except InvalidMediaPool as missing:
        raise ObjectNotFound(missing.what, missing.advice) from missing


def _create(manager: Manager, session: SessionId, path: str, guid: UUID | None) -> PoolView:
    above = path.rpartition(SEPARATOR)[0]
    if above:
        with suppress(AccessDenied):  # then it is there, and the creation says what is missing
            _there(manager, session, above)
    name = None if guid is None else media_type(guid, "lpMediaType")
    return manager.pools.create(session, path, PoolOptions(media_type=name))
