import pytest

from openrsm.cli.durations import parse_duration, say_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("90", 90),
        ("0.5", 0.5),
        ("30s", 30),
        ("5m", 300),
        ("2h", 7200),
        ("1d", 86_400),
        ("1h30m", 5400),
        ("1.5h", 5400),
        ("forever", None),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, seconds: float | None) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "-1", "5 m", "m", "5x", "5m-", "for ever", "1e9", "nan", "inf", "٣s", "5M"])
def test_anything_else_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration; write it like 30s"):
        parse_duration(text)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (59.6, "1m"), (61, "1m 1s"), (5400, "1h 30m"), (90_061, "1d 1h")]
)
def test_a_duration_is_said_in_its_two_largest_units(seconds: float, text: str) -> None:
    assert say_duration(seconds) == text
