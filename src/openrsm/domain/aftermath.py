"""What became of a motion whose outcome nobody wrote down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openrsm.domain import bar_codes
from openrsm.domain.inventory import Seen
from openrsm.domain.records import Move, MoveOutcome
from openrsm.domain.values import OFFLINE, Place, PlaceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How an open motion ended, where its cartridge is, and what told so."""

    outcome: MoveOutcome
    place: Place
    why: str


def resolve_move(
    move: Move,
    seen_source: Seen | None,
    seen_destination: Seen | None,
    *,
    bar_code: str | None,
    others: Iterable[tuple[Place, Seen]] = (),
) -> Resolution:
    """What became of a motion whose outcome nobody wrote down, told by element status alone.

    Args:
        move: The open row of the journal.
        seen_source: The element that it was to leave; None if it is not reported.
        seen_destination: The element that it was to reach; None if it is not reported.
        bar_code: The bar code of its cartridge.
        others: Every other element, the robot included.

    Returns:
        DONE with its destination, NOT_DONE with its source, or ELSEWHERE with where it is: offline if nowhere.
    """
    # The source first: while the robot has this to do nothing else goes there, so what lies there never left.
    ends = ((move.source, seen_source), (move.destination, seen_destination), *others)
    codes = {place: bar_codes.clean(seen.bar_code) for place, seen in ends if seen and seen.full}
    by_code = next((place for place, code in codes.items() if bar_codes.same(code, bar_code)), None)
    if by_code is not None:
        return _resolution(move, by_code, "its bar code is there")
    # A cartridge whose code nobody can read may be it; one with another code cannot.
    unread = [place for place, code in codes.items() if code is None or bar_code is None]
    unsure = next((place for place, seen in ends[:2] if seen and seen.unsure), None)
    return _resolve_unread(move, unread, unsure)


def _resolve_unread(move: Move, full: Sequence[Place], unsure: Place | None) -> Resolution:
    if move.source in full:
        return _resolution(move, move.source, "a cartridge is still where it was")
    if move.destination in full:
        return _resolution(move, move.destination, "its source is empty and its destination full")
    in_hand = next((place for place in full if place.kind is PlaceKind.ROBOT), None)
    if in_hand is not None:
        return _resolution(move, in_hand, "the robot holds a cartridge")
    if unsure is not None:
        return _resolution(move, unsure, "the library does not know what lies there, and it is seen nowhere else")
    return _resolution(move, OFFLINE, "it is seen nowhere")


def _resolution(move: Move, place: Place, why: str) -> Resolution:
    outcomes = {move.source: MoveOutcome.NOT_DONE, move.destination: MoveOutcome.DONE}
    return Resolution(outcome=outcomes.get(place, MoveOutcome.ELSEWHERE), place=place, why=why)
