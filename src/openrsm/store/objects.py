"""What all tables of objects have in common: find, insert, compare and set, delete, and say so in the events."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Final, Generic, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Connection,
    CursorResult,
    Delete,
    Executable,
    Insert,
    Row,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    update,
)

from openrsm.domain.records import EventKind
from openrsm.domain.values import ObjectType
from openrsm.errors import InvalidState, ObjectNotFound
from openrsm.store import schema
from openrsm.store.faults import rows, translated
from openrsm.store.mapping import MODIFIED, NounMapping

Values = Mapping[str, Any]
Change = tuple[EventKind, ObjectType, UUID, UUID | None]
Alteration = tuple[object, object]
"""An object before and after a change; None where it was not, or is not any more."""


class Noun(Protocol):
    """A frozen value of the domain that has an id."""

    @property
    def id(self) -> UUID:
        """Its id."""


T = TypeVar("T", bound=Noun)
IdT = TypeVar("IdT", bound=UUID)

_NAMED: Final = 500
"""How many ids one statement names at most."""


@dataclass(slots=True)
class Unit:
    """What one transaction has at hand.

    Attributes:
        now: When it began.
        writable: Whether it may change anything.
        changes: What it changed so far, in order; becomes events when it commits.
        alterations: The same as objects, those that make no events among them; for whoever counts.
    """

    connection: Connection
    now: datetime
    writable: bool
    changes: list[Change] = field(default_factory=list)
    alterations: list[Alteration] = field(default_factory=list)
    _over: str = ""  # why nothing may follow, once that is so

    def look(self, statement: Select[Any], values: Values) -> Sequence[Row[Any]]:
        """The rows that a statement selects."""
        with self._checked(""):
            return rows(self.connection.execute(statement, values))

    def act(self, statement: Executable, values: Values | Sequence[Values], name: str = "") -> CursorResult[Any]:
        """Execute a statement that changes something; ``name`` is as :class:`translated` has it."""
        if not self.writable:
            raise RuntimeError("this transaction only reads; use Store.write")
        with self._checked(name):
            return self.connection.execute(statement, values)

    def end(self) -> None:
        """Refuse whatever still comes."""
        self._over = "this transaction is over"

    def _checked(self, name: str) -> translated:
        if self._over:
            raise RuntimeError(self._over)
        return translated(name, self._broken)

    def _broken(self) -> None:
        # After some faults the database has undone everything and begins anew by itself: nothing may follow.
        self._over = "the catalogue failed in this transaction, so it must end"


_COUNT_ON = (
    update(schema.counters)
    .where(schema.counters.c.name == bindparam("counter"))
    .values(value=schema.counters.c.value + bindparam("step"))
    .returning(schema.counters.c.value)
)


def count_on(unit: Unit, counter: str, step: int = 1) -> int:
    """Advance a counter and return its new value, which no committed transaction ever had."""
    value: int = unit.act(_COUNT_ON, {"counter": counter, "step": step}).scalar_one()
    return value


class Objects(Generic[T, IdT]):
    """One table of objects of one kind, within one transaction.

    Every change also becomes an event, published after the commit. Reading sees the transaction's own changes.

    A statement that fails raises :class:`~openrsm.errors.InvalidState` where it contradicts what else is catalogued,
    :class:`~openrsm.errors.AlreadyExists` where a name is taken, or a ``SystemFault``; the work must then end, too.
    """

    kind: ClassVar[str]
    """What people call one."""
    object_type: ClassVar[ObjectType | None]
    """As events name it; None for what has no events."""
    mapping: ClassVar[NounMapping[Any]]
    scope_field: ClassVar[str] = ""
    """The field with the id of that whose rights decide who may know of it; see :class:`Happening`."""
    name_field: ClassVar[str] = ""
    """The field that the table keeps unique and that people choose, if there is one."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def get(self, id: IdT) -> T:  # noqa: A002 - what the id is called everywhere
        """The object.

        Raises:
            ObjectNotFound: There is none of that id.
        """
        found = self.find(id)
        if found is None:
            raise ObjectNotFound(f"no {self.kind} has the id {id}", "list them to see the ids there are")
        return found

    def find(self, id: IdT) -> T | None:  # noqa: A002 - what the id is called everywhere
        """The object, or None."""
        return self._one(by_id(self.mapping), its_id=id)

    def get_all(self, ids: Collection[IdT]) -> dict[IdT, T]:
        """The objects of those ids.

        Raises:
            ObjectNotFound: One of them is not there.
        """
        found = self.find_all(ids)
        return found if len(found) == len(set(ids)) else {id_: self.get(id_) for id_ in ids}

    def find_all(self, ids: Collection[IdT]) -> dict[IdT, T]:
        """The objects of those ids that there are, by id; many for little more than one costs."""
        statement = _by_ids(self.mapping)
        rows = (row for part in in_parts(ids) for row in self._unit.look(statement, {"ids": part}))
        values = [self.mapping.value(row) for row in rows]
        return {value.id: value for value in values}

    def insert(self, value: T) -> T:
        """Add an object, and return it as it was added: created now, if its kind has times.

        Raises:
            AlreadyExists: Its name is taken.
            InvalidState: It contradicts what is there: its id or place is taken, or what it refers to is not there.
        """
        value = self.mapping.new(value, self._unit.now)
        self._unit.act(_insert(self.mapping), self.mapping.new_row(value), self._name(value))
        self._changed(EventKind.INSERT, value)
        return value

    def insert_all(self, values: Sequence[T]) -> None:
        """Add many at once; errors as those of :meth:`insert`."""
        new = [self.mapping.new(value, self._unit.now) for value in values]
        if new:
            self._unit.act(_insert(self.mapping), [self.mapping.new_row(value) for value in new])
        for value in new:
            self._changed(EventKind.INSERT, value)

    def change(self, before: T, after: T) -> T:
        """Set the fields in which ``after`` differs, if each still is as in ``before``; return what it is then.

        When it was modified does not count as a difference: the store sets that.

        Raises:
            AlreadyExists: Its new name is taken.
            InvalidState: It was changed or deleted meanwhile, or the change contradicts what is there.
        """
        old, new = self.mapping.row(before), self.mapping.row(after)
        columns = tuple(name for name, value in new.items() if value != old[name] and name != MODIFIED)
        if columns:
            after = self.mapping.touched(after, self._unit.now)
            self._compare_and_set(before, columns, old, new)
            self._changed(EventKind.UPDATE, after, before)
        return after

    def touch(self, value: T) -> None:
        """Note that something was changed which it has, other than its fields."""
        self._unit.act(_touch(self.mapping.table), {"its_id": value.id, "now": self._unit.now})
        self._changed(EventKind.UPDATE, self.mapping.touched(value, self._unit.now), value)

    def delete(self, value: T) -> None:
        """Remove an object, and its attributes with it.

        Raises:
            InvalidState: It is gone already, or something still refers to it.
        """
        done = self._unit.act(_delete(self.mapping.table), {"its_id": value.id})
        self._just_one(done, value.id)
        if self.object_type is not None:
            self._unit.act(_FORGET, {"its_id": str(value.id)})
        self._changed(EventKind.DELETE, value, value)

    def _compare_and_set(self, before: T, columns: tuple[str, ...], old: Values, new: Values) -> None:
        if "id" in columns:
            raise ValueError(f"a {self.kind} keeps its id")
        values = {"its_id": before.id, "now": self._unit.now}
        for name in columns:
            values[f"old_{name}"], values[f"new_{name}"] = old[name], new[name]
        done = self._unit.act(_update(self.mapping, columns), values, self._name_of(new))
        self._just_one(done, before.id)

    def _just_one(self, done: CursorResult[Any], id: UUID) -> None:  # noqa: A002 - what the id is called everywhere
        if done.rowcount != 1:
            raise InvalidState(f"the {self.kind} {id} was changed by somebody else meanwhile", "look again and repeat")

    def _changed(self, event: EventKind, value: T, before: T | None = None) -> None:
        self._unit.alterations.append((before, None if event is EventKind.DELETE else value))
        if self.object_type is not None:
            scope_id: UUID | None = getattr(value, self.scope_field) if self.scope_field else None
            self._unit.changes.append((event, self.object_type, value.id, scope_id))

    def _name(self, value: T) -> str:
        return f"{self.kind} {getattr(value, self.name_field)!r}" if self.name_field else ""

    def _name_of(self, row: Values) -> str:
        return f"{self.kind} {row[self.name_field]!r}" if self.name_field else ""

    def _number(self, statement: Select[Any], **values: Any) -> int:
        found: int = self._unit.look(statement, values)[0][0]
        return found

    def _list(self, statement: Select[Any], **values: Any) -> list[T]:
        return [self.mapping.value(row) for row in self._unit.look(statement, values)]

    def _one(self, statement: Select[Any], **values: Any) -> T | None:
        rows = self._unit.look(statement, values)
        found: T | None = self.mapping.value(rows[0]) if rows else None
        return found


