"""The store sets when objects came to be and were changed, whatever those who change them say."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from openrsm.domain.shares import Share
from openrsm.domain.values import ShareId
from openrsm.store.database import Store
from tests.conformance.store_nouns import Site, library, slot

EIGHT = datetime(2026, 6, 1, 8, tzinfo=UTC)
NINE, TEN = EIGHT + timedelta(hours=1), EIGHT + timedelta(hours=2)


class Clock:
    def __init__(self) -> None:
        self.now = EIGHT

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with closing(Store.open(tmp_path, clock=clock)) as opened:
        yield opened


def test_what_is_inserted_was_created_and_modified_then(store: Store) -> None:
    made = store.write(lambda tx: tx.libraries.insert(library()))
    store.write(lambda tx: tx.slots.insert_all([slot(made, 1)]))
    [kept] = store.read(lambda tx: tx.slots.of(made.id))
    for one in (made, kept):
        assert (one.created, one.modified) == (EIGHT, EIGHT)


def test_a_change_tells_when_it_was_modified_and_leaves_when_it_was_created(store: Store, clock: Clock) -> None:
    drive = Site(store).drive()
    clock.now = NINE
    changed = store.write(lambda tx: tx.drives.change(drive, replace(drive, mounts=1)))
    assert (changed.created, changed.modified) == (EIGHT, NINE)
    assert store.read(lambda tx: tx.drives.get(drive.id)) == changed


def test_who_has_seen_an_older_time_may_change_what_has_not_changed_since(store: Store, clock: Clock) -> None:
    drive = Site(store).drive()
    clock.now = NINE
    store.write(lambda tx: tx.drives.change(drive, replace(drive, mounts=1)))
    clock.now = TEN
    store.write(lambda tx: tx.drives.change(drive, replace(drive, description="new")))
    found = store.read(lambda tx: tx.drives.get(drive.id))
    assert (found.mounts, found.description, found.modified) == (1, "new", TEN)


def test_what_does_not_change_was_not_modified(store: Store, clock: Clock) -> None:
    drive = Site(store).drive()
    clock.now = NINE
    store.write(lambda tx: tx.drives.change(drive, replace(drive, modified=NINE)))
    assert store.read(lambda tx: tx.drives.get(drive.id)).modified == EIGHT


def test_logical_media_that_trade_their_sides_are_modified(store: Store, clock: Clock) -> None:
    site = Site(store)
    one, other = (site.logical(site.side(site.medium())) for _ in range(2))
    clock.now = NINE
    store.write(lambda tx: tx.logical.trade_sides(one, other))
    for found in store.read(lambda tx: [tx.logical.get(each.id) for each in (one, other)]):
        assert (found.created, found.modified) == (EIGHT, NINE)


def test_a_share_is_modified_by_what_it_is_given(store: Store, clock: Clock) -> None:
    site = Site(store)
    share = Share(id=ShareId(site.library.id), name="bacula", library_id=site.library.id)
    made = store.write(lambda tx: tx.shares.insert(share))
    clock.now = NINE
    store.write(lambda tx: tx.shares.set_pools(made, [site.pool.id]))
    found = store.read(lambda tx: tx.shares.get(made.id))
    assert (found.created, found.modified) == (EIGHT, NINE)
