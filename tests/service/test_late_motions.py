"""A motion that a library begins when nobody waits for its answer any more counts as done, restarts or not."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Final

import pytest
from structlog.testing import capture_logs

from openrsm.domain.library import Operational
from openrsm.domain.records import Move, MoveOutcome
from openrsm.domain.work import OPEN, WorkState
from openrsm.drivers.contract import OpenedLibrary
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.manager import LocalManager, open_manager
from openrsm.store.database import Store
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, LIMITS, ROOT, Bench, Clock, eventually
from tests.service.test_reopening import QUERY

LATE: Final = 1000.0
"""Seconds of the library's time."""
LONG, SHORT = 60.0, 0.1
"""Seconds after which it is believed that nothing comes of a motion: no test takes so long; a test may wait for it."""
AT_ONCE: Final = 10.0


class Site:
    """A service that can be started again, and a library whose time stands still until the test lets it pass."""

    def __init__(self, folder: Path, rest: float) -> None:
        self.folder = folder
        self.rest = rest
        self.now = time.time()
        self.clock = Clock()
        self.bench = Bench.begin(self._opened(), folder / "library", self.clock, QUERY)
        self.lmid = self.bench.lmid()

    def _opened(self) -> LocalManager:
        return open_manager(
            self.folder / "state",
            recognition=IsolatedRecognition(),
            discover=self._discover,
            clock=self.clock,
            zone=UTC,
            computer="box",
            limits=replace(LIMITS, rest=self.rest),
        )

    def _discover(self, url: str) -> OpenedLibrary:
        return open_virtual(url, clock=lambda: self.now, sleep=self.pass_time)

    def pass_time(self, seconds: float) -> None:
        """The library's robot goes on with what it is about."""
        self.now += seconds

    def unanswered(self, do: str = f"unknown-late:{LATE}") -> WorkView:
        """A mount whose motion is not answered."""
        self.bench.hands.add_fault("move", do)
        [mounted] = self.bench.mount(self.lmid, nowait=True)
        eventually(lambda: any(fault.fired for fault in self.bench.hands.faults()))
        return mounted.work

    def stop(self) -> None:
        """The service ends, which takes no time, whatever it waits for."""
        begun = time.monotonic()
        self.bench.manager.close()
        assert time.monotonic() - begun < AT_ONCE

    def start(self) -> None:
        """It is started again, and opens the library by itself, as a motion of it is open."""
        self.bench.manager = self._opened()
        self.bench.session = self.bench.manager.sessions.open("backup", ROOT)

    def moves(self) -> list[Move]:
        """The journal, beside the service."""
        with closing(Store.open(self.folder / "state", read_only=True, clock=self.clock)) as store:
            medium = store.read(lambda tx: next(one for one in tx.media.all() if one.name == "V00001L9"))
            return list(store.read(lambda tx: tx.moves.of_medium(medium.id, 9)))

    def outcomes(self) -> list[MoveOutcome | None]:
        """How the motions of our medium ended, the last one first."""
        return [move.outcome for move in self.moves()]

    def ended(self, view: WorkView) -> WorkState:
        """How the mount ended."""
        eventually(lambda: self.bench.item(view).item.state not in OPEN)
        return self.bench.item(view).item.state

    def operational(self) -> Operational:
        """Whether the library can work."""
        views = self.bench.manager.libraries.list(self.bench.session)
        return next(view.library.operational for view in views if view.library.name == LIBRARY)


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Site]:
    yield from made(tmp_path, LONG)


@pytest.fixture
def hasty(tmp_path: Path) -> Iterator[Site]:
    yield from made(tmp_path, SHORT)


def made(folder: Path, rest: float) -> Iterator[Site]:
    with capture_logs():
        site = Site(folder, rest)
        yield site
        site.bench.close()


def test_a_motion_that_begins_after_its_answer_was_lost_counts_as_done(patient: Site) -> None:
    view = patient.unanswered()
    assert patient.outcomes() == [None]
    patient.pass_time(LATE)
    assert patient.ended(view) is WorkState.PASSED
    assert patient.outcomes() == [MoveOutcome.DONE]
    assert patient.bench.agrees()


def test_so_does_one_that_brings_a_cartridge_home(patient: Site) -> None:
    patient.bench.mount(patient.lmid)
    patient.bench.hands.add_fault("move", f"unknown-late:{LATE}")
    [view] = patient.bench.manager.mounts.dismount(patient.bench.session, [patient.lmid])
    eventually(lambda: any(fault.fired for fault in patient.bench.hands.faults()))
    patient.pass_time(LATE)
    assert patient.ended(view) is WorkState.PASSED
    assert patient.bench.agrees()


def test_one_that_begins_later_than_anybody_believes_fails_and_is_seen_by_an_inventory(hasty: Site) -> None:
    view = hasty.unanswered()
    assert hasty.ended(view) is WorkState.FAILED
    assert hasty.outcomes() == [MoveOutcome.NOT_DONE]
    hasty.pass_time(LATE)
    hasty.bench.inventory()
    assert hasty.bench.really()[hasty.bench.drive(1).drive.address] == "V00001L9"
    assert hasty.bench.agrees()


def test_a_service_that_ends_meanwhile_leaves_it_open_and_the_next_one_waits_for_it(patient: Site) -> None:
    view = patient.unanswered()
    patient.stop()
    assert patient.outcomes() == [None]
    patient.start()
    eventually(lambda: patient.operational() is Operational.INITIALIZING)
    assert patient.outcomes() == [None]
    patient.pass_time(LATE)
    assert patient.ended(view) is WorkState.PASSED
    assert patient.outcomes() == [MoveOutcome.DONE]
    assert patient.bench.agrees()


def test_a_service_that_waits_for_it_at_its_start_can_be_ended_too(patient: Site) -> None:
    view = patient.unanswered()
    for _ in range(2):
        patient.stop()
        patient.start()
        eventually(lambda: patient.operational() is Operational.INITIALIZING)
    patient.stop()
    assert patient.outcomes() == [None]
    patient.pass_time(LATE)
    patient.start()
    assert patient.ended(view) is WorkState.PASSED
    assert patient.outcomes() == [MoveOutcome.DONE]


def test_what_did_not_happen_by_then_is_asked_for_again_after_a_restart(patient: Site) -> None:
    view = patient.unanswered("unknown-undone")
    patient.stop()
    patient.rest = SHORT
    patient.start()
    assert patient.ended(view) is WorkState.PASSED
    assert patient.outcomes() == [MoveOutcome.DONE, MoveOutcome.NOT_DONE]
    assert patient.bench.agrees()
