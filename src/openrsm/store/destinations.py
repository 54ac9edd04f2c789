"""Which computers are to show the messages about something: a library, the computer, or what a session asks for."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, insert, select

from openrsm.domain.destinations import Messages
from openrsm.store import schema
from openrsm.store.objects import Unit

_destination: Final = schema.destinations.c
_ITS_LIST: Final = and_(_destination.target_id == bindparam("of"), _destination.messages == bindparam("about"))
_IT: Final = and_(_ITS_LIST, _destination.name == bindparam("called"))
_NAMES: Final = (
    select(_destination.name)
    .where(_destination.target_id.in_(bindparam("all", expanding=True)), _destination.messages == bindparam("about"))
    .distinct()
    .order_by(_destination.name)
)
_TARGETS: Final = select(_destination.target_id).distinct()
_INSERT: Final = insert(schema.destinations)
_DELETE: Final = delete(schema.destinations).where(_IT)
_CLEAR: Final = delete(schema.destinations).where(_ITS_LIST)
_FORGET: Final = delete(schema.destinations).where(_destination.target_id == bindparam("of"))


class Destinations:
    """The lists of computers, within one transaction. Names differ in case alone where people wrote them so."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def names(self, targets: Collection[UUID], messages: Messages) -> list[str]:
        """Whom any of these lists names for such messages, in order."""
        return [str(row.name) for row in self._unit.look(_NAMES, {"all": list(targets), "about": messages})]

    def add(self, target: UUID, messages: Messages, name: str) -> None:
        """Put a computer on a list where it does not stand yet."""
        self._unit.act(_INSERT, {"target_id": target, "messages": messages, "name": name})

    def remove(self, target: UUID, messages: Messages, name: str) -> None:
        """Take a computer off a list."""
        self._unit.act(_DELETE, _list(target, messages) | {"called": name})

    def clear(self, target: UUID, messages: Messages) -> None:
        """Empty a list."""
        self._unit.act(_CLEAR, _list(target, messages))

    def targets(self) -> set[UUID]:
        """Everything that has a list that is not empty."""
        return {row.target_id for row in self._unit.look(_TARGETS, {})}

    def forget(self, target: UUID) -> None:
        """End the lists of what is no more."""
        self._unit.act(_FORGET, {"of": target})


def _list(target: UUID, messages: Messages) -> dict[str, Any]:
    return {"of": target, "about": messages}
