"""Suspects and histories."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, row
from openrsm.cli.render.words import moment
from openrsm.domain import tape_alerts
from openrsm.domain.health import ErrorCounters, Reading, hurt
from openrsm.domain.suspects import Party
from openrsm.surface.views import ReadingView, SuspectView

_OF: Sequence[str] = ("When", "Drive", "Medium", "At", "Outcome", "Corrected", "Lost", "Loads", "MB written")


def suspects_page(views: Sequence[SuspectView]) -> Page:
    """A suspect a line, the most certain first."""
    headings = ("Suspect", "Certain", "Went wrong", "Why")
    rows = [_suspect_row(view) for view in views]
    return [Section(Table(headings, rows, frozenset({"Why"})), nothing="nobody is suspected")]


def _suspect_row(view: SuspectView) -> Sequence[Cell]:
    names = {Party.DRIVE: f"drive {view.drive}", Party.MEDIUM: f"medium {view.medium}"}
    name = names.get(view.party, f"drive {view.drive} or medium {view.medium}")
    certain = Cell("yes", Tone.BAD) if view.certain else Cell("no", Tone.BUSY)
    return row(name, certain, view.score, "; ".join(view.reasons))


def readings_page(views: Sequence[ReadingView]) -> Page:
    """A reading a line, the newest first."""
    rows = [_reading_row(view) for view in views]
    return [Section(Table(_OF, rows, frozenset({"Outcome"})), nothing="nothing has been read yet")]


def _reading_row(view: ReadingView) -> Sequence[Cell]:
    reading = view.reading
    ways = [way for way in (reading.written, reading.read) if way is not None]
    return row(
        moment(reading.at),
        view.drive,
        view.medium,
        reading.occasion.value,
        _outcome(reading),
        _sum(ways, "corrected"),
        _sum(ways, "uncorrected"),
        _known(reading.loads),
        _known(reading.written_mb),
    )


def _outcome(reading: Reading) -> Cell:
    told = ", ".join([*filter(None, [reading.error_text]), *map(tape_alerts.say, reading.alerts)])
    if reading.forgotten and hurt(reading):
        return Cell(f"{told} (seen to)".strip(), Tone.QUIET)
    return Cell(told, Tone.BAD if hurt(reading) else Tone.PLAIN)


def _sum(ways: Sequence[ErrorCounters], name: str) -> str:
    return str(sum(getattr(way, name) for way in ways)) if ways else ""


def _known(number: int | None) -> str:
    return "" if number is None else str(number)
