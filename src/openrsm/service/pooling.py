"""Media and their pools: what moves, and what a move does to the sides."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from openrsm.domain.allocation import returns_to_free
from openrsm.domain.machine import fire
from openrsm.domain.pools import AT_REST, MOVES, MoveRule, side_events_for_move
from openrsm.domain.side import SIDE, SideEvent
from openrsm.domain.values import Medium, PlaceKind, Pool, PoolKind, Side
from openrsm.errors import InvalidMedia
from openrsm.service.itself import itself
from openrsm.service.label_work import queue_free_labels, wants_free_label
from openrsm.service.system_pools import system_pool
from openrsm.store.database import Transaction


def advance_side(tx: Transaction, side: Side, events: Iterable[SideEvent], **fields: object) -> Side:
    """Move a side through its table, event by event, changing other fields with it."""
    state = side.state
    for event in events:
        state = fire(SIDE, state, event)
    return tx.sides.change(side, replace(side, state=state, **fields))  # type: ignore[arg-type] # fields of Side


def move_medium(tx: Transaction, medium: Medium, source: Pool, destination: Pool) -> Medium:
    """Put a medium into another pool, its sides changing as that move demands."""
    for side in tx.sides.of(medium.id):
        advance_side(tx, side, side_events_for_move(source, destination, side))
    for logical in (tx.logical.get(side.logical_id) for side in tx.sides.of(medium.id) if side.logical_id):
        tx.logical.change(logical, replace(logical, pool_id=destination.id))
    return tx.media.change(medium, replace(medium, pool_id=destination.id))


def return_if_due(tx: Transaction, medium: Medium, pool: Pool) -> Medium:
    """A pool that gives media back hands a deallocated one to the free pool, once nothing is done with it.

    Called when a side is deallocated, and again when a medium that was in use then has come to rest.
    """
    sides = tx.sides.of(medium.id)
    was_allocated = any(side.allocations for side in sides)
    if medium.state not in AT_REST or not was_allocated or not returns_to_free(pool, sides):
        return medium
    unprepared = [side for side in sides if wants_free_label(tx, medium, side)]
    if unprepared:
        if medium.place.kind is not PlaceKind.OFFLINE and not any(side.trouble for side in sides):
            queue_free_labels(tx, unprepared, itself(tx))
        return tx.media.get(medium.id)
    return move_medium(tx, medium, pool, system_pool(tx, PoolKind.FREE, medium.media_type))


def check_import(medium: Medium, sides: Collection[Side], source: Pool, destination: Pool) -> None:
    """Whether allocating a named side may bring its medium along into another pool.

    Raises:
        InvalidMedia: Media do not go from that pool to this, or another side is somebody else's.
    """
    never = MOVES.get((source.kind, destination.kind), MoveRule.NEVER) is MoveRule.NEVER
    if never or any(side.logical_id is not None for side in sides):
        what = f"medium {medium.name} cannot come from {source.path} to {destination.path}"
        raise InvalidMedia(what, "name a side that is available or import")
