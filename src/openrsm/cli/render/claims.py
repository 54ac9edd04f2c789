"""What was taken over from another tool, and what does not fit."""

from __future__ import annotations

from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, facts, row
from openrsm.surface.claims import Claims


def claims_page(claims: Claims, *, applied: bool) -> Page:
    """Tables: what is done, what does not fit if anything does not, and how much is as it should be."""
    done = [row(one.name, one.kind.value, one.pool, one.source) for one in claims.claimed]
    wrong = [row(Cell(one.name, Tone.BAD), one.what) for one in claims.misfits]
    title = "Taken over" if applied else "To be taken over"
    left = Section(Table(("Volume", "What does not fit"), wrong, frozenset({"What does not fit"})), "Left as it is")
    return [
        Section(Table(("Cartridge", "What", "Pool", "From"), done), title, nothing="nothing"),
        *([left] if wrong else []),
        Section(facts(("new pools", ", ".join(claims.pools)), ("as they should be", str(claims.settled)))),
    ]
