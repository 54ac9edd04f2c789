"""What a label that was read says, for every kind of side, bar code and record that it may meet."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final
from uuid import uuid4

import pytest

from openrsm.domain.labels import FREE_LABEL, Arrival, Label, Verdict, identify, judge
from openrsm.domain.side import SideState
from openrsm.domain.values import OFFLINE, BarCodeState, LogicalId, Medium, Place, Side
from tests.domain.builders import a_medium, a_side

NOW: Final = datetime(2026, 3, 2, tzinfo=UTC)
MINE = Label(type="ansi", id="MINE01", info="MINE01")
OTHERS = Label(type="ansi", id="OTHER1", info="OTHER1")
BLANK = Label()
FREE = Label(type=FREE_LABEL, id="6f0e", info="A00001L5")


def labelled(label: Label, medium: Medium | None = None, **values: Any) -> Side:
    known: dict[str, Any] = {"label_type": label.type, "label_id": label.id, "label_info": label.info}
    return a_side(medium, **(known | values))


def another(**values: Any) -> tuple[Side, Medium]:
    medium = a_medium("B00002L5", **values)
    return labelled(OTHERS, medium, state=SideState.IMPORT), medium


# --- At a mount ---


def own(side: Side) -> Label:
    """The free label that was made for this side."""
    return Label(type=FREE_LABEL, id=str(side.id), info="A00001L5")


@pytest.mark.parametrize("known", [MINE, BLANK, OTHERS])
def test_the_free_label_that_we_wrote_and_did_not_note_is_believed_of_what_is_nobodys(known: Label) -> None:
    side = labelled(known, state=SideState.UNPREPARED)
    assert judge(side, a_medium(), own(side), taken=False, sure=False) is Verdict.LEARN
    assert identify(side, a_medium(), own(side), []).arrival is Arrival.KNOWN


def test_the_free_label_where_somebodys_label_was_is_not_believed() -> None:
    side = labelled(MINE, state=SideState.ALLOCATED, logical_id=LogicalId(uuid4()))
    assert judge(side, a_medium(), own(side), taken=False, sure=False) is Verdict.OTHER


def test_the_free_label_of_another_side_is_not_believed() -> None:
    side = labelled(BLANK, state=SideState.UNPREPARED)
    assert judge(side, a_medium(), FREE, taken=False, sure=False) is Verdict.OTHER


def test_what_an_application_may_have_written_is_not_believed_where_the_bar_code_cannot_be_read() -> None:
    side = labelled(MINE, state=SideState.ALLOCATED, label_stale=True)
    assert (
        judge(side, a_medium(bar_code_state=BarCodeState.UNREADABLE), OTHERS, taken=False, sure=False) is Verdict.OTHER
    )


@pytest.mark.parametrize("label", [MINE, BLANK, FREE])
def test_the_label_that_is_known_is_the_expected_one(label: Label) -> None:
    assert judge(labelled(label, state=SideState.ALLOCATED), a_medium(), label, taken=False, sure=False) is Verdict.SAME


@pytest.mark.parametrize("found", [OTHERS, BLANK, FREE])
def test_another_label_than_the_known_one_is_another_medium(found: Label) -> None:
    assert judge(labelled(MINE, state=SideState.ALLOCATED), a_medium(), found, taken=False, sure=False) is Verdict.OTHER


@pytest.mark.parametrize("found", [OTHERS, BLANK, MINE])
def test_what_an_application_may_have_written_is_believed_of_a_medium_with_a_bar_code(found: Label) -> None:
    side = labelled(MINE, state=SideState.ALLOCATED, label_stale=True)
    assert judge(side, a_medium(), found, taken=False, sure=False) is Verdict.LEARN


def test_without_a_bar_code_a_changed_label_is_believed_of_no_medium() -> None:
    side = labelled(MINE, state=SideState.ALLOCATED, label_stale=True)
    assert judge(side, a_medium(bar_code=None), OTHERS, taken=False, sure=False) is Verdict.OTHER


@pytest.mark.parametrize("state", [SideState.UNKNOWN, SideState.FOREIGN, SideState.ALLOCATED, SideState.COMPLETE])
def test_a_label_that_was_never_read_is_learnt(state: SideState) -> None:
    assert judge(a_side(state=state), a_medium(), OTHERS, taken=False, sure=False) is Verdict.LEARN


def used() -> list[tuple[Side, Medium]]:
    """A medium of which another label than the catalogued one is believed, as often as there is a reason."""
    medium = a_medium()
    return [
        (labelled(MINE, medium, state=SideState.ALLOCATED, label_stale=True, logical_id=LogicalId(uuid4())), medium),
        (labelled(MINE, medium, state=SideState.UNPREPARED, label_stale=True), medium),
        (a_side(medium, state=SideState.ALLOCATED, logical_id=LogicalId(uuid4())), medium),
        (a_side(medium, state=SideState.FOREIGN, label_read=NOW), medium),
    ]


@pytest.mark.parametrize(("side", "medium"), used())
def test_the_label_of_another_medium_is_not_believed_unless_the_memory_says_which_it_is(
    side: Side, medium: Medium
) -> None:
    assert judge(side, medium, OTHERS, taken=False, sure=False) is Verdict.LEARN
    assert judge(side, medium, OTHERS, taken=True, sure=False) is Verdict.OTHER
    assert judge(side, medium, OTHERS, taken=True, sure=True) is Verdict.LEARN


def test_the_memory_of_a_medium_excuses_no_other_label_than_the_known_one() -> None:
    assert judge(labelled(MINE, state=SideState.ALLOCATED), a_medium(), OTHERS, taken=False, sure=True) is Verdict.OTHER


def test_copies_that_are_catalogued_with_one_label_are_what_they_are() -> None:
    copy = labelled(MINE, state=SideState.ALLOCATED, label_stale=True)
    assert judge(copy, a_medium(), MINE, taken=True, sure=False) is Verdict.LEARN
    pressed = a_medium(media_type="CD-ROM")
    assert judge(a_side(pressed), pressed, OTHERS, taken=True, sure=False) is Verdict.LEARN


@pytest.mark.parametrize("found", [BLANK, OTHERS])
def test_with_neither_a_bar_code_nor_a_known_label_only_its_memory_tells_which_cartridge_it_is(found: Label) -> None:
    side, unreadable = a_side(state=SideState.ALLOCATED), a_medium(bar_code_state=BarCodeState.UNREADABLE)
    assert judge(side, unreadable, found, taken=False, sure=False) is Verdict.OTHER
    assert judge(side, unreadable, found, taken=False, sure=True) is not Verdict.OTHER
    assert judge(side, a_medium(bar_code=None), found, taken=False, sure=False) is not Verdict.OTHER


@pytest.mark.parametrize("state", [SideState.AVAILABLE, SideState.UNPREPARED, SideState.IMPORT, SideState.RESERVED])
def test_what_is_thought_to_be_blank_must_be_before_it_is_handed_out_or_written_on(state: SideState) -> None:
    assert judge(a_side(state=state), a_medium(), OTHERS, taken=False, sure=False) is Verdict.OTHER


def test_a_free_label_is_never_learnt_of_a_medium_that_got_none() -> None:
    assert judge(a_side(state=SideState.ALLOCATED), a_medium(), FREE, taken=False, sure=False) is Verdict.OTHER


def test_what_the_label_says_to_people_is_written_down_anew() -> None:
    known = Label(type=MINE.type, id=MINE.id, info="as it was called before")
    assert judge(labelled(known, state=SideState.ALLOCATED), a_medium(), MINE, taken=False, sure=False) is Verdict.LEARN


@pytest.mark.parametrize("state", [SideState.AVAILABLE, SideState.ALLOCATED])
@pytest.mark.parametrize("stale", [False, True])
def test_what_an_imported_catalogue_calls_free_must_still_have_its_label(state: SideState, stale: bool) -> None:  # noqa: FBT001 - a parameter
    side = labelled(FREE, state=state, label_doubted=True, label_stale=stale)
    assert judge(side, a_medium(), FREE, taken=False, sure=False) is Verdict.LEARN
    for found in (MINE, BLANK):
        assert judge(side, a_medium(), found, taken=False, sure=False) is Verdict.OTHER


# --- When it is identified ---


@pytest.mark.parametrize(("found", "arrival"), [(BLANK, Arrival.BLANK), (MINE, Arrival.IMPORT)])
def test_what_was_written_since_an_imported_catalogue_was_made_is_sorted_anew(found: Label, arrival: Arrival) -> None:
    side = labelled(FREE, state=SideState.AVAILABLE, label_doubted=True)
    assert identify(side, a_medium(), found, []).arrival is arrival
    assert identify(side, a_medium(bar_code=None), found, []).arrival is Arrival.STRANGER


@pytest.mark.parametrize("code", ["A00001L5", None])
def test_what_was_handed_out_since_and_is_not_free_is_left_to_a_person(code: str | None) -> None:
    side = labelled(FREE, state=SideState.ALLOCATED, label_doubted=True, logical_id=LogicalId(uuid4()))
    assert identify(side, a_medium(bar_code=code), MINE, []).arrival is Arrival.CONTRADICTION


@pytest.mark.parametrize(("found", "arrival"), [(BLANK, Arrival.BLANK), (MINE, Arrival.IMPORT)])
def test_a_new_medium_is_sorted_by_its_label(found: Label, arrival: Arrival) -> None:
    assert identify(a_side(), a_medium(), found, []).arrival is arrival


def test_a_medium_with_the_label_that_is_known_is_what_it_was() -> None:
    assert identify(labelled(MINE, state=SideState.ALLOCATED), a_medium(), MINE, []).arrival is Arrival.KNOWN


def test_a_new_medium_with_the_label_of_one_that_is_missed_is_that_one() -> None:
    match = another(place=OFFLINE, bar_code=None)
    found = identify(a_side(), a_medium(bar_code=None), OTHERS, [match])
    assert (found.arrival, found.match) == (Arrival.RETURN, match[0])


@pytest.mark.parametrize(("media_type", "arrival"), [("CD-ROM", Arrival.DUPLICATE), ("CD-R", Arrival.RETURN)])
def test_of_a_pressed_disc_there_may_be_any_number_of_copies(media_type: str, arrival: Arrival) -> None:
    match = another(place=OFFLINE, bar_code=None, media_type=media_type)
    found = identify(a_side(), a_medium(bar_code=None, media_type=media_type), OTHERS, [match])
    assert found.arrival is arrival


@pytest.mark.parametrize(
    "matches",
    [
        [another()],
        [another(place=OFFLINE)],
        [another(place=OFFLINE, bar_code=None, media_type="LTO-6")],
        [another(place=OFFLINE, bar_code=None), another(place=OFFLINE, bar_code=None)],
    ],
    ids=["it is there", "another bar code", "another type", "several"],
)
def test_the_label_of_a_medium_that_this_one_cannot_be_makes_it_a_duplicate(matches: list[tuple[Side, Medium]]) -> None:
    assert identify(a_side(), a_medium(), OTHERS, matches).arrival is Arrival.DUPLICATE


def test_a_medium_that_is_somebodys_and_has_another_label_is_another() -> None:
    match = another(bar_code=None)
    owned = labelled(MINE, state=SideState.ALLOCATED)
    found = identify(owned, a_medium(bar_code=None), OTHERS, [match])
    assert (found.arrival, found.match) == (Arrival.OTHER, match[0])


@pytest.mark.parametrize("found", [OTHERS, BLANK])
def test_what_nobody_knows_in_the_place_of_a_known_medium_is_a_stranger(found: Label) -> None:
    owned = labelled(MINE, state=SideState.ALLOCATED)
    assert identify(owned, a_medium(bar_code=None), found, []).arrival is Arrival.STRANGER


def test_a_bar_code_and_a_label_that_contradict_each_other_are_left_to_a_person() -> None:
    owned = labelled(MINE, state=SideState.ALLOCATED)
    assert identify(owned, a_medium(), OTHERS, [another()]).arrival is Arrival.CONTRADICTION


def test_an_unreadable_bar_code_contradicts_nothing() -> None:
    owned = labelled(MINE, state=SideState.ALLOCATED)
    unreadable = a_medium(bar_code_state=BarCodeState.UNREADABLE)
    assert identify(owned, unreadable, OTHERS, []).arrival is Arrival.STRANGER


@pytest.mark.parametrize("place", [OFFLINE, another()[1].place])
def test_an_unreadable_bar_code_keeps_no_medium_from_being_found_by_its_label(place: Place) -> None:
    owned = labelled(MINE, state=SideState.ALLOCATED)
    match = another(bar_code_state=BarCodeState.UNREADABLE, place=place)
    for other in (match, another(place=place)):
        found = identify(owned, a_medium(bar_code_state=BarCodeState.UNREADABLE), OTHERS, [other])
        assert (found.arrival, found.match) == (Arrival.OTHER, other[0])


@pytest.mark.parametrize("found", [OTHERS, BLANK])
def test_a_memory_and_a_label_that_contradict_each_other_are_left_to_a_person(found: Label) -> None:
    medium = a_medium(bar_code=None, serial="MINE")
    owned = labelled(MINE, medium, state=SideState.ALLOCATED)
    for matches in ([], [another(bar_code=None)], [another(bar_code=None, place=OFFLINE)]):
        assert identify(owned, medium, found, matches, serial="MINE").arrival is Arrival.CONTRADICTION
        assert identify(owned, medium, found, matches, serial="").arrival is not Arrival.CONTRADICTION


def test_the_label_of_what_is_mounted_is_a_copy_wherever_else_it_is() -> None:
    side, mounted = another(bar_code=None)
    owned = labelled(MINE, state=SideState.ALLOCATED)
    for medium in (a_medium(bar_code=None), a_medium(bar_code_state=BarCodeState.UNREADABLE)):
        found = identify(owned, medium, OTHERS, [(side, mounted)], mounted={mounted.id})
        assert (found.arrival, found.match) == (Arrival.CONTRADICTION, None)


@pytest.mark.parametrize(
    ("known", "said", "is_that"), [("ITS", "ITS", True), ("ITS", "", True), ("", "ITS", True), ("ITS", "NOT", False)]
)
def test_no_label_makes_a_medium_of_what_has_another_memory(known: str, said: str, is_that: bool) -> None:  # noqa: FBT001 - a parameter
    owned, medium = labelled(MINE, state=SideState.ALLOCATED), a_medium(bar_code=None)
    there = identify(owned, medium, OTHERS, [another(bar_code=None, serial=known)], serial=said)
    assert there.arrival is (Arrival.OTHER if is_that else Arrival.STRANGER)
    missed = another(bar_code=None, serial=known, place=OFFLINE)
    new = identify(a_side(), medium, OTHERS, [missed], serial=said)
    assert new.arrival is (Arrival.RETURN if is_that else Arrival.DUPLICATE)


@pytest.mark.parametrize("code", [{"bar_code": None}, {"bar_code_state": BarCodeState.UNREADABLE}])
def test_without_a_bar_code_an_application_may_have_written_what_is_found_or_it_is_another(
    code: dict[str, Any],
) -> None:
    owned = labelled(MINE, state=SideState.ALLOCATED, label_stale=True)
    match = another()
    assert identify(owned, a_medium(**code), OTHERS, []).arrival is Arrival.CONTRADICTION
    found = identify(owned, a_medium(**code), OTHERS, [match])
    assert (found.arrival, found.match) == (Arrival.OTHER, match[0])


def test_a_label_that_its_owner_wrote_is_learnt() -> None:
    owned = labelled(MINE, state=SideState.ALLOCATED, label_stale=True)
    assert identify(owned, a_medium(), OTHERS, []).arrival is Arrival.IMPORT


@pytest.mark.parametrize(("side", "medium"), used())
def test_the_label_of_another_medium_on_one_that_is_no_newcomer_is_left_to_a_person(side: Side, medium: Medium) -> None:
    for match in (another(), another(place=OFFLINE, bar_code=None)):
        assert identify(side, medium, OTHERS, [match]).arrival is Arrival.CONTRADICTION
    assert identify(side, medium, OTHERS, []).arrival is Arrival.IMPORT


def test_of_a_pressed_disc_a_copy_may_be_what_is_no_newcomer() -> None:
    medium = a_medium(media_type="CD-ROM")
    side = a_side(medium, state=SideState.FOREIGN, label_read=NOW)
    assert identify(side, medium, OTHERS, [another(media_type="CD-ROM")]).arrival is Arrival.DUPLICATE


def test_a_label_on_what_has_lost_its_bar_code_and_never_had_a_known_one_is_left_to_a_person() -> None:
    unreadable = a_medium(bar_code_state=BarCodeState.UNREADABLE)
    owned = a_side(unreadable, state=SideState.ALLOCATED, logical_id=LogicalId(uuid4()))
    assert identify(owned, unreadable, OTHERS, []).arrival is Arrival.CONTRADICTION
    assert identify(a_side(unreadable), unreadable, OTHERS, []).arrival is Arrival.IMPORT
