"""Mounts that end with their session, where the process of the service ends first."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.values import SessionId
from openrsm.errors import InvalidHandle
from openrsm.surface.mounts import MountOptions
from tests.conformance.surface_bench import ROOT, Bench, Build, eventually
from tests.surface.conftest import build, opened

__all__ = ["build"]

LEASE: Final = 1.0
"""Seconds; over before a test is impatient, and long enough to be still open when the service starts again."""


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


def mounted(bench: Bench, lmid: str, lease: float | None) -> SessionId:
    """A session that ends its mounts, with one."""
    session = bench.manager.sessions.open("nightly", ROOT, lease=lease, ends_mounts=True)
    bench.manager.mounts.mount(session, [lmid], MountOptions())
    return session


def again(bench: Bench) -> Bench:
    """The service ends, with no word to its sessions, and starts."""
    folder = Path(bench.manager.database.show(bench.session).file).parent
    bench.manager.close()
    manager = opened(folder, bench.clock)
    return Bench(manager, bench.place, bench.clock, manager.sessions.open("backup", ROOT))


def test_a_session_that_was_to_last_as_long_as_its_process_ends_at_the_next_start(bench: Bench) -> None:
    lmid = bench.lmid()
    session = mounted(bench, lmid, lease=None)
    with closing(again(bench)) as later:
        later.manager.settle()
        assert "nightly" not in later.holders()
        with pytest.raises(InvalidHandle):
            later.manager.sessions.renew(session)
        later.mount(lmid)
        with closing(again(later)) as still:
            assert "backup" in still.holders()
            assert still.agrees()


def test_a_session_with_a_lease_goes_on_and_ends_its_mounts_when_that_is_over(bench: Bench) -> None:
    lmid = bench.lmid()
    session = mounted(bench, lmid, lease=LEASE)
    with closing(again(bench)) as later:
        assert later.manager.sessions.renew(session).ends_mounts
        eventually(lambda: later.drive(1).drive.state is DriveState.DISMOUNTED)
        assert "nightly" not in later.holders()
        later.mount(lmid)
        assert later.agrees()
