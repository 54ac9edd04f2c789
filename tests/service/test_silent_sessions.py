"""Sessions of which nothing is heard: those whose process is stopped are waited for, if they would end their mounts."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import pytest

from openrsm.domain.records import KeptSession
from openrsm.domain.values import SessionId
from openrsm.service.processes import Process
from openrsm.service.sessions import Session, SessionRegistry
from openrsm.surface.acting import PROCESS
from tests.conformance.surface_bench import ROOT

LEASE: Final = 60.0


class Catalogue:
    """A registrar that only keeps."""

    def __init__(self) -> None:
        self.kept: list[KeptSession] = []

    def admit(self, session: Session) -> None:
        """It may."""
        self.kept.append(session.kept)

    def leave(self, session: Session, *, lost: bool, waited: bool) -> None:
        """It goes."""


class Silence:
    """A registry, and how long nothing has been heard."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.catalogue = Catalogue()
        self.registry = self.begun()

    def begun(self) -> SessionRegistry:
        return SessionRegistry("here", self.catalogue, lambda: datetime.now(UTC), lambda: self.seconds)

    def restart(self) -> None:
        self.registry = self.begun()
        self.registry.restore(self.catalogue.kept)

    def opened(self, *, ends_mounts: bool) -> SessionId:
        session = self.registry.open("nightly", ROOT, lease=LEASE, ends_mounts=ends_mounts)
        self.registry.renew(session)
        return session

    def lost_after(self, seconds: float) -> list[SessionId]:
        self.seconds += seconds
        return [session.id for session in self.registry.expire()]


@pytest.fixture
def silence() -> Silence:
    return Silence()


@pytest.fixture
def sleeper() -> Iterator[int]:
    """The number of a process that calls, and can be stopped."""
    process = subprocess.Popen(["sleep", "300"])
    token = PROCESS.set(process.pid)
    yield process.pid
    PROCESS.reset(token)
    process.kill()
    process.wait()


def stop(process: int) -> None:
    os.kill(process, signal.SIGSTOP)
    os.waitpid(process, os.WUNTRACED)


def go_on(process: int) -> None:
    os.kill(process, signal.SIGCONT)
    os.waitpid(process, os.WCONTINUED)


def test_a_stopped_process_keeps_the_session_whose_mounts_would_end(silence: Silence, sleeper: int) -> None:
    session = silence.opened(ends_mounts=True)
    stop(sleeper)
    assert silence.lost_after(LEASE + 1) == []
    go_on(sleeper)
    assert silence.lost_after(LEASE) == []
    assert silence.lost_after(1) == [session]


def test_a_stopped_process_keeps_it_also_over_a_restart_of_the_service(silence: Silence, sleeper: int) -> None:
    session = silence.opened(ends_mounts=True)
    stop(sleeper)
    silence.restart()
    assert silence.lost_after(LEASE + 1) == []
    go_on(sleeper)
    assert silence.lost_after(LEASE) == []
    assert silence.lost_after(1) == [session]


def test_a_session_whose_mounts_stay_is_lost_though_its_process_is_stopped(silence: Silence, sleeper: int) -> None:
    session = silence.opened(ends_mounts=False)
    stop(sleeper)
    assert silence.lost_after(LEASE + 1) == [session]


def test_a_process_that_has_ended_keeps_nothing(silence: Silence, sleeper: int) -> None:
    session = silence.opened(ends_mounts=True)
    stop(sleeper)
    os.kill(sleeper, signal.SIGKILL)
    os.waitpid(sleeper, 0)
    assert silence.lost_after(LEASE + 1) == [session]


def test_another_process_with_its_number_is_not_taken_for_it(sleeper: int) -> None:
    stop(sleeper)
    now = Process.of(sleeper)
    assert now is not None
    assert now.is_stopped()
    assert not Process(number=sleeper, started="0").is_stopped()
