"""The main job by hand, on a real robot over iSCSI: tgt, and mtx to compare with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from openrsm.drivers.contract import Drive
from openrsm.drivers.position import SpaceKind
from openrsm.drivers.registry import open_library
from openrsm.errors import EndOfData
from tests.lab.fixtures import fresh_library, shim, shim_folder
from tests.lab.lab import SgShim, TgtLibrary
from tests.system.command import Rsm

__all__ = ["fresh_library", "shim", "shim_folder"]  # fixtures that this file's tests ask for by name

pytestmark = [pytest.mark.system, pytest.mark.tgt, pytest.mark.long]

MTX_SLOT = re.compile(r"Storage Element (\d+)(?: IMPORT/EXPORT)?:Full ?:VolumeTag=(\S+)")
MTX_DRIVE = re.compile(r"Data Transfer Element (\d+):Full.*:VolumeTag = (\S+)")


@pytest.fixture
def rsm(tmp_path: Path, fresh_library: TgtLibrary) -> Iterator[Rsm]:
    """A catalogue with the library, three free cartridges and a pool."""
    rsm = Rsm(tmp_path / "state")
    rsm.prepare(fresh_library.url(), "A00001L5", "A00002L5", "A00003L5")
    yield rsm
    rsm("work", "list")


def told_by_mtx(shim: SgShim) -> dict[str, str]:
    """Where each cartridge is, as real mtx says."""
    status = shim.run("mtx", "-f", "/dev/sg9", "status").stdout
    slots = {code: f"slot {number}" for number, code in MTX_SLOT.findall(status)}
    return slots | {code: f"drive {int(number) + 1}" for number, code in MTX_DRIVE.findall(status)}


def the_drive(library: TgtLibrary, path: str) -> Drive:
    """The drive at the path that ``rsm mount`` printed."""
    opened = open_library(library.url())
    return next(one.drive for one in opened.drives if one.drive.device_path == path)


def test_the_inventory_says_what_mtx_says(rsm: Rsm, shim: SgShim) -> None:
    assert rsm.places() == told_by_mtx(shim)
    assert len(rsm.places()) == 7


def test_blocks_and_filemarks_come_back_from_a_mounted_cartridge(rsm: Rsm, fresh_library: TgtLibrary) -> None:
    lmid = rsm.allocated("backups/daily")
    drive = the_drive(fresh_library, rsm("mount", lmid, "--write").strip())
    drive.write(b"a" * 1024)
    drive.write_filemarks()
    drive.write(b"b" * 1024)
    drive.write_filemarks()
    drive.rewind()
    assert [drive.read(1024), drive.read(1024), drive.read(1024)] == [b"a" * 1024, b"", b"b" * 1024]
    drive.rewind()
    drive.space(SpaceKind.FILEMARKS, 2)
    with pytest.raises(EndOfData):
        drive.read(1024)
    drive.close()
    rsm("dismount", lmid, "--wait")


def test_a_deferred_dismount_leaves_the_cartridge_for_a_remount_without_motion(rsm: Rsm, shim: SgShim) -> None:
    lmid = rsm.allocated("backups/daily")
    path = rsm("mount", lmid)
    rsm("dismount", lmid, "--deferred", "--wait")
    assert told_by_mtx(shim)["A00001L5"] == "drive 1"
    moves = len(rsm.json("media", "show", "A00001L5")["moves"])
    assert rsm("mount", lmid) == path
    assert len(rsm.json("media", "show", "A00001L5")["moves"]) == moves
    rsm("dismount", lmid, "--wait")
    assert told_by_mtx(shim)["A00001L5"] == rsm.places()["A00001L5"] == "slot 1"


def test_two_media_mount_in_one_call_and_a_third_evicts_the_released_one(rsm: Rsm, shim: SgShim) -> None:
    first, second, third = (rsm.allocated("backups/daily") for _ in range(3))
    assert len(rsm("mount", first, second, "--write").split()) == 2
    assert rsm.refused("mount", third, "--error-if-busy").startswith("error BUSY (170)")
    rsm("dismount", first, "--deferred", "--wait")
    rsm("mount", third)
    assert told_by_mtx(shim) == rsm.places()
    assert rsm.places()["A00001L5"] == "slot 1"
    rsm("dismount", second, third, "--wait")
    assert told_by_mtx(shim) == rsm.places()
    assert {place.split()[0] for place in rsm.places().values()} == {"slot"}


def test_what_somebody_else_moved_is_found_by_the_next_inventory(rsm: Rsm, shim: SgShim) -> None:
    shim.run("mtx", "-f", "/dev/sg9", "transfer", "1", "8")
    rsm("library", "inventory", "vtl")
    assert rsm.places() == told_by_mtx(shim)
    assert rsm.places()["A00001L5"] == "slot 8"


def test_a_cartridge_taken_away_before_its_mount_fails_the_mount_and_nothing_else(rsm: Rsm, shim: SgShim) -> None:
    lmid = rsm.allocated("backups/daily")
    shim.run("mtx", "-f", "/dev/sg9", "transfer", "1", "8")
    # The next command asks the library first, so it finds the cartridge where it is now and mounts it from there.
    rsm("mount", lmid)
    rsm("dismount", lmid, "--wait")
    assert rsm.places() == told_by_mtx(shim)
