from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openrsm.domain.machine import fire
from openrsm.domain.medium import MediumState
from openrsm.domain.pools import (
    MOVES,
    SYSTEM_NAMES,
    TAKEN,
    MoveRule,
    check_create,
    check_delete,
    check_move,
    check_path,
    check_retype,
    is_system,
    side_events_for_move,
    system_path,
)
from openrsm.domain.side import SIDE, SideEvent, SideState
from openrsm.domain.values import NAME_LENGTH, POOL_PATH_LENGTH, Pool, PoolKind
from openrsm.errors import (
    AlreadyExists,
    Busy,
    InvalidMediaPool,
    InvalidName,
    InvalidParameter,
    MediaIncompatible,
    NotEmpty,
)
from tests.domain.builders import a_medium, a_pool, a_side, a_system_pool

KINDS = [PoolKind.FREE, PoolKind.IMPORT, PoolKind.APPLICATION, PoolKind.UNRECOGNIZED]
printable = st.characters(exclude_categories=["C", "Z"], exclude_characters="/\\")
names = st.text(printable, min_size=1, max_size=12).filter(str.isprintable)


@given(parts=st.lists(names, min_size=1, max_size=6))
def test_a_path_is_its_names_joined_by_slashes(parts: list[str]) -> None:
    assert check_path("/".join(parts)) == tuple(parts)


@given(path=st.text())
def test_a_path_is_accepted_as_it_is_or_refused_with_reason_and_advice(path: str) -> None:
    refusal = refusal_of(path)
    if refusal is None:
        assert all(0 < len(part) <= NAME_LENGTH for part in path.split("/"))
    else:
        assert refusal.what
        assert refusal.advice


def refusal_of(path: str) -> InvalidName | None:
    try:
        check_path(path)
    except InvalidName as refused:
        return refused
    return None


@pytest.mark.parametrize(
    "path",
    ["", "/", "/a", "a/", "a//b", "a\\b", "a\nb", "a/\x00", "a/ b", "a /b", "\x7f", "x" * (NAME_LENGTH + 1)],
)
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(InvalidName):
        check_path(path)


def test_names_and_paths_may_be_as_long_as_the_header_says_and_no_longer() -> None:
    longest = "/".join(["x" * NAME_LENGTH] * 8)
    assert len(longest) == POOL_PATH_LENGTH
    assert len(check_path(longest)) == 8
    with pytest.raises(InvalidName, match="511"):
        check_path(f"{longest}/x")


def test_the_system_keeps_one_pool_a_kind_and_media_type() -> None:
    assert system_path(PoolKind.FREE) == "Free"
    assert system_path(PoolKind.UNRECOGNIZED, "LTO-5") == "Unrecognized/LTO-5"
    assert set(SYSTEM_NAMES) == {PoolKind.FREE, PoolKind.UNRECOGNIZED, PoolKind.IMPORT}
    assert is_system(a_system_pool(PoolKind.FREE))
    assert not is_system(a_pool())


def test_a_pool_may_stand_at_the_top_or_in_one_that_holds_pools() -> None:
    check_create(name="daily", parent=None, siblings=[], media_type="LTO-5", max_allocations=1)
    check_create(name="daily", parent=a_pool(media_type=None), siblings=["weekly"], media_type=None)


@pytest.mark.parametrize("parent", [a_pool(media_type="LTO-5"), a_system_pool(PoolKind.FREE, None)])
def test_a_pool_cannot_stand_in_one_that_holds_media_or_is_the_systems(parent: Pool) -> None:
    with pytest.raises(InvalidMediaPool):
        check_create(name="daily", parent=parent, siblings=[], media_type="LTO-5")


def test_names_are_unique_where_they_stand_and_case_counts() -> None:
    check_create(name="Daily", parent=None, siblings=["daily"], media_type=None)
    with pytest.raises(AlreadyExists, match="backups/daily"):
        check_create(name="daily", parent=a_pool(media_type=None), siblings=["daily"], media_type=None)


