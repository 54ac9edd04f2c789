"""The shapes of answers, for the API's document: models made from the values that the surface returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, create_model

from openrsm.domain.records import WorkItem

E = TypeVar("E", bound=Enum)
_PLAIN = (bool, int, float, str, UUID, datetime)
_BASE64 = Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]


@cache
def shape(kind: type) -> type[BaseModel]:
    """The model of a dataclass, by the rules of :mod:`openrsm.wire`."""
    hints = get_type_hints(kind)
    members: dict[str, Any] = {field.name: (_annotation(hints[field.name]), ...) for field in fields(kind)}
    if kind is WorkItem:
        members["deferred"] = (bool, ...)  # the one derived key; see the encoding
    return create_model(kind.__name__, __config__=ConfigDict(extra="allow"), __doc__=kind.__doc__, **members)


@cache
def items(kind: type) -> type[BaseModel]:
    """A list of them that has no further pages."""
    return create_model(f"{_name(kind)}List", __config__=ConfigDict(extra="allow"), items=(_list(kind), ...))


@cache
def page(kind: type) -> type[BaseModel]:
    """A page of them; ``next`` is the cursor of the page that follows, null on the last."""
    return create_model(
        f"{_name(kind)}Page",
        __config__=ConfigDict(extra="allow"),
        items=(_list(kind), ...),
        next=(str | None, ...),
    )


def _name(kind: Any) -> str:
    return str(kind.__name__).removesuffix("View")


def _list(kind: Any) -> Any:
    return list.__class_getitem__(_annotation(kind))


def _annotation(kind: Any) -> Any:
    if isinstance(kind, NewType):
        return _annotation(kind.__supertype__)
    if get_origin(kind) in (Union, UnionType):
        parts = [None if part is NoneType else _annotation(part) for part in get_args(kind)]
        return Union[tuple(parts)]  # noqa: UP007 - made at run time
    if get_origin(kind) in (Sequence, list, tuple):
        return _list(get_args(kind)[0])
    return _simple(kind)


def _simple(kind: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        return shape(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return names_of(kind)
    if kind is bytes:
        return _BASE64
    if kind in _PLAIN:
        return kind
    raise TypeError(f"the document has no form for {kind}")


def is_one(name: object, member: Enum) -> bool:
    """Whether that name, if there is one, is the member's."""
    return name is None or name == member.name.lower()


def member_named(kind: type[E], name: object) -> E:
    """The member that a name of :func:`names_of` stands for."""
    return kind[str(name).upper()]


def names_of(kind: type[Enum]) -> Any:
    """The names of an enumeration's members, as the wire has them."""
    return Literal[tuple(member.name.lower() for member in kind)]
