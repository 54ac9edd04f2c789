"""Cartridges of two libraries that carry the same bar code: which record is whose."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.domain import troubles
from openrsm.domain.work import WorkState
from openrsm.drivers.virtual.human import Hands
from openrsm.service.itself import SYSTEM
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, SMALL, Bench, Build, eventually
from tests.conformance.surface_checkup import codes
from tests.surface.conftest import build

__all__ = ["build"]

SECOND = "second"
WANTED = "V00001L9"


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


@pytest.fixture
def hands(bench: Bench, tmp_path: Path) -> Hands:
    """Those of a person at the second library, which has other bar codes than the first."""
    bench.manager.libraries.add(bench.session, SECOND, f"virtual:{tmp_path}/{SECOND}?{SMALL}&prefix=W")
    return Hands(tmp_path / SECOND)


def look(bench: Bench, library: str) -> WorkView:
    """That library sees what is there."""
    return bench.done(bench.manager.libraries.inventory(bench.session, library))


def alike(bench: Bench) -> dict[str, str]:
    """In which libraries the cartridges with the bar code are, by name."""
    views = bench.manager.media.list(bench.session)
    return {view.medium.name: view.library for view in views if view.medium.bar_code == WANTED}


def asked(bench: Bench) -> list[WorkView]:
    """The looks at the first library that nobody but the service has asked for."""
    views = bench.manager.work.list(bench.session, ended=True)
    return [view for view in views if (view.library, view.item.requester.application) == (LIBRARY, SYSTEM)]


def test_what_is_mounted_stays_its_own_medium_where_another_library_has_its_bar_code(
    bench: Bench, hands: Hands
) -> None:
    lmid = bench.lmid()
    bench.mount(lmid)
    hands.insert(WANTED, "slot:8")
    look(bench, SECOND)
    there = alike(bench)
    assert there == {WANTED: LIBRARY, next(name for name in there if "duplicate" in name): SECOND}
    for library in (LIBRARY, SECOND) * 2:
        look(bench, library)
        assert alike(bench) == there
    assert bench.drive(1).use.startswith("in use by backup")
    bench.dismount(lmid)
    assert bench.agrees()


def test_one_that_lies_in_its_slot_stays_its_own_medium(bench: Bench, hands: Hands) -> None:
    lmid = bench.lmid()
    hands.insert(WANTED, "slot:8")
    for library in (SECOND, LIBRARY) * 2:
        look(bench, library)
    [mounted] = bench.mount(lmid)
    assert mounted.drive is not None
    assert mounted.drive.name == f"{LIBRARY}/drive1"
    assert len(asked(bench)) == 1


def test_people_are_told_once_by_the_inventory_and_by_the_doctor_as_long_as_it_holds(
    bench: Bench, hands: Hands
) -> None:
    hands.insert(WANTED, "slot:8")
    assert troubles.CODE_SHARED.code in codes(bench.manager.database.check(bench.session))
    told = f"several cartridges have the bar code {WANTED}, one of them in another library"
    assert look(bench, SECOND).item.result == f"7 cartridges; 1 new, {told}"
    assert look(bench, SECOND).item.result == "7 cartridges; nothing changed"
    look(bench, LIBRARY)
    assert codes(bench.manager.database.check(bench.session)) == [troubles.CODE_SHARED.code]
    assert codes(bench.manager.database.repair(bench.session)) == [troubles.CODE_SHARED.code]


def test_one_that_people_carried_over_is_its_medium_as_soon_as_its_library_misses_it(
    bench: Bench, hands: Hands
) -> None:
    """Nobody but the service asks that library."""
    lmid = bench.lmid()
    bench.hands.take(WANTED)
    hands.insert(WANTED, "slot:8")
    look(bench, SECOND)
    assert len(alike(bench)) == 2
    bench.pass_time(0)
    assert [view.item.state for view in asked(bench)] == [WorkState.PASSED]
    assert alike(bench) == {WANTED: SECOND}
    assert bench.medium(WANTED).where == "slot 8"
    assert codes(bench.manager.database.check(bench.session)) == []
    [mounted] = bench.mount(lmid)
    assert mounted.drive is not None
    assert mounted.drive.name == f"{SECOND}/drive1"


def test_one_that_comes_back_is_its_medium_there_again(bench: Bench, hands: Hands) -> None:
    bench.hands.take(WANTED)
    hands.insert(WANTED, "slot:8")
    look(bench, SECOND)
    look(bench, LIBRARY)
    hands.take(WANTED)
    bench.hands.insert(WANTED, "slot:7")
    look(bench, LIBRARY)
    look(bench, SECOND)
    assert alike(bench) == {WANTED: LIBRARY}
    assert codes(bench.manager.database.check(bench.session)) == []


def test_one_that_both_libraries_have_shown_is_never_taken_for_the_other(bench: Bench, hands: Hands) -> None:
    lmid = bench.lmid()
    hands.insert(WANTED, "slot:8")
    look(bench, SECOND)
    look(bench, LIBRARY)
    bench.hands.take(WANTED)
    look(bench, LIBRARY)
    look(bench, SECOND)
    assert set(alike(bench).values()) == {SECOND, "offline"}
    [waits] = bench.queue(lmid)
    assert waits.item.state is WorkState.WAITING


def test_one_that_its_library_has_moved_since_is_never_taken_for_the_other(bench: Bench, hands: Hands) -> None:
    lmid = bench.lmid()
    hands.insert(WANTED, "slot:8")
    look(bench, SECOND)
    [question] = asked(bench)
    bench.manager.work.cancel(bench.session, str(question.item.id))  # it is not looked at before it moves
    bench.mount(lmid)
    bench.dismount(lmid)
    bench.hands.take(WANTED)
    look(bench, LIBRARY)
    assert set(alike(bench).values()) == {SECOND, "offline"}


def test_one_that_was_allocated_meanwhile_stays_a_medium_of_its_own(bench: Bench, hands: Hands) -> None:
    bench.hands.take(WANTED)
    hands.insert(WANTED, "slot:8")
    look(bench, SECOND)
    [newcomer] = [name for name, library in alike(bench).items() if library == SECOND]
    bench.manager.media.move(bench.session, newcomer, "Free/LTO-9")
    look(bench, LIBRARY)
    look(bench, SECOND)
    assert alike(bench) == {WANTED: "offline", newcomer: SECOND}


def test_one_in_a_drive_is_its_medium_once_it_is_at_rest(bench: Bench, hands: Hands) -> None:
    bench.hands.take(WANTED)
    hands.insert(WANTED, "drive:1")
    look(bench, SECOND)
    look(bench, LIBRARY)
    look(bench, SECOND)
    assert alike(bench) == {WANTED: SECOND}
    assert bench.manager.database.check(bench.session).findings == []


def test_what_lay_in_a_library_that_is_away_is_where_it_is_seen(bench: Bench, hands: Hands) -> None:
    bench.hands.add_fault("status", "vanish")
    bench.manager.libraries.inventory(bench.session, LIBRARY)
    eventually(lambda: troubles.SILENT.code in codes(bench.manager.database.check(bench.session)))
    hands.insert(WANTED, "slot:8")
    look(bench, SECOND)
    assert alike(bench) == {WANTED: SECOND}
    assert codes(bench.manager.database.check(bench.session)) == [troubles.SILENT.code]
