"""A call that is ready to be made, and how its arguments name what a bench has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

from openrsm import ntms
from tests.conformance.surface_bench import LIBRARY, POOL, Bench


@dataclass(frozen=True)
class Ready:
    """A call that is ready to be made.

    Attributes:
        name: The function.
        arguments: All but the handle, in their order.
        target: The one that names the object.
        handle: In place of the session, for functions that take another.
    """

    name: str
    arguments: Mapping[str, Any]
    target: str = ""
    handle: Callable[[ntms.HANDLE], ntms.HANDLE] | None = None

    def do(self, session: ntms.HANDLE | None) -> Any:
        handle = self.handle(session) if self.handle and session else session
        return getattr(ntms, self.name)(handle, *self.arguments.values())

    def but(self, **other: object) -> Ready:
        return replace(self, arguments={**self.arguments, **other})

    def unknown(self) -> Ready:
        """The same on an object that there is not."""
        known = self.arguments[self.target]
        return self.but(**{self.target: [uuid4() for _ in known] if isinstance(known, list) else uuid4()})


def lmid(bench: Bench) -> UUID:
    return UUID(bench.lmid())


def medium(bench: Bench, name: str) -> UUID:
    return bench.medium(name).medium.id


def side(bench: Bench, name: str) -> UUID:
    return bench.medium(name).sides[0].id


def pool(bench: Bench, path: str = POOL) -> UUID:
    return bench.manager.pools.show(bench.session, path).pool.id


def library(bench: Bench, name: str = LIBRARY) -> UUID:
    return bench.manager.libraries.show(bench.session, name).summary.library.id


def drive(bench: Bench, number: int = 1) -> UUID:
    return bench.drive(number).drive.id


def one(name: str, parameter: str, make: Callable[[Bench], UUID], **more: object) -> Callable[[Bench], Ready]:
    """A function of one object, and perhaps more."""
    return lambda bench: Ready(name, {parameter: make(bench), **more}, parameter)
