"""Cartridges of several libraries that carry the same bar code: which record is whose.

A medium is a library's for as long as that shows it, or may. What another library shows under its bar code meanwhile
gets a record of its own, a newcomer, and the medium's library is looked at: if it misses the medium, the newcomer is
that one, which people have carried over; if it shows it, there are two (section 14.6 of the model).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from enum import Enum
from typing import Final

from openrsm.domain.equipment import Library
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.medium import MediumState
from openrsm.domain.records import WorkItem
from openrsm.domain.side import SideState
from openrsm.domain.values import BEGINNING, LibraryId, Medium, PlaceKind, Side


def is_held(medium: Medium, library: Library, *, is_carried: bool) -> bool:
    """Whether a medium stays in its library, whatever others show.

    A library that does not answer cannot show what it has. What was at rest there is where it is seen; what was in a
    drive or is wanted may still be written to.

    Args:
        medium: A medium.
        library: The one that it is catalogued in.
        is_carried: Nobody knows yet how a motion of it has ended.
    """
    if library.kind is LibraryKind.OFFLINE:
        return False
    rests = medium.place.kind in (PlaceKind.SLOT, PlaceKind.PORT) and medium.state in _IDLE and not is_carried
    return library.operational is not Operational.NOT_PRESENT or not rests


_IDLE: Final = frozenset({MediumState.IDLE, MediumState.ERROR})


def may_be_asked(library: Library) -> bool:
    """Whether a look at it can be queued; one that is disabled or away is looked at when it is not any more."""
    return library.enabled and library.operational is not Operational.NOT_PRESENT


class Newcomer(Enum):
    """What a record turns out to be that was made though its bar code was another library's."""

    OPEN = "that library has not been looked at since, or the cartridge is in somebody's hands"
    SAME = "it is the medium that the other library misses"
    ANOTHER = "it is a cartridge of its own"


def judge(
    newcomer: Medium,
    sides: Sequence[Side],
    alike: Sequence[tuple[Medium, Sequence[Side]]],
    *,
    looked: LibraryId,
    is_busy: bool,
) -> Newcomer:
    """What a newcomer is, now that a library has shown what it has.

    Args:
        newcomer: The record; ``last_library_id`` is the library that its cartridge seems to have come from.
        sides: Its sides.
        alike: All other media with its bar code, with their sides.
        looked: The library that was looked at.
        is_busy: The cartridge moves, or something is to be done with it.
    """
    origin = newcomer.last_library_id
    if any(medium.library_id == origin for medium, _ in alike):
        return Newcomer.ANOTHER if looked == origin else Newcomer.OPEN
    missed = [(one, its) for one, its in alike if one.last_library_id == origin and one.place.kind is PlaceKind.OFFLINE]
    if len(missed) != 1 or not _is_untouched(sides) or _speaks_against(newcomer, sides, *missed[0]):
        return Newcomer.ANOTHER
    return Newcomer.OPEN if is_busy else Newcomer.SAME


def is_busy(newcomer: Medium, work: Collection[WorkItem], *, is_carried: bool) -> bool:
    """Whether a newcomer cannot be taken for another medium just now; ``work`` is what is open on it."""
    return newcomer.state not in _IDLE or bool(work) or is_carried


def _is_untouched(sides: Sequence[Side]) -> bool:
    """Whether nobody was given it or has named it: else it is a medium in its own right."""
    return all(side.state in _NEW and side.logical_id is None and not side.allocations for side in sides)


_NEW: Final = frozenset({SideState.UNKNOWN, SideState.FOREIGN, SideState.IMPORT})


def _speaks_against(newcomer: Medium, sides: Sequence[Side], missed: Medium, known: Sequence[Side]) -> bool:
    """Whether label or memory tell that they are two."""
    if len(sides) != len(known) or (newcomer.serial and missed.serial and newcomer.serial != missed.serial):
        return True
    return any(_differ(found, side) for found, side in zip(sides, known, strict=True))


def _differ(found: Side, known: Side) -> bool:
    """Whether a label was read that is not the known one; an application may have written another since."""
    was_read = found.label_read != BEGINNING and bool(known.label_type) and not known.label_stale
    return was_read and (found.label_type, found.label_id) != (known.label_type, known.label_id)
