"""Values of any class that the wire carries, made by Hypothesis from its annotations."""

import dataclasses
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import Enum
from types import NoneType, UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st

from openrsm.domain import equipment, health, records, values
from openrsm.surface import (
    changers,
    checkup,
    claims,
    database,
    media,
    mounts,
    notices,
    objects,
    pools,
    security,
    shares,
    views,
)


def carried_classes() -> list[type]:
    """Every domain value and view, and the options that calls take; not who asks, whom nobody's word is taken for."""
    stored = (values, equipment, records, health)
    asked = (media, claims, mounts, pools, notices, objects, security, database, checkup, changers, shares)
    modules = (*stored, views, *asked)
    return [
        kind
        for module in modules
        for kind in vars(module).values()
        if dataclasses.is_dataclass(kind)
        and isinstance(kind, type)
        and kind.__module__ == module.__name__
        and kind is not values.Principal
    ]


def carried_enumerations() -> list[type[Enum]]:
    found = {member for kind in carried_classes() for hint in get_type_hints(kind).values() for member in _enums(hint)}
    return sorted(found, key=lambda kind: kind.__name__)


def _enums(hint: Any) -> list[type[Enum]]:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return [hint]
    return [found for argument in get_args(hint) for found in _enums(argument)]


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    if isinstance(kind, NewType):
        return any_of(kind.__supertype__)
    if get_origin(kind) in (Union, UnionType):
        return st.one_of(*(any_of(part) for part in get_args(kind)))
    if get_origin(kind) is Sequence:
        return st.lists(any_of(get_args(kind)[0]), max_size=2).map(tuple)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{field.name: any_of(hints[field.name]) for field in dataclasses.fields(kind)})
    return st.sampled_from(list(kind)) if issubclass(kind, Enum) else PLAIN[kind]


def sample_of(kind: Any) -> Any:
    """One value of a class, always the same, with something in everything that may be empty."""
    if isinstance(kind, NewType):
        return sample_of(kind.__supertype__)
    if get_origin(kind) in (Union, UnionType):
        return sample_of(next(part for part in get_args(kind) if part is not NoneType))
    if get_origin(kind) is Sequence:
        return (sample_of(get_args(kind)[0]),)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{field.name: sample_of(hints[field.name]) for field in dataclasses.fields(kind)})
    return next(iter(kind)) if issubclass(kind, Enum) else SAMPLES[kind]


SAMPLES: dict[type, Any] = {
    bool: True,
    int: 7,
    float: 1.5,
    str: "A00001L9",
    bytes: b"VOL1",
    UUID: UUID(int=7),
    datetime: datetime(2026, 1, 31, tzinfo=UTC),
}

PLAIN: dict[type, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: st.text(max_size=20),
    bytes: st.binary(max_size=20),
    UUID: st.uuids(),
    datetime: st.datetimes(min_value=datetime(1970, 1, 2), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone follows
}
