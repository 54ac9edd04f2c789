"""Libraries and what they are made of: robots, drives, slots, ports, doors."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, bindparam, exists, func, or_, select

from openrsm.domain.equipment import Changer, Door, Drive, Library, Port, Slot
from openrsm.domain.rights import TargetKind
from openrsm.domain.slot import SlotState
from openrsm.domain.values import ChangerId, DoorId, DriveId, LibraryId, MediumId, ObjectType, PortId, SlotId
from openrsm.store import rights, schema
from openrsm.store.destinations import Destinations
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects

_LIBRARIES: Final = NounMapping(Library, schema.libraries)
_CHANGERS: Final = NounMapping(Changer, schema.changers)
_DRIVES: Final = NounMapping(Drive, schema.drives)
_SLOTS: Final = NounMapping(Slot, schema.slots)
_PORTS: Final = NounMapping(Port, schema.ports)
_DOORS: Final = NounMapping(Door, schema.doors)


def _in_library(mapping: NounMapping[Any]) -> ColumnElement[bool]:
    column: ColumnElement[Any] = mapping.table.c.library_id
    return column == bindparam("library")


_EVERY_LIBRARY: Final = _LIBRARIES.select().order_by(schema.libraries.c.name)
_LIBRARY_BY_NAME: Final = _LIBRARIES.select().where(schema.libraries.c.name == bindparam("name"))

_CHANGERS_OF: Final = _CHANGERS.select().where(_in_library(_CHANGERS)).order_by(schema.changers.c.number)
_PORTS_OF: Final = _PORTS.select().where(_in_library(_PORTS)).order_by(schema.ports.c.number)
_DOORS_OF: Final = _DOORS.select().where(_in_library(_DOORS)).order_by(schema.doors.c.number)

_drive: Final = schema.drives.c
_EVERY_DRIVE: Final = _DRIVES.select().order_by(_drive.library_id, _drive.number)
_DRIVES_OF: Final = _DRIVES.select().where(_in_library(_DRIVES)).order_by(_drive.number)
_DRIVES_BY_NAME: Final = _EVERY_DRIVE.where(_drive.name == bindparam("name"))
_DRIVES_OF_BY_NAME: Final = _DRIVES_BY_NAME.where(_in_library(_DRIVES))
_DRIVE_HOLDING: Final = _DRIVES.select().where(_drive.medium_id == bindparam("medium"))

_slot: Final = schema.slots.c
_SLOTS_OF: Final = _SLOTS.select().where(_in_library(_SLOTS)).order_by(_slot.number)
_MARKED: Final = _SLOTS_OF.where(_slot.state == SlotState.NEEDS_INVENTORY).limit(bindparam("limit"))
_kept: Final = or_(
    exists().where(or_(schema.media.c.home_slot_id == _slot.id, schema.media.c.place_id == _slot.id)),
    exists().where(schema.libraries.c.cleaner_slot_id == _slot.id),
)
_UNRESERVED_SLOTS: Final = _SLOTS_OF.where(_slot.state == SlotState.EMPTY, ~_kept).limit(bindparam("limit"))
_COUNT_SLOTS: Final = select(func.count()).select_from(schema.slots).where(_in_library(_SLOTS))


class Libraries(Objects[Library, LibraryId]):
    """The libraries; names are unique."""

    kind = "library"
    object_type = ObjectType.LIBRARY
    scope_field = "id"
    mapping = _LIBRARIES
    name_field = "name"

    def all(self) -> list[Library]:
        """Every library, by name."""
        return self._list(_EVERY_LIBRARY)

    def by_name(self, name: str) -> Library | None:
        """The library of that name."""
        return self._one(_LIBRARY_BY_NAME, name=name)

    def delete(self, value: Library) -> None:
        """As all objects' delete; its lists of rights and of computers go with it."""
        super().delete(value)
        rights.forget(self._unit, TargetKind.LIBRARY, value.id)
        Destinations(self._unit).forget(value.id)


class Changers(Objects[Changer, ChangerId]):
    """The robots; within a library, addresses are unique."""

    kind = "changer"
    object_type = ObjectType.CHANGER
    scope_field = "library_id"
    mapping = _CHANGERS

    def of(self, library_id: LibraryId) -> list[Changer]:
        """Those of a library, by number."""
        return self._list(_CHANGERS_OF, library=library_id)


class Drives(Objects[Drive, DriveId]):
    """The drives; within a library, addresses are unique, and no two drives hold the same medium."""

    kind = "drive"
    object_type = ObjectType.DRIVE
    scope_field = "library_id"
    mapping = _DRIVES

    def all(self) -> list[Drive]:
        """Every drive, library by library, by number."""
        return self._list(_EVERY_DRIVE)

    def of(self, library_id: LibraryId) -> list[Drive]:
        """Those of a library, by number."""
        return self._list(_DRIVES_OF, library=library_id)

    def by_name(self, library_id: LibraryId | None, name: str) -> list[Drive]:
        """The drives of that name, in one library or, with None, in all."""
        if library_id is None:
            return self._list(_DRIVES_BY_NAME, name=name)
        return self._list(_DRIVES_OF_BY_NAME, library=library_id, name=name)

    def holding(self, medium_id: MediumId) -> Drive | None:
        """The drive that the medium is in, if it is in one."""
        return self._one(_DRIVE_HOLDING, medium=medium_id)


class Slots(Objects[Slot, SlotId]):
    """The storage slots; within a library, addresses are unique."""

    kind = "slot"
    object_type = ObjectType.SLOT
    scope_field = "library_id"
    mapping = _SLOTS

    def of(self, library_id: LibraryId) -> list[Slot]:
        """Those of a library, by number."""
        return self._list(_SLOTS_OF, library=library_id)

    def count(self, library_id: LibraryId) -> int:
        """How many a library has."""
        return self._number(_COUNT_SLOTS, library=library_id)

    def marked(self, library_id: LibraryId, limit: int) -> list[Slot]:
        """The lowest slots of a library that an inventory has marked."""
        return self._list(_MARKED, library=library_id, limit=limit)

    def empty_unreserved(self, library_id: LibraryId, limit: int) -> list[Slot]:
        """The lowest empty slots of a library that no medium is in or returns to, and none is kept for cleaning."""
        return self._list(_UNRESERVED_SLOTS, library=library_id, limit=limit)


class Ports(Objects[Port, PortId]):
    """The import/export elements; within a library, addresses are unique."""

    kind = "port"
    object_type = ObjectType.PORT
    scope_field = "library_id"
    mapping = _PORTS

    def of(self, library_id: LibraryId) -> list[Port]:
        """Those of a library, by number."""
        return self._list(_PORTS_OF, library=library_id)


class Doors(Objects[Door, DoorId]):
    """The doors; within a library, numbers are unique."""

    kind = "door"
    object_type = ObjectType.DOOR
    scope_field = "library_id"
    mapping = _DOORS

    def of(self, library_id: LibraryId) -> list[Door]:
        """Those of a library, by number."""
        return self._list(_DOORS_OF, library=library_id)
