"""Which side an application gets, and what becomes of it when it is given back (MS-RSMP 3.2.5.2.2.3-4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from openrsm.domain.machine import word
from openrsm.domain.pools import AT_REST, TAKEN, UNUSABLE, check_holds_media
from openrsm.domain.side import SideEvent, SideState
from openrsm.domain.values import LogicalId, Medium, PlaceKind, Pool, PoolKind, Side, SideId
from openrsm.errors import (
    InvalidMedia,
    InvalidMediaPool,
    InvalidParameter,
    InvalidState,
    MediaIncompatible,
    MediaOffline,
    ResourceDisabled,
)

TAKEABLE: Final = frozenset({SideState.AVAILABLE, SideState.IMPORT})
"""The states in which a side can be allocated by its id."""

_STAYING: Final = TAKEN | UNUSABLE | {SideState.UNPREPARED}
"""States of sides that keep their medium in its pool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationOptions:
    """What is asked of an allocation.

    Attributes:
        new: Reserve the other sides of the medium for the same application (ALLOCATE_NEW).
        next_of: Take the next side reserved together with this one (ALLOCATE_NEXT).
        side_id: Take exactly this side.
        error_if_unavailable: Rather fail than ask an operator for media.
    """

    new: bool = False
    next_of: LogicalId | None = None
    side_id: SideId | None = None
    error_if_unavailable: bool = False


def check_options(options: AllocationOptions) -> None:
    """Refuse options that contradict each other.

    Raises:
        InvalidParameter: Two of them do.
    """
    if options.next_of is None:
        return
    if options.new:
        raise InvalidParameter("an allocation is either of a new medium or of the next side", "ask for one of the two")
    if options.side_id is not None:
        raise InvalidParameter("the next side is taken as reserved, not by its id", "name a side or ask for the next")


def check_pool(pool: Pool) -> None:
    """Refuse a pool that nothing can be allocated from.

    Raises:
        InvalidMediaPool: It is the system's, or it holds pools.
    """
    if pool.kind is not PoolKind.APPLICATION:
        raise InvalidMediaPool(
            f"nothing is allocated from the system's pool {pool.path}",
            "name an application pool; with draw_from_free it takes media from the free pool",
        )
    check_holds_media(pool)


def check_side(side: Side, medium: Medium, pool: Pool) -> None:
    """Refuse to allocate a side by its id into a pool, each reason with its own error.

    Raises:
        InvalidState: It is neither available nor import.
        MediaIncompatible: The pool is for another media type.
        ResourceDisabled: Its medium is disabled.
        MediaOffline: Its medium is in no library.
        InvalidMedia: Its medium is a cleaning cartridge.
    """
    name = f"side {side.number} of {medium.name}"
    if medium.cleaner:
        raise InvalidMedia(f"{medium.name} is a cleaning cartridge", "name a side of a data cartridge")
    if side.state not in TAKEABLE:
        raise InvalidState(f"{name} is {word(side.state)}", "only available and import sides can be allocated")
    if medium.media_type != pool.media_type:
        raise MediaIncompatible(
            f"{medium.name} is of type {medium.media_type}, the pool {pool.path} of {pool.media_type}",
            f"allocate it to a pool for {medium.media_type}",
        )
    if not medium.enabled:
        raise ResourceDisabled(f"{medium.name} is disabled", "enable it, or name another side")
    if not is_online(medium):
        raise MediaOffline(f"{medium.name} is in no library", "have it brought in, or name another side")


def is_online(medium: Medium) -> bool:
    """Whether the medium is in a library."""
    return medium.place.kind is not PlaceKind.OFFLINE


def can_be_chosen(side: Side, medium: Medium) -> bool:
    """Whether an allocation that names no side may take this one."""
    usable = medium.enabled and not medium.cleaner and medium.state in AT_REST
    return side.state is SideState.AVAILABLE and usable and is_online(medium)


def choose(candidates: Iterable[tuple[Side, Medium]]) -> tuple[Side, Medium] | None:
    """The side that an allocation takes: the least often allocated, of these the least recently used.

    Args:
        candidates: Sides of the pool, or of the free pool of its type, with their media; unfit ones are passed over.
    """
    fit = [candidate for candidate in candidates if can_be_chosen(*candidate)]
    return min(fit, key=_wear, default=None)


def _wear(candidate: tuple[Side, Medium]) -> tuple[object, ...]:
    side, medium = candidate
    return (side.allocations, side.last_used, medium.sequence, side.number)


def allocate_events(chosen: Side, sides: Sequence[Side], *, new: bool) -> tuple[tuple[SideId, SideEvent], ...]:
    """What an allocation does to the sides of a medium.

    Args:
        chosen: The side taken.
        sides: All sides of its medium.
        new: Whether its siblings are reserved with it.
    """
    reserved = siblings_to_reserve(sides, chosen) if new else ()
    return ((chosen.id, SideEvent.ALLOCATE), *((side.id, SideEvent.RESERVE) for side in reserved))


def siblings_to_reserve(sides: Iterable[Side], chosen: Side) -> tuple[Side, ...]:
    """The other sides of a medium that are still to be had."""
    return tuple(side for side in _siblings(sides, chosen) if side.state is SideState.AVAILABLE)


def _siblings(sides: Iterable[Side], side: Side) -> tuple[Side, ...]:
    return tuple(other for other in sides if other.id != side.id)


def next_side(sides: Iterable[Side]) -> Side | None:
    """The reserved side that ALLOCATE_NEXT takes: the one with the lowest number; None if none is left."""
    reserved = (side for side in sides if side.state is SideState.RESERVED)
    return min(reserved, key=lambda side: side.number, default=None)


def after_deallocation(side: Side, pool: Pool) -> SideEvent:
    """What giving a side back does to it: available again, or retired at its pool's limit of allocations."""
    worn = pool.max_allocations is not None and side.allocations >= pool.max_allocations
    return SideEvent.RETIRE if worn else SideEvent.DEALLOCATE


def returns_to_free(pool: Pool, sides_after: Iterable[Side]) -> bool:
    """Whether a medium goes back to the free pool: the pool gives back, and one of its sides can be used again.

    Not while a side is taken, or gets its free label just now; nor if one can get none, as where people move it. Those
    that are retired do not count: a medium that has no others stays.
    """
    states = {side.state for side in sides_after}
    return pool.return_to_free and not states & _STAYING and SideState.AVAILABLE in states


def siblings_to_unreserve(sides: Iterable[Side], given_back: Side) -> tuple[Side, ...]:
    """The sides whose reservation ends with the last side of their owner."""
    siblings = _siblings(sides, given_back)
    if any(side.state in {SideState.ALLOCATED, SideState.COMPLETE} for side in siblings):
        return ()
    return tuple(side for side in siblings if side.state is SideState.RESERVED)
