"""What people say of types of media and of devices, which are no rows of the catalogue: they go by their names."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import and_, bindparam, delete, insert, select

from openrsm.domain.values import ObjectType
from openrsm.store import schema
from openrsm.store.objects import Unit

_type: Final = schema.type_descriptions.c
_IT: Final = and_(_type.object_type == bindparam("kind"), _type.name == bindparam("called"))
_FIND: Final = select(_type.description, _type.modified).where(_IT)
_INSERT: Final = insert(schema.type_descriptions)
_DELETE: Final = delete(schema.type_descriptions).where(_IT)


class Said(NamedTuple):
    """What is said of a type, and since when; empty, and None, if nothing ever was."""

    description: str = ""
    since: datetime | None = None


class Descriptions:
    """The descriptions of types, within one transaction."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def find(self, kind: ObjectType, name: str) -> Said:
        """What is said of a type."""
        rows = self._unit.look(_FIND, {"kind": kind, "called": name})
        return Said(*rows[0]) if rows else Said()

    def set(self, kind: ObjectType, name: str, description: str) -> None:
        """Say that of it, instead of what was said; an empty text says nothing."""
        self._unit.act(_DELETE, {"kind": kind, "called": name})
        told = {"object_type": kind, "name": name, "description": description, "modified": self._unit.now}
        self._unit.act(_INSERT, told)
