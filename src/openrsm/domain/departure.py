"""What becomes of a medium that leaves its library: it moves to the offline library, or is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from openrsm.domain.side import SideState
from openrsm.domain.values import Medium, PoolKind, Side


class Departure(Enum):
    """What the catalogue does with it."""

    KEPT = auto()
    FORGOTTEN = auto()


def on_departure(
    medium: Medium,
    kind: PoolKind,
    sides: Sequence[Side],
    *,
    purge_free: bool = False,
    keep_import: bool = False,
) -> Departure:
    """Cleaning cartridges, import, unrecognized and incompatible media are forgotten (MS-RSMP 3.2.5.2.1.1).

    A medium that somebody has allocated a side of is kept, whatever it is.

    Args:
        medium: What leaves.
        kind: The kind of its pool.
        sides: Its sides.
        purge_free: Computer policy 0x01 (MS-RSMP 2.2.4.26): free media are forgotten as well.
        keep_import: Computer policy 0x02: import media are kept.
    """
    if any(side.logical_id is not None for side in sides):
        return Departure.KEPT
    if medium.cleaner or any(side.state is SideState.INCOMPATIBLE for side in sides):
        return Departure.FORGOTTEN
    kept = {
        PoolKind.FREE: not purge_free,
        PoolKind.IMPORT: keep_import,
        PoolKind.UNRECOGNIZED: False,
        PoolKind.UNKNOWN: False,
        PoolKind.APPLICATION: True,
    }
    return Departure.KEPT if kept[kind] else Departure.FORGOTTEN
