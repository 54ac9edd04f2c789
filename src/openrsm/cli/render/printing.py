"""Pages onto a terminal or into a pipe; the only module that knows Rich."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING, Final, TextIO

from openrsm.cli.render.page import Page, Section, Table, Tone, plain

if TYPE_CHECKING:  # Rich takes longer to import than most commands to run
    from rich.console import Console
    from rich.table import Table as RichTable

STYLES: Final = {
    Tone.PLAIN: "",
    Tone.GOOD: "green",
    Tone.BUSY: "yellow",
    Tone.BAD: "bold red",
    Tone.QUIET: "dim",
}
GAP: Final = 2
INDENT: Final = 2
NARROWEST: Final = 16
"""A column that may be broken is still worth reading at this width."""
PIPE_WIDTH: Final = 10_000
"""Wide enough that nothing is ever broken or cut where no terminal limits it."""


def print_page(page: Page, out: TextIO | None = None) -> None:
    """Write a page: as wide as the terminal, or as wide as it is where there is none."""
    out = sys.stdout if out is None else out
    buffer = io.StringIO()
    console = _console(out, buffer)
    for place, section in enumerate(page):
        _print_section(console, plain(section), first=place == 0)
    out.writelines(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines())


def _console(out: TextIO, buffer: io.StringIO) -> Console:
    from rich.console import Console  # noqa: PLC0415 - slow to import

    if not out.isatty():
        return Console(file=buffer, width=PIPE_WIDTH, color_system=None, legacy_windows=False)
    seen = Console(file=out)
    return Console(file=buffer, width=seen.width, force_terminal=True, no_color=seen.no_color, highlight=False)


def _print_section(console: Console, section: Section, *, first: bool) -> None:
    if not first:
        console.print()
    if section.title:
        console.print(section.title, style="bold", highlight=False, markup=False)
    indent = INDENT if section.title else 0
    if section.table.rows:
        _print_table(console, section.table, indent)
    elif section.nothing:
        console.print(" " * indent + section.nothing, style="dim", highlight=False, markup=False)


def _print_table(console: Console, table: Table, indent: int) -> None:
    from rich.padding import Padding  # noqa: PLC0415 - slow to import

    breakable = not fits(table, console.width - indent)
    console.print(Padding(_rich(table, breakable=breakable), (0, 0, 0, indent), expand=False))


def fits(table: Table, width: int) -> bool:
    """Whether only the columns that may be broken need breaking."""
    return sum(_needs(table, place) + GAP for place in range(len(table.rows[0]))) <= width


def _needs(table: Table, place: int) -> int:
    heading = table.headings[place] if table.headings else ""
    if heading in table.wraps:
        return NARROWEST
    return max(len(heading), *(len(cells[place].text) for cells in table.rows))


def _rich(table: Table, *, breakable: bool) -> RichTable:
    from rich.table import Table as RichTable  # noqa: PLC0415 - slow to import
    from rich.text import Text  # noqa: PLC0415 - slow to import

    rich = RichTable(box=None, show_header=bool(table.headings), header_style="bold", padding=(0, GAP, 0, 0))
    for heading in table.headings or [""] * len(table.rows[0]):
        rich.add_column(heading.upper(), no_wrap=not breakable and heading not in table.wraps, overflow="fold")
    for cells in table.rows:
        rich.add_row(*(Text(cell.text, style=STYLES[cell.tone]) for cell in cells))
    return rich
