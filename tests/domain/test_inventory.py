from __future__ import annotations

from typing import Any, Final

import pytest

from openrsm.domain.drive import DRIVE, DriveEvent, DriveState
from openrsm.domain.inventory import Catalogue, Findings, Seen, reconcile
from openrsm.domain.machine import fire
from openrsm.domain.slot import PortContent, PortEvent, SlotEvent, SlotState
from openrsm.domain.values import OFFLINE, BarCodeState, Medium, Place, PlaceKind
from tests.domain.builders import (
    a_changer,
    a_drive,
    a_library,
    a_medium,
    a_port,
    a_slot,
    place_of,
)

ROBOT = a_changer(1)
SLOTS = [a_slot(1001, state=SlotState.FULL), a_slot(1002, state=SlotState.EMPTY), a_slot(1003, state=SlotState.EMPTY)]
PORT = a_port(101, content=PortContent.EMPTY)
DRIVE_1 = a_drive(501)
FIRST, SECOND, THIRD = (place_of(slot) for slot in SLOTS)


def catalogue(*media: Medium, **values: Any) -> Catalogue:
    defaults: dict[str, Any] = {
        "library": a_library(),
        "slots": SLOTS,
        "drives": [DRIVE_1],
        "ports": [PORT],
        "changers": [ROBOT],
        "media": media,
    }
    return Catalogue(**(defaults | values))


def status(**full: Seen | str | None) -> list[Seen]:
    """Every element of the library; ``s1="A00001L5"`` puts a cartridge into the first slot, None one without a code."""
    kinds = {
        "robot": (PlaceKind.ROBOT, 1),
        "s1": (PlaceKind.SLOT, 1001),
        "s2": (PlaceKind.SLOT, 1002),
        "s3": (PlaceKind.SLOT, 1003),
        "port": (PlaceKind.PORT, 101),
        "drive": (PlaceKind.DRIVE, 501),
    }
    return [element(kind, address, name in full, full.get(name)) for name, (kind, address) in kinds.items()]


def element(kind: PlaceKind, address: int, full: bool, what: Seen | str | None) -> Seen:  # noqa: FBT001 - a helper's own
    if isinstance(what, Seen):
        return what
    return Seen(address=address, kind=kind, full=full, bar_code=what)


def in_drive(bar_code: str | None = None, source: int | None = None) -> Seen:
    return Seen(address=501, kind=PlaceKind.DRIVE, full=True, bar_code=bar_code, source_address=source)


def settled(findings: Findings) -> bool:
    return not (findings.moved or findings.arrived_known or findings.new or findings.missing or findings.conflicts)


A = a_medium("A00001L5", place=FIRST, home_slot_id=SLOTS[0].id)
B = a_medium("B00002L5", place=SECOND, home_slot_id=SLOTS[1].id)
NAMELESS = a_medium("medium-3", bar_code=None, place=FIRST, home_slot_id=SLOTS[0].id)


def test_nothing_changes_where_everything_is_as_catalogued() -> None:
    findings = reconcile(status(s1="A00001L5"), catalogue(A))
    assert findings == Findings(occupants=((FIRST, A.id),))


def test_six_characters_read_are_the_eight_catalogued() -> None:
    assert settled(reconcile(status(s1="A00001"), catalogue(A)))
    assert settled(reconcile(status(s1="A00001L5   "), catalogue(A)))


def test_a_cartridge_is_followed_by_its_bar_code() -> None:
    findings = reconcile(status(s2="A00001L5"), catalogue(A))
    assert findings.moved == ((A.id, SECOND),)
    assert findings.homes == ((A.id, SLOTS[1].id),)
    assert findings.slots == ((SLOTS[0].id, SlotEvent.CLEAR), (SLOTS[1].id, SlotEvent.FILL))
    assert not findings.new
    assert not findings.missing


def test_cartridges_that_changed_places_are_both_followed() -> None:
    findings = reconcile(status(s1="B00002L5", s2="A00001L5"), catalogue(A, B))
    assert dict(findings.moved) == {A.id: SECOND, B.id: FIRST}


@pytest.mark.parametrize("place", ["robot", "port"])
def test_a_cartridge_in_the_robots_hand_or_a_port_is_there_and_keeps_its_home(place: str) -> None:
    findings = reconcile(status(**{place: "A00001L5"}), catalogue(A))
    assert findings.moved == ((A.id, place_of(ROBOT if place == "robot" else PORT)),)
    assert findings.homes == ()


