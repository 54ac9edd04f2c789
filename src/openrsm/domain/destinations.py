"""Which computers are to show what people should know (UI destinations; NtmsUITypes, MS-RSMP 2.2.5.2)."""

from __future__ import annotations

from collections.abc import Collection
from enum import IntEnum
from typing import Final

from openrsm.domain.operator import OperatorKind
from openrsm.errors import InvalidParameter

LONGEST: Final = 255
"""Characters of the name of a computer."""


class Messages(IntEnum):
    """What is to be shown."""

    INFO = 1
    REQUEST = 2
    ERROR = 3


def messages_of(kind: OperatorKind) -> Messages:
    """Under what an operator request falls: a device in trouble is an error, anything else a request."""
    return Messages.ERROR if kind is OperatorKind.DEVICE_SERVICE else Messages.REQUEST


def check(name: str) -> str:
    """The name of a computer; whether there is such a computer is not asked.

    Raises:
        InvalidParameter: It is empty, too long, or has blanks or control codes.
    """
    if not name or len(name) > LONGEST or not name.isprintable() or any(one.isspace() for one in name):
        raise InvalidParameter(f"{name!r} is no name of a computer", f"give up to {LONGEST} characters without blanks")
    return name


def is_meant(computer: str, named: Collection[str]) -> bool:
    """Whether a computer is to show what is for those named; where none is, every computer is.

    A name with its domain and one without it are the same computer's.
    """
    return not named or any(_is_same(computer, name) for name in named)


def _is_same(one: str, other: str) -> bool:
    first, second = one.lower(), other.lower()
    if "." in first and "." in second:
        return first == second
    return first.partition(".")[0] == second.partition(".")[0]
