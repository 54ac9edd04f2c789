"""What a simulation tells."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, facts, row
from openrsm.surface.simulation import Counted, SimulationReport

HOUR = 3600


def report_page(report: SimulationReport) -> Page:
    """The counts, what went wrong as it was made to, and what went wrong though it must not."""
    counts = facts(
        ("simulated", f"{report.days} days in {report.seconds:.0f} seconds, seed {report.seed}"),
        ("checked", f"{report.events} times"),
        ("mounts", f"{report.mounts}, written {report.written} times, read and compared {report.compared} times"),
        ("exchanges", str(report.exchanges)),
        (
            "longest wait",
            f"{report.longest_wait / HOUR:.1f} hours for a drive, {report.longest_queue} items in the queue",
        ),
        ("people", f"answered {report.answered} requests, carried {report.carried} cartridges from slot to slot"),
        ("service", f"restarted {report.restarts} times, killed {report.crashes} times"),
        ("commands", f"{report.lost} killed while they had a tape"),
        ("violations", Cell(str(len(report.violations)), Tone.BAD if report.violations else Tone.GOOD)),
    )
    return [
        Section(counts),
        _counted("Faults, all healed" if not report.violations else "Faults", report.faults),
        _counted("Refused or failed, as they should", report.refused),
        *_lines("Violations", report.violations),
        *_lines("What happened last", report.last),
    ]


def _counted(title: str, counts: Sequence[Counted]) -> Section:
    rows = [row(one.what, one.times) for one in counts]
    return Section(Table(("What", "Times"), rows), title, nothing="none")


def _lines(title: str, lines: Sequence[str]) -> Sequence[Section]:
    rows = [row(line) for line in lines]
    return [Section(Table(("",), rows, frozenset({""})), title)] if lines else []
