"""From the one flavour that is written to the two that follow from it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Coroutine, Iterator
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from openrsm.domain.values import SessionId

C = TypeVar("C")
P = ParamSpec("P")
T = TypeVar("T")


class Blocking(Generic[C]):
    """Calls that block; they run on a blocking transport."""

    def __init__(self, calls: C) -> None:
        """Made from the calls that are driven."""
        self._calls = calls


class InSession(Generic[C]):
    """Calls that block and take a session first, as the surface has them."""

    def __init__(self, calls: Callable[[SessionId], C]) -> None:
        """Made from what gives the calls of a session."""
        self._calls = calls


def blocking(method: Callable[Concatenate[C, P], Coroutine[Any, Any, T]]) -> Callable[Concatenate[Blocking[C], P], T]:
    """The method as one that blocks."""

    @wraps(method)
    def call(self: Blocking[C], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return drive(method(self._calls, *args, **kwargs))

    return call


def in_session(
    method: Callable[Concatenate[C, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[InSession[C], SessionId, P], T]:
    """The method as one that blocks and takes a session first."""

    @wraps(method)
    def call(self: InSession[C], session: SessionId, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return drive(method(self._calls(session), *args, **kwargs))

    return call


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run to its end a coroutine that never suspends, as those on a blocking transport do."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        result: T = end.value
        return result
    coroutine.close()
    raise RuntimeError(f"{coroutine} waited for an event loop; it does not run on a blocking transport")


def iterate(generator: AsyncGenerator[T, None]) -> Iterator[T]:
    """Run a generator that never suspends."""
    try:
        while True:
            try:
                item = drive(anext(generator))
            except StopAsyncIteration:
                return
            yield item
    finally:
        drive(generator.aclose())
