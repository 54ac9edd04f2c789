"""Motions take their time, and go on when the process that asked for them is dead."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openrsm.drivers.contract import Readiness
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.hands import Hands
from openrsm.drivers.virtual.kinds import NAMES, kind_named
from openrsm.drivers.virtual.timing import Timing
from openrsm.errors import Busy, DriveNotReady, RemovalPrevented
from tests.drivers.virtual.conftest import DRIVE, SLOT, Build

pytestmark = pytest.mark.slow

MOVER = """
import sys
from openrsm.drivers.virtual.discover import open_virtual
changer = open_virtual(sys.argv[1]).changer
print("moving", flush=True)
changer.move(1000, int(sys.argv[2]))
print("moved", flush=True)
"""


def start_move(url: str, destination: int) -> subprocess.Popen[str]:
    mover = subprocess.Popen([sys.executable, "-c", MOVER, url, str(destination)], stdout=subprocess.PIPE, text=True)
    assert mover.stdout
    assert mover.stdout.readline() == "moving\n"
    return mover


def wait_for_robot(folder: Path) -> None:
    deadline = time.monotonic() + 20
    while not Hands(folder).look().agenda:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    if process.stdout:
        process.stdout.close()


def test_nothing_takes_time_unless_realistic(build: Build) -> None:
    site = build("slots=6")
    site.move(SLOT, DRIVE)
    site.drive.unload()
    assert site.clock.slept == []


def test_a_realistic_exchange_takes_as_long_as_published(build: Build) -> None:
    site = build("slots=6&realistic=1&type=LTO-8")
    site.move(SLOT, DRIVE)
    assert 10 <= sum(site.clock.slept) <= 15
    assert site.drive.status().readiness is Readiness.BECOMING_READY
    site.clock.now += 15.0
    assert site.drive.status().readiness is Readiness.READY
    before = site.clock.now
    site.drive.write(b"data")
    site.drive.unload()
    assert site.clock.now - before == pytest.approx(24 + 59)


def test_a_timescale_multiplies_every_time(build: Build) -> None:
    site = build("slots=6&realistic=1&timescale=0.1")
    site.move(SLOT, DRIVE)
    assert 1 <= sum(site.clock.slept) <= 1.5


def test_an_lto_9_cartridge_is_calibrated_for_up_to_two_hours_once(build: Build) -> None:
    site = build("slots=6&realistic=1")
    site.move(SLOT, DRIVE)
    site.clock.now += 40 * 60 - 1
    assert site.drive.status().words == "becoming ready (02/04/01)"
    with pytest.raises(RemovalPrevented):
        site.drive.unload()
    site.clock.now += 93 * 60
    assert site.drive.status().readiness is Readiness.READY
    site.drive.unload()
    site.drive.load()
    site.clock.now += 17
    assert site.drive.status().readiness is Readiness.READY


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_has_times(name: str) -> None:
    timing, kind = Timing(realistic=True), kind_named(name)
    assert timing.load(kind, first=False, key="a") > 0
    assert timing.unload(kind, wound=True) >= timing.unload(kind, wound=False) > 0


def test_a_drive_that_is_loading_cannot_be_read(build: Build) -> None:
    site = build("slots=6&realistic=1&type=LTO-5")
    site.move(SLOT, DRIVE)
    with pytest.raises(DriveNotReady):
        site.drive.read(100)


def test_a_scan_takes_its_time_by_elements(build: Build) -> None:
    site = build("slots=100&realistic=1")
    site.opened.changer.initialise()
    assert sum(site.clock.slept) == pytest.approx(104 * 21 / 8)


def test_the_library_scans_after_its_door_was_closed(build: Build) -> None:
    site = build("slots=100&realistic=1")
    site.hands.open()
    site.hands.close()
    with pytest.raises(DriveNotReady):
        site.opened.changer.status()
    site.clock.now += 300
    assert len(site.opened.changer.status()) == 105


def test_while_it_is_carried_a_cartridge_is_in_the_robot(tmp_path: Path) -> None:
    url = f"virtual:{tmp_path}?realistic=1&timescale=0.1&slots=6"
    changer = open_virtual(url).changer
    mover = start_move(url, 1005)
    wait_for_robot(tmp_path)
    codes = {each.address: each.bar_code for each in changer.status() if each.full}
    assert codes == {1: "V00001L9", 1001: "V00002L9"}
    assert mover.communicate()[0] == "moved\n"
    codes = {each.address: each.bar_code for each in changer.status() if each.full}
    assert codes == {1005: "V00001L9", 1001: "V00002L9"}


@pytest.mark.parametrize("destination", [1005, 100, 10])
def test_a_motion_completes_although_its_process_was_killed(tmp_path: Path, destination: int) -> None:
    url = f"virtual:{tmp_path}?realistic=1&timescale=0.05&slots=6"
    changer = open_virtual(url).changer
    mover = start_move(url, destination)
    wait_for_robot(tmp_path)
    kill(mover)
    assert {each.address for each in changer.status() if each.full} == {1, 1001}
    time.sleep(15 * 0.05)
    assert {each.address for each in changer.status() if each.full} == {destination, 1001}


def test_a_second_motion_waits_for_the_first(tmp_path: Path) -> None:
    url = f"virtual:{tmp_path}?realistic=1&timescale=0.05&slots=6"
    changer = open_virtual(url).changer
    mover = start_move(url, 1005)
    wait_for_robot(tmp_path)
    changer.move(1001, 1004)
    assert {each.address for each in changer.status() if each.full} == {1005, 1004}
    assert mover.communicate()[0] == "moved\n"


def test_the_door_stays_shut_while_the_robot_moves(tmp_path: Path) -> None:
    url = f"virtual:{tmp_path}?realistic=1&timescale=0.05&slots=6"
    open_virtual(url)
    mover = start_move(url, 1005)
    wait_for_robot(tmp_path)
    with pytest.raises(Busy):
        Hands(tmp_path).open()
    assert mover.communicate()[0] == "moved\n"


def test_a_drive_becomes_ready_although_the_mounting_process_was_killed(tmp_path: Path) -> None:
    url = f"virtual:{tmp_path}?realistic=1&timescale=0.02&slots=6&type=LTO-5"
    drive = open_virtual(url).drives[0].drive
    mover = start_move(url, 100)
    wait_for_robot(tmp_path)
    kill(mover)
    time.sleep((15 + 12) * 0.02)
    assert drive.status().readiness is Readiness.READY
    assert os.path.realpath(drive.device_path) == str(tmp_path.resolve() / "cartridges" / "V00001L5")
