"""What becomes of a medium that leaves its library."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from openrsm.domain.departure import Departure, on_departure
from openrsm.domain.side import SideState
from openrsm.domain.values import LogicalId, PoolKind
from tests.domain.builders import a_computer, a_medium, a_side

KEPT, FORGOTTEN = Departure.KEPT, Departure.FORGOTTEN
HERE = a_computer()


@pytest.mark.parametrize(
    ("kind", "usual", "purging_free", "keeping_import"),
    [
        (PoolKind.FREE, KEPT, FORGOTTEN, KEPT),
        (PoolKind.APPLICATION, KEPT, KEPT, KEPT),
        (PoolKind.IMPORT, FORGOTTEN, FORGOTTEN, KEPT),
        (PoolKind.UNRECOGNIZED, FORGOTTEN, FORGOTTEN, FORGOTTEN),
    ],
)
def test_the_pool_and_the_computers_policy_decide(
    kind: PoolKind, usual: Departure, purging_free: Departure, keeping_import: Departure
) -> None:
    sides = [a_side(state=SideState.AVAILABLE)]
    assert on_departure(a_medium(), kind, sides, HERE) is usual
    assert on_departure(a_medium(), kind, sides, replace(HERE, forget_free=True)) is purging_free
    assert on_departure(a_medium(), kind, sides, replace(HERE, keep_import=True)) is keeping_import


def test_cleaning_cartridges_and_incompatible_media_are_forgotten_whatever_their_pool() -> None:
    assert on_departure(a_medium(cleaner=True), PoolKind.APPLICATION, [a_side()], HERE) is FORGOTTEN
    unfit = [a_side(state=SideState.INCOMPATIBLE)]
    assert on_departure(a_medium(), PoolKind.APPLICATION, unfit, HERE) is FORGOTTEN


def test_what_somebody_has_allocated_is_kept() -> None:
    taken = [a_side(state=SideState.ALLOCATED, logical_id=LogicalId(UUID(int=1)))]
    assert on_departure(a_medium(), PoolKind.IMPORT, taken, HERE) is KEPT
