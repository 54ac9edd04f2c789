"""Cartridges are files: what programs write into them, and what drives read and write block by block."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from openrsm.drivers.contract import Readiness
from openrsm.drivers.position import SpaceKind
from openrsm.drivers.virtual import inuse
from openrsm.drivers.virtual.blocks import RAW_BLOCK
from openrsm.errors import Busy, EndOfData, MediumError, RemovalPrevented
from tests.drivers.virtual.conftest import DRIVE, PORT, SLOT, Build, Site

OPENER = "import sys; file = open(sys.argv[1], 'r+b'); print('open', flush=True); sys.stdin.read()"

ASKER = """
import subprocess, sys, time
from pathlib import Path
from openrsm.drivers.virtual import inuse

def then_somebody_opens(handle, command, argument, real=inuse.fcntl):
    answer = real(handle, command, argument)
    if (command, argument) == (inuse.F_SETLEASE, inuse.F_WRLCK):
        subprocess.Popen([sys.executable, "-c", "import sys; open(sys.argv[1])", sys.argv[1]])
        time.sleep(0.5)
    return answer

inuse.fcntl = then_somebody_opens
print(inuse.is_open(Path(sys.argv[1])))
"""


def tar(*words: str) -> int:
    return subprocess.run(["tar", *words], check=False, capture_output=True).returncode


def write_raw(site: Site, data: bytes) -> None:
    time.sleep(0.02)  # a clock tick of the file system, so that the index is seen to be older
    Path(site.drive.device_path).write_bytes(data)


def test_tar_writes_and_reads_the_loaded_cartridge(site: Site, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    site.move(SLOT, DRIVE)
    assert tar("-cf", site.drive.device_path, "-C", str(tmp_path), "kept.txt") == 0
    site.drive.unload()
    site.move(DRIVE, SLOT)
    site.move(SLOT, DRIVE + 1)
    (tmp_path / "out").mkdir()
    assert tar("-xf", site.opened.drives[1].drive.device_path, "-C", str(tmp_path / "out")) == 0
    assert (tmp_path / "out" / "kept.txt").read_text() == "kept"


def test_tar_cannot_write_where_nothing_is_loaded(site: Site, tmp_path: Path) -> None:
    before = sorted(site.folder.rglob("*"))
    assert tar("-cf", site.drive.device_path, "-C", str(tmp_path), ".") != 0
    site.move(SLOT, DRIVE)
    site.drive.unload()
    assert tar("-cf", site.drive.device_path, "-C", str(tmp_path), ".") != 0
    assert [each for each in sorted(site.folder.rglob("*")) if each not in before] == [
        site.folder / "cartridges" / "V00001L9"
    ]


def test_what_a_program_wrote_reads_as_blocks_of_64_kib(site: Site) -> None:
    site.move(SLOT, DRIVE)
    write_raw(site, b"a" * RAW_BLOCK + b"b" * 100)
    assert site.drive.read(RAW_BLOCK) == b"a" * RAW_BLOCK
    assert site.drive.read(RAW_BLOCK) == b"b" * 100
    with pytest.raises(EndOfData):
        site.drive.read(RAW_BLOCK)


def test_a_program_reads_the_bytes_of_all_blocks(site: Site) -> None:
    site.move(SLOT, DRIVE)
    site.drive.write(b"VOL1" + b" " * 76)
    site.drive.write_filemarks()
    site.drive.write(b"data")
    assert Path(site.drive.device_path).read_bytes() == b"VOL1" + b" " * 76 + b"data"


def test_a_program_that_writes_anew_makes_the_old_blocks_forgotten(site: Site) -> None:
    site.move(SLOT, DRIVE)
    for _ in range(5):
        site.drive.write(b"old" * 10)
    write_raw(site, b"new" * 50)
    assert site.drive.position().block == 1
    site.drive.rewind()
    assert site.drive.read(1000) == b"new" * 50
    with pytest.raises(EndOfData):
        site.drive.read(1000)


def test_blocks_may_be_appended_to_what_a_program_wrote(site: Site) -> None:
    site.move(SLOT, DRIVE)
    write_raw(site, b"raw" * 10)
    site.drive.space(SpaceKind.END_OF_DATA)
    site.drive.write_filemarks(2)
    site.drive.write(b"block")
    site.drive.rewind()
    assert [site.drive.read(100) for _ in range(4)] == [b"raw" * 10, b"", b"", b"block"]


def test_spacing_over_blocks_stops_before_a_filemark(site: Site) -> None:
    site.move(SLOT, DRIVE)
    site.drive.write(b"a")
    site.drive.write_filemarks()
    site.drive.rewind()
    with pytest.raises(MediumError):
        site.drive.space(SpaceKind.BLOCKS, 2)
    with pytest.raises(MediumError):
        site.drive.space(SpaceKind.FILEMARKS, -1)


def test_a_program_that_has_the_cartridge_open_uses_the_drive(site: Site) -> None:
    site.move(SLOT, DRIVE)
    opener = subprocess.Popen(
        [sys.executable, "-c", OPENER, site.drive.device_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert opener.stdout
    assert opener.stdout.readline() == b"open\n"
    assert site.drive.in_use()
    with pytest.raises(RemovalPrevented):
        site.drive.unload()
    opener.communicate()
    assert not site.drive.in_use()
    site.drive.unload()


def test_use_is_seen_in_proc_where_there_are_no_leases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_leases(_: int) -> bool:
        raise PermissionError

    monkeypatch.setattr(inuse, "_opened_besides", no_leases)
    file = tmp_path / "file"
    file.touch()
    assert not inuse.is_open(file)
    with file.open("rb"):
        assert inuse.is_open(file)
    assert not inuse.is_open(tmp_path / "none")


def test_a_file_that_is_opened_while_asked_about_does_not_end_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    asked = subprocess.run(
        [sys.executable, "-c", ASKER, str(tmp_path / "file")], check=False, capture_output=True, text=True
    )
    assert (asked.returncode, asked.stdout) == (0, "False\n")


def test_a_protected_cartridge_is_read_but_not_written(site: Site) -> None:
    site.hands.write_protect("V00001L9", on=True)
    site.move(SLOT, DRIVE)
    assert site.drive.status().write_protected
    deeds: list[Callable[[], None]] = [lambda: site.drive.write(b"x"), site.drive.write_filemarks]
    for deed in deeds:
        with pytest.raises(MediumError):
            deed()
    assert not Path(site.drive.device_path).stat().st_mode & 0o222


@pytest.mark.parametrize(("label", "told"), [("W00001L9", True), ("W00001LZ", False)])
def test_what_is_written_on_worm_stays_and_more_is_appended(site: Site, label: str, *, told: bool) -> None:
    site.hands.insert(label, "port:1", worm=told)
    site.opened.changer.status()
    site.move(PORT, DRIVE)
    site.drive.write(b"first")
    site.drive.rewind()
    with pytest.raises(MediumError):
        site.drive.write(b"over")
    site.drive.space(SpaceKind.END_OF_DATA)
    site.drive.write(b"second")
    site.drive.rewind()
    assert [site.drive.read(10), site.drive.read(10)] == [b"first", b"second"]


def test_the_two_sides_of_a_cartridge_hold_their_own(build: Build) -> None:
    site = build("slots=6&type=MO-5-RW")
    robot = site.opened.changer
    site.move(SLOT, DRIVE)
    site.drive.write(b"side one")
    site.drive.unload()
    robot.move(DRIVE, DRIVE + 1, invert=True)
    other = site.opened.drives[1].drive
    with pytest.raises(EndOfData):
        other.read(10)
    other.write(b"side two")
    assert sorted(each.name for each in (site.folder / "cartridges").glob("*[AB]")) == ["V00001.A", "V00001.B"]
    assert os.path.realpath(other.device_path).endswith("V00001.B")


@pytest.mark.parametrize(
    ("cartridge", "readiness", "protected"),
    [
        ("X00001L9", Readiness.FAILED, False),
        ("X00001L7", Readiness.READY, False),
        ("X00001L6", Readiness.READY, False),
        ("X00001L5", Readiness.READY, True),
        ("X00001L4", Readiness.FAILED, False),
    ],
)
def test_a_drive_takes_the_generations_that_it_can(
    build: Build, cartridge: str, readiness: Readiness, *, protected: bool
) -> None:
    site = build("slots=6&type=LTO-7")
    site.hands.insert(cartridge, "port:1")
    site.opened.changer.status()
    site.move(PORT, DRIVE)
    status = site.drive.status()
    assert status.readiness is readiness
    assert readiness is Readiness.FAILED or status.write_protected is protected


def test_a_loaded_cartridge_stays_until_it_is_unloaded(site: Site) -> None:
    site.move(SLOT, DRIVE)
    with pytest.raises(RemovalPrevented):
        site.move(DRIVE, SLOT)
    assert [each.accessible for each in site.opened.changer.status() if each.address == DRIVE] == [False]
    site.drive.unload()
    site.move(DRIVE, SLOT)


def test_cartridge_memory_counts_loads(site: Site) -> None:
    site.move(SLOT, DRIVE)
    serial = site.drive.cartridge_memory()[0x0401]
    site.drive.unload()
    site.drive.load()
    memory = site.drive.cartridge_memory()
    assert (memory[0x0401], int.from_bytes(memory[0x0003])) == (serial, 2)
    assert memory[0x0806] == b"V00001L9".ljust(32)


def test_a_reservation_keeps_other_hosts_out_and_outlives_its_own(site: Site) -> None:
    site.move(SLOT, DRIVE)
    site.drive.reserve(7)
    other = site.again().drives[0].drive
    deeds: list[Callable[[], None]] = [
        lambda: other.reserve(8),
        other.unload,
        lambda: other.write(b"x"),
        lambda: other.release(8),
    ]
    for deed in deeds:
        with pytest.raises(Busy):
            deed()
    assert other.status().readiness is Readiness.READY
    other.reserve(7)
    other.release(7)
    other.write(b"x")
