"""Objects by their GUIDs, of each type as the surface shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final, TypeVar
from uuid import UUID

from openrsm.domain.drive_types import DRIVE_TYPES
from openrsm.domain.media_types import MEDIA_TYPES
from openrsm.domain.medium import MediumState
from openrsm.domain.records import WorkItem
from openrsm.domain.type_guids import drive_type_named, guid_of, media_type_named
from openrsm.domain.values import ObjectType, SessionId, SideId, SlotId
from openrsm.domain.work import Operation
from openrsm.errors import ObjectNotFound, Refusal
from openrsm.ntms import describing_devices, describing_media, describing_requests
from openrsm.ntms.structures import NTMS_OBJECTINFORMATION
from openrsm.surface.manager import Manager
from openrsm.surface.views import LibraryDetail, MediumView

T = TypeVar("T")
Find = Callable[[Manager, SessionId, UUID], NTMS_OBJECTINFORMATION]
_T = ObjectType


def find(manager: Manager, session: SessionId, kind: ObjectType, guid: UUID) -> NTMS_OBJECTINFORMATION:
    """The object of that type and GUID.

    Raises:
        Refusal: There is none, or the caller may not look at it.
    """
    return FINDERS[kind](manager, session, guid)


def find_any(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    """The object of that GUID, of whatever type.

    Raises:
        ObjectNotFound: There is none that the caller may look at.
    """
    for seek in FINDERS.values():
        with suppress(Refusal):
            return seek(manager, session, guid)
    raise _missing(guid)


def _missing(guid: UUID) -> ObjectNotFound:
    return ObjectNotFound(f"there is no object {guid} of that type")


def _only(found: Iterable[T], guid: UUID) -> T:
    for one in found:
        return one
    raise _missing(guid)


def _library(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    return describing_devices.library(manager.libraries.show(session, str(guid)))


def _details(manager: Manager, session: SessionId) -> Iterator[LibraryDetail]:
    for view in manager.libraries.list(session):
        yield manager.libraries.show(session, str(view.library.id))


def _changer(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    pairs = ((one, detail) for detail in _details(manager, session) for one in detail.changers if one.id == guid)
    found, detail = _only(pairs, guid)
    return describing_devices.changer(found, detail.summary.library)


def _slot(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    views = (view for detail in _details(manager, session) for view in detail.slots if view.slot.id == guid)
    return describing_devices.slot(_only(views, guid))


def _port(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    views = (view for detail in _details(manager, session) for view in detail.ports if view.port.id == guid)
    return describing_devices.port(_only(views, guid))


def _door(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    doors = (door for detail in _details(manager, session) for door in detail.doors if door.id == guid)
    return describing_devices.door(_only(doors, guid))


def _drive(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    return describing_devices.drive(manager.drives.show(session, str(guid)))


def _medium(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    view = manager.media.show(session, str(guid))
    _only([view] if view.medium.id == guid else [], guid)
    return describing_media.medium(view, _mounted(manager, session, view))


def _mounted(manager: Manager, session: SessionId, view: MediumView) -> SideId | None:
    """The side that a drive has mounted."""
    one = view.medium
    if one.state not in (MediumState.MOUNTED, MediumState.LOADED):
        return None
    if len(view.sides) == 1:
        return view.sides[0].id
    return manager.drives.show(session, str(one.place.element_id)).drive.side_id


def _side(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    sides = manager.media.show(session, str(guid)).sides
    return describing_media.side(_only((side for side in sides if side.id == guid), guid))


def _logical(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    logical = manager.media.show(session, str(guid)).logical
    return describing_media.logical(_only((one for one in logical if one.id == guid), guid))


def _pool(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    return describing_media.pool(manager.pools.show(session, str(guid)))


def _library_request(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    item = manager.work.show(session, str(guid)).item
    return describing_requests.library_request(item, _cleaner_slot(manager, session, item))


def _cleaner_slot(manager: Manager, session: SessionId, item: WorkItem) -> SlotId | None:
    """The slot that is reserved for the cleaner or released, by whose number that item goes."""
    if item.operation not in (Operation.RESERVE_CLEANER, Operation.RELEASE_CLEANER):
        return None
    with suppress(Refusal):  # the library may be gone
        slots = manager.libraries.show(session, str(item.library_id)).slots
        return next((view.slot.id for view in slots if view.slot.number == item.option), None)
    return None


def _operator_request(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    return describing_requests.operator_request(manager.operators.show(session, str(guid)).request)


def _media_type(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    name = _only(filter(None, [media_type_named(guid)]), guid)
    return describing_media.media_type(MEDIA_TYPES[name], manager.objects.show(session, _T.MEDIA_TYPE, name))


def _drive_type(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    name = _only(filter(None, [drive_type_named(guid)]), guid)
    return describing_media.drive_type(DRIVE_TYPES[name], manager.objects.show(session, _T.DRIVE_TYPE, name))


def _changer_type(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    libraries = [view.library for view in manager.libraries.list(session)]
    named = {guid_of(_T.CHANGER_TYPE, describing_devices.changer_type_of(one)): one for one in libraries if one.url}
    found = _only([named[guid]] if guid in named else [], guid)
    name = describing_devices.changer_type_of(found)
    said = manager.objects.show(session, _T.CHANGER_TYPE, name)
    return describing_media.changer_type(name, found.vendor, found.product, said)


def _computer(manager: Manager, session: SessionId, guid: UUID) -> NTMS_OBJECTINFORMATION:
    [there] = manager.objects.view(session, _T.COMPUTER)
    _only([there] if there.id == guid else [], guid)
    return describing_requests.computer(manager.objects.show(session, _T.COMPUTER, str(guid)), guid)


FINDERS: Final[Mapping[ObjectType, Find]] = {
    _T.LIBRARY: _library,
    _T.DRIVE: _drive,
    _T.PHYSICAL_MEDIA: _medium,
    _T.SIDE: _side,
    _T.LOGICAL_MEDIA: _logical,
    _T.POOL: _pool,
    _T.COMPUTER: _computer,
    _T.WORK_ITEM: _library_request,
    _T.OPERATOR_REQUEST: _operator_request,
    _T.MEDIA_TYPE: _media_type,
    _T.DRIVE_TYPE: _drive_type,
    _T.CHANGER_TYPE: _changer_type,
    _T.CHANGER: _changer,
    _T.SLOT: _slot,
    _T.PORT: _port,
    _T.DOOR: _door,
}
"""How an object of each type is found; the cheap ones first."""
