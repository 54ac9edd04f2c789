"""What TapeAlert flags mean."""

from __future__ import annotations

import pytest

from openrsm.domain.tape_alerts import TAPE_ALERTS, WANTS_CLEANING, Blame, Severity, hurts, say, wants_cleaning


def test_every_flag_has_a_meaning() -> None:
    assert list(TAPE_ALERTS) == list(range(1, 65))


@pytest.mark.parametrize(
    ("number", "severity", "blame"),
    [
        (1, Severity.WARNING, Blame.EITHER),
        (4, Severity.CRITICAL, Blame.MEDIUM),
        (10, Severity.INFORMATION, Blame.NOBODY),
        (20, Severity.CRITICAL, Blame.CLEANING),
        (21, Severity.WARNING, Blame.CLEANING),
        (30, Severity.CRITICAL, Blame.DRIVE),
        (43, Severity.CRITICAL, Blame.LIBRARY),
        (59, Severity.WARNING, Blame.MEDIUM),
    ],
)
def test_a_flag_is_as_grave_as_the_standard_says(number: int, severity: Severity, blame: Blame) -> None:
    assert (TAPE_ALERTS[number].severity, TAPE_ALERTS[number].blame) == (severity, blame)


def test_a_drive_asks_for_cleaning_with_two_flags() -> None:
    assert [number for number in TAPE_ALERTS if wants_cleaning({number})] == sorted(WANTS_CLEANING) == [20, 21]
    assert wants_cleaning({3, 21})
    assert not wants_cleaning(())


def test_what_informs_cleans_or_is_the_library_s_hurts_neither_drive_nor_medium() -> None:
    assert not any(map(hurts, (9, 10, 12, 19, 20, 21, 22, 23, 43, 64)))
    assert all(map(hurts, (1, 3, 4, 7, 30, 38, 55, 56)))


def test_a_flag_is_said_with_its_number_and_name() -> None:
    assert say(30) == "TapeAlert 30 (hardware A)"
