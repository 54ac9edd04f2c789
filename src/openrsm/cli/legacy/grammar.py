"""The original's command line: which subcommands there are, which switches each takes, and how a line is read.

Switches stand in any order, their keywords in any case; a value is glued to its switch (``/t50``). An object is given
by its friendly name (``/lfNAME``) or by its GUID (``/lgGUID``), never by both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from openrsm.errors import InvalidParameter

FLAG: Final = "flag"
TEXT: Final = "text"
OBJECT: Final = "object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """One switch.

    Attributes:
        key: What follows the slash.
        shows: What a synopsis calls its value; empty for a flag.
        kind: A flag, a text, or an object, which takes ``f`` or ``g`` between key and value.
        choices: What the text may be; empty for anything.
        repeated: It may stand there several times.
        needed: It must stand there.
    """

    key: str
    shows: str = ""
    kind: str = TEXT
    choices: tuple[str, ...] = ()
    repeated: bool = False
    needed: bool = False

    def synopsis(self) -> str:
        """``/l{f|g}LMID``, in brackets where it may be left out."""
        form = f"/{self.key}{'{f|g}' if self.kind == OBJECT else ''}{'|'.join(self.choices) or self.shows}"
        return form if self.needed else f"[{form}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subcommand:
    """One subcommand with its switches; ``one_of`` are keys of which exactly one must stand there."""

    name: str
    says: str
    switches: tuple[Switch, ...]
    one_of: tuple[str, ...] = ()

    def synopsis(self) -> str:
        """The line that a usage error shows."""
        return " ".join(["rsm legacy", self.name, *(switch.synopsis() for switch in self.switches)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that was read: a value, or several, for each switch that stands there; GUIDs as OpenRSM writes them."""

    subcommand: Subcommand
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def value(self, key: str) -> str | None:
        """The value of a switch; None where it does not stand there."""
        return self.values[key][0] if key in self.values else None

    def needed(self, key: str) -> str:
        """The value of a switch that must stand there."""
        return self.values[key][0]

    def all(self, key: str) -> tuple[str, ...]:
        """Every value of a switch that may stand there several times."""
        return self.values.get(key, ())

    def has(self, key: str) -> bool:
        """Whether a switch stands there."""
        return key in self.values


class Misuse(InvalidParameter):
    """A line that is none of the original's."""


def read(subcommand: Subcommand, words: Sequence[str]) -> Line:
    """Read the switches of a subcommand.

    Raises:
        Misuse: One is unknown, lacks its value, stands there twice, or is missing.
    """
    values: dict[str, tuple[str, ...]] = {}
    for word in words:
        switch, value = _switch(subcommand, word)
        if switch.key in values and not switch.repeated:
            raise _misuse(subcommand, f"/{switch.key} stands there twice")
        values[switch.key] = (*values.get(switch.key, ()), value)
    _check(subcommand, values)
    return Line(subcommand=subcommand, values=values)


def _switch(subcommand: Subcommand, word: str) -> tuple[Switch, str]:
    if not word.startswith("/"):
        raise _misuse(subcommand, f"{word!r} is no switch")
    given = word[1:]
    fitting = [switch for switch in subcommand.switches if given.lower().startswith(switch.key)]
    for switch in sorted(fitting, key=lambda one: -len(one.key)):
        rest = given[len(switch.key) :]
        if switch.kind != OBJECT or rest[:1].lower() in {"f", "g"}:
            return switch, _value(subcommand, switch, rest)
    raise _misuse(subcommand, f"{word} is unknown")


def _value(subcommand: Subcommand, switch: Switch, rest: str) -> str:
    match switch.kind:
        case "flag":
            if rest:
                raise _misuse(subcommand, f"/{switch.key} takes no value")
            return ""
        case "object":
            return _object(subcommand, switch, rest)
        case _:
            value = rest.lower() if switch.choices else rest
            if not value or (switch.choices and value not in switch.choices):
                raise _misuse(subcommand, f"/{switch.key} takes {' or '.join(switch.choices) or switch.shows}")
            return value


def _object(subcommand: Subcommand, switch: Switch, rest: str) -> str:
    form, name = rest[:1].lower(), rest[1:]
    if not name:
        raise _misuse(subcommand, f"/{switch.key}{form} names nothing")
    if form == "f":
        return name
    try:
        return str(UUID(name))
    except ValueError:
        raise _misuse(subcommand, f"/{switch.key}g{name} is no GUID") from None


def _check(subcommand: Subcommand, values: Mapping[str, tuple[str, ...]]) -> None:
    for switch in subcommand.switches:
        if switch.needed and switch.key not in values:
            raise _misuse(subcommand, f"/{switch.key} is missing")
    given = [key for key in subcommand.one_of if key in values]
    if subcommand.one_of and len(given) != 1:
        wanted = " or ".join(f"/{key}" for key in subcommand.one_of)
        raise _misuse(subcommand, f"exactly one of {wanted} is needed")


def _misuse(subcommand: Subcommand, what: str) -> Misuse:
    return Misuse(what, subcommand.synopsis())
