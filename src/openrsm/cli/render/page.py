"""What a person is shown, before anyone knows on what: sections of tables and lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum

from openrsm.domain.plain import shown


class Tone(Enum):
    """How a cell wants to be looked at; a colour on terminals, nothing elsewhere."""

    PLAIN = "plain"
    GOOD = "good"
    BUSY = "busy"
    BAD = "bad"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Cell:
    """A piece of text and its tone."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings; without headings, the first column names what the second says.

    ``wraps`` names the columns that a narrow terminal may break; the others stay whole.
    """

    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    wraps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Section:
    """A table with a title above it and a sentence for when it has no rows. Either may be empty."""

    table: Table
    title: str = ""
    nothing: str = ""


Page = Sequence[Section]


def plain(section: Section) -> Section:
    """The section as a terminal may have it: what strangers wrote on their media cannot steer it."""
    rows = [[replace(cell, text=shown(cell.text)) for cell in cells] for cells in section.table.rows]
    return replace(section, title=shown(section.title), table=replace(section.table, rows=rows))


def facts(*pairs: tuple[str, Cell | str]) -> Table:
    """Names and what each is; a name with nothing to say is left out."""
    cells = [(name, as_cell(value)) for name, value in pairs]
    return Table((), [(Cell(name, Tone.QUIET), cell) for name, cell in cells if cell.text])


def as_cell(value: Cell | str | int) -> Cell:
    """Text and numbers without a tone."""
    return value if isinstance(value, Cell) else Cell(str(value))


def row(*values: Cell | str | int) -> Sequence[Cell]:
    """A row of a table."""
    return tuple(as_cell(value) for value in values)
