"""What is wrong with a setting, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from openrsm.configuration.describe import NESTED, PREFIX, Key, Setting, by_key, sections

LONGEST = 60
"""Characters of a wrong value that are shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        where: ``FILE:LINE``, a variable, or an option.
        name: The setting; empty where it is none.
        what: What is wrong.
        advice: What to do.
    """

    where: str
    name: str
    what: str
    advice: str

    def __str__(self) -> str:
        """``FILE:3: http.listen: it is 80; give HOST:PORT``."""
        return f"{': '.join(filter(None, (self.where, self.name, self.what)))}; {self.advice}"


def unknown(key: Key, origin: str) -> Problem:
    """There is no setting of that name; the nearest one is suggested."""
    if key in dict(sections()):
        what = "it is a group of settings"
        return Problem(origin, key[0], what, f"begin it with a line [{key[0]}]")
    return Problem(origin, ".".join(key), "there is no such setting", _suggestion(key, origin))


def _suggestion(key: Key, origin: str) -> str:
    near = _nearest(key)
    if near is None:
        return "rsm config example lists all settings"
    if origin.startswith(PREFIX):
        return f"did you mean {PREFIX}{NESTED.join(near).upper()}?"
    if near in dict(sections()):
        return f"did you mean [{near[0]}]?"
    section = f" in [{near[0]}]" if near[:-1] != key[:-1] and near[:-1] else ""
    return f"did you mean {near[-1]}{section}?"


def _nearest(key: Key) -> Key | None:
    """The setting that was probably meant: one spelt alike, or of that name elsewhere."""
    known = {".".join(each): each for each in (*by_key(), *dict(sections()))}
    close = get_close_matches(".".join(key), known, n=1, cutoff=0.75)
    same_name = [each for each in by_key() if each[-1] == key[-1]]
    return known[close[0]] if close else next(iter(same_name), None)


def explained(setting: Setting, value: Any, origin: str) -> Problem:
    """A value is not what the setting takes."""
    return Problem(origin, setting.name, _what(setting, value), f"give {setting.wanted}")


def _what(setting: Setting, value: Any) -> str:
    if setting.secret:
        return "its value is of another kind"
    shown = repr(value)
    return f"it is {shown if len(shown) <= LONGEST else shown[:LONGEST] + '...'}"
