"""Errors to JSON, and from the code that a work item or an answer carries back to an error."""

from __future__ import annotations

from collections.abc import Iterator

from openrsm.errors import RsmError
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


def error_of(code: str, what: str, advice: str = "") -> RsmError:
    """An error that prints as the one of that code did; of codes that several classes share, the first in the tree."""
    kind = next((kind for kind in _tree(RsmError) if kind.code == code), RsmError)
    return kind(what, advice)


def _tree(kind: type[RsmError]) -> Iterator[type[RsmError]]:
    for child in kind.__subclasses__():
        yield from (child, *_tree(child))
