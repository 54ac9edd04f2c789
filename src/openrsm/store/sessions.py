"""Sessions that outlive the process, and requests that were done once and may be repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from openrsm.domain.records import KeptSession
from openrsm.domain.values import SessionId
from openrsm.store import schema_callers as schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects, Unit

_SESSIONS: Final = NounMapping(KeptSession, schema.sessions)
_ALL: Final = _SESSIONS.select().order_by(schema.sessions.c.opened)
_OPEN: Final = _ALL.where(schema.sessions.c.ended.is_(None))
_ENDED: Final = _ALL.where(schema.sessions.c.ended.is_not(None))

_call: Final = schema.calls.c
_FIND: Final = select(_call.fingerprint, _call.answer).where(
    _call.user == bindparam("user"), _call.key == bindparam("its_key")
)
_RECORD: Final = insert(schema.calls)
_TRIM: Final = delete(schema.calls).where(_call.at <= bindparam("moment"))


class Sessions(Objects[KeptSession, SessionId]):
    """The sessions that outlive the process, or have mounts to be ended."""

    kind = "session"
    object_type = None
    mapping = _SESSIONS

    def all(self) -> list[KeptSession]:
        """All of them, the oldest first."""
        return self._list(_ALL)

    def open(self) -> list[KeptSession]:
        """Those that have not ended, the oldest first."""
        return self._list(_OPEN)

    def ended(self) -> list[KeptSession]:
        """Those that have ended, and some of their mounts have not, the oldest first."""
        return self._list(_ENDED)


@dataclass(frozen=True, slots=True)
class DoneCall:
    """What was asked under a key, as a digest, and what the answer was, as JSON text."""

    fingerprint: str
    answer: str


class Calls:
    """The requests that were done under a key, within one transaction."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def find(self, user: str, key: str) -> DoneCall | None:
        """What a user had done under a key."""
        rows = self._unit.look(_FIND, {"user": user, "its_key": key})
        return DoneCall(rows[0].fingerprint, rows[0].answer) if rows else None

    def record(self, user: str, key: str, done: DoneCall) -> None:
        """Remember what was done, at the transaction's time."""
        values = {"user": user, "key": key, "fingerprint": done.fingerprint, "answer": done.answer}
        self._unit.act(_RECORD, values | {"at": self._unit.now})

    def trim(self, moment: datetime) -> None:
        """Forget what was done by then."""
        self._unit.act(_TRIM, {"moment": moment})
