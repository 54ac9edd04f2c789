"""Health is what is so: a service that cannot write is not ready, one that lacks a library is."""

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from openrsm.service import health
from openrsm.service.health import Checkup, Probe
from openrsm.store.database import Store, Transaction
from tests.conformance.surface_bench import LIBRARY, Build, eventually
from tests.service.observed import break_off, host
from tests.surface.conftest import build

__all__ = ["build"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path, clock=lambda: datetime.now(UTC))
    yield opened
    opened.close()


def nothing_stopped() -> list[str]:
    return []


def test_a_service_at_work_is_alive_and_ready(build: Build) -> None:
    bench = build()
    bench.mount(bench.lmid())
    found = host(bench).health()
    assert (found.alive, found.ready, found.troubles) == (True, True, ())


def test_a_library_that_does_not_answer_is_a_trouble_of_a_service_that_is_ready(build: Build) -> None:
    bench = build()
    bench.manager.settle()
    break_off(bench)
    bench.manager.libraries.inventory(bench.session, LIBRARY)
    found = eventually(lambda: (told := host(bench).health()).troubles and told)
    assert found
    assert (found.alive, found.ready) == (True, True)
    assert found.troubles[0].startswith(f"library {LIBRARY} is not present")


def test_a_closed_catalogue_is_not_ready(build: Build) -> None:
    bench = build()
    bench.manager.close()
    found = host(bench).health()
    assert not found.ready
    assert any("cannot be written" in trouble for trouble in found.troubles)


def test_a_catalogue_open_for_reading_is_not_ready(store: Store, tmp_path: Path) -> None:
    store.close()
    reader = Store.open(tmp_path, read_only=True, clock=lambda: datetime.now(UTC))
    assert not Checkup(reader, tmp_path, nothing_stopped).health().ready
    reader.close()


def test_a_writer_that_is_stuck_is_told_in_time_and_asked_one_question_at_a_time(store: Store) -> None:
    stuck, begun = threading.Event(), threading.Event()

    def work(_tx: Transaction) -> None:
        begun.set()
        stuck.wait(30)

    threading.Thread(target=store.write, args=(work,), daemon=True).start()
    assert begun.wait(30)
    probe = Probe(store)
    before = threading.active_count()
    assert [probe.ask(0.01) for _ in range(5)] == ["the catalogue has taken no change for 0 seconds"] * 5
    assert threading.active_count() == before + 1
    stuck.set()
    assert eventually(lambda: probe.ask(5) == "")


def test_too_little_room_is_not_ready(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_ROOM", os.statvfs(tmp_path).f_blocks * os.statvfs(tmp_path).f_frsize + 1)
    found = Checkup(store, tmp_path, nothing_stopped).health()
    assert (found.alive, found.ready) == (True, False)
    assert "make room" in found.troubles[0]


def test_a_state_folder_that_is_gone_is_not_ready(store: Store, tmp_path: Path) -> None:
    assert "cannot be looked at" in Checkup(store, tmp_path / "gone", nothing_stopped).health().troubles[0]


def test_a_thread_that_ended_by_itself_is_not_alive(store: Store, tmp_path: Path) -> None:
    found = Checkup(store, tmp_path, lambda: ["the controller of library vlib has ended"]).health()
    assert (found.alive, found.ready) == (False, False)
    assert found.troubles == ("the controller of library vlib has ended",)
