"""Refusals are written down, and a flood of them is counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from openrsm.domain.records import AuditEntry
from openrsm.domain.values import Principal, SessionId
from openrsm.errors import AccessDenied
from openrsm.service.refusals import AT_ONCE, DETAIL_LENGTH, PACE, Refusals
from openrsm.service.sessions import Session
from openrsm.store.database import Store
from tests.conformance.store_nouns import NOON


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def caller(user: str = "eve") -> Session:
    return Session(
        id=SessionId(UUID(int=1)),
        application="prying",
        principal=Principal(user=user),
        computer="box",
        opened=NOON,
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path, clock=lambda: NOON)
    with capture_logs():
        yield opened
    opened.close()


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def refusals(store: Store, seconds: Seconds) -> Refusals:
    return Refusals(store, seconds)


def written(store: Store) -> list[AuditEntry]:
    return store.read(lambda tx: tx.audit.recent(10_000))[::-1]


def flood(refusals: Refusals, count: int, user: str = "eve") -> None:
    for number in range(count):
        refusals.note(caller(user), "media.move", AccessDenied(f"{user} may not: {number}"))


def test_a_refusal_is_written_down_as_it_was_told(store: Store, refusals: Refusals) -> None:
    flood(refusals, 1)
    [entry] = written(store)
    assert (entry.user, entry.application, entry.action) == ("eve", "prying", "refused")
    assert (entry.subject, entry.detail) == ("media.move", "eve may not: 0")


def test_a_flood_is_written_down_in_part_and_counted(store: Store, refusals: Refusals, seconds: Seconds) -> None:
    flood(refusals, AT_ONCE + 500)
    assert [entry.detail for entry in written(store)] == [f"eve may not: {number}" for number in range(AT_ONCE)]
    seconds.now += PACE
    flood(refusals, 2)
    assert len(written(store)) == AT_ONCE + 1
    assert written(store)[-1].detail == "eve may not: 0 (500 more before it are left out)"
    seconds.now += PACE
    flood(refusals, 1)
    assert written(store)[-1].detail.endswith("(1 more before it are left out)")


def test_one_users_flood_hides_no_other_users_refusals(store: Store, refusals: Refusals) -> None:
    flood(refusals, AT_ONCE + 1)
    flood(refusals, 1, "bob")
    assert written(store)[-1].user == "bob"


def test_who_is_quiet_for_long_has_no_more_lines_than_at_first(
    store: Store, refusals: Refusals, seconds: Seconds
) -> None:
    flood(refusals, 1)
    seconds.now += 1000 * PACE
    flood(refusals, AT_ONCE + 10)
    assert len(written(store)) == 1 + AT_ONCE


def test_a_line_has_an_end(store: Store, refusals: Refusals) -> None:
    refusals.note(caller(), "media.move", AccessDenied("x" * 100_000))
    assert len(written(store)[0].detail) == DETAIL_LENGTH


def test_a_line_is_one_line_whatever_is_in_names(store: Store, refusals: Refusals) -> None:
    refusals.note(caller(), "operators.show", AccessDenied("eve may not look at \x1b[2J\n\udcff1"))
    assert written(store)[0].detail == "eve may not look at ?[2J??1"


def test_where_nothing_can_be_written_the_refusal_stands_all_the_same(tmp_path: Path) -> None:
    Store.open(tmp_path, clock=lambda: NOON).close()
    reading = Store.open(tmp_path, clock=lambda: NOON, read_only=True)
    with capture_logs() as logged:
        flood(Refusals(reading), 1)
    assert [entry["action"] for entry in logged] == ["access_refused", "refusal_not_written"]
    assert written(reading) == []
    reading.close()
