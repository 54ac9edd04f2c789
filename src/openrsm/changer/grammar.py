"""The words behind ``mtx``: commands with their numbers, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

USAGE: Final = "usage"
"""The command that stands for whatever mtx does not understand; it ends the line."""
DEVICE: Final = "-f"

NUMBERS: Final[Mapping[str, int]] = {
    "--version": 0,
    "inquiry": 0,
    "inventory": 0,
    "status": 0,
    "noattach": 0,
    "nobarcode": 0,
    "altres": 0,
    "invert": 0,
    "invert2": 0,
    "eject": 0,
    "eepos": 1,
    "position": 1,
    "first": 1,
    "last": 1,
    "next": 1,
    "previous": 1,
    "load": 2,
    "unload": 2,
    "transfer": 2,
    "exchange": 3,
}
"""How many numbers may stand behind a command."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. ``device`` is what ``-f`` names, and empty elsewhere."""

    name: str
    numbers: Sequence[int] = ()
    device: str = ""

    def number(self, place: int) -> int | None:
        """The number in that place, from 0; None if it was not given."""
        return self.numbers[place] if place < len(self.numbers) else None


def commands(words: Sequence[str]) -> Iterator[Command]:
    """What a line asks for. What comes before a word that is not understood is done nevertheless."""
    at = 0
    while at < len(words):
        command = _command(words[at:])
        yield command
        if command.name == USAGE:
            return
        at += 2 if command.name == DEVICE else 1 + len(command.numbers)


def _command(words: Sequence[str]) -> Command:
    name, *rest = words
    if name == DEVICE:
        return Command(name=name, device=rest[0]) if rest else Command(name=USAGE)
    if name not in NUMBERS:
        return Command(name=USAGE)
    return Command(name=name, numbers=tuple(_numbers(rest[: NUMBERS[name]])))


def _numbers(words: Sequence[str]) -> Iterator[int]:
    """Each word that begins with a digit is one, as far as it goes (``atoi``); the first other word ends them."""
    for word in words:
        digits = word[: len(word) - len(word.lstrip("0123456789"))]
        if not digits:
            return
        yield int(digits)
