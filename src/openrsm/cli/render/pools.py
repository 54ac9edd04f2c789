"""Media pools."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.render.page import Cell, Page, Section, Table, facts, row
from openrsm.cli.render.words import moment, yes
from openrsm.domain.machine import word
from openrsm.surface.views import PoolView


def pools_page(views: Sequence[PoolView]) -> Page:
    """A pool a line."""
    headings = ("Pool", "Kind", "Media type", "Media", "Available", "Allocated", "Pools", "Free pool")
    return [Section(Table(headings, [_pool_row(view) for view in views]), nothing="no pools")]


def _pool_row(view: PoolView) -> Sequence[Cell]:
    pool = view.pool
    counts = (view.media, view.available, view.logical, view.pools)
    return row(pool.path, word(pool.kind), pool.media_type or "", *counts, _free_pool(view))


def _free_pool(view: PoolView) -> str:
    """Whether it takes from and gives back to the free pool."""
    says = (("draws", view.pool.draw_from_free), ("returns", view.pool.return_to_free))
    return ", ".join(verb for verb, does in says if does)


def pool_page(view: PoolView) -> Page:
    """Everything about one pool."""
    pool = view.pool
    return [
        Section(
            facts(
                ("path", pool.path),
                ("kind", word(pool.kind)),
                ("media type", pool.media_type or "none: it holds pools"),
                ("cartridges", f"{view.media}"),
                ("available sides", f"{view.available}"),
                ("allocated", f"{view.logical}"),
                ("pools in it", f"{view.pools}"),
                ("draws from free", yes(pool.draw_from_free)),
                ("returns to free", yes(pool.return_to_free)),
                ("allocations a side", "unlimited" if pool.max_allocations is None else f"{pool.max_allocations}"),
                ("owner", pool.owner),
                ("description", pool.description),
                ("created", moment(pool.created)),
                ("GUID", str(pool.id)),
            )
        )
    ]


def one_pool(view: PoolView) -> Page:
    """A pool alone, as in a list."""
    return pools_page([view])