@pytest.mark.parametrize("name", SYSTEM_NAMES.values())
def test_the_systems_names_are_taken_at_the_top_alone(name: str) -> None:
    check_create(name=name, parent=a_pool(media_type=None), siblings=[], media_type=None)
    with pytest.raises(AlreadyExists):
        check_create(name=name, parent=None, siblings=[], media_type=None)


def test_a_pools_type_and_policies_are_checked() -> None:
    with pytest.raises(InvalidParameter, match="LTO-99"):
        check_create(name="daily", parent=None, siblings=[], media_type="LTO-99")
    with pytest.raises(InvalidParameter, match="no media type"):
        check_create(name="daily", parent=None, siblings=[], media_type=None, draw_from_free=True)
    with pytest.raises(InvalidParameter, match="0 is no limit"):
        check_create(name="daily", parent=None, siblings=[], media_type="LTO-5", max_allocations=0)
    with pytest.raises(InvalidName):
        check_create(name="a/b", parent=None, siblings=[], media_type=None)


def test_only_empty_application_pools_can_be_deleted() -> None:
    check_delete(a_pool(), media=0, pools=0)
    with pytest.raises(NotEmpty, match="3 media"):
        check_delete(a_pool(), media=3, pools=0)
    with pytest.raises(NotEmpty, match="1 pool"):
        check_delete(a_pool(media_type=None), media=0, pools=1)
    with pytest.raises(InvalidMediaPool):
        check_delete(a_system_pool(PoolKind.FREE), media=0, pools=0)


def move(source: PoolKind, destination: PoolKind, *states: SideState) -> None:
    """Check a move of a medium with sides in these states between two pools of these kinds."""
    medium = a_medium()
    sides = [a_side(medium, number, state=state) for number, state in enumerate(states)]
    check_move(medium, sides, a_pool("source", kind=source), a_pool("destination", kind=destination))


# The specification's table, with import to application allowed.
TABLE = """
from \\ to      FREE   IMPORT  APPLICATION  UNRECOGNIZED
FREE           no     no      yes          no
UNRECOGNIZED   yes    no      no           no
IMPORT         yes    import  yes          no
APPLICATION    taken  import  yes          no
"""


def table_rows() -> list[tuple[PoolKind, PoolKind, str]]:
    heading, *rows = (line.split() for line in TABLE.replace("from \\ to", "from").strip().splitlines())
    return [
        (PoolKind[row[0]], PoolKind[name], rule)
        for row in rows
        for name, rule in zip(heading[1:], row[1:], strict=True)
    ]


@pytest.mark.parametrize(("source", "destination", "rule"), table_rows())
@pytest.mark.parametrize("state", [SideState.AVAILABLE, SideState.IMPORT, SideState.FOREIGN, *sorted(TAKEN)])
def test_media_move_as_the_table_says(source: PoolKind, destination: PoolKind, rule: str, state: SideState) -> None:
    allowed = {"yes": True, "no": False, "taken": state not in TAKEN, "import": state is SideState.IMPORT}
    if allowed[rule]:
        move(source, destination, state)
        return
    with pytest.raises(InvalidMediaPool):
        move(source, destination, state)


def test_the_table_has_every_pair() -> None:
    assert set(MOVES) == {(source, destination) for source in KINDS for destination in KINDS}
    assert set(MOVES.values()) == set(MoveRule)


def test_every_side_counts() -> None:
    move(PoolKind.APPLICATION, PoolKind.IMPORT, SideState.IMPORT, SideState.IMPORT)
    with pytest.raises(InvalidMediaPool, match="if every side is import"):
        move(PoolKind.APPLICATION, PoolKind.IMPORT, SideState.IMPORT, SideState.AVAILABLE)
    with pytest.raises(InvalidMediaPool, match="if no side is allocated"):
        move(PoolKind.APPLICATION, PoolKind.FREE, SideState.AVAILABLE, SideState.COMPLETE)


def test_a_medium_goes_to_a_pool_of_its_type_alone() -> None:
    with pytest.raises(MediaIncompatible):
        check_move(a_medium(), [], a_pool(), a_pool("other", media_type="LTO-9"))
    with pytest.raises(InvalidMediaPool, match="holds pools"):
        check_move(a_medium(), [], a_pool(), a_pool("other", media_type=None))


