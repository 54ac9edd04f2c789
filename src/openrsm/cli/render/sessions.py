"""Open sessions."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Page, Section, Table, row
from openrsm.cli.render.words import moment
from openrsm.surface.views import SessionView


def sessions_page(views: Sequence[SessionView]) -> Page:
    """A session a line."""
    headings = ("Application", "User", "Computer", "Opened", "Lease", "Id")
    rows = [
        row(view.application, view.user, view.computer, moment(view.opened), _lease(view.lease), str(view.id))
        for view in views
    ]
    return [Section(Table(headings, rows), nothing="no sessions")]


def _lease(seconds: float | None) -> str:
    return "while its process runs" if seconds is None else f"{seconds:g} s"
