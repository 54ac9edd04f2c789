"""Tokens, but for their secrets."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Page, Section, Table, row
from openrsm.cli.render.words import moment
from openrsm.surface.security import TokenView


def tokens_page(views: Sequence[TokenView]) -> Page:
    """A token a line."""
    headings = ("Name", "User", "Created", "By", "Expires", "Last used")
    rows = [
        row(
            view.name,
            view.user,
            moment(view.created),
            view.created_by,
            moment(view.expires) or "never",
            moment(view.last_used) or "never",
        )
        for view in views
    ]
    return [Section(Table(headings, rows), nothing="no tokens")]