def test_a_medium_does_not_move_to_the_pool_that_it_is_in() -> None:
    with pytest.raises(InvalidMediaPool):
        check_move(a_medium(), [], a_pool(), a_pool())


@pytest.mark.parametrize("state", MediumState)
def test_only_media_at_rest_move(state: MediumState) -> None:
    at_rest = state in {MediumState.IDLE, MediumState.ERROR}
    medium = a_medium(state=state)
    if at_rest:
        check_move(medium, [a_side(medium)], a_pool(), a_pool("other"))
        return
    with pytest.raises(Busy):
        check_move(medium, [a_side(medium)], a_pool(), a_pool("other"))


def test_a_side_that_waits_for_its_label_is_busy() -> None:
    with pytest.raises(Busy):
        move(PoolKind.APPLICATION, PoolKind.APPLICATION, SideState.UNPREPARED)


@pytest.mark.parametrize("state", [SideState.UNKNOWN, SideState.INCOMPATIBLE])
def test_a_side_that_takes_no_label_does_not_become_free(state: SideState) -> None:
    with pytest.raises(InvalidMediaPool, match="takes no free label"):
        move(PoolKind.UNRECOGNIZED, PoolKind.FREE, SideState.FOREIGN, state)


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("destination", KINDS)
def test_a_medium_of_a_mistaken_type_moves_as_others_do(source: PoolKind, destination: PoolKind) -> None:
    before, after = a_system_pool(source), a_system_pool(destination, "LTO-4")
    if MOVES[source, destination] is MoveRule.NEVER:
        with pytest.raises(InvalidMediaPool):
            check_retype(a_medium(), [a_side(state=SideState.IMPORT)], before, after, labels=False)
        return
    check_retype(a_medium(), [a_side(state=SideState.IMPORT)], before, after, labels=False)


def test_a_type_has_the_number_of_sides_that_the_medium_has() -> None:
    with pytest.raises(MediaIncompatible, match="2"):
        check_retype(a_medium(), [a_side()], a_pool(), a_pool("discs", media_type="MO-5-RW"), labels=False)


def test_an_applications_medium_gets_its_free_label_before_its_type_changes() -> None:
    free = a_system_pool(PoolKind.FREE, "LTO-4")
    with pytest.raises(InvalidMediaPool) as refused:
        check_retype(a_medium(), [a_side(state=SideState.AVAILABLE)], a_pool(), free, labels=True)
    assert "Free/LTO-5" in refused.value.advice


@pytest.mark.parametrize(
    ("source", "state", "after"),
    [
        (PoolKind.UNRECOGNIZED, SideState.FOREIGN, SideState.AVAILABLE),
        (PoolKind.IMPORT, SideState.IMPORT, SideState.AVAILABLE),
        (PoolKind.APPLICATION, SideState.IMPORT, SideState.AVAILABLE),
        (PoolKind.APPLICATION, SideState.AVAILABLE, SideState.AVAILABLE),
        (PoolKind.APPLICATION, SideState.DECOMMISSIONED, SideState.DECOMMISSIONED),
    ],
)
def test_a_side_on_its_way_to_the_free_pool_gets_a_label(source: PoolKind, state: SideState, after: SideState) -> None:
    for event in side_events_for_move(a_system_pool(source), a_system_pool(PoolKind.FREE), a_side(state=state)):
        state = fire(SIDE, state, event)
    assert state is after


def test_the_label_is_written_before_the_side_is_available() -> None:
    events = side_events_for_move(
        a_system_pool(PoolKind.IMPORT), a_system_pool(PoolKind.FREE), a_side(state=SideState.IMPORT)
    )
    assert events == (SideEvent.PREPARE, SideEvent.PREPARED)


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("destination", [PoolKind.IMPORT, PoolKind.APPLICATION])
@pytest.mark.parametrize("state", SideState)
def test_a_side_stays_as_it_is_on_its_way_elsewhere(source: PoolKind, destination: PoolKind, state: SideState) -> None:
    assert side_events_for_move(a_pool(kind=source), a_pool(kind=destination), a_side(state=state)) == ()
