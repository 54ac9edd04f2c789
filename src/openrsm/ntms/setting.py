"""What callers may set on objects. What cannot be set is not looked at, as in the original."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from openrsm.domain.library import InventoryMethod
from openrsm.domain.type_guids import media_type_named
from openrsm.domain.values import ObjectType
from openrsm.ntms.arguments import given, invalid, object_type, one_of, ref
from openrsm.ntms.codes import ERROR_ACCESS_DENIED
from openrsm.ntms.enumerations import NtmsLibRequestFlags, NtmsMediaPoolPolicy, NtmsOpRequestFlags
from openrsm.ntms.errors import NtmsError, call
from openrsm.ntms.finding import find
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.structures import (
    NTMS_CHANGERINFORMATION,
    NTMS_CHANGERTYPEINFORMATION,
    NTMS_COMPUTERINFORMATION,
    NTMS_DRIVEINFORMATION,
    NTMS_DRIVETYPEINFORMATION,
    NTMS_IEDOORINFORMATION,
    NTMS_IEPORTINFORMATION,
    NTMS_LIBRARYINFORMATION,
    NTMS_LMIDINFORMATION,
    NTMS_MEDIAPOOLINFORMATION,
    NTMS_MEDIATYPEINFORMATION,
    NTMS_OBJECTINFORMATION,
    NTMS_PARTITIONINFORMATION,
    NTMS_PMIDINFORMATION,
    NTMS_STORAGESLOTINFORMATION,
)
from openrsm.surface.objects import ObjectChange

Wanted = Mapping[str, Any]
_T = ObjectType
_L, _O, _P = NtmsLibRequestFlags, NtmsOpRequestFlags, NtmsMediaPoolPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """How objects of a type are set: their structure, the texts that can be set, and the rest of it."""

    info: type
    texts: tuple[str, ...] = ("description",)
    rest: Callable[[Any], Wanted] = lambda _: {}


def _library(info: NTMS_LIBRARYINFORMATION) -> Wanted:
    return {
        "inventory_method": one_of(InventoryMethod, info.InventoryMethod, "InventoryMethod"),
        "cleaner_uses": info.dwCleanerUsesRemaining,
        "auto_recovery": info.AutoRecovery,
    }


def _pool(info: NTMS_MEDIAPOOLINFORMATION) -> Wanted:
    """The type of a pool that holds pools is none, and stays it."""
    media_type = None if info.MediaType is None else media_type_named(info.MediaType)
    if media_type is None and info.MediaType is not None:
        raise invalid(f"MediaType is {info.MediaType}, which is no media type")
    return {
        "media_type": media_type,
        "draw_from_free": bool(info.AllocationPolicy),
        "return_to_free": bool(info.DeallocationPolicy),
        "max_allocations": info.dwMaxAllocates,
    }


def _computer(info: NTMS_COMPUTERINFORMATION) -> Wanted:
    work, asked, media = info.dwLibRequestFlags, info.dwOpRequestFlags, info.dwMediaPoolPolicy
    return {
        "work_purge_seconds": info.dwLibRequestPurgeTime,
        "operator_purge_seconds": info.dwOpRequestPurgeTime,
        "purge_work": _L.NTMS_LIBREQFLAGS_NOAUTOPURGE not in work,
        "purge_failed_work": _L.NTMS_LIBREQFLAGS_NOFAILEDPURGE not in work,
        "purge_requests": _O.NTMS_OPREQFLAGS_NOAUTOPURGE not in asked,
        "purge_refused_requests": _O.NTMS_OPREQFLAGS_NOFAILEDPURGE not in asked,
        "operator_alerts": _O.NTMS_OPREQFLAGS_NOALERTS not in asked,
        "forget_free": _P.NTMS_POOLPOLICY_PURGEOFFLINESCRATCH in media,
        "keep_import": _P.NTMS_POOLPOLICY_KEEPOFFLINEIMPORT in media,
    }


_NAMED: Final = ("name", "description")
KINDS: Final[Mapping[ObjectType, _Kind]] = {
    _T.COMPUTER: _Kind(info=NTMS_COMPUTERINFORMATION, rest=_computer),
    _T.LIBRARY: _Kind(info=NTMS_LIBRARYINFORMATION, texts=_NAMED, rest=_library),
    _T.DRIVE: _Kind(info=NTMS_DRIVEINFORMATION),
    _T.CHANGER: _Kind(info=NTMS_CHANGERINFORMATION),
    _T.SLOT: _Kind(info=NTMS_STORAGESLOTINFORMATION),
    _T.CHANGER_TYPE: _Kind(info=NTMS_CHANGERTYPEINFORMATION),
    _T.DRIVE_TYPE: _Kind(info=NTMS_DRIVETYPEINFORMATION),
    _T.MEDIA_TYPE: _Kind(info=NTMS_MEDIATYPEINFORMATION),
    _T.PORT: _Kind(info=NTMS_IEPORTINFORMATION, rest=lambda info: {"max_extend": info.MaxExtendSecs}),
    _T.DOOR: _Kind(info=NTMS_IEDOORINFORMATION, rest=lambda info: {"max_open": info.MaxOpenSecs}),
    _T.POOL: _Kind(info=NTMS_MEDIAPOOLINFORMATION, texts=_NAMED, rest=_pool),
    _T.PHYSICAL_MEDIA: _Kind(info=NTMS_PMIDINFORMATION, texts=_NAMED),
    _T.SIDE: _Kind(info=NTMS_PARTITIONINFORMATION, texts=_NAMED),
    _T.LOGICAL_MEDIA: _Kind(info=NTMS_LMIDINFORMATION, texts=_NAMED),
}
"""The types of objects on which something can be set."""
_TYPES: Final = frozenset({_T.CHANGER_TYPE, _T.DRIVE_TYPE, _T.MEDIA_TYPE})
"""They go by their names everywhere but here."""


@call
def SetNtmsObjectInformation(
    hSession: HANDLE | None, lpObjectId: UUID | None, lpInfo: NTMS_OBJECTINFORMATION | None
) -> None:
    """Set what can be set on an object to what stands in its information: get it first, change it, and set it.

    Args:
        hSession: The session.
        lpObjectId: The object.
        lpInfo: As :func:`GetNtmsObjectInformation` returns it.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    told, one = given(lpInfo, "lpInfo"), ref(lpObjectId, "lpObjectId")
    kind = object_type(told.dwType)
    if kind not in KINDS:
        raise NtmsError(ERROR_ACCESS_DENIED, f"nothing can be set on objects of type {told.dwType.name}")
    if not isinstance(told.Info, KINDS[kind].info):
        raise invalid(f"dwType is {told.dwType.name}, and Info is none of that type")
    now = find(manager, session, kind, UUID(one))
    known_by = now.szName if kind in _TYPES else one
    manager.objects.change(session, kind, known_by, ObjectChange(**_differing(kind, now, told)))
    if isinstance(told.Info, NTMS_DRIVEINFORMATION):
        manager.drives.set_delay(session, one, told.Info.dwDeferDismountDelay)


def _differing(kind: ObjectType, now: NTMS_OBJECTINFORMATION, told: NTMS_OBJECTINFORMATION) -> dict[str, Any]:
    """What is to become another than it is: what stays need not be allowed to be set."""
    before, after = _settings(kind, now), _settings(kind, told)
    return {name: value for name, value in after.items() if value != before[name]}


def _settings(kind: ObjectType, told: NTMS_OBJECTINFORMATION) -> dict[str, Any]:
    texts = {"name": told.szName, "description": told.szDescription}
    return {**{name: texts[name] for name in KINDS[kind].texts}, **KINDS[kind].rest(told.Info)}
