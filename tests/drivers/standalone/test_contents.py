"""What is in a lone drive, from what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.drivers.contract import DriveStatus, Readiness
from openrsm.drivers.standalone.contents import NOTHING, Contents, Where, follow, identify, is_another

INSIDE = Contents(where=Where.DRIVE, asked=True, known=True, bar_code="A00001L8", serial="ONE")
UNKNOWN = (Readiness.BECOMING_READY, Readiness.FAILED)
SAYINGS = st.sampled_from(Readiness).map(lambda each: DriveStatus(readiness=each, words=each.value))


def said(readiness: Readiness) -> DriveStatus:
    return DriveStatus(readiness=readiness, words=readiness.value)


@pytest.mark.parametrize("readiness", UNKNOWN)
def test_a_drive_that_has_told_nothing_yet_tells_nothing_by_starting_or_failing(readiness: Readiness) -> None:
    assert follow(None, said(readiness)) is None


@pytest.mark.parametrize("readiness", UNKNOWN)
@pytest.mark.parametrize("before", [NOTHING, INSIDE])
def test_starting_and_failing_move_no_cartridge(readiness: Readiness, before: Contents) -> None:
    after = follow(before, said(readiness))
    assert after is not None
    assert replace(after, trouble="") == before


def test_a_failing_drive_tells_its_trouble_until_it_works_again() -> None:
    failing = follow(INSIDE, said(Readiness.FAILED))
    assert failing is not None
    assert failing.trouble == "failed"
    working = follow(failing, said(Readiness.READY))
    assert working is not None
    assert not working.trouble


def test_a_cartridge_that_is_let_go_keeps_its_name_in_the_mouth() -> None:
    assert follow(INSIDE, said(Readiness.UNLOADED)) == replace(INSIDE, where=Where.MOUTH, asked=False)


@given(st.lists(SAYINGS))
def test_after_an_empty_drive_nothing_is_remembered(sayings: list[DriveStatus]) -> None:
    contents: Contents | None = None
    for saying in sayings:
        contents = follow(contents, saying)
    assert follow(contents, said(Readiness.EMPTY)) == NOTHING


@given(st.lists(SAYINGS))
def test_where_it_is_follows_the_last_that_told(sayings: list[DriveStatus]) -> None:
    places = {Readiness.EMPTY: Where.NOWHERE, Readiness.READY: Where.DRIVE, Readiness.UNLOADED: Where.MOUTH}
    contents: Contents | None = None
    for saying in sayings:
        contents = follow(contents, saying)
    told = [places[each.readiness] for each in sayings if each.readiness in places]
    assert (contents.where if contents else None) == (told[-1] if told else None)


def test_a_cartridges_memory_is_read_without_its_padding() -> None:
    memory = {0x0401: b"SERIAL".ljust(32), 0x0806: b"A00001L8".ljust(32, b"\0")}
    found = identify(NOTHING, memory)
    assert (found.serial, found.bar_code, found.asked) == ("SERIAL", "A00001L8", True)
    blank = identify(NOTHING, {0x0806: b" " * 32})
    assert (blank.serial, blank.bar_code) == (None, None)


def test_a_serial_number_decides_whatever_the_bar_code_says() -> None:
    assert is_another(INSIDE, replace(INSIDE, serial="TWO"))
    assert not is_another(INSIDE, replace(INSIDE, bar_code=None))


def test_a_nameless_cartridge_is_another_if_it_was_changed_and_not_if_it_lay_in_the_mouth() -> None:
    nameless = replace(INSIDE, bar_code=None, serial=None)
    assert is_another(nameless, nameless)
    assert not is_another(replace(nameless, asked=False), nameless)


def test_nothing_differs_from_what_never_told_who_it_is() -> None:
    assert not is_another(Contents(where=Where.MOUTH), INSIDE)
