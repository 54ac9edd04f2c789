"""What every store keeps of shares, and what it answers about them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest

from openrsm.domain.equipment import Drive
from openrsm.domain.shares import Share
from openrsm.domain.values import MediumId, Place, PlaceKind, ShareId
from openrsm.domain.work import Operation
from openrsm.errors import AlreadyExists, InvalidState
from openrsm.store.database import Store, Transaction
from tests.conformance.store_nouns import NOON, Site, item


def a_share(site: Site, name: str = "bacula") -> Share:
    made = Share(id=ShareId(uuid4()), name=name, library_id=site.library.id, created=NOON, modified=NOON)
    return site.store.write(lambda tx: tx.shares.insert(made))


def set_drives(store: Store, share: Share, *drives: Drive) -> None:
    store.write(lambda tx: tx.shares.set_drives(share, [one.id for one in drives]))


def give(share: Share, numbers: dict[MediumId, int], tx: Transaction) -> None:
    tx.shares.give(share, numbers)


class StoreShares:
    """Mixed into the store's suite."""

    def test_a_share_is_found_by_its_name_and_its_library(self, store: Store) -> None:
        site = Site(store)
        second, first = a_share(site, "second"), a_share(site, "first")
        assert store.read(lambda tx: tx.shares.all()) == [first, second]
        assert store.read(lambda tx: tx.shares.of_library(site.library.id)) == [first, second]
        assert store.read(lambda tx: tx.shares.by_name("second")) == second
        assert store.read(lambda tx: tx.shares.by_name("third")) is None
        assert store.read(lambda tx: tx.shares.of_library(Site(store).library.id)) == []
        with pytest.raises(AlreadyExists, match="first"):
            a_share(site, "first")

    def test_its_drives_keep_the_order_in_which_they_are_named(self, store: Store) -> None:
        site = Site(store)
        share, drives = a_share(site), [site.drive(number) for number in (1, 2, 3)]
        for order in ([2, 0, 1], [1], [0, 2]):
            wanted = [drives[place] for place in order]
            set_drives(store, share, *wanted)
            assert store.read(lambda tx: tx.shares.drives(share.id)) == wanted
        assert store.read(lambda tx: tx.shares.with_drive(drives[2].id)) == [share]
        assert store.read(lambda tx: tx.shares.with_drive(drives[1].id)) == []

    def test_a_drive_may_be_in_several_shares_and_a_pool_in_one_of_a_library(self, store: Store) -> None:
        site, other = Site(store), Site(store)
        first, second, far = a_share(site, "first"), a_share(site, "second"), a_share(other, "far")
        shared = site.drive()
        for share in (first, second):
            set_drives(store, share, shared)
        store.write(lambda tx: tx.shares.set_pools(first, [site.pool.id]))
        store.write(lambda tx: tx.shares.set_pools(far, [site.pool.id]))
        assert store.read(lambda tx: tx.shares.with_drive(shared.id)) == [first, second]
        assert store.read(lambda tx: tx.shares.with_pool(site.pool.id)) == [far, first]
        assert store.read(lambda tx: dict(tx.shares.pools())) == {first.id: {site.pool.id}, far.id: {site.pool.id}}
        with pytest.raises(InvalidState):
            store.write(lambda tx: tx.shares.set_pools(second, [site.pool.id]))

    def test_what_a_share_has_is_not_deleted(self, store: Store) -> None:
        site = Site(store)
        share, used = a_share(site), site.drive()
        set_drives(store, share, used)
        store.write(lambda tx: tx.shares.set_pools(share, [site.pool.id]))
        for delete in (
            lambda tx: tx.drives.delete(used),
            lambda tx: tx.pools.delete(site.pool),
            lambda tx: tx.libraries.delete(site.library),
        ):
            with pytest.raises(InvalidState):
                store.write(delete)

    def test_media_have_numbers_which_no_two_share(self, store: Store) -> None:
        site = Site(store)
        share, media = a_share(site), [site.medium() for _ in range(3)]
        store.write(lambda tx: tx.shares.give(share, {media[0].id: 2, media[1].id: 1}))
        assert store.read(lambda tx: tx.shares.numbers(share.id)) == {media[0].id: 2, media[1].id: 1}
        assert store.read(lambda tx: tx.shares.media(share.id)) == [(1, media[1]), (2, media[0])]
        for wrong in ({media[2].id: 2}, {media[0].id: 3}):
            with pytest.raises(InvalidState):
                store.write(partial(give, share, wrong))
        store.write(lambda tx: tx.shares.free(share, [media[0].id]))
        store.write(lambda tx: tx.shares.give(share, {media[2].id: 2}))
        assert store.read(lambda tx: tx.shares.numbers(share.id)) == {media[1].id: 1, media[2].id: 2}

    def test_a_medium_that_is_deleted_has_no_number(self, store: Store) -> None:
        site = Site(store)
        share, medium = a_share(site), site.medium()
        store.write(lambda tx: tx.shares.give(share, {medium.id: 1}))
        store.write(lambda tx: tx.media.delete(medium))
        assert store.read(lambda tx: tx.shares.numbers(share.id)) == {}

    def test_a_share_that_is_deleted_leaves_nothing(self, store: Store) -> None:
        site = Site(store)
        share, medium, used = a_share(site), site.medium(), site.drive()
        set_drives(store, share, used)
        store.write(lambda tx: tx.shares.set_pools(share, [site.pool.id]))
        store.write(lambda tx: tx.shares.give(share, {medium.id: 1}))
        store.write(lambda tx: tx.shares.delete(share))
        again = a_share(site)
        assert store.read(lambda tx: tx.shares.drives(again.id)) == []
        assert store.read(lambda tx: dict(tx.shares.pools())) == {}
        store.write(lambda tx: tx.media.delete(medium))
        store.write(lambda tx: tx.drives.delete(used))
        store.write(lambda tx: tx.pools.delete(site.pool))

    def test_an_item_says_where_it_brings_its_medium(self, store: Store) -> None:
        site = Site(store)
        there = Place(kind=PlaceKind.SLOT, element_id=uuid4())
        carried = replace(item(site.library, 1, Operation.TRANSFER), destination=there)
        plain = item(site.library, 2)
        store.write(lambda tx: (tx.work.insert(carried), tx.work.insert(plain)))
        assert store.read(lambda tx: [tx.work.get(one.id).destination for one in (carried, plain)]) == [there, None]
