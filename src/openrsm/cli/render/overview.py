"""Everything on one screen, RSM's enumerations, and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.libraries import NO_LIBRARIES, drives_table, libraries_table
from openrsm.cli.render.operators import operators_table
from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, row
from openrsm.cli.render.words import moment
from openrsm.cli.render.work import work_table
from openrsm.domain.records import AuditEntry
from openrsm.surface.views import ObjectName, Status


def status_page(status: Status) -> Page:
    """Libraries, drives, queue, requests and alerts."""
    return [
        Section(libraries_table(status.libraries), "Libraries", NO_LIBRARIES),
        Section(drives_table(status.drives), "Drives", "none"),
        Section(work_table(status.work), "Queue", "nothing is queued"),
        Section(operators_table(status.operators), "Operator requests", "nobody is asked for anything"),
        Section(_alerts_table(status.alerts), "Alerts", f"none at {moment(status.at)}"),
    ]


def _alerts_table(alerts: Sequence[str]) -> Table:
    return Table((), [(Cell(alert, Tone.BAD),) for alert in alerts])


def names_page(names: Sequence[ObjectName]) -> Page:
    """An object a line: its name and its id."""
    return [Section(Table((), [row(name.name, Cell(str(name.id), Tone.QUIET)) for name in names]), nothing="none")]


def audit_page(entries: Sequence[AuditEntry]) -> Page:
    """An entry a line, the newest last."""
    headings = ("When", "User", "Application", "Action", "Subject", "Detail")
    rows = [
        row(moment(entry.at), entry.user, entry.application, entry.action, entry.subject, entry.detail)
        for entry in entries
    ]
    return [Section(Table(headings, rows, frozenset({"Detail"})), nothing="nothing has been done")]
