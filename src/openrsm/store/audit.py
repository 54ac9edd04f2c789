"""The audit log: who did what."""

from __future__ import annotations

from typing import Final

from sqlalchemy import bindparam, insert

from openrsm.domain.records import AuditEntry
from openrsm.store import schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Unit

_AUDIT: Final = NounMapping(AuditEntry, schema.audit)
_APPEND: Final = insert(schema.audit).inline()
_RECENT: Final = _AUDIT.select().order_by(schema.audit.c.id.desc()).limit(bindparam("limit"))


class Audit:
    """The log, within one transaction. It only grows."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def append(self, user: str, application: str, action: str, subject: str, detail: str = "") -> None:
        """Add an entry, at the transaction's time."""
        entry = {"user": user, "application": application, "action": action, "subject": subject, "detail": detail}
        self._unit.act(_APPEND, entry | {"at": self._unit.now})

    def recent(self, limit: int) -> list[AuditEntry]:
        """The newest entries, newest first."""
        return [_AUDIT.value(row) for row in self._unit.look(_RECENT, {"limit": limit})]
