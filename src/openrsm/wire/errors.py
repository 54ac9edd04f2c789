"""Errors to JSON, and from the code that a work item or an answer carries back to an error."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openrsm.errors import Refusal, RsmError
from openrsm.wire.encoding import Json


def encode_error(error: RsmError) -> dict[str, Json]:
    """The one object that stands for an error everywhere."""
    return {
        "error": {
            "code": error.code,
            "win32": error.win32,
            "what": error.what,
            "advice": error.advice,
            "acts": error.acts,
        }
    }


def error_of(code: str, what: str, advice: str = "", roots: Sequence[type[RsmError]] = ()) -> RsmError:
    """An error that prints as the one of that code did.

    Some codes are shared by what a caller and what a device did wrong: those below ``roots`` go first, then refusals.
    """
    kind = next((kind for kind in _candidates(roots) if kind.code == code), RsmError)
    return kind(what, advice)


def _candidates(roots: Sequence[type[RsmError]]) -> Iterator[type[RsmError]]:
    for root in roots:
        yield from (root, *_below(root))
    yield from (kind for kind in _below(Refusal) if "code" in vars(kind))  # a family's code is the root's
    yield RsmError
    yield from _below(RsmError)


def _below(kind: type[RsmError]) -> Iterator[type[RsmError]]:
    for child in kind.__subclasses__():
        yield from (child, *_below(child))
