"""The order of mounts: priority places a new one, later edits win (MS-RSMP <22>; first come, first served within)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from openrsm.errors import InvalidParameter

STEP: Final = 1024.0
"""Distance between neighbours when ranks are laid out anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A mount, or a set of mounts, in the queue: its rank and the priority it came with."""

    key: object
    priority: int
    rank: float


def check_position(position: int) -> None:
    """A place among mounts.

    Raises:
        InvalidParameter: It is below 1.
    """
    if position < 1:
        raise InvalidParameter(f"position {position} is out of range", "1 is next; a number beyond the end is last")


def rank_for(priority: int, queue: Sequence[Standing]) -> float | None:
    """The rank of a newcomer: behind the last of its priority or a higher one. None: lay out anew first.

    Args:
        priority: -15 to 15, 15 most urgent.
        queue: All that wait, by rank.
    """
    before = [place for place, standing in enumerate(queue) if standing.priority >= priority]
    return rank_at(before[-1] + 2 if before else 1, queue)


def rank_at(position: int, queue: Sequence[Standing]) -> float | None:
    """The rank that puts a newcomer at ``position`` (1 is first; beyond the end is last). None: lay out anew first."""
    place = min(position - 1, len(queue))
    if not queue:
        return STEP
    if place == len(queue):
        return queue[-1].rank + STEP
    floor = queue[place - 1].rank if place else queue[0].rank - 2 * STEP
    middle = (floor + queue[place].rank) / 2
    return middle if floor < middle < queue[place].rank else None


def laid_out(queue: Sequence[Standing]) -> dict[object, float]:
    """Fresh ranks in the present order."""
    return {standing.key: STEP * (place + 1) for place, standing in enumerate(queue)}
