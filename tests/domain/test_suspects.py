"""Who is blamed for what went wrong, and who is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from openrsm.domain.health import ErrorCounters, Occasion, Reading
from openrsm.domain.suspects import ENOUGH, Party, Suspect, suspects
from openrsm.domain.values import DriveId, LibraryId, MediumId, ReadingId

LIBRARY = LibraryId(UUID(int=1))
NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
numbers = count(1)

HARDWARE_A = 30
MEDIUM_ALERT = 4
HARD_ERROR = 3
CLEAN_NOW = 20


def drive(number: int) -> DriveId:
    return DriveId(UUID(int=1000 + number))


def medium(number: int) -> MediumId:
    return MediumId(UUID(int=2000 + number))


def reading(
    drive_number: int, medium_number: int, *, error: str = "", alerts: Sequence[int] = (), lost: int = 0
) -> Reading:
    number = next(numbers)
    return Reading(
        id=ReadingId(UUID(int=number)),
        library_id=LIBRARY,
        drive_id=drive(drive_number),
        medium_id=medium(medium_number),
        at=NOON + timedelta(minutes=number),
        occasion=Occasion.LOAD if error else Occasion.UNLOAD,
        error=error,
        alerts=alerts,
        read=ErrorCounters(uncorrected=lost),
    )


def failing(drive_number: int, medium_number: int) -> Reading:
    return reading(drive_number, medium_number, error="UNABLE_TO_LOAD_MEDIUM")


def uses(drives: Iterable[int], media: Iterable[int], bad: frozenset[tuple[int, int]]) -> list[Reading]:
    """Each medium in each drive; what is bad fails."""
    media = list(media)
    return [failing(d, m) if (d, m) in bad else reading(d, m) for d in drives for m in media]


def only(found: Sequence[Suspect]) -> Suspect:
    [one] = found
    return one


def test_a_drive_that_hurts_many_media_which_do_well_elsewhere_is_blamed() -> None:
    bad = frozenset((1, m) for m in (1, 2, 3))
    found = only(suspects(uses((1, 2), (1, 2, 3, 4), bad)))
    assert (found.party, found.drive_id, found.medium_id, found.certain) == (Party.DRIVE, drive(1), None, True)
    assert found.reasons == (
        "hurt 3 media that did well in other drives",
        "3 of 4 readings went wrong: load failed (UNABLE_TO_LOAD_MEDIUM) (3 x)",
    )


def test_a_medium_that_is_hurt_in_two_drives_which_do_well_with_others_is_blamed() -> None:
    found = only(suspects(uses((1, 2), (1, 2, 3), frozenset({(1, 1), (2, 1)}))))
    assert (found.party, found.drive_id, found.medium_id, found.certain) == (Party.MEDIUM, None, medium(1), True)
    assert found.reasons[0] == "hurt in 2 drives that did well with other media"


def test_a_drive_and_a_medium_that_failed_together_once_are_both_uncertain() -> None:
    found = only(suspects([*uses((1, 2), (2, 3), frozenset()), failing(1, 1)]))
    assert (found.party, found.certain) == (Party.EITHER, False)
    assert (found.drive_id, found.medium_id) == (drive(1), medium(1))


def test_the_drive_s_own_alert_leans_a_doubt_without_deciding_it() -> None:
    blames_drive = only(suspects([reading(1, 1, alerts=(HARDWARE_A,))]))
    blames_medium = only(suspects([reading(1, 1, alerts=(MEDIUM_ALERT,))]))
    blames_both = only(suspects([reading(1, 1, alerts=(MEDIUM_ALERT, HARDWARE_A))]))
    assert (blames_drive.party, blames_drive.certain) == (Party.DRIVE, False)
    assert (blames_medium.party, blames_medium.certain) == (Party.MEDIUM, False)
    assert (blames_both.party, blames_both.certain) == (Party.EITHER, False)


def test_the_only_drive_of_a_library_is_never_certainly_blamed() -> None:
    found = only(suspects([failing(1, m) for m in range(5)]))
    assert (found.party, found.certain, found.score) == (Party.DRIVE, False, 5)
    assert "hurt 5 media not known to do well in another drive" in found.reasons


def test_too_few_witnesses_leave_a_doubt_that_says_what_to_do() -> None:
    found = only(suspects(uses((1, 2), (1, 2, 3), frozenset({(1, 1), (1, 2)}))))
    assert (found.party, found.certain) == (Party.DRIVE, False)
    assert found.reasons[:2] == (
        "hurt 2 media that did well in other drives",
        "uncertain: mount these media in other drives to tell",
    )


def test_errors_that_were_corrected_and_alerts_that_want_a_cleaning_hurt_nobody() -> None:
    assert suspects([reading(1, 1, alerts=(CLEAN_NOW,)), reading(1, 1)]) == []


def test_errors_that_were_not_corrected_and_alerts_are_told_with_how_often() -> None:
    found = only(suspects([reading(1, 1, alerts=(HARD_ERROR,), lost=2), reading(1, 1, lost=1)]))
    assert found.reasons[-1] == (
        "2 readings went wrong: TapeAlert 3 (hard error) (1 x), errors that were not corrected (2 x)"
    )


def test_a_bad_medium_is_found_beside_a_bad_drive() -> None:
    bad = frozenset({*((1, m) for m in range(1, 7)), *((d, 1) for d in (1, 2, 3))})
    found = suspects(uses((1, 2, 3), range(1, 7), bad))
    assert [(one.drive_id, one.medium_id, one.certain) for one in found] == [
        (drive(1), None, True),
        (None, medium(1), True),
    ]


pairs = st.tuples(st.integers(1, 4), st.integers(1, 6))
histories = st.lists(st.tuples(pairs, st.sampled_from(["", "", "", "UNABLE_TO_LOAD_MEDIUM"])), max_size=40)


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_the_readings_is_no_matter(history: list[tuple[tuple[int, int], str]], random: object) -> None:
    taken = [reading(d, m, error=error) for (d, m), error in history]
    shuffled = list(taken)
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis calls its Random an object
    assert suspects(shuffled) == suspects(taken)


@given(histories)
def test_whatever_went_wrong_somebody_is_named_and_nobody_without_it(
    history: list[tuple[tuple[int, int], str]],
) -> None:
    taken = [reading(d, m, error=error) for (d, m), error in history]
    wrong = {pair for pair, error in history if error}
    found = suspects(taken)
    named = {id_ for one in found for id_ in (one.drive_id, one.medium_id)}
    assert all({drive(d), medium(m)} & named for d, m in wrong)
    assert bool(found) is bool(wrong)


@given(st.integers(2, 5), st.integers(3, 12), st.data())
def test_a_drive_that_hurts_enough_media_is_the_one_that_is_blamed(
    drives: int, media: int, data: st.DataObject
) -> None:
    culprit = data.draw(st.integers(1, drives))
    hurt = data.draw(st.sets(st.integers(1, media), min_size=ENOUGH[Party.DRIVE]))
    bad = frozenset((culprit, m) for m in hurt)
    found = only(suspects(uses(range(1, drives + 1), range(1, media + 1), bad)))
    assert (found.drive_id, found.medium_id, found.certain) == (drive(culprit), None, True)


@given(st.integers(2, 5), st.integers(2, 12), st.data())
def test_a_medium_that_is_hurt_in_enough_drives_is_the_one_that_is_blamed(
    drives: int, media: int, data: st.DataObject
) -> None:
    culprit = data.draw(st.integers(1, media))
    hurt = data.draw(st.sets(st.integers(1, drives), min_size=ENOUGH[Party.MEDIUM]))
    bad = frozenset((d, culprit) for d in hurt)
    found = only(suspects(uses(range(1, drives + 1), range(1, media + 1), bad)))
    assert (found.drive_id, found.medium_id, found.certain) == (None, medium(culprit), True)
