"""The driver beside other people's programs on a real target: tgt, over iSCSI and as /dev/sgN."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from openrsm.drivers.contract import Element, ElementKind, OpenedLibrary, Readiness
from openrsm.drivers.position import SpaceKind
from openrsm.drivers.scsi import cdb, cdb_changer
from openrsm.drivers.scsi.changer import ScsiChanger
from openrsm.drivers.scsi.discover import open_iscsi, open_sg
from openrsm.drivers.scsi.iscsi import IscsiTransport, parse_address
from openrsm.drivers.scsi.libiscsi import Libiscsi
from openrsm.drivers.scsi.link import Link
from openrsm.drivers.scsi.sg import SgTransport
from openrsm.errors import (
    DestinationFull,
    DeviceGone,
    DriveNotReady,
    ElementUnreachable,
    EndOfData,
    InvalidParameter,
    LibraryChanged,
    MotionUnknown,
    NotSupported,
    SourceEmpty,
)
from tests.lab.fixtures import fresh_library, shim, shim_folder
from tests.lab.lab import ROOT, SgShim, TgtLibrary

__all__ = ["fresh_library", "shim", "shim_folder"]  # fixtures that this file's tests ask for by name

pytestmark = [pytest.mark.system, pytest.mark.tgt]

MTX_DRIVE = re.compile(
    r"^Data Transfer Element (\d+):(Full|Empty)(?: \(Storage Element \d+ Loaded\))?(?::VolumeTag = (\S*))?"
)
MTX_SLOT = re.compile(r"^\s+Storage Element (\d+)( IMPORT/EXPORT)?:(Full|Empty) ?(?::VolumeTag=(\S*))?")

Line = tuple[str, bool, str | None]

SHOW = """
from openrsm.drivers.scsi.changer import ScsiChanger
from openrsm.drivers.scsi.link import Link
from openrsm.drivers.scsi.sg import SgTransport
changer = ScsiChanger(Link(SgTransport("/dev/sg9")))
changer.move(1000, 501)
for each in changer.status():
    print(each.kind.name, each.address, each.full, each.bar_code, each.source, each.drive_serial)
