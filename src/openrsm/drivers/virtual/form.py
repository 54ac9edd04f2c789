"""The state of a virtual library as JSON that a person can read: one line for each cartridge, defaults left out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any, Final

from openrsm.drivers.virtual.faults import Fault
from openrsm.drivers.virtual.model import Cartridge, DriveState, Happening, Library, Phase, Transfer
from openrsm.drivers.virtual.parameters import Parameters
from openrsm.drivers.virtual.soundness import check

SCHEMA: Final = 1
"""Goes up when a file that was written before cannot be read as it is."""

PLAIN: Final = ("serial", "starting_until", "door_open", "locked", "gone", "happened", "numbered")
"""Fields of a library that are written as they are."""

DEFAULTS: Final = {each.name: each.default for each in fields(Cartridge)}


class Writer:
    """Writes libraries; remembers the lines of cartridges, as most are the same the next time."""

    def __init__(self) -> None:
        """Nothing is remembered yet."""
        self._lines: dict[str, tuple[Cartridge, str]] = {}

    def text(self, library: Library) -> str:
        """The whole file."""
        head = json.dumps(_head(library), indent=2).removesuffix("\n}")
        usual = library.made_from.type
        contents = [f'    "{address}": {self._line(each, usual)}' for address, each in sorted(library.contents.items())]
        shelf = [f"    {self._line(each, usual)}" for each in library.shelf.values()]
        return f'{head},\n  "contents": {{\n{_lines(contents)}  }},\n  "shelf": [\n{_lines(shelf)}  ]\n}}\n'

    def _line(self, cartridge: Cartridge, usual: str) -> str:
        known = self._lines.get(cartridge.key)
        if known is None or known[0] is not cartridge:
            known = cartridge, json.dumps(_cartridge(cartridge, usual))
            self._lines[cartridge.key] = known
        return known[1]


def read(text: str) -> Library:
    """The library that :class:`Writer` wrote.

    Raises:
        ValueError: It is not such a file, or of another schema.
    """
    try:
        data = json.loads(text)
    except RecursionError as wrong:
        raise ValueError("lists in lists without end") from wrong
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ValueError(f"it is not a virtual library of schema {SCHEMA}")
    try:
        library = _library(data)
        check(library)
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"something is missing or wrong in it: {wrong}") from wrong
    return library


def _lines(lines: list[str]) -> str:
    return ",\n".join(lines) + "\n" if lines else ""


def _head(library: Library) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "made_from": asdict(library.made_from),
        **{name: getattr(library, name) for name in PLAIN},
        "drives": [_drive(each) for each in library.drives],
        "agenda": [asdict(each) for each in library.agenda],
        "happenings": [asdict(each) for each in library.happenings],
        "faults": [asdict(each) for each in library.faults],
        "out": sorted(library.out),
    }


def _drive(drive: DriveState) -> dict[str, Any]:
    return {**asdict(drive), "phase": drive.phase.name, "alerts": sorted(drive.alerts)}


def _cartridge(cartridge: Cartridge, usual: str) -> dict[str, Any]:
    usually = {**DEFAULTS, "bar_code": cartridge.key, "type_name": usual}
    values = {name: getattr(cartridge, name) for name in DEFAULTS}
    return {name: value for name, value in values.items() if value != usually[name] or name == "key"}


def _library(data: Mapping[str, Any]) -> Library:
    made_from = Parameters(**data["made_from"])
    return Library(
        **{name: data[name] for name in PLAIN},
        made_from=made_from,
        drives=tuple(_read_drive(each) for each in data["drives"]),
        agenda=tuple(Transfer(**each) for each in data["agenda"]),
        happenings=tuple(Happening(**each) for each in data["happenings"]),
        faults=tuple(Fault(**each) for each in data["faults"]),
        out=frozenset(data.get("out", ())),
        contents={int(address): _read_cartridge(each, made_from.type) for address, each in data["contents"].items()},
        shelf={each["key"]: _read_cartridge(each, made_from.type) for each in data["shelf"]},
    )


def _read_drive(data: Mapping[str, Any]) -> DriveState:
    return DriveState(**{**data, "phase": Phase[data["phase"]], "alerts": frozenset(data["alerts"])})


def _read_cartridge(data: Mapping[str, Any], usual: str) -> Cartridge:
    return Cartridge(**{"bar_code": data["key"], "type_name": usual, **data})
