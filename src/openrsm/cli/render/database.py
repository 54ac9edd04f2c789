"""The catalogue and its copies."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, facts, row
from openrsm.cli.render.words import moment
from openrsm.surface.database import CopyView, DatabaseView


def database_page(view: DatabaseView) -> Page:
    """The catalogue, its copies, and how the libraries differ from what was imported."""
    entries = [row(moment(entry.at), entry.subject, entry.detail) for entry in view.differences]
    different = Table(("When", "Library", "Found"), entries, frozenset({"Found"}))
    found = [Section(different, "Compared with the imported catalogue")] if entries else []
    return [Section(_facts(view)), *copies_page(view.copies), *found]


def copies_page(copies: Sequence[CopyView]) -> Page:
    """A copy a line."""
    rows = [row(copy.name, moment(copy.made), copy.size, copy.file) for copy in copies]
    return [Section(Table(("Copy", "Made", "Bytes", "File"), rows), nothing="no copies; make one: rsm database export")]


def _facts(view: DatabaseView) -> Table:
    marked = f"at the next start, a copy marked {moment(view.marked)}" if view.marked else ""
    last = view.imported
    return facts(
        ("file", view.file),
        ("bytes", str(view.size)),
        ("schema", view.revision),
        ("import", Cell(marked, Tone.BUSY)),
        ("last import", f"{moment(last.at)}, {last.subject}: {last.detail}" if last else ""),
    )