def test_a_home_that_another_cartridge_lies_in_is_lost() -> None:
    findings = reconcile(status(drive="A00001L5", s1="B00002L5"), catalogue(A, B))
    assert dict(findings.homes) == {A.id: None, B.id: SLOTS[0].id}


def test_a_medium_in_a_drive_without_a_home_gets_the_slot_it_came_from() -> None:
    homeless = a_medium("A00001L5", place=place_of(DRIVE_1))
    findings = reconcile(status(drive=in_drive("A00001L5", source=1003)), catalogue(homeless))
    assert findings.homes == ((homeless.id, SLOTS[2].id),)


def test_what_is_nowhere_goes_missing() -> None:
    findings = reconcile(status(), catalogue(A))
    assert findings.missing == (A.id,)
    assert findings.slots == ((SLOTS[0].id, SlotEvent.CLEAR),)


def test_an_offline_medium_comes_back_online() -> None:
    offline = a_medium("A00001L5", place=OFFLINE)
    findings = reconcile(status(port="A00001"), catalogue(elsewhere=[offline]))
    assert findings.arrived_known == ((offline.id, place_of(PORT)),)
    assert findings.ports == ((PORT.id, PortEvent.FILL),)


def test_a_medium_of_another_library_arrives_and_gets_a_home_here() -> None:
    there = a_medium("A00001L5", place=place_of(a_slot(7)), home_slot_id=a_slot(7).id)
    findings = reconcile(status(s3="A00001L5"), catalogue(elsewhere=[there]))
    assert findings.arrived_known == ((there.id, THIRD),)
    assert findings.homes == ((there.id, SLOTS[2].id),)


def test_a_medium_that_arrives_in_a_drive_does_not_keep_its_home_elsewhere() -> None:
    there = a_medium("A00001L5", place=place_of(a_slot(7)), home_slot_id=a_slot(7).id)
    findings = reconcile(status(drive="A00001L5"), catalogue(elsewhere=[there]))
    assert findings.homes == ((there.id, None),)


def test_an_unknown_cartridge_is_new() -> None:
    (new,) = reconcile(status(s2="N00001L9"), catalogue()).new
    assert (new.place, new.bar_code, new.media_type, new.cleaner) == (SECOND, "N00001L9", "LTO-9", False)
    assert (new.duplicate, new.home_slot_id, new.bar_code_state) == (False, SLOTS[1].id, BarCodeState.OK)


def test_a_new_cartridge_without_a_media_identifier_is_of_the_librarys_type() -> None:
    (by_default,) = reconcile(status(s2="N00001"), catalogue()).new
    assert by_default.media_type == "LTO-5"
    (by_drives,) = reconcile(status(s2="N00001"), catalogue(library=a_library(default_type=None))).new
    assert by_drives.media_type == "LTO-5"


def test_a_type_that_nothing_tells_is_not_made_up() -> None:
    mixed = [a_drive(501), a_drive(502, type_name="LTO-9")]
    (new,) = reconcile(status(s2="N00001"), catalogue(library=a_library(default_type=None), drives=mixed)).new
    assert new.media_type is None


def test_a_cleaning_cartridge_is_known_by_its_code_or_the_librarys_mark() -> None:
    (by_code,) = reconcile(status(s2="CLN001CU"), catalogue()).new
    marked = Seen(address=1002, kind=PlaceKind.SLOT, full=True, cleaner=True)
    (by_mark,) = reconcile(status(s2=marked), catalogue()).new
    assert [(new.cleaner, new.media_type) for new in (by_code, by_mark)] == [(True, "LTO-CLEANING")] * 2


def test_a_cartridge_of_another_code_is_another_cartridge() -> None:
    findings = reconcile(status(s1="N00001L5"), catalogue(A))
    assert findings.missing == (A.id,)
    assert [new.place for new in findings.new] == [FIRST]
    assert findings.slots == ()


def test_a_code_that_became_unreadable_does_not_change_what_lies_there() -> None:
    findings = reconcile(status(s1=None), catalogue(A))
    assert settled(findings)
    assert findings.bar_codes == ((A.id, "A00001L5", BarCodeState.UNREADABLE),)


def test_a_code_is_readable_again() -> None:
    unread = a_medium("A00001L5", place=FIRST, home_slot_id=SLOTS[0].id, bar_code_state=BarCodeState.UNREADABLE)
    assert reconcile(status(s1="A00001L5"), catalogue(unread)).bar_codes == ((A.id, "A00001L5", BarCodeState.OK),)
    assert reconcile(status(s1=None), catalogue(unread)).bar_codes == ()


