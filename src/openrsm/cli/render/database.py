"""The catalogue and its copies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, facts, row
from openrsm.cli.render.words import moment
from openrsm.surface.database import CopyView, DatabaseView, KnownSides, RestoredView


def database_page(view: DatabaseView) -> Page:
    """The catalogue, its copies, and how the libraries differ from what was imported."""
    entries = [row(moment(entry.at), entry.subject, entry.detail) for entry in view.differences]
    different = Table(("When", "Library", "Found"), entries, frozenset({"Found"}))
    found = [Section(different, "Compared with the imported catalogue")] if entries else []
    return [Section(_facts(view)), *copies_page(view.copies), *found]


NAMED: Final = 6
"""Cartridges that a line names; --json names them all."""

LOST: Final = "LMIDs, who had completed which, counts of mounts and allocations, names, rights, attributes, settings"
"""What no label tells."""


def restored_page(view: RestoredView) -> Page:
    """A line for each thing that is known of media, what to do about it, and what is not told of any."""
    headings = ("Media", "Sides", "Labels", "Cartridges")
    rows = [row(each.what, each.sides, _labels(each), _some(each.media)) for each in view.known]
    todo = [row(each.what, each.advice) for each in view.known if each.advice]
    kept = facts(("cleaning cartridges", str(view.cleaners or "")), ("no label tells", LOST))
    return [
        Section(Table(headings, rows, frozenset({"Media", "Cartridges"})), nothing="no cartridges"),
        *([Section(Table(("Media", "What to do"), todo, frozenset({"Media", "What to do"})))] if todo else []),
        Section(kept),
    ]


def _labels(group: KnownSides) -> str:
    return ", ".join(f"{each.sides} {each.type}" for each in group.labels) or "-"


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


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
