"""What every store keeps of the private attributes of objects."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openrsm.domain.records import EventKind
from openrsm.domain.values import ObjectType
from openrsm.store.database import Store, Transaction
from tests.conformance.store_nouns import NOON, Site, library

IT = UUID(int=7)
"""Some object."""


def put(store: Store, key: UUID, name: str, value: bytes) -> None:
    store.write(lambda tx: tx.attributes.set(key, name, value))


def say(tx: Transaction, kind: ObjectType, text: str) -> None:
    tx.descriptions.set(kind, "LTO-9", text)


class StoreAttributes:
    """Mixed into the store's suite."""

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
    @given(name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=31), value=st.binary())
    def test_an_attribute_comes_back_byte_for_byte(self, store: Store, name: str, value: bytes) -> None:
        put(store, IT, name, value)
        assert store.read(lambda tx: tx.attributes.find(IT, name)) == (value or None)
        assert store.read(lambda tx: tx.attributes.sizes(IT)).get(name, 0) == len(value)

    def test_attributes_of_two_objects_are_kept_apart(self, store: Store) -> None:
        first, second = Site(store).library, Site(store).library
        for key, value in ((first.id, b"1"), (second.id, b"22")):
            put(store, key, "color", value)
        put(store, first.id, "a shade", b"dark")
        assert store.read(lambda tx: tx.attributes.sizes(first.id)) == {"a shade": 4, "color": 1}
        assert store.read(lambda tx: tx.attributes.find(second.id, "color")) == b"22"

    def test_what_is_said_of_types_is_kept_apart_by_kind_and_name_with_the_time(self, store: Store) -> None:
        for kind in (ObjectType.MEDIA_TYPE, ObjectType.DRIVE_TYPE):
            store.write(partial(say, kind=kind, text=f"a {kind.name}"))
        store.write(partial(say, kind=ObjectType.MEDIA_TYPE, text=""))
        assert store.read(lambda tx: tx.descriptions.find(ObjectType.MEDIA_TYPE, "LTO-9")) == ("", NOON)
        assert store.read(lambda tx: tx.descriptions.find(ObjectType.DRIVE_TYPE, "LTO-9")) == ("a DRIVE_TYPE", NOON)
        assert store.read(lambda tx: tx.descriptions.find(ObjectType.DRIVE_TYPE, "LTO-8")) == ("", None)

    def test_another_value_replaces_the_first(self, store: Store) -> None:
        put(store, IT, "color", b"red")
        put(store, IT, "color", b"green")
        assert store.read(lambda tx: tx.attributes.find(IT, "color")) == b"green"

    def test_attributes_end_with_their_object(self, store: Store) -> None:
        one, other = library(), library()
        store.write(lambda tx: tx.libraries.insert_all([one, other]))
        for each in (one, other):
            put(store, each.id, "color", b"red")
        store.write(lambda tx: tx.libraries.delete(one))
        assert store.read(lambda tx: tx.attributes.sizes(one.id)) == {}
        assert store.read(lambda tx: tx.attributes.sizes(other.id)) == {"color": 3}

    def test_whoever_listens_is_told_of_the_object(self, store: Store) -> None:
        site = Site(store)
        heard: list[object] = []
        store.listen(lambda events: heard.extend((one.kind, one.object_type, one.object_id) for one in events))
        store.write(lambda tx: tx.attributes.tell(ObjectType.POOL, site.pool.id, site.pool.id))
        assert heard == [(EventKind.UPDATE, ObjectType.POOL, site.pool.id)]
