from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.domain.bar_codes import MEDIA_IDS, clean, key, same, suffix

CODE_39 = string.ascii_uppercase + string.digits
volumes = st.text(CODE_39, min_size=6, max_size=6)
media_ids = st.sampled_from(sorted(MEDIA_IDS))
codes = st.text(CODE_39, min_size=1, max_size=12) | st.builds(str.__add__, volumes, media_ids)


@given(volume=volumes, media_id=media_ids)
def test_six_and_eight_characters_are_one_cartridge(volume: str, media_id: str) -> None:
    assert same(volume, volume + media_id)
    assert same(volume + media_id, volume)
    assert key(volume) == key(volume + media_id) == volume
    assert suffix(volume + media_id) == media_id
    assert suffix(volume) is None


@given(volume=volumes, one=media_ids, other=media_ids)
def test_two_media_identifiers_are_two_cartridges(volume: str, one: str, other: str) -> None:
    assert same(volume + one, volume + other) is (one == other)


@given(one=codes, other=codes)
def test_what_is_the_same_has_one_key(one: str, other: str) -> None:
    assert same(one, other) is same(other, one)
    if same(one, other):
        assert key(one) == key(other)


@given(code=codes)
def test_a_code_is_the_same_as_itself_in_small_letters(code: str) -> None:
    assert same(code, code.lower())


def test_eight_characters_without_a_media_identifier_are_a_name() -> None:
    assert suffix("BACKUP01") is None
    assert not same("BACKUP01", "BACKUP02")
    assert not same("BACKUP01", "BACKUP")


def test_no_code_is_the_same_as_none() -> None:
    assert not same(None, None)
    assert not same("A00001L5", None)
    assert suffix(None) is None


@given(code=codes, padding=st.text(" \0", max_size=8))
def test_padding_is_no_part_of_a_code(code: str, padding: str) -> None:
    assert clean(padding + code + padding) == code


@pytest.mark.parametrize("raw", [None, "", "   ", "\0\0", "A0\x0001", "A0 001", "A0\xff01", "Ä00001", "\x1b[0m"])
def test_what_no_reader_reads_is_no_code(raw: str | None) -> None:
    assert clean(raw) is None


@given(raw=st.text())
def test_whatever_comes_from_a_library_a_code_can_be_printed(raw: str) -> None:
    code = clean(raw)
    assert code is None or (code.isprintable() and code == code.strip() and clean(code) == code)
