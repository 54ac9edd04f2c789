"""On which line of a TOML text each key is set; the standard library's parser does not tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

Key = tuple[str, ...]

BROKEN: Final = (ValueError, RecursionError)
"""What the parser raises: its own error, that of a number with thousands of digits, and that of lists in lists in..."""


def lines_of(text: str) -> dict[Key, int]:
    """The line, from 1, on which each key of a valid text is first set; those of tables, too.

    A key stands in the statement that makes it appear: the text is parsed up to each line. That needs no second
    parser, and files of settings are short.
    """
    found: dict[Key, int] = {}
    lines = text.splitlines(keepends=True)
    begun = 1
    for end in range(1, len(lines) + 1):
        parsed = _parsed("".join(lines[:end]))
        if parsed is not None:
            for key in _keys(parsed):
                found.setdefault(key, begun)
            begun = end + 1
    return found


def broken_line(text: str) -> int:
    """The line, from 1, of the first statement that an invalid text cannot go on with."""
    lines = text.splitlines(keepends=True)
    whole = [end for end in range(len(lines) + 1) if _parsed("".join(lines[:end])) is not None]
    return min(max(whole) + 1, max(len(lines), 1))


def _parsed(text: str) -> Mapping[str, Any] | None:
    try:
        return tomllib.loads(text)
    except BROKEN:
        return None


def _keys(table: Mapping[str, Any], above: Key = ()) -> Iterator[Key]:
    for name, value in table.items():
        yield (*above, name)
        if isinstance(value, dict):
            yield from _keys(value, (*above, name))
