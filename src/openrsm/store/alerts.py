"""How far each destination of alerts has been told what happened, so that a restart loses nothing.

Among the counters: ``alerts DESTINATION`` is the last event that it need not be told any more, and
``alerted DESTINATION OBJECT`` the last event when it was told of an object's trouble that is not over.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update

from openrsm.store import schema
from openrsm.store.objects import Unit

_counter: Final = schema.counters.c
_is: Final = _counter.name == bindparam("counter")
_LAST: Final = select(_counter.value).where(_is)
_NAMES: Final = select(_counter.name).where(_counter.name.startswith(bindparam("start"), autoescape=False))
_SET: Final = update(schema.counters).where(_is).values(value=bindparam("number"))
_ADD: Final = insert(schema.counters)
_REMOVE: Final = delete(schema.counters).where(_is)


class Alerts:
    """What was told to whom, within one transaction. A destination is named by a digest, never by its address."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def last_id(self, destination: str) -> int | None:
        """The id of the last event that a destination need not be told any more; None for a new one."""
        rows = self._unit.look(_LAST, {"counter": f"alerts {destination}"})
        return rows[0][0] if rows else None

    def advance(self, destination: str, last: int) -> None:
        """It has been told everything up to that event."""
        self._set(f"alerts {destination}", last)

    def troubles(self, destination: str) -> set[UUID]:
        """The devices of whose trouble it was told, and not yet of its end."""
        return {UUID(name.rpartition(" ")[2]) for name in self._names(f"alerted {destination} ")}

    def change(self, destination: str, begun: Collection[UUID], ended: Collection[UUID], last: int) -> None:
        """It has been told of the beginning of these troubles and of the end of those, as of that event."""
        for object_id in ended:
            self._unit.act(_REMOVE, {"counter": f"alerted {destination} {object_id}"})
        for object_id in begun:
            self._set(f"alerted {destination} {object_id}", last)

    def keep(self, destinations: Collection[str]) -> None:
        """Forget all other destinations."""
        for name in [*self._names("alerts "), *self._names("alerted ")]:
            if name.split(" ")[1] not in destinations:
                self._unit.act(_REMOVE, {"counter": name})

    def _names(self, start: str) -> list[str]:
        return [row[0] for row in self._unit.look(_NAMES, {"start": start})]

    def _set(self, counter: str, number: int) -> None:
        if self._unit.act(_SET, {"counter": counter, "number": number}).rowcount == 0:
            self._unit.act(_ADD, {"name": counter, "value": number})
