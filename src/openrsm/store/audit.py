"""The audit log: who did what, and who was refused what."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, insert, select

from openrsm.domain.records import AuditEntry
from openrsm.store import schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Unit

_AUDIT: Final = NounMapping(AuditEntry, schema.audit)
_entry: Final = schema.audit.c
_APPEND: Final = insert(schema.audit).inline()
_RECENT: Final = _AUDIT.select().order_by(_entry.id.desc()).limit(bindparam("limit"))
_FILTERS: Final = {
    "user": _entry.user == bindparam("of_user"),
    "action": _entry.action == bindparam("of_action"),
    "since": _entry.at >= bindparam("moment"),
}
_OF_ACTION: Final = _entry.action == bindparam("of_action")
_OLDEST_KEPT: Final = (
    select(_entry.id).where(_OF_ACTION).order_by(_entry.id.desc()).limit(1).offset(bindparam("keep")).scalar_subquery()
)
_TRIM: Final = delete(schema.audit).where(_OF_ACTION, _entry.id <= _OLDEST_KEPT)


class Audit:
    """The log, within one transaction. It only grows, but for what :meth:`trim` removes."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def append(self, user: str, application: str, action: str, subject: str, detail: str = "") -> None:
        """Add an entry, at the transaction's time."""
        entry = {"user": user, "application": application, "action": action, "subject": subject, "detail": detail}
        self._unit.act(_APPEND, entry | {"at": self._unit.now})

    def recent(
        self, limit: int, *, user: str | None = None, action: str | None = None, since: datetime | None = None
    ) -> list[AuditEntry]:
        """The newest entries, newest first: of a user, of an action, since a moment, where asked."""
        given = {"user": user, "action": action, "since": since}
        values = {"limit": limit, "of_user": user, "of_action": action, "moment": since}
        statement = _recent(tuple(name for name, value in given.items() if value is not None))
        asked = {name: value for name, value in values.items() if value is not None}
        return [_AUDIT.value(row) for row in self._unit.look(statement, asked)]

    def trim(self, action: str, keep: int) -> None:
        """Remove all entries of an action but the newest ``keep``."""
        self._unit.act(_TRIM, {"of_action": action, "keep": keep})


@cache
def _recent(filters: tuple[str, ...]) -> Select[Any]:
    return _RECENT.where(*(_FILTERS[name] for name in filters))
