"""How soon it is noticed that somebody changed the cartridge of a drive in no library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest

from openrsm.drivers.registry import open_library
from openrsm.drivers.virtual.human import Hands
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.manager import open_manager
from tests.conformance.surface_bench import LIMITS, SMALL, Bench, Clock, eventually
from tests.conformance.surface_standalone import DESK, drive, drive_folder

NAME = "A00001L9"


@pytest.fixture
def unwatched(tmp_path: Path) -> Iterator[Bench]:
    """A drive that is looked at no oftener than a library."""
    manager = open_manager(
        tmp_path / "state",
        recognition=IsolatedRecognition(),
        discover=open_library,
        clock=Clock(),
        zone=UTC,
        computer="box",
        limits=replace(LIMITS, detect=0),
    )
    bench = Bench.begin(manager, tmp_path / "library", Clock(), SMALL)
    manager.libraries.add(bench.session, DESK, f"standalone:virtual:{drive_folder(bench)}?type=LTO-9")
    Hands(drive_folder(bench)).insert(NAME)
    yield bench
    bench.close()


def test_where_it_is_not_watched_it_is_noticed_on_demand(unwatched: Bench) -> None:
    unwatched.manager.settle()
    assert drive(unwatched).medium is None
    unwatched.done(unwatched.manager.libraries.refresh(unwatched.session, DESK))
    found = eventually(lambda: drive(unwatched).medium)
    assert found is not None
    assert found.name == NAME


def test_a_mount_finds_what_is_there_when_somebody_says_so(unwatched: Bench) -> None:
    unwatched.done(unwatched.manager.libraries.refresh(unwatched.session, DESK))
    hands = Hands(drive_folder(unwatched))
    hands.push_button()
    hands.take("drive:1")
    unwatched.done(unwatched.manager.libraries.refresh(unwatched.session, DESK))
    pending = unwatched.pending(NAME)
    pending.until_waiting()
    [asked] = unwatched.requests()
    hands.insert(NAME)
    unwatched.manager.operators.satisfy(unwatched.session, str(asked.request.number))
    assert pending.result()[0].medium.name == NAME
