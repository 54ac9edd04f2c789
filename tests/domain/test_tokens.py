from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.domain import tokens
from openrsm.domain.tokens import Token
from openrsm.domain.values import TokenId
from openrsm.errors import InvalidName, InvalidParameter

NOW = datetime(2026, 1, 31, 14, 2, tzinfo=UTC)
TOKEN = Token(id=TokenId(UUID(int=1)), name="nightly", digest="00", user="ann", created=NOW, created_by="root")
TEXT = tokens.text_of(bytes(range(32)))


@given(st.binary(min_size=32, max_size=32))
def test_a_token_is_well_formed_and_of_one_length(random: bytes) -> None:
    text = tokens.text_of(random)
    assert tokens.is_well_formed(text)
    assert len(text) == len(TEXT)
    assert text.startswith("rsm_")


@given(st.integers(0, len(TEXT) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_mistyped_token_is_not_well_formed(place: int, character: str) -> None:
    mistyped = TEXT[:place] + character + TEXT[place + 1 :]
    assert tokens.is_well_formed(mistyped) == (mistyped == TEXT)


@pytest.mark.parametrize("text", ["", "rsm_", TEXT[:-1], TEXT + "0", f" {TEXT}", f"{TEXT}\n", TEXT.upper(), "é" * 55])
def test_other_text_is_no_token(text: str) -> None:
    assert not tokens.is_well_formed(text)


def test_what_is_kept_of_a_token_does_not_contain_it() -> None:
    kept = tokens.digest(TEXT)
    assert len(kept) == 64
    assert kept not in TEXT
    assert tokens.digest(tokens.text_of(bytes(32))) != kept


def test_a_token_holds_until_its_time_is_over() -> None:
    limited = replace(TOKEN, expires=NOW)
    assert not tokens.is_expired(limited, NOW - timedelta(microseconds=1))
    assert tokens.is_expired(limited, NOW)
    assert not tokens.is_expired(TOKEN, NOW + timedelta(days=100_000))


@pytest.mark.parametrize(("seconds", "worth"), [(0, False), (59, False), (60, True), (3600, True), (-1, True)])
def test_a_use_is_written_down_once_a_minute_and_when_the_clock_was_set_back(seconds: int, *, worth: bool) -> None:
    used = replace(TOKEN, last_used=NOW)
    assert tokens.is_to_be_touched(used, NOW + timedelta(seconds=seconds)) == worth
    assert tokens.is_to_be_touched(TOKEN, NOW)


def test_a_lifetime_begins_now() -> None:
    assert tokens.expiry(NOW, None) is None
    assert tokens.expiry(NOW, 90) == NOW + timedelta(seconds=90)


@pytest.mark.parametrize("lifetime", [0, -1, float("nan"), float("inf"), 1e12])
def test_a_lifetime_that_is_none_is_refused(lifetime: float) -> None:
    with pytest.raises(InvalidParameter, match="lifetime"):
        tokens.expiry(NOW, lifetime)


@pytest.mark.parametrize("name", ["", "x" * 64, " a", "a ", "a\nb"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(InvalidName, match="token"):
        tokens.check_name(name)
    tokens.check_name("x" * 63)
