"""Weeks of a busy and unlucky library in seconds; and that a simulation finds what must not be."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final

import pytest

from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.model import FIRST
from openrsm.simulation import people
from openrsm.simulation.acting import DAY, HOUR, Actor, Role, Until
from openrsm.simulation.running import Simulation, simulate
from openrsm.simulation.site import Site, over
from openrsm.simulation.time import SimulatedTime
from openrsm.surface.simulation import SimulationOptions
from tests.torture.tally import tallied

pytestmark = pytest.mark.slow

BUSY: Final = SimulationOptions(days=14, slots=30, faults=60)
QUIET: Final = SimulationOptions(days=2, slots=30, faults=0, people=False)
NEW_YEAR: Final = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.torture
def test_two_weeks_full_of_faults_lose_and_double_nothing() -> None:
    with tallied("simulated hours", BUSY.days * 24):
        report = simulate(BUSY)
        assert report.violations == []
        assert report.mounts > BUSY.days
        assert report.compared > report.mounts / 2
        assert sum(one.times for one in report.faults) > 4


@pytest.mark.torture
@pytest.mark.exhaustive
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("days", [182, pytest.param(365, marks=pytest.mark.endless)])
def test_many_months_lose_and_double_nothing(days: int) -> None:
    with tallied("simulated hours", days * 24):
        report = simulate(SimulationOptions(days=days))
        assert report.violations == []
        assert report.restarts
        assert report.crashes
        assert report.carried
        assert report.lost


def violations(folder: Path, deed: Callable[[Site], None]) -> list[str]:
    """What a simulation says in which somebody does that after a day."""
    found: list[str] = []
    simulation = Simulation(folder, QUIET, found)

    def vandal(site: Site, _dice: Random) -> Actor:
        yield 0.6 * DAY
        deed(site)
        yield 100 * DAY

    simulation.join(vandal)
    simulation.run()
    return found


def test_a_cartridge_that_the_library_loses_is_found(tmp_path: Path) -> None:
    def lose(site: Site) -> None:
        state = site.folder / "library" / "library.json"
        library = json.loads(state.read_text(encoding="utf-8"))
        key = next(key for key in library["contents"] if int(key) >= FIRST[ElementKind.SLOT])
        del library["contents"][key]
        state.write_text(json.dumps(library), encoding="utf-8")

    assert "lost or doubled a cartridge" in violations(tmp_path, lose)[0]


def test_a_medium_that_somebody_writes_over_is_found(tmp_path: Path) -> None:
    def overwrite(site: Site) -> None:
        for book in site.books.values():
            [cartridge] = [one for _, one in site.hands.look().cartridges() if one.bar_code == book.medium]
            (site.folder / "library" / "cartridges" / cartridge.file).write_bytes(b"something else")

    assert "does not hold what was written on it" in violations(tmp_path, overwrite)[0]


def played(folder: Path, role: Role) -> list[str]:
    """What a simulation says in which only that one takes part."""
    found: list[str] = []
    Simulation(folder, QUIET, found, roles=[people.operators, role]).run()
    return found


def test_a_medium_that_nobody_reads_again_is_compared_in_the_end(tmp_path: Path) -> None:
    def forget(site: Site, _dice: Random) -> Actor:
        lmid = site.allocate("archive")
        assert lmid is not None
        site.books[lmid].content = b"never written"
        yield 100 * DAY

    assert played(tmp_path, forget) == ["V00001L8 does not hold what was written on it"]


def test_a_cartridge_that_begins_a_motion_elsewhere_than_the_last_one_ended_is_found_in_the_end(tmp_path: Path) -> None:
    def sneak(site: Site, _dice: Random) -> Actor:
        lmid = site.allocate("archive")
        assert lmid is not None
        name = site.books[lmid].medium
        yield from to_and_fro(site, lmid)

        def carry() -> None:  # as people do, but nobody notes that they did
            site.hands.take(name)
            site.hands.insert(name, f"slot:{next(people.empty_slots(site.hands.look()))}")

        yield from people.at_the_door(site, carry)
        yield 2 * HOUR
        yield from to_and_fro(site, lmid)
        yield 100 * DAY

    [told] = played(tmp_path, sneak)
    assert told.startswith("V00001L8 was moved to ")


def to_and_fro(site: Site, lmid: str) -> Actor:
    yield Until(over(site.mount("archive", [lmid], write=False)), DAY)
    yield Until(over(site.dismount("archive", [lmid], deferred=False)), DAY)


def test_what_is_wrong_for_a_single_commit_is_found(tmp_path: Path) -> None:
    def hold(site: Site, _dice: Random) -> Actor:
        yield HOUR
        store = site.manager._context.store  # noqa: SLF001 - no surface lets one do it
        [before, *_] = store.read(lambda tx: tx.drives.all())
        held = replace(before, held_since=site.time())
        store.write(lambda tx: tx.drives.change(before, held))
        store.write(lambda tx: tx.drives.change(held, before))
        yield 100 * DAY

    assert played(tmp_path, hold) == ["sim/drive1 (dismounted) is held by nobody, and says since when"]


def test_another_cartridge_than_was_asked_for_is_seen_before_it_is_written_over(tmp_path: Path) -> None:
    def mistake(site: Site, _dice: Random) -> Actor:
        lmid = site.allocate("archive")
        assert lmid is not None
        ids = site.mount("archive", [lmid], write=True)
        yield Until(over(ids), DAY)
        site.books[lmid].medium = "V00009L8"
        site.use(lmid, site.ended(ids)[0], b"data")
        yield 100 * DAY

    assert played(tmp_path, mistake) == ["V00009L8 is mounted in sim/drive1, which holds another cartridge"]


def test_time_jumps_when_all_sleep_and_wakes_them_when_it_is_time() -> None:
    time = SimulatedTime(NEW_YEAR)
    woken: list[float] = []

    def sleep(seconds: float) -> None:
        time.sleep(seconds)
        woken.append(time.steady())

    threads = [threading.Thread(target=sleep, args=(seconds,), name=f"one {seconds}") for seconds in (30.0, 10.0)]
    for thread in threads:
        thread.start()
    for moment, thread in ((10.0, threads[1]), (30.0, threads[0])):
        time.wait_for(lambda one=moment: time.next_waking() == one)  # type: ignore[misc] # the default binds the loop's value
        time.jump(moment)
        thread.join()
    assert woken == [10.0, 30.0]
    assert time().second == 30


def test_a_flag_that_is_set_wakes_whoever_sleeps_on_it_before_the_time() -> None:
    time = SimulatedTime(NEW_YEAR)
    flag = time.flag()
    thread = threading.Thread(target=flag.wait, args=(HOUR,))
    thread.start()
    time.wait_for(lambda: time.next_waking() is not None)
    flag.set()
    thread.join()
    assert (time.steady(), time.next_waking()) == (0.0, None)
