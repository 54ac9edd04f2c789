"""Lists of rights."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openrsm.cli.render.page import Cell, Page, Section, Table, Tone, facts, row
from openrsm.surface.security import AccessView, GrantView


def written(right: str) -> str:
    """A right as the command line writes it: ``read-control``."""
    return right.replace("_", "-")


def access_page(view: AccessView) -> Page:
    """Whose it is, what you may, and who was given what."""
    headings = ("Who", "Rights", "Inherited from")
    about = facts(("target", view.target), ("owner", view.owner), ("you may", _rights(view.yours) or "nothing"))
    rows = [_grant_row(grant) for grant in view.grants]
    return [Section(about), Section(Table(headings, rows, frozenset({"Rights"})), "Grants", "nobody was given rights")]


def _grant_row(grant: GrantView) -> Sequence[Cell]:
    tone = Tone.QUIET if grant.inherited_from else Tone.PLAIN
    return row(Cell(grant.grantee, tone), Cell(_rights(grant.rights), tone), Cell(grant.inherited_from, tone))


def _rights(rights: Iterable[str]) -> str:
    return " ".join(map(written, rights))