"""


def as_mtx_shows(status: str) -> list[Line]:
    """Drives, then slots with ports behind them, as ``mtx status`` lists them."""
    drives = [(m[2], m[3]) for m in map(MTX_DRIVE.match, status.splitlines()) if m]
    slots = [(m[3], m[4]) for m in map(MTX_SLOT.match, status.splitlines()) if m]
    lines = [("drive", *each) for each in drives] + [("slot", *each) for each in slots]
    return [(kind, full == "Full", tag or None if full == "Full" else None) for kind, full, tag in lines]


def as_we_show(elements: list[Element]) -> list[Line]:
    order = {ElementKind.DRIVE: "drive", ElementKind.SLOT: "slot", ElementKind.PORT: "slot"}
    return [(name, each.full, each.bar_code) for kind, name in order.items() for each in elements if each.kind is kind]


@pytest.fixture
def opened(fresh_library: TgtLibrary) -> Iterator[OpenedLibrary]:
    library = open_iscsi(fresh_library.url())
    yield library
    for each in library.drives:
        each.drive.close()
    library.changer.close()


def mtx(shim: SgShim, *words: str) -> subprocess.CompletedProcess[str]:
    return shim.run("mtx", "-f", "/dev/sg9", *words, check=False)


def test_our_inventory_is_what_mtx_prints(opened: OpenedLibrary, shim: SgShim) -> None:
    assert as_we_show(list(opened.changer.status())) == as_mtx_shows(mtx(shim, "status").stdout)


def test_our_moves_are_seen_by_mtx(opened: OpenedLibrary, shim: SgShim) -> None:
    opened.changer.move(1000, 501)
    opened.changer.move(1001, 10)
    status = mtx(shim, "status").stdout
    assert "Data Transfer Element 1:Full (Storage Element 1 Loaded):VolumeTag = A00001L5" in status
    assert as_we_show(list(opened.changer.status())) == as_mtx_shows(status)


def test_moves_of_mtx_are_seen_by_us(opened: OpenedLibrary, shim: SgShim) -> None:
    assert mtx(shim, "load", "3", "0").returncode == 0
    loaded = next(each for each in opened.changer.status() if each.address == 500)
    assert (loaded.bar_code, loaded.source) == ("A00003L5", 1002)
    assert opened.drives[0].drive.status().readiness is Readiness.READY


def test_the_generic_driver_shows_what_iscsi_shows(opened: OpenedLibrary, shim: SgShim) -> None:
    environment = {**shim.environment, "PYTHONPATH": str(ROOT / "src")}
    shown = subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, check=True)
    ours = [
        f"{each.kind.name} {each.address} {each.full} {each.bar_code} {each.source} {each.drive_serial}"
        for each in opened.changer.status()
    ]
    assert shown.stdout.splitlines() == ours
    assert "DRIVE 501 True A00001L5 1000 HU000002" in ours


def test_drives_are_matched_by_serial_number_and_the_empty_bay_is_told(opened: OpenedLibrary) -> None:
    assert [(each.address, each.drive.identity.serial) for each in opened.drives] == [
        (500, "HU000001"),
        (501, "HU000002"),
    ]
    assert [each.drive.type_name for each in opened.drives] == ["LTO-5", "LTO-5"]
    assert list(opened.unmatched) == [502]
    assert opened.default_type is None


def test_a_drives_path_is_its_own_address(opened: OpenedLibrary, fresh_library: TgtLibrary) -> None:
    assert [each.drive.device_path for each in opened.drives] == [fresh_library.url(1), fresh_library.url(2)]


def test_refusals_of_the_robot_are_told_apart(opened: OpenedLibrary) -> None:
    with pytest.raises(SourceEmpty, match="05/3b/0e"):
        opened.changer.move(1008, 1009)
    with pytest.raises(DestinationFull, match="05/3b/0d"):
        opened.changer.move(1000, 1001)
    with pytest.raises(ElementUnreachable):
        opened.changer.move(1000, 4711)
    with pytest.raises(NotSupported):
        opened.changer.exchange(1000, 1001, 1008)
    with pytest.raises(NotSupported):
        opened.changer.lock(locked=True)


def test_blocks_and_filemarks_come_back(opened: OpenedLibrary) -> None:
    opened.changer.move(1000, 500)
    drive = opened.drives[0].drive
    data = [bytes([number]) * 32768 for number in range(20)]
    for block in data:
        drive.write(block)
    drive.write_filemarks(1)
    drive.write(data[0])
    drive.write_filemarks(2)
    drive.rewind()
    assert [drive.read(32768) for _ in range(22)] == [*data, b"", data[0]]
    assert [drive.read(32768) for _ in range(2)] == [b"", b""]
    with pytest.raises(EndOfData):
        drive.read(32768)
    drive.rewind()
    drive.space(SpaceKind.FILEMARKS, 1)
    assert drive.read(32768) == data[0]


def test_an_empty_drive_says_so(opened: OpenedLibrary) -> None:
    drive = opened.drives[1].drive
    assert drive.status().readiness is Readiness.EMPTY
    with pytest.raises(DriveNotReady, match="02/3a/00"):
        drive.write(b"x")
    assert not drive.in_use()
    assert drive.alerts() == frozenset()


def test_a_library_that_went_away_is_gone_and_moves_nothing(opened: OpenedLibrary, fresh_library: TgtLibrary) -> None:
    fresh_library.stop()
    with pytest.raises(DeviceGone):
        opened.changer.move(1000, 500)


def test_an_address_where_nothing_listens_is_gone(fresh_library: TgtLibrary) -> None:
    fresh_library.stop()
    with pytest.raises(DeviceGone, match="cannot be reached"):
        open_iscsi(fresh_library.url())


def test_a_drive_is_no_library(fresh_library: TgtLibrary) -> None:
    with pytest.raises(NotSupported, match="peripheral type is 01h"):
        open_iscsi(fresh_library.url(1))


def test_a_target_of_another_name_is_gone(fresh_library: TgtLibrary) -> None:
    with pytest.raises(DeviceGone):
        open_iscsi(fresh_library.url().replace("vtl", "other"))


@pytest.mark.parametrize(
    "url", ["iscsi:", "iscsi://host/target", "iscsi://h:99999/t/0", "iscsi://h/t/x", "iscsi://u%p@h/t/0"]
)
def test_a_malformed_iscsi_address_shows_the_form(url: str) -> None:
    with pytest.raises(InvalidParameter, match="iscsi://HOST:PORT/TARGET/LUN"):
        open_iscsi(url)


@pytest.mark.parametrize("url", ["scsi:", "scsi:/dev/sda", "scsi:/dev/sg", "scsi:/etc/sg1"])
def test_a_malformed_sg_address_shows_the_form(url: str) -> None:
    with pytest.raises(InvalidParameter, match="scsi:/dev/sgN"):
        open_sg(url)


def test_a_node_that_is_not_there_is_gone() -> None:
    with pytest.raises(DeviceGone):
        open_sg("scsi:/dev/sg4711")


def test_a_node_that_is_no_scsi_device_is_gone(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    transport = SgTransport(str(plain))
    with pytest.raises(DeviceGone):
        transport.execute(cdb.inquiry())
    transport.close()
    transport.close()
    with pytest.raises(DeviceGone, match="closed"):
        transport.execute(cdb.inquiry())


def test_without_libiscsi_the_advice_is_to_install_it() -> None:
    def missing(_: object) -> None:
        raise OSError

    with pytest.raises(NotSupported, match="apt install libiscsi7"):
        Libiscsi(missing)


def test_a_connection_lost_between_commands_is_made_anew(opened: OpenedLibrary) -> None:
    cut_all_connections()
    assert len(opened.changer.status()) == 16
    assert [each.what for each in opened.changer.attentions()][-1:] != []


def test_a_motion_after_a_lost_connection_asks_to_look_first(opened: OpenedLibrary) -> None:
    opened.changer.status()
    cut_all_connections()
    with pytest.raises(LibraryChanged):
        opened.changer.move(1000, 500)
    opened.changer.move(1000, 500)


def test_a_motion_that_is_not_answered_in_time_is_unknown_and_the_library_can_be_asked(
    fresh_library: TgtLibrary,
) -> None:
    link = Link(IscsiTransport(parse_address(fresh_library.url()), Libiscsi()))
    link.run(cdb.test_unit_ready())
    move = replace(cdb_changer.move_medium(robot=1, source=1000, destination=500), timeout=1)
    os.kill(fresh_library.daemon, signal.SIGSTOP)
    try:
        with pytest.raises(MotionUnknown, match="did not answer MOVE MEDIUM"):
            link.run(move)
    finally:
        os.kill(fresh_library.daemon, signal.SIGCONT)
    assert ScsiChanger(link).status()
    link.close()


def cut_all_connections() -> None:
    """Shut this process's TCP sockets down, as a network that fails does; their owners notice on their own."""
    for path in list(Path("/proc/self/fd").iterdir()):
        with suppress(OSError), socket.socket(fileno=os.dup(int(path.name))) as found:
            if found.type == socket.SOCK_STREAM and found.family == socket.AF_INET:
                found.shutdown(socket.SHUT_RDWR)
