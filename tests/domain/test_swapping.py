"""Which LMIDs may trade their sides."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from openrsm.domain.medium import MediumState
from openrsm.domain.pools import AT_REST
from openrsm.domain.side import SideState
from openrsm.domain.swapping import check_swap, check_swapped
from openrsm.domain.values import LogicalId, LogicalMedium, PoolId, SideId
from openrsm.errors import InvalidMedia, InvalidMediaPool, InvalidState
from tests.domain.builders import a_medium, a_side


def an_lmid() -> LogicalMedium:
    return LogicalMedium(id=LogicalId(uuid4()), pool_id=PoolId(uuid4()), side_id=SideId(uuid4()))


def test_two_of_one_pool_are_a_pair() -> None:
    one = an_lmid()
    check_swap(one, replace(one, id=LogicalId(uuid4())))
    with pytest.raises(InvalidMedia, match="twice"):
        check_swap(one, one)
    with pytest.raises(InvalidMediaPool, match="different pools"):
        check_swap(one, an_lmid())


@pytest.mark.parametrize("state", SideState)
def test_only_an_allocated_side_is_given_to_another(state: SideState) -> None:
    if state is SideState.ALLOCATED:
        check_swapped(a_side(state=state), a_medium(), wanted=False)
        return
    with pytest.raises(InvalidState):
        check_swapped(a_side(state=state), a_medium(), wanted=False)


@pytest.mark.parametrize("state", MediumState)
@pytest.mark.parametrize("wanted", [False, True])
def test_a_medium_in_use_keeps_its_lmid(state: MediumState, wanted: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    side, medium = a_side(state=SideState.ALLOCATED), a_medium(state=state)
    if state in AT_REST and not wanted:
        check_swapped(side, medium, wanted=wanted)
        return
    with pytest.raises(InvalidMedia, match="in use"):
        check_swapped(side, medium, wanted=wanted)
