"""Shares."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Page, Section, Table, facts, row
from openrsm.surface.shares import ShareView


def shares_page(views: Sequence[ShareView]) -> Page:
    """A share a line."""
    headings = ("Share", "Library", "Pools", "Drives", "Slots", "Media")
    rows = [
        row(view.name, view.library, ", ".join(view.pools), ", ".join(view.drives), view.slots, view.media)
        for view in views
    ]
    return [Section(Table(headings, rows), nothing="no shares")]


def share_page(view: ShareView) -> Page:
    """Everything about one share."""
    drives = [(f"drive {number}", name) for number, name in enumerate(view.drives)]
    return [
        Section(
            facts(
                ("name", view.name),
                ("library", view.library),
                ("pools", ", ".join(view.pools)),
                *drives,
                ("slots", f"{view.slots}"),
                ("media", f"{view.media}"),
                ("GUID", str(view.id)),
            )
        )
    ]


def one_share(view: ShareView) -> Page:
    """A share alone, as in a list."""
    return shares_page([view])
