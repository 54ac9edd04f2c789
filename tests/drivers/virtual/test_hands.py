"""What a person does at the library, and what the library says of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from openrsm.drivers.contract import Attention
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.hands import Hands
from openrsm.errors import (
    DoorOpen,
    ElementUnreachable,
    InvalidParameter,
    InvalidState,
    LibraryChanged,
    NotSupported,
    ObjectNotFound,
    RemovalPrevented,
)
from tests.drivers.virtual.conftest import DRIVE, PORT, SLOT, Build, Site


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "openrsm.drivers.virtual.hands", str(folder), *words],
        capture_output=True,
        text=True,
        check=False,
        env={"NO_COLOR": "1", "COLUMNS": "160"},
    )


def test_an_open_door_stops_the_robot(site: Site) -> None:
    site.hands.open()
    assert site.opened.changer.door_open()
    for _ in range(2):
        with pytest.raises(DoorOpen):
            site.move(SLOT, SLOT + 4)
    assert len(site.codes()) == 2


def test_after_the_door_was_closed_the_next_motion_is_refused_once(site: Site) -> None:
    site.hands.open()
    site.hands.close()
    with pytest.raises(LibraryChanged):
        site.move(SLOT, SLOT + 4)
    site.move(SLOT, SLOT + 4)


def test_who_read_the_status_after_the_door_was_closed_may_move(site: Site) -> None:
    site.hands.open()
    site.hands.close()
    site.opened.changer.status()
    site.move(SLOT, SLOT + 4)
    assert SLOT + 4 in site.codes()


def test_everybody_is_told_of_the_door(site: Site) -> None:
    other = site.again()
    site.hands.open()
    assert list(site.opened.changer.attentions()) == [Attention(what="the door was opened", contents_suspect=False)]
    site.hands.close()
    assert [each.contents_suspect for each in site.opened.changer.attentions()] == [True]
    assert [each.contents_suspect for each in other.changer.attentions()] == [False, True]


def test_a_cartridge_put_into_a_port_is_announced(site: Site) -> None:
    key = site.hands.insert("X00001L9")
    assert key == "X00001L9"
    assert [each.what for each in site.opened.changer.attentions()] == ["I/E element accessed (06/28/01)"]
    assert site.codes()[PORT] == "X00001L9"
    site.move(PORT, SLOT + 3)


def test_slots_are_reached_through_the_open_door_alone(site: Site) -> None:
    with pytest.raises(InvalidState):
        site.hands.take("slot:1")
    site.hands.open()
    site.hands.take("slot:1")
    site.hands.insert("V00001L9", "slot:5")
    site.hands.close()
    assert site.codes() == {SLOT + 1: "V00002L9", SLOT + 4: "V00001L9"}


def test_a_library_without_door_does_not_notice_people(build: Build) -> None:
    site = build("slots=6&doors=0")
    site.hands.take("V00001L9")
    assert list(site.opened.changer.attentions()) == []
    assert site.codes() == {SLOT + 1: "V00002L9"}
    with pytest.raises(NotSupported):
        site.hands.open()


def test_a_cartridge_comes_back_from_the_shelf_with_its_data(site: Site) -> None:
    site.move(SLOT, DRIVE)
    site.drive.write(b"kept")
    site.drive.unload()
    site.move(DRIVE, PORT)
    assert site.hands.take("V00001L9") == "V00001L9"
    assert site.hands.look().shelf.keys() == {"V00001L9"}
    site.hands.insert("V00001L9", "port:2")
    site.opened.changer.status()
    site.move(PORT + 1, DRIVE)
    assert site.drive.read(10) == b"kept"


def test_a_second_cartridge_may_have_the_same_label(site: Site) -> None:
    assert site.hands.insert("V00001L9") == "V00001L9-2"
    assert sorted(code or "" for code in site.codes().values()) == ["V00001L9", "V00001L9", "V00002L9"]
    site.hands.take("V00001L9-2")
    assert site.codes() == {SLOT: "V00001L9", SLOT + 1: "V00002L9"}


def test_a_cartridge_without_label_has_no_bar_code(site: Site) -> None:
    assert site.hands.insert(None, "port:2") == "unlabelled"
    assert site.codes()[PORT + 1] is None


def test_a_new_cartridge_may_hold_a_file(site: Site, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"from elsewhere")
    site.hands.insert("X00001L9", "port:1", file=tmp_path / "data")
    site.opened.changer.status()
    site.move(PORT, DRIVE)
    assert site.drive.read(100) == b"from elsewhere"


def test_a_bar_code_that_cannot_be_read_is_not_reported(site: Site) -> None:
    site.hands.label("V00001L9", readable=False)
    assert site.codes()[SLOT] is None
    site.hands.label("V00001L9", readable=True)
    assert site.codes()[SLOT] == "V00001L9"


def test_two_places_are_swapped(site: Site) -> None:
    site.hands.open()
    site.hands.swap("slot:1", "slot:2")
    site.hands.swap("slot:2", "slot:6")
    site.hands.close()
    assert site.codes() == {SLOT: "V00002L9", SLOT + 5: "V00001L9"}


def test_a_lock_keeps_people_out_until_its_changer_is_closed(site: Site) -> None:
    site.opened.changer.lock(locked=True)
    for deed in (site.hands.open, lambda: site.hands.insert("X00001L9")):
        with pytest.raises(RemovalPrevented):
            deed()
    site.opened.changer.close()
    site.hands.open()


def test_a_magazine_that_is_out_takes_its_cartridges_along(site: Site) -> None:
    site.hands.open()
    site.hands.magazine(1, 2, out=True)
    site.hands.close()
    shown = {each.address: each for each in site.opened.changer.status()}
    assert (shown[SLOT].full, shown[SLOT].accessible, shown[SLOT + 2].accessible) == (False, False, True)
    with pytest.raises(ElementUnreachable, match="magazine"):
        site.opened.changer.move(SLOT, SLOT + 3)
    site.hands.open()
    site.hands.magazine(1, 2, out=False)
    site.hands.close()
    assert site.codes()[SLOT] == "V00001L9"


def test_a_full_place_takes_no_second_cartridge(site: Site) -> None:
    site.hands.insert("X00001L9", "port:1")
    with pytest.raises(InvalidState):
        site.hands.insert("X00002L9", "port:1")
    site.hands.insert("X00002L9")
    with pytest.raises(InvalidState):
        site.hands.insert("X00003L9")


@pytest.mark.parametrize("place", ["slot:7", "port:3", "drive:3", "slot:0"])
def test_a_place_that_is_not_there_is_refused(site: Site, place: str) -> None:
    with pytest.raises(InvalidParameter):
        site.hands.insert("X00001L9", place)


@pytest.mark.parametrize("what", ["slot:6", "port:1", "NOBODY"])
def test_what_is_not_there_cannot_be_taken(site: Site, what: str) -> None:
    site.hands.open()
    with pytest.raises(ObjectNotFound):
        site.hands.take(what)


def test_a_loaded_cartridge_is_not_taken_out_of_its_drive(site: Site) -> None:
    site.move(SLOT, DRIVE)
    site.hands.open()
    with pytest.raises(RemovalPrevented):
        site.hands.take("drive:1")
    site.drive.unload()
    site.hands.take("drive:1")


def test_a_folder_without_library_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ObjectNotFound):
        Hands(tmp_path)


def test_the_command_shows_the_library(site: Site) -> None:
    shown = command(site.folder, "show", "--all")
    assert shown.returncode == 0
    assert "V00001L9" in shown.stdout
    assert "2 cartridges, door closed" in shown.stdout


def test_the_command_does_what_a_person_does(tmp_path: Path) -> None:
    changer = open_virtual(f"virtual:{tmp_path}?slots=6").changer
    deeds = [
        ("open",),
        ("take", "slot:1"),
        ("insert", "V00001L9", "--at", "slot:4"),
        ("swap", "slot:2", "slot:3"),
        ("write-protect", "V00001L9", "on"),
        ("label", "V00002L9", "off"),
        ("close",),
        ("fault", "add", "move", "slow:1", "--nth", "3", "--at", "slot:4"),
        ("fault", "list"),
        ("fault", "clear", "1"),
    ]
    assert [command(tmp_path, *deed).returncode for deed in deeds] == [0] * len(deeds)
    assert {each.address: each.bar_code for each in changer.status() if each.full} == {
        SLOT + 2: None,
        SLOT + 3: "V00001L9",
    }
    assert Hands(tmp_path).look().contents[SLOT + 3].protected


def test_the_command_refuses_in_one_line(site: Site) -> None:
    refused = command(site.folder, "take", "slot:1")
    assert refused.returncode == 1
    assert refused.stderr == "INVALID_STATE (5023): the door is closed before slot:1; open it first\n"
