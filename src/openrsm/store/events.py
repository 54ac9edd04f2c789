"""The events: what changed, in commit order, for whoever follows or comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from openrsm.domain.records import Happening
from openrsm.store import schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Unit, count_on

_EVENTS: Final = NounMapping(Happening, schema.events)
_event: Final = schema.events.c
_COUNTER: Final = "events"
_SINCE: Final = _EVENTS.select().where(_event.id > bindparam("after")).order_by(_event.id).limit(bindparam("limit"))
_LAST: Final = select(schema.counters.c.value).where(schema.counters.c.name == _COUNTER)
_TRIM: Final = delete(schema.events).where(_event.id <= bindparam("last"))
_RECORD: Final = insert(schema.events)


class Events:
    """The events that are committed; those of the transaction itself come after them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def since(self, id: int, limit: int) -> list[Happening]:  # noqa: A002 - what the id is called everywhere
        """The events after one, in commit order. Ids have no gaps: where one is missing, it was trimmed."""
        return [_EVENTS.value(row) for row in self._unit.look(_SINCE, {"after": id, "limit": limit})]

    def last_id(self) -> int:
        """The id of the last event, trimmed or not; 0 before the first."""
        last: int = self._unit.look(_LAST, {})[0][0]
        return last

    def trim(self, keep: int) -> None:
        """Remove all events but the newest ``keep``."""
        self._unit.act(_TRIM, {"last": self.last_id() - keep})


def record(unit: Unit, ended: Sequence[Unit]) -> list[Happening]:
    """Write, through ``unit``, the events of works that commit together, in their order.

    The ids come from a counter that is locked until the commit, so they rise in commit order on every database.
    """
    changes = [(each.now, change) for each in ended for change in each.changes]
    if not changes:
        return []
    first = count_on(unit, _COUNTER, len(changes)) - len(changes) + 1
    happenings = [
        Happening(id=number, at=at, kind=kind, object_type=type_, object_id=id_, scope_id=scope)
        for number, (at, (kind, type_, id_, scope)) in enumerate(changes, start=first)
    ]
    unit.act(_RECORD, [_EVENTS.row(it) for it in happenings])
    return happenings
