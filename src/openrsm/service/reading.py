"""Which changes a listener may know of (section 8.2 of the model), found out once until rights change."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from uuid import UUID

from openrsm.domain.records import Happening
from openrsm.domain.values import ObjectType, Principal
from openrsm.service import guard
from openrsm.store.database import Store

_Key = tuple[Principal, ObjectType, UUID | None]

_CHANGE_RIGHTS: Final = (ObjectType.COMPUTER, ObjectType.LIBRARY, ObjectType.POOL)
"""Lists of rights belong to these, and to no others."""

_KNOWN: Final = 100_000


class Reading:
    """Answers from memory what was asked before. Used by any thread."""

    def __init__(self, store: Store) -> None:
        """Begins to listen for changes of rights."""
        self._store = store
        self._lock = threading.Lock()
        self._known: dict[_Key, bool] = {}
        self._turn = 0
        store.listen(self._forget)

    def readable(self, principal: Principal, happenings: Iterable[Happening]) -> Iterator[Happening]:
        """Those of the changes that the principal may know of, in their order."""
        return (each for each in happenings if principal.administrator or self._may(principal, each))

    def _may(self, principal: Principal, happening: Happening) -> bool:
        key = (principal, happening.object_type, happening.scope_id)
        with self._lock:
            known, turn = self._known.get(key), self._turn
        return known if known is not None else self._ask(key, turn)

    def _ask(self, key: _Key, turn: int) -> bool:
        may = self._store.read(lambda tx: guard.may_read(tx, *key))
        with self._lock:
            # A side's medium changes pools without a change of rights; and what was asked before one is stale.
            if key[1] is not ObjectType.SIDE and turn == self._turn and len(self._known) < _KNOWN:
                self._known[key] = may
        return may

    def _forget(self, happenings: Sequence[Happening]) -> None:
        if any(happening.object_type in _CHANGE_RIGHTS for happening in happenings):
            with self._lock:
                self._known.clear()
                self._turn += 1
