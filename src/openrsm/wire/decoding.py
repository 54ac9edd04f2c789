"""JSON to values. What does not fit is refused with the path to it; keys that nobody knows are ignored."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, NewType, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from openrsm.errors import InvalidParameter
from openrsm.wire.encoding import Json

T = TypeVar("T")

LONGEST: Final = 200
"""Characters of a wrong value that a refusal repeats, and bits of a number."""


def decode(kind: type[T], data: Json) -> T:
    """The value of class ``kind`` that ``data`` stands for.

    Raises:
        InvalidParameter: It stands for none.
    """
    value: T = _read(kind, data, kind.__name__)
    return value


def decode_items(kind: type[T], data: Json) -> list[T]:
    """The values in a list of results.

    Raises:
        InvalidParameter: It is no list of these.
    """
    match data:
        case {"items": [*items]}:
            return [_read(kind, item, f"items[{place}]") for place, item in enumerate(items)]
        case _:
            raise _misfit("the answer", 'an object with "items"', data)


def _read(kind: Any, data: Json, path: str) -> Any:
    """Read data as any annotation that our dataclasses use."""
    if isinstance(kind, NewType):
        return _read(kind.__supertype__, data, path)
    if get_origin(kind) in (Union, UnionType):
        return _read_union(get_args(kind), data, path)
    if get_origin(kind) is Sequence:
        return _read_sequence(get_args(kind)[0], data, path)
    if is_dataclass(kind):
        return _read_object(kind, data, path)
    return _read_plain(kind, data, path)


def _read_union(kinds: Sequence[Any], data: Json, path: str) -> Any:
    """Read null as None where that is allowed, and else the first kind that fits."""
    if data is None and NoneType in kinds:
        return None
    *others, last = (kind for kind in kinds if kind is not NoneType)
    for kind in others:
        try:
            return _read(kind, data, path)
        except InvalidParameter:
            continue
    return _read(last, data, path)


def _read_sequence(kind: Any, data: Json, path: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise _misfit(path, "a list", data)
    return tuple(_read(kind, item, f"{path}[{place}]") for place, item in enumerate(data))


def _read_object(kind: Any, data: Json, path: str) -> Any:
    if not isinstance(data, Mapping):
        raise _misfit(path, "an object", data)
    hints = _hints(kind)
    return kind(
        **{
            field.name: _read(hints[field.name], data[field.name], f"{path}.{field.name}")
            for field in fields(kind)
            if _is_given(field, data, path)
        }
    )


def _is_given(field: Field[Any], data: Mapping[str, Json], path: str) -> bool:
    if field.name in data:
        return True
    if field.default is MISSING and field.default_factory is MISSING:
        raise InvalidParameter(f"{path} lacks {field.name!r}", "add it")
    return False


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read_plain(kind: Any, data: Json, path: str) -> Any:
    if issubclass(kind, Enum):
        return _read_member(kind, data, path)
    if kind in _FROM_TEXT:
        return _read_text(kind, data, path)
    if kind is float and isinstance(data, int) and not isinstance(data, bool):
        return _read_float(data, path)
    if not isinstance(data, kind) or (isinstance(data, bool) and kind is not bool):
        raise _misfit(path, _PLAIN_WORDS[kind], data)
    return data


def _read_float(data: int, path: str) -> float:
    try:
        return float(data)
    except OverflowError as error:
        raise _misfit(path, "a number", data) from error


def _read_member(kind: type[Enum], data: Json, path: str) -> Enum:
    names = {member.name.lower(): member for member in kind}
    if not isinstance(data, str) or data not in names:
        raise _misfit(path, f"one of {', '.join(names)}", data)
    return names[data]


def _read_text(kind: type, data: Json, path: str) -> Any:
    read, words = _FROM_TEXT[kind]
    if not isinstance(data, str):
        raise _misfit(path, words, data)
    try:
        return read(data)
    except ValueError as error:
        raise _misfit(path, words, data) from error


def _read_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment


def _read_bytes(text: str) -> bytes:
    return b64decode(text, validate=True)


def _misfit(path: str, wanted: str, data: Json) -> InvalidParameter:
    return InvalidParameter(f"{path} is {_shortly(data)}", f"it should be {wanted}")


def _shortly(data: Json) -> str:
    """As much of a value as helps, whatever its size and depth."""
    if isinstance(data, list | dict):
        return "a list" if isinstance(data, list) else "an object"
    if isinstance(data, int) and data.bit_length() > LONGEST:
        return "a very large number"
    text = repr(data)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


_FROM_TEXT: dict[type, tuple[Callable[[str], Any], str]] = {
    UUID: (UUID, "a GUID"),
    bytes: (_read_bytes, "base64"),
    datetime: (_read_time, "a time like 2026-01-31T14:02:07Z"),
}
_PLAIN_WORDS: dict[type, str] = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
