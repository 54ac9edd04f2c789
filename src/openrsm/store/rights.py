"""The lists of rights: who was given which rights on what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, insert, update

from openrsm.domain.records import EventKind
from openrsm.domain.rights import NONE, Grant, Grantee, Right, Target, TargetKind
from openrsm.domain.values import ObjectType
from openrsm.store import schema_callers as schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Unit

_GRANTS: Final = NounMapping(Grant, schema.grants)
_grant: Final = schema.grants.c
_its_target: Final = and_(_grant.target_kind == bindparam("of_kind"), _grant.target_id == bindparam("of_id"))
_its_grantee: Final = and_(_grant.grantee_kind == bindparam("to_kind"), _grant.grantee_name == bindparam("to_name"))

_EVERY: Final = _GRANTS.select().order_by(_grant.grantee_kind, _grant.grantee_name)
_OF_KIND: Final = _EVERY.where(_grant.target_kind == bindparam("of_kind"))
_OF_SOME: Final = _OF_KIND.where(_grant.target_id.in_(bindparam("ids", expanding=True)))
_FIND: Final = _EVERY.where(_its_target, _its_grantee)
_INSERT: Final = insert(schema.grants)
_SET: Final = update(schema.grants).where(_its_target, _its_grantee).values(rights=bindparam("new_rights"))
_DELETE: Final = delete(schema.grants).where(_its_target, _its_grantee)
_FORGET: Final = delete(schema.grants).where(_its_target)

_OBJECTS: Final[Mapping[TargetKind, ObjectType]] = {
    TargetKind.COMPUTER: ObjectType.COMPUTER,
    TargetKind.ROOT: ObjectType.COMPUTER,
    TargetKind.LIBRARY: ObjectType.LIBRARY,
    TargetKind.POOL: ObjectType.POOL,
}


class Rights:
    """The grants, within one transaction. A change is an update of what they are about; of the root: the computer."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def on(self, kind: TargetKind, ids: Collection[UUID] | None = None) -> list[Grant]:
        """What is given on all things of a kind, or on those of these ids; by kind and name of the grantees."""
        if ids is None:
            return self._list(_OF_KIND, {"of_kind": kind})
        return self._list(_OF_SOME, {"of_kind": kind, "ids": list(ids)})

    def held(self, target: Target, grantee: Grantee) -> Right:
        """What somebody was given there."""
        found = self._list(_FIND, _key(target, grantee))
        return found[0].rights if found else NONE

    def set(self, target: Target, grantee: Grantee, rights: Right) -> None:
        """Let somebody have these rights there, and no others; none at all ends the line."""
        before = self.held(target, grantee)
        if rights == before:
            return
        if not before:
            self._unit.act(_INSERT, _GRANTS.row(Grant(target=target, grantee=grantee, rights=rights)))
        elif rights:
            self._unit.act(_SET, _key(target, grantee) | {"new_rights": rights})
        else:
            self._unit.act(_DELETE, _key(target, grantee))
        self._changed(target)

    def _list(self, statement: Any, values: Mapping[str, Any]) -> list[Grant]:
        return [_GRANTS.value(row) for row in self._unit.look(statement, values)]

    def _changed(self, target: Target) -> None:
        object_type = _OBJECTS[target.kind]
        scope_id = None if object_type is ObjectType.COMPUTER else target.id
        self._unit.changes.append((EventKind.UPDATE, object_type, target.id, scope_id))


def forget(unit: Unit, kind: TargetKind, id: UUID) -> None:  # noqa: A002 - what the id is called everywhere
    """The list of what is deleted goes with it."""
    unit.act(_FORGET, {"of_kind": kind, "of_id": id})


def _key(target: Target, grantee: Grantee) -> dict[str, Any]:
    return {
        "of_kind": target.kind,
        "of_id": target.id,
        "to_kind": grantee.kind,
        "to_name": grantee.name,
    }
