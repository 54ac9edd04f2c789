from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from openrsm.domain.allocation import (
    AllocationOptions,
    after_deallocation,
    allocate_events,
    can_be_chosen,
    check_options,
    check_pool,
    check_side,
    choose,
    next_side,
    returns_to_free,
    siblings_to_reserve,
    siblings_to_unreserve,
)
from openrsm.domain.machine import accepts
from openrsm.domain.side import SIDE, SideEvent, SideState
from openrsm.domain.values import OFFLINE, LogicalId, Medium, PoolKind, Side, SideId
from openrsm.errors import (
    InvalidMedia,
    InvalidMediaPool,
    InvalidParameter,
    InvalidState,
    MediaIncompatible,
    MediaOffline,
    ResourceDisabled,
    RsmError,
)
from tests.domain.builders import a_medium, a_pool, a_side, a_system_pool, an_id

EARLY = datetime(2024, 1, 1, tzinfo=UTC)
LATE = datetime(2025, 1, 1, tzinfo=UTC)


def available(medium: Medium, **values: Any) -> tuple[Side, Medium]:
    return a_side(medium, state=SideState.AVAILABLE, **values), medium


def two_sides(first: SideState, second: SideState) -> tuple[Side, Side]:
    medium = a_medium("optical", media_type="MO-5-RW")
    return a_side(medium, 0, state=first), a_side(medium, 1, state=second)


def test_the_side_that_was_allocated_least_is_chosen() -> None:
    worn = available(a_medium("A00001L5"), allocations=3, last_used=EARLY)
    fresh = available(a_medium("A00002L5"), allocations=1, last_used=LATE)
    assert choose([worn, fresh]) == fresh


def test_of_equally_worn_sides_the_one_longest_unused_is_chosen() -> None:
    recent = available(a_medium("A00001L5"), last_used=LATE)
    rested = available(a_medium("A00002L5"), last_used=EARLY)
    assert choose([recent, rested]) == rested


def test_among_equals_the_catalogues_order_decides() -> None:
    second = available(a_medium("A00001L5", sequence=2))
    first = available(a_medium("A00002L5", sequence=1))
    assert choose([second, first]) == first


@pytest.mark.parametrize("state", SideState)
def test_only_available_sides_are_chosen(state: SideState) -> None:
    assert can_be_chosen(a_side(state=state), a_medium()) is (state is SideState.AVAILABLE)


@pytest.mark.parametrize("unfit", [{"enabled": False}, {"place": OFFLINE}, {"cleaner": True}])
def test_disabled_media_offline_media_and_cleaners_are_passed_over(unfit: dict[str, Any]) -> None:
    assert choose([available(a_medium(**unfit))]) is None


def test_nothing_is_chosen_from_nothing() -> None:
    assert choose([]) is None


def test_new_and_next_exclude_each_other() -> None:
    held = LogicalId(an_id("held"))
    check_options(AllocationOptions(new=True))
    check_options(AllocationOptions(next_of=held))
    check_options(AllocationOptions(side_id=SideId(an_id("side")), new=True))
    with pytest.raises(InvalidParameter):
        check_options(AllocationOptions(new=True, next_of=held))
    with pytest.raises(InvalidParameter):
        check_options(AllocationOptions(side_id=SideId(an_id("side")), next_of=held))


def test_only_application_pools_that_hold_media_can_be_named() -> None:
    check_pool(a_pool())
    with pytest.raises(InvalidMediaPool, match="draw_from_free"):
        check_pool(a_system_pool(PoolKind.FREE))
    with pytest.raises(InvalidMediaPool, match="holds pools"):
        check_pool(a_pool(media_type=None))


@pytest.mark.parametrize("state", [SideState.AVAILABLE, SideState.IMPORT])
def test_an_available_or_import_side_can_be_named(state: SideState) -> None:
    check_side(a_side(state=state), a_medium(), a_pool())


@pytest.mark.parametrize("state", set(SideState) - {SideState.AVAILABLE, SideState.IMPORT})
def test_a_side_in_another_state_cannot_be_named(state: SideState) -> None:
    with pytest.raises(InvalidState):
        check_side(a_side(state=state), a_medium(), a_pool())


@pytest.mark.parametrize(
    ("unfit", "reason"),
    [
        ({"media_type": "LTO-9"}, MediaIncompatible),
        ({"enabled": False}, ResourceDisabled),
        ({"place": OFFLINE}, MediaOffline),
        ({"cleaner": True}, InvalidMedia),
    ],
)
def test_each_unfit_medium_has_its_own_reason(unfit: dict[str, Any], reason: type[RsmError]) -> None:
    with pytest.raises(reason):
        check_side(a_side(state=SideState.AVAILABLE), a_medium(**unfit), a_pool())