def test_a_cartridge_seen_elsewhere_is_not_the_unreadable_one_in_its_place() -> None:
    findings = reconcile(status(s1=None, s2="A00001L5"), catalogue(A))
    assert findings.moved == ((A.id, SECOND),)
    assert [(new.place, new.bar_code_state) for new in findings.new] == [(FIRST, BarCodeState.UNREADABLE)]


def test_a_cartridge_without_a_code_is_the_one_in_its_place() -> None:
    assert reconcile(status(s1=None), catalogue(NAMELESS)) == Findings(occupants=((FIRST, NAMELESS.id),))


def test_a_cartridge_without_a_code_is_followed_by_where_it_came_from() -> None:
    findings = reconcile(status(drive=in_drive(source=1001)), catalogue(NAMELESS))
    assert findings.moved == ((NAMELESS.id, place_of(DRIVE_1)),)
    assert findings.homes == ()


def test_a_cartridge_without_a_code_is_followed_by_its_home() -> None:
    moved = a_medium("medium-3", bar_code=None, place=place_of(PORT), home_slot_id=SLOTS[0].id)
    findings = reconcile(status(drive=in_drive(source=1001)), catalogue(moved))
    assert findings.moved == ((moved.id, place_of(DRIVE_1)),)


def test_a_drive_that_tells_no_code_is_matched_by_where_its_cartridge_came_from() -> None:
    findings = reconcile(status(drive=in_drive(source=1001)), catalogue(A))
    assert findings.moved == ((A.id, place_of(DRIVE_1)),)
    assert findings.bar_codes == ((A.id, "A00001L5", BarCodeState.UNREADABLE),)


def test_a_library_without_a_reader_has_no_unreadable_codes() -> None:
    (new,) = reconcile(status(s1=None), catalogue(library=a_library(has_bar_codes=False))).new
    assert (new.bar_code, new.bar_code_state, new.media_type) == (None, BarCodeState.OK, "LTO-5")


def test_a_code_that_nobody_knows_is_learnt_by_the_medium_in_its_place() -> None:
    findings = reconcile(status(s1="A00001L5"), catalogue(NAMELESS))
    assert settled(findings)
    assert findings.bar_codes == ((NAMELESS.id, "A00001L5", BarCodeState.OK),)


def test_a_code_that_another_medium_has_is_not_learnt() -> None:
    findings = reconcile(status(s1="B00002L5"), catalogue(NAMELESS, B))
    assert findings.moved == ((B.id, FIRST),)
    assert findings.missing == (NAMELESS.id,)


def test_of_two_cartridges_with_one_code_the_catalogued_is_where_it_was() -> None:
    findings = reconcile(status(s1="A00001L5", s2="A00001L5"), catalogue(A))
    assert not findings.moved
    assert [(new.place, new.duplicate) for new in findings.new] == [(SECOND, True)]
    (conflict,) = findings.conflicts
    assert conflict.bar_code == "A00001L5"
    assert set(conflict.places) == {FIRST, SECOND}
    assert conflict.media == (A.id,)


def test_nobody_guesses_which_of_two_cartridges_with_one_code_was_catalogued() -> None:
    findings = reconcile(status(s2="A00001L5", s3="A00001L5"), catalogue(A))
    assert findings.missing == (A.id,)
    assert [(new.place, new.duplicate) for new in findings.new] == [(SECOND, True), (THIRD, True)]


def test_of_two_cartridges_with_one_code_the_one_that_says_where_it_came_from_was_catalogued() -> None:
    findings = reconcile(status(drive=in_drive("A00001L5", source=1001), s3="A00001L5"), catalogue(A))
    assert findings.moved == ((A.id, place_of(DRIVE_1)),)
    assert [(new.place, new.duplicate) for new in findings.new] == [(THIRD, True)]


def test_duplicates_once_catalogued_stay_apart() -> None:
    twin = a_medium("A00001L5 (duplicate 2)", bar_code="A00001L5", place=SECOND, home_slot_id=SLOTS[1].id)
    assert settled(reconcile(status(s1="A00001L5", s2="A00001L5"), catalogue(A, twin)))
    findings = reconcile(status(s1="A00001L5", s3="A00001L5"), catalogue(A, twin))
    assert findings.moved == ((twin.id, THIRD),)


def test_two_generations_may_share_a_name() -> None:
    older = a_medium("A00001L4", place=SECOND, home_slot_id=SLOTS[1].id)
    findings = reconcile(status(s1="A00001L4", s2="A00001L5"), catalogue(A, older))
    assert dict(findings.moved) == {A.id: SECOND, older.id: FIRST}
    assert not findings.conflicts


