"""What every store keeps of the computers that are to show messages."""

from __future__ import annotations

from functools import partial
from uuid import UUID, uuid4

import pytest

from openrsm.domain.destinations import Messages
from openrsm.errors import InvalidState
from openrsm.store.database import Store, Transaction
from tests.conformance.store_nouns import Site, library

REQUEST = Messages.REQUEST


def add(store: Store, target: UUID, *names: str, messages: Messages = REQUEST) -> None:
    for name in names:
        store.write(partial(_add, target=target, name=name, messages=messages))


def _add(tx: Transaction, target: UUID, name: str, messages: Messages) -> None:
    tx.destinations.add(target, messages, name)


class StoreDestinations:
    """Mixed into the store's suite."""

    def test_names_of_several_lists_come_once_and_in_order(self, store: Store) -> None:
        first, second = uuid4(), uuid4()
        add(store, first, "b", "a")
        add(store, second, "b", "c")
        add(store, first, "d", messages=Messages.ERROR)
        assert store.read(lambda tx: tx.destinations.names([first, second], REQUEST)) == ["a", "b", "c"]
        assert store.read(lambda tx: tx.destinations.names([], REQUEST)) == []
        assert store.read(lambda tx: tx.destinations.targets()) == {first, second}

    def test_a_name_stands_once_on_a_list(self, store: Store) -> None:
        target = uuid4()
        add(store, target, "a")
        with pytest.raises(InvalidState):
            add(store, target, "a")

    def test_a_name_is_taken_off_one_list_alone(self, store: Store) -> None:
        first, second = uuid4(), uuid4()
        for target in (first, second):
            add(store, target, "a", "b")
        store.write(lambda tx: tx.destinations.remove(first, REQUEST, "a"))
        store.write(lambda tx: tx.destinations.clear(second, REQUEST))
        assert store.read(lambda tx: tx.destinations.names([first], REQUEST)) == ["b"]
        assert store.read(lambda tx: tx.destinations.names([second], REQUEST)) == []

    def test_the_lists_of_a_library_end_with_it(self, store: Store) -> None:
        gone, left = library("gone"), Site(store).library
        store.write(lambda tx: tx.libraries.insert(gone))
        for one in (gone, left):
            add(store, one.id, "a")
        store.write(lambda tx: tx.libraries.delete(gone))
        assert store.read(lambda tx: tx.destinations.targets()) == {left.id}
