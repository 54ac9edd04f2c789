"""Work items: what the libraries are asked to do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Final

from sqlalchemy import bindparam, func, select

from openrsm.domain.records import WorkItem
from openrsm.domain.values import LibraryId, MediumId, ObjectType, SetId, WorkId
from openrsm.domain.work import OPEN, Operation, WorkState
from openrsm.store import schema
from openrsm.store.columns import Stamp
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects, count_on

_WORK: Final = NounMapping(WorkItem, schema.work)
_item: Final = schema.work.c
_in_states: Final = _item.state.in_(bindparam("states", expanding=True))
_OPEN_STATES: Final = sorted(OPEN)

_OPEN: Final = _WORK.select().where(_in_states)
_OPEN_OF: Final = _OPEN.where(_item.library_id == bindparam("library"))
_OF_MEDIUM: Final = _OPEN.where(_item.medium_id == bindparam("medium")).order_by(_item.number)
_ALL: Final = _WORK.select().order_by(_item.number)
_ALL_OF: Final = _WORK.select().where(_item.library_id == bindparam("library")).order_by(_item.number)
_BY_NUMBER: Final = _WORK.select().where(_item.number == bindparam("number"))
_OF_SET: Final = _WORK.select().where(_item.set_id == bindparam("set")).order_by(_item.number)
_RECENT: Final = _WORK.select().order_by(_item.number.desc()).limit(bindparam("limit"))
_RECENT_IN: Final = _RECENT.where(_in_states)
_ENDED: Final = _WORK.select().where(_item.ended_at <= bindparam("moment")).order_by(_item.number)
_RANKS: Final = (
    select(_item.id, _item.priority, _item.rank)
    .where(_in_states, _item.library_id == bindparam("library"), _item.operation == Operation.MOUNT)
    .order_by(_item.rank, _item.number)
)
_SUMMARY: Final = (
    select(_item.library_id, _item.operation, _item.state, func.count(), func.min(_item.queued_at, type_=Stamp()))
    .where(_in_states)
    .group_by(_item.library_id, _item.operation, _item.state)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How many open items of one library do the same and stand the same, and since when the oldest waits."""

    library_id: LibraryId
    operation: Operation
    state: WorkState
    items: int
    oldest: datetime


class Work(Objects[WorkItem, WorkId]):
    """The work items, open and ended; numbers are unique."""

    kind = "work item"
    object_type = ObjectType.WORK_ITEM
    scope_field = "library_id"
    mapping = _WORK

    def open(self, library_id: LibraryId | None = None) -> list[WorkItem]:
        """The items that have not ended, of one library or all, as they stand in the queue."""
        if library_id is None:
            found = self._list(_OPEN, states=_OPEN_STATES)
        else:
            found = self._list(_OPEN_OF, states=_OPEN_STATES, library=library_id)
        # The queue's order is that of the operations' numbers, and the database knows only their names.
        return sorted(found, key=attrgetter("operation", "rank", "number"))

    def everything(self) -> list[WorkItem]:
        """Every item, open or ended, by number."""
        return self._list(_ALL)

    def of_library(self, library_id: LibraryId) -> list[WorkItem]:
        """Every item about a library, by number."""
        return self._list(_ALL_OF, library=library_id)

    def summary(self) -> list[Standing]:
        """The items that have not ended, counted."""
        return [Standing(*tuple(row)) for row in self._unit.look(_SUMMARY, {"states": _OPEN_STATES})]

    def by_number(self, number: int) -> WorkItem | None:
        """The item of that number."""
        return self._one(_BY_NUMBER, number=number)

    def of_set(self, set_id: SetId) -> list[WorkItem]:
        """The items that stand or fall together, by number."""
        return self._list(_OF_SET, set=set_id)

    def recent(self, limit: int, states: Collection[WorkState] | None = None) -> list[WorkItem]:
        """The newest items, newest first; those in some states only, where asked."""
        if states is None:
            return self._list(_RECENT, limit=limit)
        return self._list(_RECENT_IN, states=list(states), limit=limit)

    def of_medium_open(self, medium_id: MediumId) -> list[WorkItem]:
        """The items about a medium that have not ended, by number."""
        return self._list(_OF_MEDIUM, states=_OPEN_STATES, medium=medium_id)

    def ended_before(self, moment: datetime) -> list[WorkItem]:
        """The items that had ended by then, by number."""
        return self._list(_ENDED, moment=moment)

    def mount_ranks(self, library_id: LibraryId) -> list[tuple[WorkId, int, float]]:
        """Id, priority and rank of a library's mounts that have not ended, by rank."""
        rows = self._unit.look(_RANKS, {"states": _OPEN_STATES, "library": library_id})
        return [(WorkId(row.id), row.priority, row.rank) for row in rows]

    def next_number(self) -> int:
        """A number that no item has had."""
        return count_on(self._unit, "work")
