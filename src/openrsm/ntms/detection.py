"""Changes of the cartridges in stand-alone drives.

The service looks at such drives all the time (``limits.detect``), so what is watched here is looked at once more, at
once; that is what these calls come to in the original, too, since Windows XP (MS-RSMP <23> to <28>).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from openrsm.domain.drive_types import supports
from openrsm.domain.library import LibraryKind
from openrsm.domain.type_guids import media_type_named
from openrsm.domain.values import ObjectType, SessionId
from openrsm.errors import InvalidLibrary, InvalidMedia, Refusal
from openrsm.ntms.arguments import invalid, object_type, refs
from openrsm.ntms.errors import call
from openrsm.ntms.finding import find, find_any
from openrsm.ntms.handles import HANDLE, DetectionHandle, SessionHandle, detection_of, session_handle
from openrsm.surface.manager import Manager
from openrsm.surface.views import LibraryDetail

KINDS = (ObjectType.LIBRARY, ObjectType.PHYSICAL_MEDIA, ObjectType.MEDIA_TYPE)
"""What stand-alone drives are named by."""


@call
def BeginNtmsDeviceChangeDetection(hSession: HANDLE | None) -> HANDLE:
    """Begin to watch stand-alone drives: none, until they are named. It ends with the session.

    Raises:
        NtmsError: See the reference of the original.
    """
    session = session_handle(hSession)
    session.manager.sessions.renew(session.id)
    return DetectionHandle.of(session)


@call
def SetNtmsDeviceChangeDetection(
    hSession: HANDLE | None,
    DetectHandle: HANDLE | None,
    lpRequestId: Sequence[UUID] | None,
    dwType: int,
    dwCount: int,
) -> None:
    """Have stand-alone drives looked at: those named, or those that could hold what is named.

    Args:
        hSession: The session.
        DetectHandle: What Begin returned; None to have them looked at once.
        lpRequestId: Libraries, media types or physical media, all of one kind.
        dwType: Which: NTMS_LIBRARY, NTMS_MEDIA_TYPE or NTMS_PHYSICAL_MEDIA.
        dwCount: How many of them.

    Raises:
        NtmsError: See the reference of the original.
    """
    session = session_handle(hSession)
    if DetectHandle is not None:
        detection_of(DetectHandle, session)
    kind = object_type(dwType)
    if kind not in KINDS:
        raise invalid(f"dwType is {dwType}; name libraries, media types or physical media")
    named = [UUID(one) for one in refs(lpRequestId, dwCount, "lpRequestId")]
    for library in _meant(session, kind, named):
        session.manager.libraries.refresh(session.id, str(library))


@call
def EndNtmsDeviceChangeDetection(hSession: HANDLE | None, DetectHandle: HANDLE | None) -> None:
    """End watching.

    Raises:
        NtmsError: See the reference of the original.
    """
    session = session_handle(hSession)
    session.detections.remove(detection_of(DetectHandle, session))


def _meant(session: SessionHandle, kind: ObjectType, named: Sequence[UUID]) -> list[UUID]:
    """The stand-alone drives in service that an array stands for; everything in it is looked up first."""
    if kind is ObjectType.LIBRARY:
        for one in named:
            _known(session, kind, one)
        return [one for one in _drives(session.manager, session.id) if one in named]
    wanted = {_type_of(session, kind, one) for one in named}
    return [one for one, types in _drives(session.manager, session.id).items() if _takes_any(types, wanted)]


def _takes_any(drive_types: Sequence[str], media_types: set[str]) -> bool:
    return any(supports(drive, medium, write=False) for drive in drive_types for medium in media_types)


def _drives(manager: Manager, session: SessionId) -> dict[UUID, list[str]]:
    """The kinds of drive in each stand-alone library that is in service."""
    return {
        detail.summary.library.id: [view.drive.type_name for view in detail.drives]
        for detail in _alone(manager, session)
    }


def _alone(manager: Manager, session: SessionId) -> Iterator[LibraryDetail]:
    for view in manager.libraries.list(session):
        if view.library.kind is LibraryKind.STANDALONE and view.library.enabled:
            yield manager.libraries.show(session, str(view.library.id))


def _type_of(session: SessionHandle, kind: ObjectType, guid: UUID) -> str:
    if kind is ObjectType.PHYSICAL_MEDIA:
        _known(session, kind, guid)
        return session.manager.media.show(session.id, str(guid)).medium.media_type
    found = media_type_named(guid)
    return found if found is not None else _missing(session, kind, guid)


def _known(session: SessionHandle, kind: ObjectType, guid: UUID) -> None:
    try:
        find(session.manager, session.id, kind, guid)
    except (InvalidLibrary, InvalidMedia):
        _missing(session, kind, guid)


def _missing(session: SessionHandle, kind: ObjectType, guid: UUID) -> str:
    """Refuse an id: of another kind, or of nothing."""
    try:
        find_any(session.manager, session.id, guid)
    except Refusal as nothing:
        what = f"there is no {kind.name.lower().replace('_', ' ')} {guid}"
        refusal = InvalidLibrary if kind is ObjectType.LIBRARY else InvalidMedia
        raise refusal(what, "enumerate what there is") from nothing
    raise invalid(f"{guid} in lpRequestId is of another kind than dwType says")
