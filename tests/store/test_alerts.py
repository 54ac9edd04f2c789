"""What destinations were told is kept for each of them, and forgotten with it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from openrsm.store.database import Store, Transaction

ONE, OTHER = UUID(int=1), UUID(int=2)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path, clock=lambda: datetime.now(UTC))
    yield opened
    opened.close()


def tell(tx: Transaction) -> None:
    tx.alerts.advance("mail", 5)
    tx.alerts.advance("mail", 7)
    tx.alerts.advance("mailing", 3)
    tx.alerts.change("mail", {ONE, OTHER}, set(), 7)
    tx.alerts.change("mailing", {ONE}, set(), 3)
    tx.alerts.change("mail", set(), {OTHER}, 7)


def test_each_destination_has_its_own_place_in_what_happened(store: Store) -> None:
    store.write(tell)
    told = store.read(lambda tx: [tx.alerts.last_id(name) for name in ("mail", "mailing", "ma")])
    assert told == [7, 3, None]


def test_troubles_are_known_until_they_end(store: Store) -> None:
    store.write(tell)
    assert store.read(lambda tx: (tx.alerts.troubles("mail"), tx.alerts.troubles("mailing"))) == ({ONE}, {ONE})


def test_what_no_longer_is_a_destination_is_forgotten_and_no_counter_besides(store: Store) -> None:
    store.write(tell)
    before = store.write(lambda tx: tx.work.next_number())
    store.write(lambda tx: tx.alerts.keep({"mailing"}))
    assert store.read(lambda tx: (tx.alerts.last_id("mail"), tx.alerts.troubles("mail"))) == (None, set())
    assert store.read(lambda tx: (tx.alerts.last_id("mailing"), tx.alerts.troubles("mailing"))) == (3, {ONE})
    assert store.write(lambda tx: tx.work.next_number()) == before + 1


def test_telling_makes_no_events(store: Store) -> None:
    before = store.read(lambda tx: tx.events.last_id())
    store.write(tell)
    assert store.read(lambda tx: tx.events.last_id()) == before
