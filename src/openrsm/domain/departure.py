"""What becomes of a medium that leaves its library: it moves to the offline library, or is forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from openrsm.domain.side import SideState
from openrsm.domain.values import Computer, Medium, PoolKind, Side


class Departure(Enum):
    """What the catalogue does with it."""

    KEPT = auto()
    FORGOTTEN = auto()


def on_departure(
    medium: Medium,
    kind: PoolKind,
    sides: Sequence[Side],
    computer: Computer,
) -> Departure:
    """Cleaning cartridges, import, unrecognized and incompatible media are forgotten (MS-RSMP 3.2.5.2.1.1).

    A medium that somebody has allocated a side of is kept, whatever it is.

    Args:
        medium: What leaves.
        kind: The kind of its pool.
        sides: Its sides.
        computer: Its policy counts: ``forget_free`` and ``keep_import`` (MS-RSMP 2.2.4.26).
    """
    if any(side.logical_id is not None for side in sides):
        return Departure.KEPT
    if medium.cleaner or any(side.state is SideState.INCOMPATIBLE for side in sides):
        return Departure.FORGOTTEN
    kept = {
        PoolKind.FREE: not computer.forget_free,
        PoolKind.IMPORT: computer.keep_import,
        PoolKind.UNRECOGNIZED: False,
        PoolKind.UNKNOWN: False,
        PoolKind.APPLICATION: True,
    }
    return Departure.KEPT if kept[kind] else Departure.FORGOTTEN
