"""The journal of motions: the intent is committed before a device is told, the outcome after."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, delete

from openrsm.domain.records import Move
from openrsm.domain.values import LibraryId, MediumId, MoveId
from openrsm.store import schema
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects

_MOVES: Final = NounMapping(Move, schema.moves)
_move: Final = schema.moves.c
_OPEN: Final = (
    _MOVES.select()
    .where(_move.library_id == bindparam("library"), _move.closed_at.is_(None))
    .order_by(_move.opened_at, _move.id)
)
_LAST_OF: Final = (
    _MOVES.select()
    .where(_move.library_id == bindparam("library"), _move.closed_at.is_not(None))
    .order_by(_move.closed_at.desc(), _move.id)
    .limit(bindparam("limit"))
)
_OF_LIBRARY: Final = _MOVES.select().where(_move.library_id == bindparam("library")).order_by(_move.opened_at, _move.id)
_OF_MEDIUM: Final = (
    _MOVES.select()
    .where(_move.medium_id == bindparam("medium"))
    .order_by(_move.opened_at.desc(), _move.id)
    .limit(bindparam("limit"))
)


_TRIM: Final = delete(schema.moves).where(_move.closed_at < bindparam("moment"))


class Moves(Objects[Move, MoveId]):
    """The journal. A medium has at most one open move; moves make no events of their own."""

    kind = "move"
    object_type = None
    mapping = _MOVES

    def open(self, library_id: LibraryId) -> list[Move]:
        """The moves of a library whose outcome is unknown, oldest first."""
        return self._list(_OPEN, library=library_id)

    def last_of(self, library_id: LibraryId, limit: int) -> list[Move]:
        """The moves of a library that ended last, newest first."""
        return self._list(_LAST_OF, library=library_id, limit=limit)

    def of_library(self, library_id: LibraryId) -> list[Move]:
        """Every move in a library, oldest first."""
        return self._list(_OF_LIBRARY, library=library_id)

    def trim(self, moment: datetime) -> None:
        """Forget the moves that ended before ``moment``."""
        self._unit.act(_TRIM, {"moment": moment})

    def of_medium(self, medium_id: MediumId, limit: int) -> list[Move]:
        """The last moves of a medium, newest first."""
        return self._list(_OF_MEDIUM, medium=medium_id, limit=limit)
