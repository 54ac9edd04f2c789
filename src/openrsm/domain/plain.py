"""Text of strangers, made fit to be shown: labels, bar codes and names may hold what a terminal obeys."""

from __future__ import annotations

import json
from collections.abc import Callable


def shown(text: str) -> str:
    r"""The text on one line, with everything written out that a terminal would obey or not show: ``\x1b``, ``\n``."""
    return _written(text, lambda letter: letter.encode("unicode_escape").decode("ascii"))


def shown_lines(text: str) -> str:
    """As :func:`shown`, line by line."""
    return "\n".join(map(shown, text.split("\n")))


def shown_json(text: str) -> str:
    """JSON that says the same, with everything written out that a terminal would obey or not show."""
    return "\n".join(_written(line, lambda letter: json.dumps(letter)[1:-1]) for line in text.split("\n"))


def _written(text: str, how: Callable[[str], str]) -> str:
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else how(letter) for letter in text)
