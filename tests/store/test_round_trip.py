from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from types import UnionType
from typing import Any, Final, NamedTuple, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openrsm.domain.equipment import Changer, Door, Drive, Library, Port, Slot
from openrsm.domain.health import Reading
from openrsm.domain.records import Move, OperatorRequest, WorkItem
from openrsm.domain.tokens import Token
from openrsm.domain.values import Computer, LogicalMedium, Medium, MediumId, PlaceKind, Pool, Side, SideId
from openrsm.store.database import Store, Transaction
from tests.conformance.store_nouns import NOON, at, item, library, pool, slot

ZONES: Final = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8))])
PLAIN: Final[Mapping[Any, st.SearchStrategy[Any]]] = {
    str: st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40),
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    UUID: st.uuids(),
    datetime: st.datetimes(datetime(1900, 1, 1), datetime(9000, 1, 1), timezones=ZONES),  # noqa: DTZ001 - Hypothesis wants naive bounds
    type(None): st.none(),
}

LIBRARY: Final = library("parent of what is tested")
POOL: Final = pool("parent/of what is tested")
SLOT: Final = slot(LIBRARY, -1)
MEDIUM: Final = Medium(
    id=MediumId(UUID(int=1)),
    name="parent",
    sequence=-1,
    media_type="LTO-8",
    pool_id=POOL.id,
    library_id=LIBRARY.id,
    place=at(PlaceKind.SLOT, UUID(int=2)),
)
SIDE: Final = Side(id=SideId(UUID(int=3)), medium_id=MEDIUM.id)


class Case(NamedTuple):
    """A noun, its table, and which of its fields refer to the parents above."""

    noun: type
    table: Callable[[Transaction], Any]
    parents: Mapping[str, UUID] = {}


OF_LIBRARY: Final = {"library_id": LIBRARY.id}
CASES: Final = [
    Case(Library, lambda tx: tx.libraries),
    Case(Changer, lambda tx: tx.changers, OF_LIBRARY),
    Case(Drive, lambda tx: tx.drives, OF_LIBRARY | {"medium_id": MEDIUM.id}),
    Case(Slot, lambda tx: tx.slots, OF_LIBRARY),
    Case(Port, lambda tx: tx.ports, OF_LIBRARY),
    Case(Door, lambda tx: tx.doors, OF_LIBRARY),
    Case(Pool, lambda tx: tx.pools, {"parent_id": POOL.id}),
    Case(Medium, lambda tx: tx.media, OF_LIBRARY | {"pool_id": POOL.id, "home_slot_id": SLOT.id}),
    Case(Side, lambda tx: tx.sides, {"medium_id": MEDIUM.id}),
    Case(LogicalMedium, lambda tx: tx.logical, {"pool_id": POOL.id, "side_id": SIDE.id}),
    Case(WorkItem, lambda tx: tx.work),
    Case(OperatorRequest, lambda tx: tx.operators),
    Case(Move, lambda tx: tx.moves),
    Case(Reading, lambda tx: tx.readings),
    Case(Token, lambda tx: tx.tokens),
    Case(Computer, lambda tx: tx.computer),
]


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a field's type: whatever a noun's annotation allows."""
    hint = getattr(hint, "__supertype__", hint)
    if get_origin(hint) is Sequence:
        return st.lists(anything(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is UnionType or get_args(hint):
        return st.one_of([anything(each) for each in get_args(hint)])
    if is_dataclass(hint):
        return nouns(hint)  # type: ignore[arg-type]  # a type, not an instance: annotations hold types
    return st.sampled_from(list(hint)) if issubclass(hint, Enum) else PLAIN[hint]


def nouns(noun: type, parents: Mapping[str, UUID] | None = None) -> st.SearchStrategy[Any]:
    """Values of a noun. What refers to a parent does so, or is None where it may be."""
    hints = get_type_hints(noun)
    values = {each.name: anything(hints[each.name]) for each in fields(noun)}
    for name, parent in (parents or {}).items():
        optional = type(None) in get_args(hints[name])
        values[name] = st.sampled_from([parent, None]) if optional else st.just(parent)
    return st.builds(noun, **values)


class Undo(Exception):
    pass


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = Store.open(tmp_path_factory.mktemp("state"), clock=lambda: NOON)
    opened.write(lambda tx: (tx.libraries.insert(LIBRARY), tx.pools.insert(POOL), tx.slots.insert(SLOT)))
    opened.write(lambda tx: tx.media.insert(MEDIUM))
    yield opened
    opened.close()


def stamped(noun: Any) -> Any:
    """With the times that the store sets."""
    names = {each.name for each in fields(noun)}
    return replace(noun, created=NOON, modified=NOON) if {"created", "modified"} <= names else noun


def names(case: Case) -> str:
    return case.noun.__name__


@pytest.mark.parametrize("case", CASES, ids=names)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(data=st.data())
def test_every_noun_comes_back_as_it_was(store: Store, case: Case, data: st.DataObject) -> None:
    first = stamped(data.draw(nouns(case.noun, case.parents)))
    second = stamped(replace(data.draw(nouns(case.noun, case.parents)), id=first.id))

    def work(tx: Transaction) -> None:
        table = case.table(tx)
        if case.noun is LogicalMedium:
            tx.sides.insert(SIDE)
        table.insert(first)
        assert table.get(first.id) == first
        table.change(first, second)
        assert table.get(first.id) == second
        table.delete(second)
        assert table.find(first.id) is None
        raise Undo

    with pytest.raises(Undo):
        store.write(work)


def test_every_time_comes_back_in_utc(store: Store) -> None:
    found = store.read(lambda tx: tx.libraries.get(LIBRARY.id))
    assert found.created.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    naive = replace(item(LIBRARY, 1), queued_at=datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test
    with pytest.raises(Exception, match="has no time zone"):
        store.write(lambda tx: tx.work.insert(naive))
