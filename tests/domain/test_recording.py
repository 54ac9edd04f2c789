"""What a record of a medium that people make may say, and which media can be forgotten."""

from __future__ import annotations

from uuid import uuid4

import pytest

from openrsm.domain.media_types import MEDIA_TYPES
from openrsm.domain.pools import TAKEN
from openrsm.domain.recording import (
    LABEL_LENGTH,
    OWNED,
    RecordedSide,
    check_deletion,
    check_pool,
    check_sides,
    sides_for,
)
from openrsm.domain.side import SideState
from openrsm.domain.values import OFFLINE, LogicalId, PoolKind, SideId
from openrsm.errors import InvalidMediaPool, InvalidParameter, InvalidState, MediaIncompatible
from tests.domain.builders import a_medium, a_pool, a_side, a_system_pool

OWN, IMPORT = a_pool(), a_system_pool(PoolKind.IMPORT)
LABEL = RecordedSide(label_type="ANSI", label_id="VOL1")


def test_media_are_recorded_in_import_and_application_pools_that_hold_media() -> None:
    assert check_pool(OWN) == check_pool(IMPORT) == "LTO-5"
    for pool in (a_system_pool(PoolKind.FREE), a_system_pool(PoolKind.UNRECOGNIZED), a_pool(media_type=None)):
        with pytest.raises(InvalidMediaPool, match=pool.path):
            check_pool(pool)


@pytest.mark.parametrize("name", ["LTO-5", "MO-5-RW"])
def test_a_medium_has_the_sides_of_its_type(name: str) -> None:
    number = MEDIA_TYPES[name].sides
    assert list(sides_for(name, [])) == [RecordedSide()] * number
    assert list(sides_for(name, [LABEL] * number)) == [LABEL] * number
    with pytest.raises(MediaIncompatible, match=f"{number + 1} sides"):
        sides_for(name, [LABEL] * (number + 1))


@pytest.mark.parametrize("state", SideState)
def test_a_side_is_recorded_in_a_state_that_its_pool_allows(state: SideState) -> None:
    told = [RecordedSide(state=state), RecordedSide(state=SideState.ALLOCATED)]
    if state is SideState.UNPREPARED:
        with pytest.raises(InvalidParameter, match="unprepared"):
            check_sides(OWN, "A00001L5", told)
    else:
        check_sides(OWN, "A00001L5", told)
    if state in {SideState.UNPREPARED, SideState.AVAILABLE} | TAKEN:
        with pytest.raises(InvalidParameter, match="side 0"):
            check_sides(IMPORT, "A00001L5", told[:1])
    else:
        check_sides(IMPORT, "A00001L5", told[:1])


@pytest.mark.parametrize("state", SideState)
def test_an_lmid_is_given_to_what_is_allocated_alone(state: SideState) -> None:
    told = [RecordedSide(state=state, logical_id=LogicalId(uuid4()))]
    if state in OWNED:
        check_sides(OWN, "A00001L5", told)
        return
    with pytest.raises(InvalidParameter, match="side 0"):
        check_sides(OWN, "A00001L5", told)


def test_something_tells_a_medium_from_others() -> None:
    check_sides(IMPORT, "", [LABEL])
    check_sides(IMPORT, "A00001L5", [RecordedSide()])
    with pytest.raises(InvalidParameter, match="neither"):
        check_sides(IMPORT, "", [RecordedSide()])


@pytest.mark.parametrize(
    ("side", "what"),
    [
        (RecordedSide(label_type="ANSI"), "half given"),
        (RecordedSide(label_id="VOL1"), "half given"),
        (RecordedSide(label_type="ANSI", label_id="x" * (LABEL_LENGTH + 1)), "too long"),
        (RecordedSide(mounts=-1), "negative"),
        (RecordedSide(allocations=-1), "negative"),
    ],
)
def test_a_side_is_told_whole(side: RecordedSide, what: str) -> None:
    with pytest.raises(InvalidParameter, match=what):
        check_sides(IMPORT, "A00001L5", [side])


def test_guids_are_given_once_and_reserved_sides_have_an_allocated_one_beside_them() -> None:
    key = SideId(uuid4())
    with pytest.raises(InvalidParameter, match="twice"):
        check_sides(OWN, "A00001L5", [RecordedSide(id=key), RecordedSide(id=key)])
    with pytest.raises(InvalidParameter, match="reserved"):
        check_sides(OWN, "A00001L5", [RecordedSide(state=SideState.RESERVED), RecordedSide()])


@pytest.mark.parametrize("state", SideState)
def test_only_what_is_away_nobodys_and_not_waited_for_is_forgotten(state: SideState) -> None:
    away, sides = a_medium(place=OFFLINE), [a_side(state=state)]
    with pytest.raises(InvalidState, match="in a library"):
        check_deletion(a_medium(), sides, wanted=False)
    if state in TAKEN:
        with pytest.raises(InvalidState, match="deallocate"):
            check_deletion(away, sides, wanted=False)
        return
    check_deletion(away, sides, wanted=False)
    with pytest.raises(InvalidState, match="waits"):
        check_deletion(away, sides, wanted=True)
