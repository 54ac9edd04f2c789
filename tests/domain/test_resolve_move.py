from __future__ import annotations

from datetime import UTC, datetime

import pytest

from openrsm.domain.aftermath import Resolution, resolve_move
from openrsm.domain.inventory import Seen
from openrsm.domain.records import Move, MoveOutcome
from openrsm.domain.values import OFFLINE, MoveId, Place, PlaceKind
from tests.domain.builders import LIBRARY_ID, a_changer, a_drive, a_medium, a_slot, an_id, place_of

SOURCE = place_of(a_slot(1001))
DESTINATION = place_of(a_drive(501))
HAND = place_of(a_changer(1))
ASIDE = place_of(a_slot(1002))

MOVE = Move(
    id=MoveId(an_id("move")),
    library_id=LIBRARY_ID,
    medium_id=a_medium().id,
    source=SOURCE,
    destination=DESTINATION,
    opened_at=datetime(2025, 1, 1, tzinfo=UTC),
)

EMPTY, UNSURE = "empty", "unsure"
ADDRESSES = {SOURCE: 1001, DESTINATION: 501, HAND: 1, ASIDE: 1002}


def see(place: Place, what: str | None) -> Seen:
    if what == UNSURE:
        return Seen(address=ADDRESSES[place], kind=place.kind, full=False, unsure=True)
    full = what != EMPTY
    return Seen(address=ADDRESSES[place], kind=place.kind, full=full, bar_code=what if full else None)


def resolve(
    source: str | None, destination: str | None, *, hand: str | None = EMPTY, bar_code: str | None = "A00001L5"
) -> Resolution:
    others = [(HAND, see(HAND, hand)), (ASIDE, see(ASIDE, "N00001L5"))]
    return resolve_move(MOVE, see(SOURCE, source), see(DESTINATION, destination), bar_code=bar_code, others=others)


@pytest.mark.parametrize(
    ("source", "destination", "hand", "outcome", "place"),
    [
        # Its bar code is seen.
        (EMPTY, "A00001L5", EMPTY, MoveOutcome.DONE, DESTINATION),
        (EMPTY, "A00001", EMPTY, MoveOutcome.DONE, DESTINATION),
        ("A00001L5", EMPTY, EMPTY, MoveOutcome.NOT_DONE, SOURCE),
        (EMPTY, EMPTY, "A00001L5", MoveOutcome.ELSEWHERE, HAND),
        # The destination was full, so nothing moved.
        ("A00001L5", "N00002L5", EMPTY, MoveOutcome.NOT_DONE, SOURCE),
        # So it is if another of the same code lies there.
        ("A00001L5", "A00001L5", EMPTY, MoveOutcome.NOT_DONE, SOURCE),
        # A cartridge without a readable code may be it.
        (EMPTY, None, EMPTY, MoveOutcome.DONE, DESTINATION),
        (None, EMPTY, EMPTY, MoveOutcome.NOT_DONE, SOURCE),
        (None, None, EMPTY, MoveOutcome.NOT_DONE, SOURCE),
        (EMPTY, EMPTY, None, MoveOutcome.ELSEWHERE, HAND),
        (EMPTY, "N00002L5", None, MoveOutcome.ELSEWHERE, HAND),
        # Where the library does not know, it may be, but it is where it is seen.
        (UNSURE, EMPTY, EMPTY, MoveOutcome.NOT_DONE, SOURCE),
        (UNSURE, UNSURE, EMPTY, MoveOutcome.NOT_DONE, SOURCE),
        (EMPTY, UNSURE, EMPTY, MoveOutcome.DONE, DESTINATION),
        (UNSURE, "A00001L5", EMPTY, MoveOutcome.DONE, DESTINATION),
        (UNSURE, UNSURE, "A00001L5", MoveOutcome.ELSEWHERE, HAND),
        # One with another code cannot.
        (EMPTY, "N00002L5", EMPTY, MoveOutcome.ELSEWHERE, OFFLINE),
        ("N00002L5", EMPTY, EMPTY, MoveOutcome.ELSEWHERE, OFFLINE),
        (EMPTY, EMPTY, EMPTY, MoveOutcome.ELSEWHERE, OFFLINE),
    ],
)
def test_element_status_tells_how_an_open_motion_ended(
    source: str | None, destination: str | None, hand: str | None, outcome: MoveOutcome, place: Place
) -> None:
    resolution = resolve(source, destination, hand=hand)
    assert (resolution.outcome, resolution.place) == (outcome, place)
    assert resolution.why


@pytest.mark.parametrize(
    ("source", "destination", "outcome"),
    [
        (EMPTY, None, MoveOutcome.DONE),
        (None, EMPTY, MoveOutcome.NOT_DONE),
        (EMPTY, EMPTY, MoveOutcome.ELSEWHERE),
    ],
)
def test_a_cartridge_without_a_code_is_told_by_which_element_is_full(
    source: str | None, destination: str | None, outcome: MoveOutcome
) -> None:
    assert resolve(source, destination, bar_code=None).outcome is outcome


def test_a_cartridge_that_somebody_put_elsewhere_is_found_there() -> None:
    resolution = resolve_move(
        MOVE,
        see(SOURCE, EMPTY),
        see(DESTINATION, EMPTY),
        bar_code="A00001L5",
        others=[(HAND, see(HAND, EMPTY)), (ASIDE, see(ASIDE, "A00001L5"))],
    )
    assert (resolution.outcome, resolution.place) == (MoveOutcome.ELSEWHERE, ASIDE)


def test_elements_that_are_not_reported_tell_nothing() -> None:
    resolution = resolve_move(MOVE, None, None, bar_code="A00001L5")
    assert (resolution.outcome, resolution.place) == (MoveOutcome.ELSEWHERE, OFFLINE)


def test_a_slot_beside_with_an_unreadable_code_is_not_taken_for_it() -> None:
    others = [(ASIDE, Seen(address=1002, kind=PlaceKind.SLOT, full=True))]
    resolution = resolve_move(MOVE, see(SOURCE, EMPTY), see(DESTINATION, EMPTY), bar_code="A00001L5", others=others)
    assert resolution.place == OFFLINE
