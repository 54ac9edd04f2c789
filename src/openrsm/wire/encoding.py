"""Values to JSON."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TypeAlias
from uuid import UUID

from openrsm.domain.records import WorkItem

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""What the standard library's ``json`` reads and writes."""


def encode(value: object) -> Json:
    """Any domain value or view, and what they are made of.

    Raises:
        TypeError: The wire has no form for it; a mistake in the program.
    """
    match value:
        case Enum():  # before int: most of ours are both
            return value.name.lower()
        case None | bool() | int() | float() | str():
            return value
        case UUID() | datetime():
            return _text(value)
        case bytes():  # before sequences: they are one
            return b64encode(value).decode()
        case Sequence():
            return [encode(item) for item in value]
        case _:
            return encode_object(value)


def encode_items(values: Iterable[object]) -> dict[str, Json]:
    """A list of results."""
    return {"items": [encode(value) for value in values]}


def encode_object(value: object) -> dict[str, Json]:
    """A dataclass as its attributes, and those of its properties that a reader could not know otherwise."""
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"the wire has no form for {type(value).__name__}")
    encoded = {field.name: encode(getattr(value, field.name)) for field in fields(value)}
    return encoded | _derived(value)


def encode_time(moment: datetime) -> str:
    """``2026-01-31T14:02:07.123456Z``; always of the same length, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _text(value: UUID | datetime) -> str:
    return encode_time(value) if isinstance(value, datetime) else str(value)


def _derived(value: object) -> dict[str, Json]:
    """What the meaning of an attribute depends on: ``option`` says "deferred" in a dismount alone."""
    return {"deferred": value.deferred} if isinstance(value, WorkItem) else {}
