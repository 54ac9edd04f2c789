"""Weeks of a busy and unlucky library in seconds; and that a simulation finds what must not be."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
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
def test_a_year_loses_and_doubles_nothing() -> None:
    year = SimulationOptions()
    with tallied("simulated hours", year.days * 24):
        report = simulate(year)
        assert report.violations == []
        assert report.restarts


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
