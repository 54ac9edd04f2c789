"""Run by test_guest.py inside the guest kernel, where CHANGER names the library's /dev/sgN."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from openrsm.drivers.contract import Drive, ElementKind, OpenedLibrary, Readiness
from openrsm.drivers.scsi.discover import open_sg
from openrsm.errors import DestinationFull, DeviceGone, DriveNotReady, NotSupported, SourceEmpty
from tests.conformance.bench import Bench
from tests.conformance.changer import ChangerConformance
from tests.conformance.drive import DriveConformance
from tests.drivers.scsi.test_conformance_tgt import known_quirk

__all__ = ["known_quirk"]  # the target is the same, so are its quirks

CHANGER = os.environ["CHANGER"]


@pytest.fixture
def opened() -> Iterator[OpenedLibrary]:
    library = open_sg(f"scsi:{CHANGER}")
    yield library
    for each in library.changer.status():
        if each.full and each.kind is ElementKind.DRIVE and each.source is not None:
            library.changer.move(each.address, each.source)
    for drive in library.drives:
        drive.drive.close()
    library.changer.close()


@pytest.fixture
def first(opened: OpenedLibrary) -> Drive:
    return opened.drives[0].drive


def run(*command: str, cwd: Path | None = None) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=cwd).stdout


def test_the_inventory_is_what_mtx_prints(opened: OpenedLibrary) -> None:
    status = run("mtx", "-f", CHANGER, "status")
    codes = [each.bar_code for each in opened.changer.status() if each.bar_code]
    assert len(codes) == 7
    assert [code for code in codes if f":VolumeTag={code}" not in status] == []
    assert status.count("Empty") == sum(
        not each.full for each in opened.changer.status() if each.kind is not ElementKind.ROBOT
    )


def test_a_move_is_seen_by_mtx(opened: OpenedLibrary) -> None:
    opened.changer.move(1001, 501)
    assert "Element 1:Full (Storage Element 2 Loaded):VolumeTag = A00002L5" in run("mtx", "-f", CHANGER, "status")


def test_refusals_are_told_apart(opened: OpenedLibrary) -> None:
    with pytest.raises(SourceEmpty, match="05/3b/0e"):
        opened.changer.move(1008, 1009)
    with pytest.raises(DestinationFull, match="05/3b/0d"):
        opened.changer.move(1000, 1001)


def test_drives_are_matched_and_their_nodes_found_by_the_kernels_word(opened: OpenedLibrary) -> None:
    assert [(each.address, each.drive.identity.serial) for each in opened.drives] == [
        (500, "HU000001"),
        (501, "HU000002"),
    ]
    for each in opened.drives:
        name = Path(each.drive.device_path).name
        page = Path(f"/sys/class/scsi_tape/{name}/device/vpd_pg80").read_bytes()
        assert page.endswith(each.drive.identity.serial.encode())
    assert list(opened.unmatched) == [502]


def test_tar_reads_back_what_tar_wrote(opened: OpenedLibrary, first: Drive, tmp_path: Path) -> None:
    (tmp_path / "hello").write_text("over the kernel's own tape driver\n" * 1000)
    opened.changer.move(1000, 500)
    assert first.status().readiness is Readiness.READY
    # tgt answers READ of another length than the block's by losing the block: the same record size both times.
    run("tar", "-b", "20", "-cf", first.device_path, "hello", cwd=tmp_path)
    first.rewind()
    assert run("tar", "-b", "20", "-xOf", first.device_path) == (tmp_path / "hello").read_text()


def test_the_driver_reads_what_the_kernel_wrote(opened: OpenedLibrary, first: Drive) -> None:
    opened.changer.move(1002, 500)
    assert first.status().readiness is Readiness.READY
    first.rewind()
    with open(first.device_path, "wb", buffering=0) as tape:  # noqa: PTH123 - Path.open adds nothing for a device
        tape.write(b"k" * 4096)
        tape.write(b"l" * 4096)
    first.rewind()
    assert [first.read(4096) for _ in range(3)] == [b"k" * 4096, b"l" * 4096, b""]


def test_a_node_that_a_program_holds_is_in_use(opened: OpenedLibrary, first: Drive) -> None:
    opened.changer.move(1000, 500)
    assert not first.in_use()
    holder = os.open(first.device_path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert first.in_use()
        assert first.status().readiness is Readiness.READY
    finally:
        os.close(holder)
    assert not first.in_use()


def test_an_empty_drive_is_empty_and_not_in_use(first: Drive) -> None:
    assert first.status().readiness is Readiness.EMPTY
    assert not first.in_use()
    with pytest.raises(DriveNotReady):
        first.rewind()


def test_a_tape_drive_is_no_library(opened: OpenedLibrary) -> None:
    tapes = [path.name for path in Path("/sys/class/scsi_generic").iterdir()]
    drives = [name for name in tapes if Path(f"/sys/class/scsi_generic/{name}/device/type").read_text() == "1\n"]
    assert len(drives) == len(opened.drives)
    with pytest.raises(NotSupported, match="peripheral type is 01h"):
        open_sg(f"scsi:/dev/{drives[0]}")


@pytest.fixture
def library() -> Iterator[Bench]:
    bench = Bench.of(open_sg(f"scsi:{CHANGER}"))
    yield bench
    bench.close()


class TestChanger(ChangerConformance):
    pass


class TestDrive(DriveConformance):
    pass


def test_a_device_that_is_removed_is_gone(opened: OpenedLibrary) -> None:
    """The last test: the changer does not come back."""
    address = Path(f"/sys/class/scsi_generic/{Path(CHANGER).name}/device").resolve()
    (address / "delete").write_text("1")
    with pytest.raises(DeviceGone):
        opened.changer.move(1000, 500)
    pytest.MonkeyPatch().setattr(opened.changer, "status", list)  # nothing is left to put away
