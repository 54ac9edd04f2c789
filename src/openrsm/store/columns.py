"""Column types that store values so that they sort, compare and come back the same on every database.

Snapshots read whole libraries, so conversion is most of what reading costs. Where SQLite stores text for want of a
type, these convert it in one step of C, or look it up; elsewhere the driver's own types serve.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from enum import Enum, IntFlag
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, String, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

_KNOWN_IDS: Final = 65_536
_Converter = Callable[[Any], Any] | None


def _is_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"


class Key(TypeDecorator[UUID]):
    """A UUID."""

    impl = Uuid()
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> _Converter:
        """Back from 32 digits where the database has no type for it."""
        return _uuid if _is_sqlite(dialect) else super().result_processor(dialect, coltype)


@lru_cache(_KNOWN_IDS)
def _uuid(digits: str | None) -> UUID | None:
    # The same ids come back in every snapshot, and making one takes longer than finding it.
    return None if digits is None else UUID(digits)


class Stamp(TypeDecorator[datetime]):
    """An aware datetime; comes back in UTC. A naive one is refused with :class:`ValueError`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> _Converter:
        """To UTC; to text that sorts as the times do where the database has no type for them."""
        return _text if _is_sqlite(dialect) else _utc

    def result_processor(self, dialect: Dialect, coltype: object) -> _Converter:  # noqa: ARG002 - SQLAlchemy's signature
        """Back, as an aware time in UTC."""
        return _moment if _is_sqlite(dialect) else _utc


def _utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError(f"{value} has no time zone")
    return value.astimezone(UTC)


def _text(value: datetime | None) -> str | None:
    moment = _utc(value)
    return None if moment is None else moment.isoformat(" ", "microseconds")


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


class Word(TypeDecorator[Enum]):
    """A member of an enumeration, stored as its lower-case name, which people can read."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        """Store members of ``kind``."""
        super().__init__()
        self.kind = kind
        self._words: dict[Enum | None, str | None] = {None: None} | {it: it.name.lower() for it in kind}
        self._members = {word: member for member, word in self._words.items()}

    def bind_processor(self, dialect: Dialect) -> _Converter:  # noqa: ARG002 - SQLAlchemy's signature
        """The member's name."""
        return self._words.__getitem__

    def result_processor(self, dialect: Dialect, coltype: object) -> _Converter:  # noqa: ARG002 - SQLAlchemy's signature
        """The member of that name."""
        return self._members.__getitem__


class Flags(TypeDecorator[IntFlag]):
    """A set of members of an enumeration of flags, stored as their sum."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, kind: type[IntFlag]) -> None:
        """Store members of ``kind``."""
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A whole number, as the database has them."""
        return dialect.type_descriptor(number())

    def process_bind_param(self, value: IntFlag | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The sum."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> IntFlag | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The members of that sum."""
        return None if value is None else self.kind(value)


class Numbers(TypeDecorator[tuple[int, ...]]):
    """Some small numbers, stored as people write them: ``3,20``."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The numbers, with commas between."""
        return None if value is None else ",".join(map(str, value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[int, ...] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The numbers again."""
        return None if value is None else tuple(map(int, filter(None, value.split(","))))


class Names(TypeDecorator[tuple[str, ...]]):
    """Some names, stored as JSON has them: ``["LTO-8", "LTO-9"]``."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The names, as a list."""
        return None if value is None else json.dumps(list(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """The names again."""
        return None if value is None else tuple(json.loads(value))


def number() -> TypeEngine[Any]:
    """A whole number of 64 bits; SQLite's INTEGER has them all, and only INTEGER can be its row id."""
    return BigInteger().with_variant(Integer(), "sqlite")
