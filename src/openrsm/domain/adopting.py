"""Who gets media that are in the import pools, by what their labels say (section 10: recovering from a disaster)."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from openrsm.domain.labels import FREE_LABEL
from openrsm.domain.side import SideState
from openrsm.domain.values import Medium, PlaceKind, Pool, PoolKind, Side
from openrsm.errors import InvalidMediaPool, InvalidParameter


def check_adoption(pool: Pool, label_type: str) -> None:
    """Refuse what gives media to the wrong pool: free are those that carry our free label, and no others.

    Raises:
        InvalidMediaPool: That pool does not take media with such labels.
        InvalidParameter: No type is named.
    """
    if not label_type:
        raise InvalidParameter("a label has a type", "see: rsm media unclaimed")
    if pool.kind not in (PoolKind.FREE, PoolKind.APPLICATION) or pool.media_type is None:
        raise InvalidMediaPool(f"pool {pool.path} adopts no media", "name an application's pool, or a free one")
    if (pool.kind is PoolKind.FREE) is not (label_type == FREE_LABEL):
        belong = f"Free/{pool.media_type}" if label_type == FREE_LABEL else "an application's pool"
        what = f"media with a label of type {label_type} do not belong into {pool.path}"
        raise InvalidMediaPool(what, f"use {belong}")


def adopted(medium: Medium, sides: Sequence[Side], pool: Pool, label_type: str, called: str) -> list[Side]:
    """The sides of an import medium that a pool adopts; none if it does not.

    Args:
        medium: In the import pool of the pool's type.
        sides: Its sides.
        pool: See :func:`check_adoption`.
        label_type: The type that their labels have.
        called: A pattern for what the labels are called, with ``*`` and ``?``.
    """
    if medium.place.kind is PlaceKind.OFFLINE:
        return []
    fitting = [side for side in sides if _fits(side, label_type, called)]
    return fitting if pool.kind is not PoolKind.FREE or len(fitting) == len(sides) else []


def _fits(side: Side, label_type: str, called: str) -> bool:
    is_import = side.state is SideState.IMPORT and side.label_type == label_type
    return is_import and fnmatchcase(side.label_info or side.label_id, called)