# Statements are made once: SQLAlchemy keeps the compiled SQL with them.


@cache
def by_id(mapping: NounMapping[Any]) -> Select[Any]:
    """The noun whose id is ``its_id``."""
    return mapping.select().where(mapping.table.c.id == bindparam("its_id"))


@cache
def _by_ids(mapping: NounMapping[Any]) -> Select[Any]:
    return mapping.select().where(mapping.table.c.id.in_(bindparam("ids", expanding=True)))


def in_parts(ids: Collection[IdT]) -> Iterator[list[IdT]]:
    """Ids in portions that one statement can name; databases bound how many that is."""
    listed = list(dict.fromkeys(ids))
    return (listed[start : start + _NAMED] for start in range(0, len(listed), _NAMED))


@cache
def _insert(mapping: NounMapping[Any]) -> Insert:
    statement = insert(mapping.table)
    return statement.values(mapping.copies) if mapping.copies else statement


@cache
def _update(mapping: NounMapping[Any], columns: tuple[str, ...]) -> Update:
    table = mapping.table
    unchanged = [table.c[name].is_not_distinct_from(bindparam(f"old_{name}")) for name in columns]
    new: dict[str, BindParameter[Any]] = {name: bindparam(f"new_{name}") for name in columns}
    if mapping.stamped:
        new[MODIFIED] = bindparam("now")
    return update(table).where(table.c.id == bindparam("its_id"), *unchanged).values(new)


@cache
def _touch(table: Table) -> Update:
    return update(table).where(table.c.id == bindparam("its_id")).values({MODIFIED: bindparam("now")})


_FORGET: Final = delete(schema.attributes).where(schema.attributes.c.object_id == bindparam("its_id"))


@cache
def _delete(table: Table) -> Delete:
    return delete(table).where(table.c.id == bindparam("its_id"))
