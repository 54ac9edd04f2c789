"""What must hold of a catalogue, whatever happened: what ``rsm simulate`` checks is checked here, and counted."""

from __future__ import annotations

from collections.abc import Collection

from openrsm.simulation.invariants import Picture, agreement, chain, settled, structure
from tests.torture.tally import STATES, tally

__all__ = ["Picture", "agreement", "chain", "hold", "settled", "structure"]


def hold(wrong: Collection[str], *more: str, compared: bool = True) -> None:
    """Fail unless nothing is wrong; ``more`` helps to see why.

    Call it with what :func:`structure` and its siblings found, once that is what must hold. Counts one state of the
    catalogue, if that was ``compared`` with every library, by :func:`agreement`.
    """
    if compared:
        tally(STATES, 1, int(not wrong))
    assert not wrong, "\n".join([*wrong, *more])
