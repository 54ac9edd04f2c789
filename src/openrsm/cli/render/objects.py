"""What any object may have."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Page, Section, Table, row
from openrsm.surface.views import AttributeView


def attributes_page(views: Sequence[AttributeView]) -> Page:
    """An attribute a line."""
    rows = [row(view.name, view.size) for view in views]
    return [Section(Table(("Attribute", "Bytes"), rows), nothing="no attributes")]
