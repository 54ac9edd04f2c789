"""Whether what a file says can be a virtual library: anybody may have written it, and it names files to be opened."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from functools import cache
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.kinds import NAMES, kind_named
from openrsm.drivers.virtual.model import FIRST, Cartridge, Library, Phase
from openrsm.drivers.virtual.places import kind_at

MOST: Final = {"drives": 800, "slots": 100_000, "ports": 80}
LARGEST: Final = 2**64
LATEST: Final = 1e11
"""Seconds since the epoch; nothing lasts until then."""
FLAGS: Final = range(1, 65)
"""TapeAlert's (SSC-4)."""

_KEY: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}")
"""A cartridge's key is the name of its file: it neither leaves its folder nor hides there."""
_PLAIN: Final = frozenset({int, float, bool, str, NoneType})


def check(library: Library) -> None:
    """Refuse what the rest of the driver need not expect.

    Raises:
        ValueError: It is no library; says what is wrong.
    """
    for noun in _nouns(library):
        _check_fields(noun)
    _check_counts(library)
    for cartridge in (*library.contents.values(), *library.shelf.values()):
        _check_cartridge(cartridge)
    _check_addresses(library)
    _check_drives(library)


def _nouns(library: Library) -> Iterator[Any]:
    yield from (library, library.made_from)
    for group in (library.drives, library.agenda, library.happenings, library.faults):
        yield from group
    yield from (*library.contents.values(), *library.shelf.values())


def _check_fields(noun: Any) -> None:
    for name, kinds in _kinds(noun.__class__):
        value = getattr(noun, name)
        if not isinstance(value, kinds) or not _is_bounded(value, low=-LARGEST if name == "seed" else 0):
            raise ValueError(f"{name} is wrong")


@cache
def _kinds(noun: Hashable) -> tuple[tuple[str, tuple[type, ...]], ...]:
    """The fields of a class that hold a plain value, and what that may be."""
    hints = {name: _alternatives(hint) for name, hint in get_type_hints(noun).items()}
    plain = {name: kinds for name, kinds in hints.items() if set(kinds) <= _PLAIN}
    return tuple((name, (*kinds, int) if float in kinds else kinds) for name, kinds in plain.items())


def _alternatives(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) is UnionType else (hint,)


def _is_bounded(value: object, low: int) -> bool:
    if isinstance(value, float):
        return isfinite(value) and 0 <= value < LATEST
    return not isinstance(value, int) or low <= value < LARGEST


def _check_counts(library: Library) -> None:
    made = library.made_from
    for name, most in MOST.items():
        if getattr(made, name) > most:
            raise ValueError(f"it has more than {most} {name}")
    if made.drives != len(library.drives):
        raise ValueError("it has another number of drives than it was made with")
    if made.type not in NAMES:
        raise ValueError(f"there is no media type {made.type}")


def _check_cartridge(cartridge: Cartridge) -> None:
    if not _KEY.fullmatch(cartridge.key):
        raise ValueError(f"{cartridge.key!r} can be no cartridge's key")
    kind_named(cartridge.type_name)


def _check_addresses(library: Library) -> None:
    carried = (address for each in library.agenda for address in (each.source, each.destination))
    for address in {*library.contents, *library.out, *carried}:
        if type(address) is not int or kind_at(library, address) is None:
            raise ValueError(f"it has no element {address}")


def _check_drives(library: Library) -> None:
    for place, drive in enumerate(library.drives):
        if (drive.phase is Phase.EMPTY) is (FIRST[ElementKind.DRIVE] + place in library.contents):
            raise ValueError(f"drive {place + 1} is empty and full")
        if not drive.alerts.issubset(FLAGS):
            raise ValueError(f"drive {place + 1} has flags that there are not")
