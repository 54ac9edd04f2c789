"""The service's configuration: every setting, its value, and where that comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, row
from openrsm.wire.encoding import Json, encode

if TYPE_CHECKING:
    from openrsm.configuration.reading import Loaded

HEADINGS = ("Setting", "Value", "From", "Meaning")


def configuration_page(loaded: Loaded) -> Page:
    """A setting a line, then what is wrong."""
    return [
        Section(Table(HEADINGS, _rows(loaded), frozenset({"Value", "Meaning"})), _title(loaded)),
        Section(Table((), [(Cell(str(problem), Tone.BAD),) for problem in loaded.problems]), "Errors", "none"),
    ]


def _title(loaded: Loaded) -> str:
    return f"Settings from {loaded.file}" if loaded.file else "Settings, without a file"


def _rows(loaded: Loaded) -> list[tuple[Cell, ...]]:
    from openrsm.configuration.describe import settings  # noqa: PLC0415 - no other command needs its models
    from openrsm.configuration.reading import DEFAULT  # noqa: PLC0415 - likewise

    rows = []
    for setting in settings():
        origin = loaded.origin(setting)
        tone = Tone.QUIET if origin == DEFAULT else Tone.PLAIN
        value = setting.shown(loaded.value(setting)) or "none"
        rows.append(tuple(row(setting.name, Cell(value, tone), Cell(origin, tone), Cell(setting.meaning, Tone.QUIET))))
    return rows


def configuration_data(loaded: Loaded) -> Json:
    """The same for machines."""
    from openrsm.configuration.describe import settings  # noqa: PLC0415 - no other command needs its models

    return {
        "file": str(loaded.file) if loaded.file else None,
        "settings": [
            {
                "name": setting.name,
                "value": encode(setting.seen(loaded.value(setting))),
                "from": loaded.origin(setting),
                "default": setting.usual or encode(setting.seen(setting.default)),
                "takes": setting.wanted,
                "meaning": setting.meaning,
                "variable": setting.variable,
            }
            for setting in settings()
        ],
        "errors": [
            {"where": problem.where, "name": problem.name, "what": problem.what, "advice": problem.advice}
            for problem in loaded.problems
        ],
    }
