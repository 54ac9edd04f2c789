"""One frame of the screen: as much of each section as there is room for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.text import Text

import openrsm
from openrsm.cli.render.page import Cell, Section, Tone, plain
from openrsm.cli.render.printing import PIPE_WIDTH, STYLES
from openrsm.cli.top import rows
from openrsm.cli.top.busy import Busy
from openrsm.domain.plain import shown
from openrsm.surface.views import Status

GAP: Final = 2
HEADING: Final = "bold cyan"
LONGEST: Final = {"For": 20, "Cartridge": 16, "Library": 16, "State": 16}
"""At most so wide are columns whose values people choose."""


class Frame:
    """What is seen at one moment; draws itself as large as the screen is."""

    def __init__(self, status: Status, busy: Busy, trouble: str = "", *, live: bool = True) -> None:
        """``trouble`` says why what is shown is old; a frame that is not ``live`` is as high as it needs to be."""
        self._status = status
        self._sections = [plain(section) for section in rows.sections(status, busy)]
        self._trouble = shown(trouble)
        self._live = live

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Exactly as many lines as there are, where it is live."""
        width = options.max_width
        room = console.size.height if self._live else sum(map(_wants, self._sections)) + 2 * len(self._sections) + 1
        lines = [self._header(width), *self._body(room - 1, width)]
        for place, line in enumerate(lines[:room]):
            if place:
                yield Segment.line()
            yield from line.render(console)

    def _header(self, width: int) -> Text:
        status = self._status
        left = Text.assemble((f"OpenRSM {openrsm.__version__}", "bold"))
        if status.since is not None:
            left.append(f"  up {rows.age(status.since, status.at)}")
        if self._trouble:
            left.append(f"  {self._trouble}", STYLES[Tone.BAD])
        right = f"{status.at.astimezone():%H:%M:%S}" + ("   q quits" if self._live else "")
        left.truncate(max(0, width - len(right) - GAP), overflow="ellipsis", pad=self._live)
        return left.append(" " * GAP + right, "dim") if width > len(right) + GAP else left

    def _body(self, room: int, width: int) -> Iterator[Text]:
        spare = room - sum(_wants(section) for section in self._sections)
        apart = spare >= len(self._sections) or room >= 3 * len(self._sections) + 5
        shares = _shares([_wants(section) for section in self._sections], room - apart * len(self._sections))
        for section, share in zip(self._sections, shares, strict=True):
            if apart:
                yield Text()
            yield from _drawn(section, share, width)


def _wants(section: Section) -> int:
    """Lines: the headings and a line for each row."""
    return 1 + len(section.table.rows)


def _shares(wanted: Sequence[int], room: int) -> list[int]:
    """So many lines for each, one after the other until there are no more to give."""
    shares = [0] * len(wanted)
    while room > 0 and shares != list(wanted):
        for place, want in enumerate(wanted):
            given = int(shares[place] < want and room > 0)
            shares[place] += given
            room -= given
    return shares


def _drawn(section: Section, lines: int, width: int) -> Iterator[Text]:
    if lines <= 0:
        return
    if not section.table.rows:
        yield Text.assemble((f"{section.table.headings[0].upper():<{GAP + 6}}", HEADING), (section.nothing, "dim"))
        return
    room = lines - 1
    shown = section.table.rows if len(section.table.rows) <= room else section.table.rows[: max(0, room - 1)]
    yield from _table(section.table.headings, shown, section.table.rows, width)
    if len(shown) < len(section.table.rows) and room > 0:
        yield Text(f"... and {len(section.table.rows) - len(shown)} more", STYLES[Tone.QUIET])


def _table(
    headings: Sequence[str], shown: Sequence[Sequence[Cell]], every: Sequence[Sequence[Cell]], width: int
) -> Iterator[Text]:
    """Columns as wide as their widest value, shown or not, so that nothing jumps; the last but short one gives way."""
    widths = _widths(headings, every, width)
    yield _line([Cell(heading.upper()) for heading in headings], widths, HEADING)
    for cells in shown:
        yield _line(cells, widths)


def _widths(headings: Sequence[str], every: Sequence[Sequence[Cell]], width: int) -> list[int]:
    widths = [
        min(max(len(heading), *(cell_len(cells[place].text) for cells in every)), LONGEST.get(heading, width))
        for place, heading in enumerate(headings)
    ]
    longest = max(range(len(widths)), key=widths.__getitem__)
    left = width - sum(widths) - GAP * (len(widths) - 1)
    widths[longest] = max(0, widths[longest] + min(left, 0))
    return widths


def _line(cells: Sequence[Cell], widths: Sequence[int], style: str = "") -> Text:
    line = Text(no_wrap=True)
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        text = Text(cell.text, style or STYLES[cell.tone])
        text.truncate(width, overflow="ellipsis", pad=place < len(widths) - 1)
        line.append_text(text).append(" " * GAP if place < len(widths) - 1 else "")
    return line


def print_frame(frame: Frame) -> None:
    """Write it to standard output: as wide as the terminal, or whole where there is none."""
    seen = Console(highlight=False, soft_wrap=False)
    console = seen if seen.is_terminal else Console(highlight=False, width=PIPE_WIDTH, color_system=None)
    with console.capture() as captured:
        console.print(frame)
    sys.stdout.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())
