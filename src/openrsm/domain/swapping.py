"""Two logical media trade their sides, so that an application refreshes worn media under the names it knows."""

from __future__ import annotations

from openrsm.domain.machine import word
from openrsm.domain.pools import AT_REST
from openrsm.domain.side import SideState
from openrsm.domain.values import LogicalMedium, Medium, Side
from openrsm.errors import InvalidMedia, InvalidMediaPool, InvalidState


def check_swap(one: LogicalMedium, other: LogicalMedium) -> None:
    """Refuse a swap of logical media that are no pair.

    Raises:
        InvalidMedia: They are the same.
        InvalidMediaPool: They are in different pools.
    """
    if one.id == other.id:
        raise InvalidMedia(f"LMID {one.id} is named twice", "name two of one pool")
    if one.pool_id != other.pool_id:
        raise InvalidMediaPool(f"{one.id} and {other.id} are in different pools", "move one medium to the other's pool")


def check_swapped(side: Side, medium: Medium, *, wanted: bool) -> None:
    """Refuse to give another the side of a logical medium.

    Args:
        side: The side.
        medium: Its medium.
        wanted: An operation with the medium waits or is under way.

    Raises:
        InvalidState: The side is not allocated; a complete one is not either.
        InvalidMedia: The medium is in use.
    """
    if side.state is not SideState.ALLOCATED:
        what = f"side {side.number} of medium {medium.name} is {word(side.state)}"
        raise InvalidState(what, "only sides that are allocated, and not complete, are swapped")
    if wanted or medium.state not in AT_REST:
        raise InvalidMedia(f"medium {medium.name} is in use", "dismount it, and wait until it is idle")
