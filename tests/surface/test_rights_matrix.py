"""Every call x every right that it takes missing x everybody who may have rights, as the specification's table says."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Final

import pytest
from structlog.testing import capture_logs

from openrsm.domain.matrix import Deed
from openrsm.domain.rights import NONE, Right
from openrsm.errors import AccessDenied, RsmError
from openrsm.surface.manager import Manager
from openrsm.surface.mounts import MountOptions
from tests.surface.catalogue import TRAIL, dump, file_of
from tests.surface.rights_calls import CALLS, OWN_ALONE, Asked
from tests.surface.rights_changers import CHANGER_CALLS
from tests.surface.rights_stage import KINDS, Kind, Rights, Stage, set_up

pytestmark = pytest.mark.slow

ALL_CALLS: Final = [*CALLS, *CHANGER_CALLS]
WORDS: Final = {"pool": "the pool {}", "library": "the library {}", "computer": "the computer box", "root": "the root"}


COUNTED: Final = TRAIL | {"events"}
"""What is not compared: the trail tells of refusals, and of events, which are many, the catalogue keeps the count."""


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with capture_logs():
        made = set_up(tmp_path_factory.mktemp("matrix"))
        made.manager.settle()
        yield made
        made.bench.close()


def without_one(needs: Rights) -> Iterator[tuple[str, Right, Rights]]:
    """Each single right that is needed, where, and all the needs but that one."""
    for name, rights in needs.items():
        for right in Right:
            if right in rights:
                yield name, right, {**needs, name: rights & ~right}


def given(kind: Kind, needs: Rights) -> Rights:
    """What such a principal is given, so that it has these rights and no others."""
    found: dict[str, Right] = {}
    for name, rights in kind.lacks(needs).items():
        place = kind.place(name)
        found[place] = found.get(place, NONE) | rights
    return {name: rights for name, rights in found.items() if rights}


def missing(asked: Asked, right: Right, name: str, others: Rights) -> str:
    """How a refusal names what is missing; one about a changer names no pool that the caller may not look at."""
    kind, _, rest = name.partition(":")
    if asked.call.startswith("changers.") and kind == "pool" and Right.USE not in others.get(name, NONE):
        return "the cartridge in .* a right on its pool is missing"
    return f"{right.name} on {re.escape(WORDS[kind].format(rest))}.* is missing"


def assert_refused(stage: Stage, who: str, asked: Asked, match: str) -> None:
    before = dump(file_of(stage.bench), without=COUNTED)
    if asked.shows is not None:
        assert not left_in(stage, who, asked)
    else:
        with pytest.raises(AccessDenied, match=match) as refused:
            asked.do(stage, stage.sessions[who])
        assert type(refused.value) is AccessDenied
    assert dump(file_of(stage.bench), without=COUNTED) == before


def left_in(stage: Stage, who: str, asked: Asked) -> bool:
    """Whether a list has what it is asked for; a refusal has nothing."""
    assert asked.shows is not None
    try:
        return asked.shows(asked.do(stage, stage.sessions[who]))
    except AccessDenied:
        return False


def assert_passes(stage: Stage, who: str, asked: Asked) -> None:
    """It passes the guard, and what it would change is undone; what else is in its way is others' concern."""
    before = dump(file_of(stage.bench), without=COUNTED)
    with stage.undone():
        if asked.shows is not None:
            assert left_in(stage, who, asked)
            return
        try:
            asked.do(stage, stage.sessions[who])
        except AccessDenied as refusal:
            pytest.fail(f"{who}: {refusal}")
        except RsmError:
            pass
    assert dump(file_of(stage.bench), without=COUNTED) == before


@pytest.mark.parametrize("who", KINDS)
@pytest.mark.parametrize("asked", ALL_CALLS, ids=str)
def test_each_right_that_a_call_takes_is_missed_and_with_all_of_them_it_passes(
    stage: Stage, asked: Asked, who: str
) -> None:
    kind = KINDS[who]
    for name, right, others in without_one(kind.lacks(asked.needs)):
        stage.give(kind.to, given(kind, others))
        assert_refused(stage, who, asked, missing(asked, right, name, others))
    stage.give(kind.to, given(kind, asked.needs))
    assert_passes(stage, who, asked)


@pytest.mark.parametrize("asked", ALL_CALLS, ids=str)
def test_a_stranger_may_nothing_and_an_administrator_everything(stage: Stage, asked: Asked) -> None:
    stage.give(KINDS["a user"].to, {})
    assert_refused(stage, "a user", asked, " is missing")
    assert_passes(stage, "an administrator", asked)


@pytest.mark.parametrize("asked", ALL_CALLS, ids=str)
def test_what_others_were_given_helps_nobody(stage: Stage, asked: Asked) -> None:
    stage.give(KINDS["a member of a group"].to, asked.needs)
    assert_refused(stage, "a user", asked, " is missing")


def test_ones_own_work_is_cancelled_without_rights(stage: Stage) -> None:
    kind, session = KINDS["a user"], stage.sessions["a user"]
    stage.give(kind.to, given(kind, calls()["mounts.submit"].needs))
    [mounted] = stage.manager.mounts.submit(session, [stage.lmid], MountOptions(nowait=True))
    stage.give(kind.to, {})
    cancelled = stage.manager.work.cancel(session, str(mounted.work.item.number))
    assert cancelled.item.ended_at is not None


def surface() -> Iterator[tuple[str, str]]:
    """Every call of the surface: its group, its name."""
    for group, member in vars(Manager).items():
        if isinstance(member, property):
            protocol = inspect.get_annotations(member.fget, eval_str=True)["return"]  # type: ignore[arg-type]  # a property of a class
            yield from ((group, name) for name in vars(protocol) if not name.startswith("_"))


def calls() -> Mapping[str, Asked]:
    return {asked.call: asked for asked in ALL_CALLS}


def test_every_call_of_the_surface_is_tried_or_about_what_is_ones_own() -> None:
    names = {f"{group}.{name}" for group, name in surface()}
    assert set(calls()) | OWN_ALONE == names
    assert set(calls()) & OWN_ALONE == set()


def test_the_programs_matrix_has_every_call_of_the_surface() -> None:
    assert {deed.value for deed in Deed} == {f"{group}.{name}" for group, name in surface()}
