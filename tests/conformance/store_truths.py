"""What no store lets become true, whatever it is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from openrsm.domain.records import MoveOutcome
from openrsm.domain.values import LibraryId, LogicalId, PlaceKind
from openrsm.errors import AlreadyExists, InvalidState
from openrsm.store.database import Store, Transaction
from tests.conformance.store_nouns import NOON, Site, at, carry, drive, item, library, pool, request, slot


def contradicts(store: Store, work: Callable[[Transaction], Any]) -> None:
    """The store refuses the work, and keeps refusing nothing else."""
    with pytest.raises(InvalidState):
        store.write(work)
    assert store.read(lambda _tx: True)


class StoreTruths:
    """Mixed into the store's suite."""

    def test_no_two_libraries_have_one_name(self, store: Store) -> None:
        store.write(lambda tx: tx.libraries.insert(library("main")))
        other = store.write(lambda tx: tx.libraries.insert(library("other")))
        with pytest.raises(AlreadyExists, match="library 'main'"):
            store.write(lambda tx: tx.libraries.insert(library("main")))
        with pytest.raises(AlreadyExists, match="library 'main'"):
            store.write(lambda tx: tx.libraries.change(other, replace(other, name="main")))

    def test_no_two_pools_have_one_path(self, store: Store) -> None:
        store.write(lambda tx: tx.pools.insert(pool("a/b")))
        with pytest.raises(AlreadyExists, match="pool 'a/b'"):
            store.write(lambda tx: tx.pools.insert(pool("a/b")))

    def test_no_two_cartridges_are_in_one_element(self, store: Store) -> None:
        site = Site(store)
        place = at(PlaceKind.SLOT, site.slot(1).id)
        site.medium(place)
        other = site.medium()
        contradicts(store, lambda tx: tx.media.change(other, replace(other, place=place)))

    def test_many_cartridges_are_offline(self, store: Store) -> None:
        site = Site(store)
        assert site.medium().place == site.medium().place

    def test_no_two_drives_hold_one_cartridge(self, store: Store) -> None:
        site = Site(store)
        medium, one, other = site.medium(), site.drive(1), site.drive(2)
        store.write(lambda tx: tx.drives.change(one, replace(one, medium_id=medium.id)))
        contradicts(store, lambda tx: tx.drives.change(other, replace(other, medium_id=medium.id)))

    def test_no_two_elements_of_a_kind_have_one_address_in_a_library(self, store: Store) -> None:
        site, elsewhere = Site(store), Site(store)
        site.slot(1)
        elsewhere.slot(1)
        site.drive(1001)
        contradicts(store, lambda tx: tx.slots.insert(slot(site.library, 1)))

    def test_no_two_sides_are_one_logical_medium(self, store: Store) -> None:
        site = Site(store)
        one, other = site.side(site.medium()), site.side(site.medium())
        logical = LogicalId(uuid4())
        store.write(lambda tx: tx.sides.change(one, replace(one, logical_id=logical)))
        contradicts(store, lambda tx: tx.sides.change(other, replace(other, logical_id=logical)))

    def test_no_side_is_two_logical_media(self, store: Store) -> None:
        site = Site(store)
        side = site.side(site.medium())
        logical = site.logical(side)
        contradicts(store, lambda tx: tx.logical.insert(replace(logical, id=LogicalId(uuid4()))))

    def test_no_two_work_items_and_no_two_requests_have_one_number(self, store: Store) -> None:
        site = Site(store)
        store.write(lambda tx: (tx.work.insert(item(site.library, 1)), tx.operators.insert(request(1))))
        contradicts(store, lambda tx: tx.work.insert(item(site.library, 1)))
        contradicts(store, lambda tx: tx.operators.insert(request(1)))

    def test_a_cartridge_makes_one_move_at_a_time(self, store: Store) -> None:
        medium = Site(store).medium()
        first = store.write(lambda tx: tx.moves.insert(carry(medium)))
        contradicts(store, lambda tx: tx.moves.insert(carry(medium)))
        closed = replace(first, closed_at=NOON, outcome=MoveOutcome.DONE)
        store.write(lambda tx: tx.moves.change(first, closed))
        store.write(lambda tx: tx.moves.insert(carry(medium)))

    def test_what_is_referred_to_is_there(self, store: Store) -> None:
        contradicts(store, lambda tx: tx.drives.insert(drive(library())))

    def test_what_is_referred_to_stays(self, store: Store) -> None:
        site = Site(store)
        site.medium()
        contradicts(store, lambda tx: tx.pools.delete(site.pool))
        contradicts(store, lambda tx: tx.libraries.delete(site.library))

    def test_history_outlives_what_it_names(self, store: Store) -> None:
        site = Site(store)
        medium = site.medium()
        work = replace(item(site.library, 1), medium_id=medium.id, library_id=LibraryId(uuid4()))
        store.write(lambda tx: (tx.work.insert(work), tx.moves.insert(carry(medium))))
        store.write(lambda tx: tx.media.delete(medium))
        assert store.read(lambda tx: tx.work.get(work.id)) == work
