"""Counting what callers were refused, without any use case knowing of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from openrsm.errors import RsmError

P = ParamSpec("P")
T = TypeVar("T")

Failed = Callable[[RsmError], None]


def counted(part: T, failed: Failed) -> T:
    """The same part of the surface; ``failed`` is told of each error with which one of its calls ends."""
    return cast("T", _Counted(part, failed))


class _Counted:
    """Stands before one part of the surface."""

    def __init__(self, part: object, failed: Failed) -> None:
        self._part = part
        self._failed = failed

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        return _watched(found, self._failed) if callable(found) else found


def _watched(call: Callable[P, T], failed: Failed) -> Callable[P, T]:
    @wraps(call)
    def run(*arguments: P.args, **named: P.kwargs) -> T:
        try:
            return call(*arguments, **named)
        except RsmError as error:
            failed(error)
            raise

    return run
