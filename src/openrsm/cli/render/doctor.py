"""What a checkup found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, facts, row
from openrsm.domain.troubles import Severity
from openrsm.surface.checkup import CheckupView, FindingView

_TONES: Final = {Severity.NOTE: Tone.QUIET, Severity.WARNING: Tone.BUSY, Severity.ERROR: Tone.BAD}


def checkup_page(view: CheckupView) -> Page:
    """Each finding with its reason and its remedy; then what was repaired, and what was compared."""
    compared = ", ".join(view.compared)
    end = f"compared with {compared}" if compared else "compared with no library"
    return [*_findings(view.findings), *_repaired(view.repaired), Section(facts(), nothing=end)]


def _findings(findings: Sequence[FindingView]) -> Page:
    if not findings:
        return [Section(facts(), nothing="nothing is wrong")]
    return [Section(_facts(one)) for one in findings]


def _facts(finding: FindingView) -> Table:
    can = "rsm doctor --repair" if finding.repairable else ""
    return facts(
        (finding.severity.value, Cell(finding.code, _TONES[finding.severity])),
        ("what", finding.what),
        ("why", finding.why),
        ("do", finding.advice),
        ("repair", can),
    )


def _repaired(repaired: Sequence[FindingView]) -> Page:
    rows = [row(one.code, one.what) for one in repaired]
    return [Section(Table(("Repaired", "What it was"), rows, frozenset({"What it was"})))] if rows else []