def test_an_element_that_is_not_catalogued_is_told() -> None:
    stranger = Seen(address=9999, kind=PlaceKind.SLOT, full=True, bar_code="A00001L5")
    findings = reconcile([*status(), stranger], catalogue())
    assert [conflict.bar_code for conflict in findings.conflicts] == ["A00001L5"]
    assert findings.new == ()


def test_a_slot_out_of_reach_and_empty_has_lost_its_magazine() -> None:
    gone = Seen(address=1002, kind=PlaceKind.SLOT, full=False, accessible=False, trouble="magazine out")
    unseen = [seen for seen in status(s1="A00001L5", s2=gone) if seen.address != 1003]
    findings = reconcile(unseen, catalogue(A))
    assert findings.slots == ((SLOTS[1].id, SlotEvent.VANISH), (SLOTS[2].id, SlotEvent.VANISH))


UNSURE: Final = {
    FIRST: ("s1", Seen(address=1001, kind=PlaceKind.SLOT, full=False, accessible=False, unsure=True)),
    place_of(PORT): ("port", Seen(address=101, kind=PlaceKind.PORT, full=False, unsure=True)),
    place_of(DRIVE_1): ("drive", Seen(address=501, kind=PlaceKind.DRIVE, full=False, unsure=True)),
}


@pytest.mark.parametrize("place", UNSURE)
def test_what_the_library_does_not_know_stays_as_it_is_catalogued(place: Place) -> None:
    name, unsure = UNSURE[place]
    medium = a_medium("A00001L5", place=place)
    loaded = a_drive(501, state=DriveState.LOADED, medium_id=medium.id)
    full = a_port(101, content=PortContent.FULL)
    findings = reconcile(status(**{name: unsure}), catalogue(medium, drives=[loaded], ports=[full]))
    assert findings.missing == ()
    assert place.element_id not in {key for key, _ in (*findings.slots, *findings.ports, *findings.drives)}


def test_what_is_seen_elsewhere_is_there_whatever_the_library_knows_of_where_it_was() -> None:
    findings = reconcile(status(s1=UNSURE[FIRST][1], s2="A00001L5"), catalogue(A))
    assert findings.moved == ((A.id, SECOND),)


def test_an_unreadable_cartridge_is_not_taken_for_one_that_lies_where_the_library_does_not_know() -> None:
    findings = reconcile(status(s1=UNSURE[FIRST][1], s2=None), catalogue(NAMELESS))
    assert [new.place for new in findings.new] == [SECOND]
    assert findings.missing == ()


@pytest.mark.parametrize(
    ("state", "held", "found", "events"),
    [
        (DriveState.DISMOUNTED, None, "A00001L5", (DriveEvent.FIND,)),
        (DriveState.LOADED, A, "A00001L5", ()),
        (DriveState.UNLOADED, A, "A00001L5", ()),
        (DriveState.DISMOUNTABLE, A, "A00001L5", ()),
        (DriveState.LOADED, A, "N00001L5", (DriveEvent.REMOVE, DriveEvent.FIND)),
        (DriveState.MOUNTED, None, "N00001L5", (DriveEvent.REMOVE, DriveEvent.FIND)),
        (DriveState.BEING_CLEANED, None, "CLN001CU", ()),
        (DriveState.BEING_CLEANED, None, None, ()),
        (DriveState.BEING_CLEANED, A, None, (DriveEvent.REMOVE,)),
        (DriveState.DISMOUNTED, None, None, ()),
        (DriveState.LOADED, A, None, (DriveEvent.REMOVE,)),
        (DriveState.UNLOADED, A, None, (DriveEvent.REMOVE,)),
    ],
)
def test_a_drive_holds_what_is_seen_in_it(
    state: DriveState, held: Medium | None, found: str | None, events: tuple[DriveEvent, ...]
) -> None:
    drive = a_drive(501, state=state, medium_id=held.id if held else None)
    media = [a_medium(held.name, place=place_of(drive))] if held else []
    reported = status(drive=found) if found else status()
    findings = reconcile(reported, catalogue(*media, drives=[drive]))
    assert findings.drives == tuple((drive.id, event) for event in events)
    for event in events:
        state = fire(DRIVE, state, event)


def test_every_full_element_is_listed_with_what_it_holds() -> None:
    findings = reconcile(status(s1="A00001L5", drive="N00001L5"), catalogue(A))
    assert dict(findings.occupants) == {FIRST: A.id, place_of(DRIVE_1): None}
