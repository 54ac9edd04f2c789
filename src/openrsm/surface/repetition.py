"""Doing a request once, though it is made twice: a caller that got no answer repeats it under the same key.

An edge sets :data:`ONCE` around its call of the surface. The first commit of that call records key and answer with the
change itself; a later call under the same key changes nothing, and raises :class:`AlreadyDone` with that answer.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

KEY_LENGTH: Final = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Once:
    """A request that is to be done once: the key, unique to the caller's user, and a digest of what is asked."""

    key: str
    fingerprint: str


class AlreadyDone(Exception):
    """The request was done earlier; ``answer`` is what it returned then, as the wire has it."""

    def __init__(self, answer: Any) -> None:
        """Keep the answer."""
        super().__init__("this request was done earlier")
        self.answer = answer


ONCE: ContextVar[Once | None] = ContextVar("ONCE", default=None)
