"""Nouns to rows and back, field by field; a value inside a noun (a place, a requester) becomes several columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar, get_args, get_type_hints

from sqlalchemy import Column, ColumnElement, Select, Table, select

from openrsm.domain.health import ErrorCounters
from openrsm.domain.rights import Grantee, Target
from openrsm.domain.values import Place, Requester

T = TypeVar("T")
CREATED: Final = "created"
MODIFIED: Final = "modified"

EMBEDDED: Final[Mapping[type, Mapping[str, str]]] = {
    Place: {"kind": "kind", "element_id": "id"},
    Requester: {name: name for name in ("application", "user", "computer", "session_id")},
    Target: {"kind": "kind", "id": "id"},
    Grantee: {"kind": "kind", "name": "name"},
    ErrorCounters: {name: name for name in ("corrected", "uncorrected", "processed")},
}
"""For each value that is stored in several columns: its fields, and what each column's name ends in."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A field of a noun that takes several columns. It is None where the first of them is null."""

    field: str
    kind: type
    parts: tuple[str, ...]
    columns: tuple[str, ...]

    def take(self, value: object) -> dict[str, Any]:
        """The columns of ``value``, which may be None."""
        if value is None:
            return dict.fromkeys(self.columns)
        return {column: getattr(value, part) for column, part in zip(self.columns, self.parts, strict=True)}

    def make(self, found: dict[str, Any]) -> object:
        """The value of its columns, which leave ``found``."""
        taken = [found.pop(column) for column in self.columns]
        return None if taken[0] is None else self.kind(**dict(zip(self.parts, taken, strict=True)))


def _embedded(field: str, hint: object) -> Embedded | None:
    kind = next((each for each in (hint, *get_args(hint)) if each in EMBEDDED), None)
    if not isinstance(kind, type):
        return None
    parts = EMBEDDED[kind]
    return Embedded(field, kind, tuple(parts), tuple(f"{field}_{ending}" for ending in parts.values()))


class NounMapping(Generic[T]):
    """How the nouns of one class lie in one table.

    Args:
        noun: The frozen dataclass.
        table: Its table; may have columns that the noun lacks.
        derive: Values for such columns, computed from the noun.
        copies: Values for such columns, computed by the database when a row is inserted.
        arguments: What the statements in ``copies`` need to know of the noun.

    Attributes:
        columns: What to select, in the order that :meth:`value` expects.
        stamped: The noun says when it came to be (``created``) and was changed last (``modified``), which the store
            sees to.
    """

    def __init__(
        self,
        noun: Callable[..., T],
        table: Table,
        derive: Callable[[T], dict[str, Any]] | None = None,
        copies: Mapping[str, ColumnElement[Any]] | None = None,
        arguments: Callable[[T], dict[str, Any]] | None = None,
    ) -> None:
        hints = get_type_hints(noun)
        names = [each.name for each in fields(noun)]  # type: ignore[arg-type]  # the callable is a dataclass
        self.embedded = [it for name in names if (it := _embedded(name, hints[name])) is not None]
        inside = {it.field for it in self.embedded}
        self.plain = tuple(name for name in names if name not in inside)
        self.names = (*self.plain, *(column for it in self.embedded for column in it.columns))
        self.columns: list[Column[Any]] = [table.c[name] for name in self.names]
        self.stamped = {CREATED, MODIFIED} <= {*self.plain}
        self.table = table
        self.copies = copies or {}
        self._noun = noun
        self._derive = derive or _nothing
        self._arguments = arguments or _nothing
        self._take = _taking(self.plain)

    def row(self, value: T) -> dict[str, Any]:
        """The columns of a noun."""
        row = dict(zip(self.plain, self._take(value), strict=True))
        for it in self.embedded:
            row |= it.take(getattr(value, it.field))
        return row | self._derive(value)

    def new_row(self, value: T) -> dict[str, Any]:
        """What an insert of a noun is to be executed with."""
        return self.row(value) | self._arguments(value)

    def value(self, row: Sequence[Any]) -> T:
        """The noun of a row of :attr:`columns`."""
        found = dict(zip(self.names, row, strict=True))
        for it in self.embedded:
            found[it.field] = it.make(found)
        return self._noun(**found)

    def new(self, value: T, now: datetime) -> T:
        """A noun that comes to be now."""
        return self._at(value, {CREATED: now, MODIFIED: now})

    def touched(self, value: T, now: datetime) -> T:
        """A noun that is changed now."""
        return self._at(value, {MODIFIED: now})

    def _at(self, value: T, times: Mapping[str, datetime]) -> T:
        noun: Any = value  # a dataclass, as all nouns are
        stamped: T = replace(noun, **times) if self.stamped else value
        return stamped

    def select(self) -> Select[Any]:
        """A statement that selects :attr:`columns`; callers add what it asks for."""
        return select(*self.columns)


def _taking(names: Sequence[str]) -> Callable[[object], tuple[Any, ...]]:
    """The values of these attributes; ``attrgetter`` gives a single one bare."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _nothing(_value: object) -> dict[str, Any]:
    return {}
