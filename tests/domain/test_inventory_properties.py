"""Whatever lies where and whatever is catalogued: every cartridge ends in exactly one place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from typing import Final, TypeVar
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from openrsm.domain.bar_codes import same
from openrsm.domain.drive import DRIVE, DriveState
from openrsm.domain.equipment import Changer, Drive, Port, Slot
from openrsm.domain.inventory import Catalogue, Findings, NewCartridge, Seen, reconcile
from openrsm.domain.machine import Table, fire
from openrsm.domain.slot import PORT_CONTENT, SLOT
from openrsm.domain.values import OFFLINE, BarCodeState, Medium, Place, PlaceKind
from tests.domain.builders import a_changer, a_drive, a_library, a_medium, a_port, a_slot, place_of

S = TypeVar("S", bound=Enum)
E = TypeVar("E", bound=Enum)

SLOTS: Final = [a_slot(1000 + number) for number in range(5)]
DRIVES: Final = [a_drive(500 + number) for number in range(2)]
PORTS: Final = [a_port(100)]
CHANGERS: Final = [a_changer(1)]
ELEMENTS: Final[list[Slot | Drive | Port | Changer]] = [*SLOTS, *DRIVES, *PORTS, *CHANGERS]
PLACES: Final = [place_of(element) for element in ELEMENTS]
ADDRESSES: Final = [element.address for element in ELEMENTS]

# Few codes, so that they meet: with and without media identifier, two generations of one name, and none.
CODES: Final = ["A00001", "A00001L5", "A00001L6", "B00001L5", "B00001", "BACKUP01", "CLN001L5", None]

codes = st.sampled_from(CODES)
sources = st.sampled_from([*ADDRESSES, 9999, None])


@st.composite
def statuses(draw: st.DrawFn) -> list[Seen]:
    return [
        Seen(
            address=address,
            kind=place.kind,
            full=draw(st.booleans()),
            accessible=draw(st.booleans()),
            bar_code=draw(codes),
            source_address=draw(sources),
            cleaner=draw(st.booleans()),
        )
        for address, place in zip(ADDRESSES, PLACES, strict=True)
    ]


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    occupied = [place for place in PLACES if draw(st.booleans())]
    media = [medium(draw, f"here {number}", place) for number, place in enumerate(occupied)]
    elsewhere = [medium(draw, f"elsewhere {number}", OFFLINE) for number in range(draw(st.integers(0, 3)))]
    drives = [
        replace(
            drive,
            state=draw(st.sampled_from(DriveState)),
            medium_id=next((each.id for each in media if each.place == place_of(drive)), None),
        )
        for drive in DRIVES
    ]
    return Catalogue(
        library=a_library(has_bar_codes=draw(st.booleans())),
        slots=SLOTS,
        drives=drives,
        ports=PORTS,
        changers=CHANGERS,
        media=media,
        elsewhere=[each for each in elsewhere if each.bar_code],
    )


def medium(draw: st.DrawFn, name: str, place: Place) -> Medium:
    home = draw(st.sampled_from([*(slot.id for slot in SLOTS), None]))
    state = draw(st.sampled_from(BarCodeState))
    return a_medium(name, bar_code=draw(codes), place=place, home_slot_id=home, bar_code_state=state)


def applied(catalogue: Catalogue, findings: Findings) -> Catalogue:
    """The catalogue after the findings were written down, as the service does it."""
    known = {each.id: each for each in (*catalogue.media, *catalogue.elsewhere)}
    for medium_id, place in (*findings.moved, *findings.arrived_known):
        known[medium_id] = replace(known[medium_id], place=place)
    for medium_id in findings.missing:
        known[medium_id] = replace(known[medium_id], place=OFFLINE)
    for medium_id, code, state in findings.bar_codes:
        known[medium_id] = replace(known[medium_id], bar_code=code, bar_code_state=state)
    for medium_id, home in findings.homes:
        known[medium_id] = replace(known[medium_id], home_slot_id=home)
    everything = [*known.values(), *(catalogued(number, cartridge) for number, cartridge in enumerate(findings.new))]
    return replace(
        catalogue,
        slots=[replace(slot, state=after(SLOT, slot.state, findings.slots, slot.id)) for slot in catalogue.slots],
        ports=[replace(port, content=after(PORT_CONTENT, port.content, findings.ports, port.id)) for port in PORTS],
        drives=[
            replace(
                drive,
                state=after(DRIVE, drive.state, findings.drives, drive.id),
                medium_id=next((each.id for each in everything if each.place == place_of(drive)), None),
            )
            for drive in catalogue.drives
        ],
        media=[each for each in everything if each.place != OFFLINE],
        elsewhere=[each for each in everything if each.place == OFFLINE and each.bar_code],
    )


def catalogued(number: int, cartridge: NewCartridge) -> Medium:
    return a_medium(
        f"new {number}",
        bar_code=cartridge.bar_code,
        place=cartridge.place,
        home_slot_id=cartridge.home_slot_id,
        bar_code_state=cartridge.bar_code_state,
    )


def after(table: Table[S, E], state: S, events: Iterable[tuple[UUID, E]], element_id: UUID) -> S:
    """The state after every event of that element; raises if the table refuses one."""
    for owner, event in events:
        state = fire(table, state, event) if owner == element_id else state
    return state


@given(seen=statuses(), catalogue=catalogues())
def test_every_cartridge_is_one_medium_or_a_new_one(seen: list[Seen], catalogue: Catalogue) -> None:
    findings = reconcile(seen, catalogue)
    full = {place for each, place in zip(seen, PLACES, strict=True) if each.full}
    assert [place for place, _ in findings.occupants] == [place for place in PLACES if place in full]
    assert [new.place for new in findings.new] == [place for place, occupant in findings.occupants if occupant is None]


@given(seen=statuses(), catalogue=catalogues())
def test_every_medium_is_in_one_place_or_offline(seen: list[Seen], catalogue: Catalogue) -> None:
    findings = reconcile(seen, catalogue)
    found = Counter(occupant for _, occupant in findings.occupants if occupant)
    assert set(found.values()) <= {1}
    local = {medium.id for medium in catalogue.media}
    assert local == (set(found) & local) | set(findings.missing)
    assert not set(found) & set(findings.missing)
    assert set(found) - local == {medium_id for medium_id, _ in findings.arrived_known}


@given(seen=statuses(), catalogue=catalogues())
def test_what_moved_lies_where_it_is_said_to(seen: list[Seen], catalogue: Catalogue) -> None:
    findings = reconcile(seen, catalogue)
    occupants = dict(findings.occupants)
    before = {medium.id: medium.place for medium in (*catalogue.media, *catalogue.elsewhere)}
    for medium_id, place in (*findings.moved, *findings.arrived_known):
        assert occupants[place] == medium_id
        assert before[medium_id] != place


@given(seen=statuses(), catalogue=catalogues())
def test_a_medium_is_never_a_cartridge_of_another_bar_code(seen: list[Seen], catalogue: Catalogue) -> None:
    codes_of = {medium.id: medium.bar_code for medium in (*catalogue.media, *catalogue.elsewhere)}
    read = {place: each.bar_code for each, place in zip(seen, PLACES, strict=True)}
    for place, medium_id in reconcile(seen, catalogue).occupants:
        if medium_id and read[place] and codes_of[medium_id]:
            assert same(read[place], codes_of[medium_id])


@given(seen=statuses(), catalogue=catalogues())
def test_what_was_written_down_is_found_again(seen: list[Seen], catalogue: Catalogue) -> None:
    written = applied(catalogue, reconcile(seen, catalogue))
    again = reconcile(seen, written)
    assert again == Findings(occupants=again.occupants)
    assert dict(again.occupants) == {medium.place: medium.id for medium in written.media}


@given(seen=statuses(), catalogue=catalogues())
def test_no_two_media_share_a_home(seen: list[Seen], catalogue: Catalogue) -> None:
    written = applied(catalogue, reconcile(seen, catalogue))
    homes = Counter(medium.home_slot_id for medium in written.media if medium.home_slot_id)
    assert set(homes.values()) <= {1}
    for medium in written.media:
        if medium.place.kind is PlaceKind.SLOT:
            assert medium.home_slot_id == medium.place.element_id


@given(seen=statuses(), catalogue=catalogues(), data=st.data())
def test_the_order_of_what_is_told_does_not_matter(seen: list[Seen], catalogue: Catalogue, data: st.DataObject) -> None:
    shuffled = replace(catalogue, media=data.draw(st.permutations(catalogue.media)))
    other = reconcile(data.draw(st.permutations(seen)), shuffled)
    assert dict(other.occupants) == dict(reconcile(seen, catalogue).occupants)


@given(catalogue=catalogues())
def test_a_library_that_agrees_with_its_catalogue_moves_nothing(catalogue: Catalogue) -> None:
    lying = {medium.place: medium for medium in catalogue.media}
    seen = [
        Seen(
            address=address,
            kind=place.kind,
            full=place in lying,
            bar_code=lying[place].bar_code if place in lying else None,
        )
        for address, place in zip(ADDRESSES, PLACES, strict=True)
    ]
    findings = reconcile(seen, replace(catalogue, elsewhere=[]))
    assert not findings.moved
    assert not findings.missing
    assert not findings.new
    assert not findings.conflicts
