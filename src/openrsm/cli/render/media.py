"""Cartridges, what was allocated on them, and what is mounted."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Cell, Page, Section, Table, facts, row
from openrsm.cli.render.words import medium_state, moment, state
from openrsm.domain.machine import word
from openrsm.domain.records import Move
from openrsm.domain.values import LogicalMedium, PlaceKind, Side
from openrsm.surface.views import MediumView


def media_page(views: Sequence[MediumView]) -> Page:
    """A cartridge a line."""
    headings = ("Cartridge", "Type", "Pool", "Library", "Where", "State", "Sides", "For")
    return [Section(Table(headings, [_medium_row(view) for view in views]), nothing="no cartridges")]


def _medium_row(view: MediumView) -> Sequence[Cell]:
    medium = view.medium
    around = (view.pool, view.library, _where(view))
    return row(medium.name, medium.media_type, *around, medium_state(medium), _sides(view), _owners(view))


def _where(view: MediumView) -> str:
    """Where people keep it counts while it is in no library."""
    offline = view.medium.place.kind is PlaceKind.OFFLINE
    return f"{view.where}: {view.medium.location}" if offline and view.medium.location else view.where


def _sides(view: MediumView) -> Cell:
    """The state of each side; tapes have one."""
    states = [state(side.state) for side in view.sides]
    return Cell(", ".join(cell.text for cell in states), states[0].tone) if states else Cell("")


def _owners(view: MediumView) -> str:
    return ", ".join(sorted({logical.owner for logical in view.logical}))


def medium_page(view: MediumView) -> Page:
    """Everything about one cartridge, its last moves too."""
    tables = (
        ("Sides", Table(_SIDES, [_side_row(side) for side in view.sides])),
        ("Allocated", Table(_LOGICAL, [_logical_row(logical) for logical in view.logical])),
        ("Last moves", Table(_MOVES, [_move_row(move) for move in view.moves], frozenset({"Detail"}))),
    )
    return [Section(_medium_facts(view)), *(Section(table, title) for title, table in tables if table.rows)]


def unclaimed_page(views: Sequence[MediumView]) -> Page:
    """A side a line, with what its label says."""
    headings = ("Cartridge", "Side", "Pool", "Where", "State", "Label", "Says")
    rows = [_unclaimed_row(view, side) for view in views for side in view.sides]
    return [Section(Table(headings, rows, frozenset({"Says"})), nothing="no cartridges")]


def _unclaimed_row(view: MediumView, side: Side) -> Sequence[Cell]:
    says = side.trouble or side.label_info or side.label_id
    return row(view.medium.name, side.number, view.pool, view.where, state(side.state), side.label_type or "-", says)


_SIDES = ("Side", "State", "Label", "Mounts", "Allocations", "Last used", "GUID")
_LOGICAL = ("LMID", "Name", "Application", "User", "Since")
_MOVES = ("When", "From", "To", "Outcome", "Detail")


def _medium_facts(view: MediumView) -> Table:
    medium = view.medium
    return facts(
        ("name", medium.name),
        ("bar code", medium.bar_code or ""),
        ("serial number", medium.serial),
        ("type", f"{medium.media_type}, cleaning cartridge" if medium.cleaner else medium.media_type),
        ("pool", view.pool),
        ("library", view.library),
        ("where", _where(view)),
        ("state", medium_state(medium)),
        ("description", medium.description),
        ("first seen", moment(medium.created)),
        ("GUID", str(medium.id)),
    )


def _side_row(side: Side) -> Sequence[Cell]:
    told = f"{side.label_type} {side.label_info or side.label_id}" if side.label_type else ""
    trouble = side.trouble or ("to be checked, as the catalogue was imported" if side.label_doubted else "")
    label = f"{told} ({trouble})".strip() if trouble else told
    return row(
        side.number, state(side.state), label, side.mounts, side.allocations, moment(side.last_used), str(side.id)
    )


def _logical_row(logical: LogicalMedium) -> Sequence[Cell]:
    return row(str(logical.id), logical.name, logical.owner, logical.user, moment(logical.created))


def _move_row(move: Move) -> Sequence[Cell]:
    outcome = word(move.outcome) if move.outcome else "under way"
    return row(moment(move.opened_at), word(move.source.kind), word(move.destination.kind), outcome, move.detail)


def one_medium(view: MediumView) -> Page:
    """A cartridge alone, as in a list."""
    return media_page([view])