def test_without_new_the_other_side_stays_open() -> None:
    sides = two_sides(SideState.AVAILABLE, SideState.AVAILABLE)
    assert allocate_events(sides[0], sides, new=False) == ((sides[0].id, SideEvent.ALLOCATE),)


def test_new_reserves_the_other_side() -> None:
    sides = two_sides(SideState.AVAILABLE, SideState.AVAILABLE)
    assert allocate_events(sides[0], sides, new=True) == (
        (sides[0].id, SideEvent.ALLOCATE),
        (sides[1].id, SideEvent.RESERVE),
    )


@pytest.mark.parametrize("state", SideState)
def test_only_available_siblings_are_reserved(state: SideState) -> None:
    sides = two_sides(SideState.AVAILABLE, state)
    reserved = siblings_to_reserve(sides, sides[0])
    assert reserved == (sides[1:] if state is SideState.AVAILABLE else ())
    assert all(accepts(SIDE, side.state, SideEvent.RESERVE) for side in reserved)


def test_next_takes_the_reserved_side_with_the_lowest_number() -> None:
    first, second = two_sides(SideState.RESERVED, SideState.RESERVED)
    assert next_side([second, first]) == first
    assert next_side(two_sides(SideState.ALLOCATED, SideState.AVAILABLE)) is None


@pytest.mark.parametrize(
    ("allocations", "limit", "event"),
    [
        (5, None, SideEvent.DEALLOCATE),
        (2, 3, SideEvent.DEALLOCATE),
        (3, 3, SideEvent.RETIRE),
        (4, 3, SideEvent.RETIRE),
    ],
)
def test_a_side_is_retired_at_its_pools_limit(allocations: int, limit: int | None, event: SideEvent) -> None:
    for state in (SideState.ALLOCATED, SideState.COMPLETE):
        side = a_side(state=state, allocations=allocations)
        assert after_deallocation(side, a_pool(max_allocations=limit)) is event
        assert accepts(SIDE, state, event)


@pytest.mark.parametrize(
    ("states", "returns"),
    [
        ((SideState.AVAILABLE, SideState.AVAILABLE), True),
        ((SideState.AVAILABLE, SideState.DECOMMISSIONED), True),
        ((SideState.AVAILABLE, SideState.ALLOCATED), False),
        ((SideState.AVAILABLE, SideState.COMPLETE), False),
        ((SideState.AVAILABLE, SideState.RESERVED), False),
        ((SideState.AVAILABLE, SideState.FOREIGN), True),
        ((SideState.AVAILABLE, SideState.UNPREPARED), False),
        ((SideState.AVAILABLE, SideState.UNKNOWN), False),
        ((SideState.AVAILABLE, SideState.INCOMPATIBLE), False),
        ((SideState.DECOMMISSIONED, SideState.DECOMMISSIONED), False),
    ],
)
def test_a_medium_returns_when_no_side_is_taken_and_one_is_of_use(
    states: tuple[SideState, SideState], *, returns: bool
) -> None:
    assert returns_to_free(a_pool(return_to_free=True), two_sides(*states)) is returns
    assert not returns_to_free(a_pool(return_to_free=False), two_sides(*states))


@pytest.mark.parametrize("one", SideState)
@pytest.mark.parametrize("other", SideState)
def test_every_side_of_a_medium_that_returns_can_get_a_free_label_or_is_retired(
    one: SideState, other: SideState
) -> None:
    if returns_to_free(a_pool(return_to_free=True), two_sides(one, other)):
        for state in (one, other):
            assert accepts(SIDE, state, SideEvent.PREPARE) or state is SideState.DECOMMISSIONED


def test_a_reservation_ends_with_its_owners_last_side() -> None:
    given_back, reserved = two_sides(SideState.ALLOCATED, SideState.RESERVED)
    assert siblings_to_unreserve((given_back, reserved), given_back) == (reserved,)


@pytest.mark.parametrize("held", [SideState.ALLOCATED, SideState.COMPLETE])
def test_a_reservation_lasts_while_its_owner_holds_a_side(held: SideState) -> None:
    medium = a_medium("three sides")
    given_back = a_side(medium, 0, state=SideState.ALLOCATED)
    sides = (given_back, a_side(medium, 1, state=held), a_side(medium, 2, state=SideState.RESERVED))
    assert siblings_to_unreserve(sides, given_back) == ()
