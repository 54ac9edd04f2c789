from datetime import UTC, datetime, timedelta

import pytest

from openrsm.cli.moments import parse_moment

NOW = datetime(2026, 1, 31, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "passed"),
    [("2h", timedelta(hours=2)), ("1h30m", timedelta(minutes=90)), ("3d", timedelta(days=3)), ("0s", timedelta(0))],
)
def test_a_time_that_has_passed_counts_back_from_now(text: str, passed: timedelta) -> None:
    assert parse_moment(text, NOW) == NOW - passed


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-01-30T10:00:00Z", datetime(2026, 1, 30, 10, tzinfo=UTC)),
        ("2026-01-30 12:00+02:00", datetime(2026, 1, 30, 10, tzinfo=UTC)),
        ("2026-01-30", datetime(2026, 1, 30).astimezone()),
        ("2026-01-30T14:02", datetime(2026, 1, 30, 14, 2).astimezone()),
    ],
)
def test_a_day_or_a_moment_is_local_unless_it_has_a_zone(text: str, meant: datetime) -> None:
    assert parse_moment(text, NOW) == meant


@pytest.mark.parametrize("text", ["", "yesterday", "forever", "5", "2026", "2026-13-01", "-2h", "999999999999d"])
def test_what_is_no_time_is_refused_with_its_forms(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no time; write it like 2h, 3d, 2026-01-31"):
        parse_moment(text, NOW)
