"""Operator requests: what people are asked to do."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam

from openrsm.domain.operator import OPEN
from openrsm.domain.records import OperatorRequest
from openrsm.domain.values import LibraryId, ObjectType, OperatorId, WorkId
from openrsm.store import schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects, count_on

_OPERATORS: Final = NounMapping(OperatorRequest, schema.operators)
_request: Final = schema.operators.c
_OPEN_STATES: Final = sorted(OPEN)
_is_open: Final = _request.state.in_(bindparam("states", expanding=True))

_OPEN: Final = _OPERATORS.select().where(_is_open).order_by(_request.number)
_ALL: Final = _OPERATORS.select().order_by(_request.number)
_OF_LIBRARY: Final = _OPERATORS.select().where(_request.library_id == bindparam("library")).order_by(_request.number)
_BY_NUMBER: Final = _OPERATORS.select().where(_request.number == bindparam("number"))
_NEWEST: Final = _OPERATORS.select().order_by(_request.number.desc()).limit(bindparam("limit"))
_FOR_WORK: Final = _NEWEST.where(_is_open, _request.work_id == bindparam("work"))
_ENDED: Final = (
    _OPERATORS.select().where(_request.answered_at <= bindparam("moment"), ~_is_open).order_by(_request.number)
)


class Operators(Objects[OperatorRequest, OperatorId]):
    """The operator requests, open and answered; numbers are unique."""

    kind = "operator request"
    object_type = ObjectType.OPERATOR_REQUEST
    mapping = _OPERATORS

    def open(self) -> list[OperatorRequest]:
        """The requests that still want an answer, by number."""
        return self._list(_OPEN, states=_OPEN_STATES)

    def everything(self) -> list[OperatorRequest]:
        """Every request, open or answered, by number."""
        return self._list(_ALL)

    def of_library(self, library_id: LibraryId) -> list[OperatorRequest]:
        """Every request about a library, by number."""
        return self._list(_OF_LIBRARY, library=library_id)

    def by_number(self, number: int) -> OperatorRequest | None:
        """The request of that number."""
        return self._one(_BY_NUMBER, number=number)

    def all(self, limit: int) -> list[OperatorRequest]:
        """The newest requests, newest first."""
        return self._list(_NEWEST, limit=limit)

    def for_work(self, work_id: WorkId) -> OperatorRequest | None:
        """The open request that a work item waits for, if it waits for one; the newest where there are several."""
        return self._one(_FOR_WORK, states=_OPEN_STATES, work=work_id, limit=1)

    def ended_before(self, moment: datetime) -> list[OperatorRequest]:
        """The requests that had been answered by then, by number."""
        return self._list(_ENDED, states=_OPEN_STATES, moment=moment)

    def next_number(self) -> int:
        """A number that no request has had."""
        return count_on(self._unit, "operators")
