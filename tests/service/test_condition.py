"""What is asked of a drive before it lets go of its cartridge, and what is written down of failures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from openrsm.domain.health import Occasion
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.human import Hands
from openrsm.errors import DeviceGone
from openrsm.service.condition import Condition, condition_of
from openrsm.service.keeper import Retention, clear_history
from tests.conformance.surface_bench import LIBRARY, Bench, Build
from tests.service.observed import host
from tests.surface.conftest import build

__all__ = ["build"]

DRIVE = f"{LIBRARY}/drive1"


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


def occasions(bench: Bench) -> list[tuple[Occasion, str]]:
    """What is in the history of the first drive, the newest first."""
    views = bench.manager.diagnosis.drive(bench.session, DRIVE)
    return [(view.reading.occasion, view.reading.error) for view in views]


def used(bench: Bench) -> str:
    """A medium that was mounted once in the first drive, and is home again."""
    lmid = bench.lmid()
    bench.mount(lmid, drives=[DRIVE])
    bench.dismount(lmid)
    return lmid


def test_a_drive_that_answers_nothing_has_no_condition(tmp_path: Path) -> None:
    opened = open_virtual(f"virtual:{tmp_path / 'library'}?drives=1&slots=2&ports=0&cartridges=1&type=LTO-9&doors=0")
    Hands(tmp_path / "library").add_fault("status", "vanish")
    with pytest.raises(DeviceGone):
        opened.changer.status()
    assert condition_of(opened.drives[0].drive) == Condition()


def test_a_load_that_fails_is_read_as_well(bench: Bench) -> None:
    bench.hands.add_fault("load", "UnableToLoad")
    [item] = bench.queue(bench.lmid(), drives=[DRIVE])
    assert item.item.error == "UNABLE_TO_LOAD_MEDIUM"
    assert occasions(bench)[-1] == (Occasion.LOAD, "UNABLE_TO_LOAD_MEDIUM")


def test_an_unload_that_fails_is_read_as_well(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.mount(lmid, drives=[DRIVE])
    bench.hands.add_fault("unload", "HardwareFault")
    bench.dismount(lmid)
    assert occasions(bench)[-1] == (Occasion.UNLOAD, "DEVICE_NOT_AVAILABLE")


def test_a_drive_that_holds_its_cartridge_fast_is_written_down_and_a_door_is_not(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.mount(lmid, drives=[DRIVE])
    bench.hands.add_fault("move", "DoorOpen")
    bench.hands.add_fault("move", "stuck", nth=2)
    bench.dismount(lmid)
    bench.pass_time(3600)
    moves = [error for occasion, error in occasions(bench) if occasion is Occasion.MOVE]
    assert moves == ["UNABLE_TO_EJECT_MOUNTED_MEDIA"]


def test_a_program_that_has_the_drive_open_hurts_nobody(bench: Bench) -> None:
    lmid = bench.lmid()
    [mounted] = bench.mount(lmid, drives=[DRIVE])
    with Path(mounted.device_path).open("rb"):
        bench.manager.mounts.dismount(bench.session, [lmid])
        assert bench.medium(lmid).where == "drive 1"
        assert occasions(bench) == []
    bench.manager.settle()
    assert occasions(bench) == [(Occasion.UNLOAD, "")]


def test_readings_are_kept_as_long_as_it_is_said(bench: Bench) -> None:
    used(bench)
    store = host(bench)._context.store  # noqa: SLF001 - what the keeper has
    store.write(lambda tx: clear_history(tx, Retention()))
    assert occasions(bench) == [(Occasion.UNLOAD, "")]
    bench.clock.move(timedelta(days=30).total_seconds())
    store.write(lambda tx: clear_history(tx, replace(Retention(), readings=timedelta(days=29))))
    assert occasions(bench) == []


def test_a_reading_of_long_ago_blames_nobody(bench: Bench) -> None:
    bench.hands.add_fault("load", "alert:30")
    used(bench)
    assert [view.drive for view in bench.manager.diagnosis.suspects(bench.session)] == [DRIVE]
    bench.clock.move(timedelta(days=91).total_seconds())
    assert bench.manager.diagnosis.suspects(bench.session) == []
