"""Arguments as the header has them, to those that the surface takes. What is null or out of range is refused."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, IntFlag
from typing import TypeVar
from uuid import UUID

from openrsm.domain.type_guids import media_type_named
from openrsm.domain.values import ObjectType
from openrsm.ntms.codes import ERROR_INVALID_MEDIA, ERROR_INVALID_PARAMETER
from openrsm.ntms.constants import INFINITE
from openrsm.ntms.errors import NtmsError
from openrsm.surface.views import Ref

T = TypeVar("T")
E = TypeVar("E", bound=IntEnum)
F = TypeVar("F", bound=IntFlag)


def invalid(what: str) -> NtmsError:
    """An argument is refused; to be raised."""
    return NtmsError(ERROR_INVALID_PARAMETER, what)


def given(value: T | None, name: str) -> T:
    """What may not be null."""
    if value is None:
        raise invalid(f"{name} is None; it is needed")
    return value


def room(value: int | None, name: str) -> int:
    """How much the caller can take, a DWORD; INFINITE for whatever there is."""
    told = given(value, name)
    if not 0 <= told <= INFINITE:
        raise invalid(f"{name} is {told}; give a number from 0 to INFINITE")
    return told


def ref(guid: UUID | None, name: str) -> Ref:
    """An object, by its GUID alone: a text that only looks like a name of one names nothing."""
    told = given(guid, name)
    if not isinstance(told, UUID):
        raise invalid(f"{name} is {told!r}; it must be a GUID, a uuid.UUID")
    return str(UUID(int=told.int))


def media_type(guid: UUID | None, name: str) -> str:
    """A media type, by its name."""
    found = media_type_named(given(guid, name))
    if found is None:
        raise NtmsError(ERROR_INVALID_MEDIA, f"there is no media type {guid}")
    return found


def refs(guids: Sequence[UUID] | None, count: int, name: str) -> list[Ref]:
    """The first ``count`` of an array of objects."""
    told = given(guids, name)
    if not 0 < count <= len(told):
        raise invalid(f"dwCount is {count}; {name} has {len(told)}, and at least 1 is needed")
    return [ref(one, name) for one in told[:count]]


def bits(kind: type[F], value: int, name: str) -> F:
    """Options, of which none may be unknown."""
    unknown = value & ~sum(int(one) for one in kind)
    if unknown:
        raise invalid(f"{name} is {value:#x}; {unknown:#x} in it is no {kind.__name__}")
    return kind(value)


def one_of(kind: type[E], value: int, name: str) -> E:
    """One value of an enumeration."""
    try:
        return kind(value)
    except ValueError as error:
        raise invalid(f"{name} is {value}, which is no {kind.__name__}") from error


def object_type(value: int) -> ObjectType:
    """A type of object of which there are some."""
    return one_of(ObjectType, value, "dwType")


def seconds(milliseconds: int) -> float | None:
    """How long to wait; None for ever."""
    if not 0 <= milliseconds <= INFINITE:
        raise invalid(f"dwTimeout is {milliseconds}; give milliseconds, 0 to INFINITE")
    return None if milliseconds == INFINITE else milliseconds / 1000
