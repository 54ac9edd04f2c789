"""Media in no library, which are recorded and forgotten by hand."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from openrsm.domain.library import LibraryKind
from openrsm.domain.recording import RecordedSide
from openrsm.domain.side import SideState
from openrsm.domain.values import LogicalId, MediumId, SessionId, SideId
from openrsm.ntms import describing_media
from openrsm.ntms.arguments import bits, given, invalid, one_of, ref
from openrsm.ntms.enumerations import NtmsObjectsTypes
from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.options import NtmsCreateNtmsMediaOptions
from openrsm.ntms.structures import NTMS_OBJECTINFORMATION, NTMS_PARTITIONINFORMATION, NTMS_PMIDINFORMATION
from openrsm.surface.manager import Manager
from openrsm.surface.media import NewMedium

Told = NTMS_OBJECTINFORMATION


@call
def CreateNtmsMedia(
    hSession: HANDLE | None, lpMedia: Told | None, lpList: Sequence[Told] | None, dwOptions: int = 0
) -> tuple[Told, list[Told]]:
    """Record an offline medium and its sides; returns both as they are catalogued.

    Args:
        hSession: The session.
        lpMedia: The medium, of type NTMS_PHYSICAL_MEDIA: its pool, an import or application pool, and what else is
            known of it.
        lpList: Each of its sides, of type NTMS_PARTITION; with the label, by which it will be known.
        dwOptions: NTMS_ERROR_ON_DUPLICATE refuses a label that is catalogued.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    told, sides = given(lpMedia, "lpMedia"), given(lpList, "lpList")
    options = bits(NtmsCreateNtmsMediaOptions, dwOptions, "dwOptions")
    about = _about_medium(told, len(sides))
    if about.CurrentLibrary not in (None, *_offline(manager, session)):
        raise invalid(f"CurrentLibrary is {about.CurrentLibrary}; only the offline library takes media by hand")
    new = NewMedium(
        pool=ref(about.MediaPool, "MediaPool"),
        bar_code=about.szBarCode,
        name=told.szName,
        description=told.szDescription,
        sides=[_side(one, number) for number, one in enumerate(sides)],
        id=None if told.ObjectGuid is None else MediumId(told.ObjectGuid),
        allow_duplicates=NtmsCreateNtmsMediaOptions.NTMS_ERROR_ON_DUPLICATE not in options,
    )
    view = manager.media.create(session, new)
    return describing_media.medium(view, None), [describing_media.side(side) for side in view.sides]


def _offline(manager: Manager, session: SessionId) -> list[UUID]:
    """The offline library, if the caller may look at it."""
    seen = (view.library for view in manager.libraries.list(session))
    return [library.id for library in seen if library.kind is LibraryKind.OFFLINE]


def _about_medium(told: Told, count: int) -> NTMS_PMIDINFORMATION:
    if told.dwType != NtmsObjectsTypes.NTMS_PHYSICAL_MEDIA or not isinstance(told.Info, NTMS_PMIDINFORMATION):
        raise invalid(f"lpMedia is of type {told.dwType}; it tells a physical medium")
    if told.Info.dwNumberOfPartitions != count or not count:
        raise invalid(f"dwNumberOfPartitions is {told.Info.dwNumberOfPartitions}; lpList tells {count} sides")
    return told.Info


def _side(told: Told, number: int) -> RecordedSide:
    about = told.Info
    if told.dwType != NtmsObjectsTypes.NTMS_PARTITION or not isinstance(about, NTMS_PARTITIONINFORMATION):
        raise invalid(f"lpList[{number}] is of type {told.dwType}; it tells a side")
    return RecordedSide(
        label_type=_label_type(about, number),
        label_id=_label_id(about, number),
        label_info=about.szOmidLabelInfo,
        state=one_of(SideState, about.State, "State"),
        id=None if told.ObjectGuid is None else SideId(told.ObjectGuid),
        logical_id=None if about.LogicalMedia is None else LogicalId(about.LogicalMedia),
        mounts=about.dwMountCount,
        allocations=about.dwAllocateCount,
    )


def _label_type(about: NTMS_PARTITIONINFORMATION, number: int) -> str:
    if not about.szOmidLabelType:
        raise invalid(f"szOmidLabelType of lpList[{number}] is empty")
    return about.szOmidLabelType


def _label_id(about: NTMS_PARTITIONINFORMATION, number: int) -> str:
    """Label ids are texts here, as describing a side has them."""
    if not 0 < about.dwOmidLabelIdLength <= len(about.OmidLabelId):
        raise invalid(f"dwOmidLabelIdLength of lpList[{number}] is {about.dwOmidLabelIdLength}")
    try:
        return about.OmidLabelId[: about.dwOmidLabelIdLength].decode()
    except UnicodeDecodeError as error:
        raise invalid(f"OmidLabelId of lpList[{number}] is no text in UTF-8") from error


@call
def DeleteNtmsMedia(hSession: HANDLE | None, lpMediaId: UUID | None) -> None:
    """Forget an offline medium.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.media.delete(session, ref(lpMediaId, "lpMediaId"))
