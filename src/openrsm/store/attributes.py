"""Private attributes of objects."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, func, insert, select

from openrsm.domain.records import EventKind
from openrsm.domain.values import ObjectType
from openrsm.store import schema
from openrsm.store.objects import Unit

_attribute: Final = schema.attributes.c
_its_object: Final = _attribute.object_id == bindparam("of")
_IT: Final = and_(_its_object, _attribute.name == bindparam("called"))
_SIZES: Final = (
    select(_attribute.name, func.length(_attribute.value).label("size")).where(_its_object).order_by(_attribute.name)
)
_FIND: Final = select(_attribute.value).where(_IT)
_INSERT: Final = insert(schema.attributes)
_DELETE: Final = delete(schema.attributes).where(_IT)


class Attributes:
    """The attributes, within one transaction. Those of an object are deleted with it; see :mod:`.objects`."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def sizes(self, object_id: UUID) -> dict[str, int]:
        """The names of an object's attributes, in order, and how many bytes each has."""
        rows = self._unit.look(_SIZES, {"of": str(object_id)})
        return {str(row.name): int(row.size) for row in rows}

    def find(self, object_id: UUID, name: str) -> bytes | None:
        """The value of one of them; None if there is none of that name."""
        rows = self._unit.look(_FIND, _key(object_id, name))
        return bytes(rows[0][0]) if rows else None

    def set(self, object_id: UUID, name: str, value: bytes) -> None:
        """Let it have that value; an empty one ends it."""
        self._unit.act(_DELETE, _key(object_id, name))
        if value:
            self._unit.act(_INSERT, {"object_id": str(object_id), "name": name, "value": value})

    def tell(self, object_type: ObjectType, object_id: UUID, scope_id: UUID | None) -> None:
        """Let those who listen know that an object has changed; ``scope_id`` is as events have it."""
        self._unit.changes.append((EventKind.UPDATE, object_type, object_id, scope_id))


def _key(object_id: UUID, name: str) -> dict[str, Any]:
    return {"of": str(object_id), "called": name}
