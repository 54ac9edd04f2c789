"""The motions of the robots, as a person wants to see them: those under way, and the last that ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from openrsm.domain.equipment import Library
from openrsm.domain.library import LibraryKind
from openrsm.domain.records import Move
from openrsm.domain.values import DriveId, Place, PlaceKind, PortId, SlotId
from openrsm.service.guard import Sight
from openrsm.store.database import Transaction
from openrsm.surface.views import MoveView

LAST: Final = 10
"""How many motions that have ended are shown of a library."""


def move_views(tx: Transaction, libraries: Iterable[Library], sight: Sight) -> list[MoveView]:
    """Motions in these libraries: those under way first, then the last that ended, newest first."""
    physical = [library for library in libraries if library.kind is not LibraryKind.OFFLINE]
    under_way = [move for library in physical for move in tx.moves.open(library.id)]
    ended = [move for library in physical for move in tx.moves.last_of(library.id, LAST)]
    ended.sort(key=lambda move: move.closed_at or move.opened_at, reverse=True)
    return _views(tx, [*under_way, *ended], {library.id: library.name for library in physical}, sight)


def _views(tx: Transaction, moves: Sequence[Move], libraries: Mapping[UUID, str], sight: Sight) -> list[MoveView]:
    media = tx.media.find_all({move.medium_id for move in moves})
    seen = {key: medium.name for key, medium in media.items() if sight.sees_pool(medium.pool_id)}
    names = _element_names(tx, [place for move in moves for place in (move.source, move.destination)])
    return [
        MoveView(
            move=move,
            library=libraries[move.library_id],
            medium=seen.get(move.medium_id, ""),
            source=_name(move.source, names),
            destination=_name(move.destination, names),
        )
        for move in moves
    ]


def _element_names(tx: Transaction, places: Sequence[Place]) -> dict[UUID, str]:
    def of(kind: PlaceKind) -> list[UUID]:
        return [place.element_id for place in places if place.kind is kind and place.element_id]

    slots = tx.slots.find_all([SlotId(key) for key in of(PlaceKind.SLOT)])
    drives = tx.drives.find_all([DriveId(key) for key in of(PlaceKind.DRIVE)])
    ports = tx.ports.find_all([PortId(key) for key in of(PlaceKind.PORT)])
    numbered = (("slot", slots.values()), ("drive", drives.values()), ("port", ports.values()))
    return {one.id: f"{kind} {one.number}" for kind, group in numbered for one in group}


def _name(place: Place, names: Mapping[UUID, str]) -> str:
    """``slot 3``, ``drive 1``, ``robot``."""
    found = names.get(place.element_id) if place.element_id else None
    return found or place.kind.value
