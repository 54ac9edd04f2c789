"""Any object, by its type and what names it: where it is catalogued, and whose rights decide about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from openrsm.domain.equipment import Changer, Door, Drive, Library, Port, Slot
from openrsm.domain.machine import word
from openrsm.domain.rights import Guarded, TargetKind
from openrsm.domain.type_guids import guid_of
from openrsm.domain.values import (
    ChangerId,
    Computer,
    DoorId,
    KnownType,
    LibraryId,
    LogicalMedium,
    Medium,
    ObjectType,
    Pool,
    PortId,
    Side,
    SlotId,
)
from openrsm.errors import InvalidMedia, MissingDrive, MissingLibrary, MissingMedium, MissingPool, ObjectNotFound
from openrsm.service import guard, resolving
from openrsm.service.enumerating import EVERYWHERE, Look
from openrsm.store.database import Transaction
from openrsm.surface.views import Ref

_T = ObjectType

Noun = Computer | Library | Changer | Drive | Slot | Port | Door | Pool | Medium | Side | LogicalMedium | KnownType
"""What people may name or describe, and what it consists of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An object.

    Attributes:
        id: The name of what has no GUID: types of media and of devices.
        name: For people.
        guarding: Whose rights decide (section 8.2 of the model).
        noun: It itself; None for what is no noun of the catalogue's tables here.
        scope_id: As events have it.
    """

    object_type: ObjectType
    id: UUID | str
    name: str
    guarding: Guarded
    noun: Noun | None = None
    scope_id: UUID | None = None

    @property
    def guid(self) -> UUID:
        """Its GUID; where it has none, that of the type of its name."""
        return self.id if isinstance(self.id, UUID) else guid_of(self.object_type, self.id)


def find(tx: Transaction, object_type: ObjectType, ref: Ref) -> Found:
    """The object of that type that a text names: as elsewhere; slots, ports, doors and changers by GUID.

    Raises:
        ObjectNotFound: There is none.
        InvalidMedia, InvalidDrive: The text fits several.
    """
    try:
        return _FINDERS[object_type](tx, ref)
    except (MissingDrive, MissingLibrary, MissingMedium, MissingPool) as missing:
        raise ObjectNotFound(missing.what, missing.advice) from missing


def _computer(tx: Transaction, ref: Ref) -> Found:
    computer = tx.computer.get()
    if ref not in (computer.name, TargetKind.COMPUTER.value) and resolving.guid(ref) != computer.id:
        raise ObjectNotFound(f"there is no computer {ref!r}", f"there is one: {computer.name}")
    return Found(object_type=_T.COMPUTER, id=computer.id, name=computer.name, guarding=computer, noun=computer)


def _library(tx: Transaction, ref: Ref) -> Found:
    library = resolving.library(tx, ref)
    return _in_library(_T.LIBRARY, library, f"library {library.name}", library)


def _drive(tx: Transaction, ref: Ref) -> Found:
    drive = resolving.drive(tx, ref)
    what = f"drive {drive.name}"
    return _in_library(_T.DRIVE, drive, what, guard.library_of(tx, drive.library_id, what))


def _changer(tx: Transaction, ref: Ref) -> Found:
    return _element(tx, _T.CHANGER, tx.changers.find(ChangerId(_guid(_T.CHANGER, ref))), ref)


def _slot(tx: Transaction, ref: Ref) -> Found:
    return _element(tx, _T.SLOT, tx.slots.find(SlotId(_guid(_T.SLOT, ref))), ref)


def _port(tx: Transaction, ref: Ref) -> Found:
    return _element(tx, _T.PORT, tx.ports.find(PortId(_guid(_T.PORT, ref))), ref)


def _door(tx: Transaction, ref: Ref) -> Found:
    return _element(tx, _T.DOOR, tx.doors.find(DoorId(_guid(_T.DOOR, ref))), ref)


def _element(tx: Transaction, object_type: ObjectType, found: Changer | Slot | Port | Door | None, ref: Ref) -> Found:
    if found is None:
        raise _unknown(object_type, ref)
    what = f"{word(object_type)} {found.number}"
    library = guard.library_of(tx, found.library_id, what)
    return _in_library(object_type, found, f"{what} of library {library.name}", library)


def _in_library(
    object_type: ObjectType, noun: Library | Drive | Changer | Slot | Port | Door, name: str, library: Library
) -> Found:
    return Found(
        object_type=object_type, id=noun.id, name=name, guarding=library, noun=noun, scope_id=LibraryId(library.id)
    )


def _pool(tx: Transaction, ref: Ref) -> Found:
    pool = resolving.pool(tx, ref)
    return Found(
        object_type=_T.POOL, id=pool.id, name=f"the pool {pool.path}", guarding=pool, noun=pool, scope_id=pool.id
    )


def _medium(tx: Transaction, ref: Ref) -> Found:
    medium = resolving.medium(tx, ref)
    pool = guard.pool_of(tx, medium)
    name = f"medium {medium.name}"
    return Found(object_type=_T.PHYSICAL_MEDIA, id=medium.id, name=name, guarding=pool, noun=medium, scope_id=pool.id)


def _side(tx: Transaction, ref: Ref) -> Found:
    side, medium = resolving.side(tx, ref)
    pool = guard.pool_of(tx, medium)
    name = f"side {side.number} of medium {medium.name}"
    return Found(object_type=_T.SIDE, id=side.id, name=name, guarding=pool, noun=side, scope_id=medium.id)


def _logical(tx: Transaction, ref: Ref) -> Found:
    logical = resolving.logical(tx, ref)
    pool = tx.pools.find(logical.pool_id)
    if pool is None:
        raise InvalidMedia(f"logical medium {logical.id} is in a pool that is not catalogued", guard.REPAIR)
    name = f"logical medium {logical.name or logical.id}"
    return Found(object_type=_T.LOGICAL_MEDIA, id=logical.id, name=name, guarding=pool, noun=logical, scope_id=pool.id)


def _work(tx: Transaction, ref: Ref) -> Found:
    item = resolving.work(tx, ref)
    library = tx.libraries.find(item.library_id)
    return Found(
        object_type=_T.WORK_ITEM,
        id=item.id,
        name=f"work item {item.number}",
        guarding=library or tx.computer.get(),  # it may outlive its library
        scope_id=item.library_id,
    )


def _request(tx: Transaction, ref: Ref) -> Found:
    request = resolving.operator_request(tx, ref)
    name = f"operator request {request.number}"
    return Found(object_type=_T.OPERATOR_REQUEST, id=request.id, name=name, guarding=tx.computer.get())


def _type(kind: ObjectType) -> Callable[[Transaction, Ref], Found]:
    """Types of media and of devices are known by the program, and have no GUIDs."""

    def found(tx: Transaction, ref: Ref) -> Found:
        if ref not in {str(one.id) for one in EVERYWHERE[kind](Look(tx, guard.EVERYTHING))}:
            raise _unknown(kind, ref)
        said, since = tx.descriptions.find(kind, ref), tx.computer.get().created
        known = KnownType(
            object_type=kind, name=ref, description=said.description, created=since, modified=said.since or since
        )
        return Found(object_type=kind, id=ref, name=f"{word(kind)} {ref}", guarding=tx.computer.get(), noun=known)

    return found


def _guid(kind: ObjectType, ref: Ref) -> UUID:
    key = resolving.guid(ref)
    if key is None:
        raise _unknown(kind, ref)
    return key


def _unknown(kind: ObjectType, ref: Ref) -> ObjectNotFound:
    return ObjectNotFound(f"there is no {word(kind)} {ref!r}", f"see: rsm view {word(kind).replace(' ', '-')}")


_FINDERS: Final[Mapping[ObjectType, Callable[[Transaction, Ref], Found]]] = {
    _T.COMPUTER: _computer,
    _T.LIBRARY: _library,
    _T.CHANGER: _changer,
    _T.CHANGER_TYPE: _type(_T.CHANGER_TYPE),
    _T.DRIVE: _drive,
    _T.DRIVE_TYPE: _type(_T.DRIVE_TYPE),
    _T.SLOT: _slot,
    _T.PORT: _port,
    _T.DOOR: _door,
    _T.MEDIA_TYPE: _type(_T.MEDIA_TYPE),
    _T.POOL: _pool,
    _T.PHYSICAL_MEDIA: _medium,
    _T.SIDE: _side,
    _T.LOGICAL_MEDIA: _logical,
    _T.WORK_ITEM: _work,
    _T.OPERATOR_REQUEST: _request,
}
