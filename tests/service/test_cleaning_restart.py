"""Cleanings do not outlive a restart: what was under way is undone, and drives that still ask for one are cleaned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import Cancelled
from openrsm.service.manager import LocalManager
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, ROOT, Bench, Clock, eventually
from tests.surface.conftest import opened

MADE_FROM: Final = "drives=1&slots=4&ports=0&cartridges=2&type=LTO-8&doors=0&cleaner=1&realistic=1&timescale=0.005"
FIRST: Final = f"{LIBRARY}/drive1"
CLEANER: Final = "CLNU01L8"


class Site:
    """A service that is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.bench = Bench.begin(self.opened(), folder / "library", self.clock, MADE_FROM)
        self.bench.done(self.bench.manager.cleaning.reserve(self.bench.session, LIBRARY, 4))

    def opened(self) -> LocalManager:
        return opened(self.folder / "state", self.clock)

    def restart(self) -> Bench:
        self.bench.close()
        manager = self.opened()
        session = manager.sessions.open("backup", ROOT)
        self.bench = Bench(manager, self.bench.place, self.clock, session)
        self.bench.pass_time(0)
        return self.bench


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.bench.close()


def cleanings(bench: Bench) -> list[WorkView]:
    views = bench.manager.work.list(bench.session, ended=True)
    return sorted((v for v in views if v.item.operation is Operation.CLEAN_DRIVE), key=lambda v: v.item.number)


def test_a_cleaning_that_waits_is_cancelled(site: Site) -> None:
    site.bench.mount(site.bench.lmid())
    site.bench.manager.cleaning.clean(site.bench.session, FIRST)
    [ended] = cleanings(site.restart())
    assert (ended.item.state, ended.item.error) == (WorkState.FAILED, Cancelled.code)


def test_a_cartridge_in_the_middle_of_a_cleaning_goes_home(site: Site) -> None:
    site.bench.manager.cleaning.clean(site.bench.session, FIRST)
    eventually(lambda: site.bench.drive(1).drive.state is DriveState.BEING_CLEANED)
    bench = site.restart()
    eventually(lambda: bench.medium(CLEANER).where == "slot 4")
    [ended] = cleanings(bench)
    assert ended.item.state is WorkState.FAILED
    assert (bench.drive(1).drive.state, bench.drive(1).drive.holder) == (DriveState.DISMOUNTED, None)
    assert bench.agrees()
    bench.mount(bench.lmid())


def test_a_drive_that_still_asks_for_it_is_cleaned(site: Site) -> None:
    site.bench.hands.add_fault("load", "alert:20", where="drive:1")
    first, second = site.bench.lmids(2)
    site.bench.mount(first)
    waiting = site.bench.pending(second)
    waiting.until_waiting()
    site.bench.hands.add_fault("move", "slow:0.5", times=0)
    site.bench.manager.mounts.dismount(site.bench.session, [first])
    eventually(lambda: bool(cleanings(site.bench)))
    bench = site.restart()
    bench.hands.clear_faults()
    done = eventually(lambda: [v for v in cleanings(bench) if v.item.state is WorkState.PASSED])
    assert done
    assert bench.drive(1).drive.wants_cleaning is False
