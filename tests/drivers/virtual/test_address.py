"""Addresses of virtual libraries, and what they make."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.parameters import FORM
from openrsm.errors import InvalidParameter, StatusUnreadable


def test_a_folder_without_parameters_becomes_a_library_of_twenty_slots(tmp_path: Path) -> None:
    opened = open_virtual(f"virtual:{tmp_path / 'new' / 'library'}")
    found = opened.changer.status()
    full = [each.bar_code for each in found if each.full]
    assert [len([each for each in found if each.kind is kind]) for kind in ElementKind] == [1, 20, 2, 2]
    assert (full[0], full[-1], len(full)) == ("V00001L9", "V00016L9", 16)
    assert opened.default_type == "LTO-9"
    assert {each.drive.type_name for each in opened.drives} == {"LTO-9"}


def test_parameters_make_the_library(tmp_path: Path) -> None:
    query = "drives=1&slots=5&ports=0&type=LTO-5&cartridges=3&prefix=ABC&cleaner=1&doors=0"
    opened = open_virtual(f"virtual:{tmp_path}?{query}")
    full = {each.address: (each.bar_code, each.cleaner) for each in opened.changer.status() if each.full}
    assert full == {
        1000: ("ABC001L5", False),
        1001: ("ABC002L5", False),
        1002: ("ABC003L5", False),
        1004: ("CLNU01L5", True),
    }
    assert not opened.changer.abilities.has_door


def test_a_library_of_one_slot_holds_one_cartridge(tmp_path: Path) -> None:
    opened = open_virtual(f"virtual:{tmp_path}?slots=1")
    assert sum(each.full for each in opened.changer.status()) == 1


def test_a_relative_folder_is_looked_for_where_the_process_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    opened = open_virtual("virtual:here")
    assert (tmp_path / "here" / "library.json").exists()
    assert opened.drives[0].drive.device_path == str(tmp_path / "here" / "drives" / "drive1")


@pytest.mark.parametrize(
    "query",
    [
        "colour=red",
        "slots=0",
        "slots=100001",
        "slots=-1",
        "slots=many",
        "slots=²",
        "drives=0",
        "slots=5&slots=6",
        "type=LTO-99",
        "type=",
        "realistic=yes",
        "prefix=v",
        "prefix=TOOLONG",
        "timescale=-1",
        "timescale=nan",
        "cartridges=6&slots=5",
        "cartridges=5&slots=5&cleaner=1",
        "cartridges=100&slots=100&prefix=ABCD",
        "slots",
    ],
)
def test_wrong_parameters_are_refused_and_nothing_is_made(tmp_path: Path, query: str) -> None:
    with pytest.raises(InvalidParameter) as refused:
        open_virtual(f"virtual:{tmp_path}/library?{query}")
    assert refused.value.what
    assert refused.value.advice
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["virtual:", "virtual:?slots=3", "scsi:/dev/sg0", "virtual", ""])
def test_what_is_no_address_is_refused_with_the_form(url: str) -> None:
    with pytest.raises(InvalidParameter) as refused:
        open_virtual(url)
    assert FORM in str(refused.value)


def test_a_parameter_that_contradicts_the_library_is_refused_with_both_values(tmp_path: Path) -> None:
    open_virtual(f"virtual:{tmp_path}?slots=7")
    with pytest.raises(InvalidParameter) as refused:
        open_virtual(f"virtual:{tmp_path}?slots=8")
    assert "slots=7" in str(refused.value)
    assert "8" in str(refused.value)


def test_parameters_that_agree_open_the_library_again(tmp_path: Path) -> None:
    first = open_virtual(f"virtual:{tmp_path}?slots=7&type=LTO-8")
    again = open_virtual(f"virtual:{tmp_path}?slots=7&type=LTO-8&drives=2")
    assert again.changer.identity == first.changer.identity


def test_two_libraries_have_different_serial_numbers(tmp_path: Path) -> None:
    libraries = [open_virtual(f"virtual:{tmp_path / name}") for name in ("one", "two")]
    serials = [library.changer.identity.serial for library in libraries]
    serials += [each.drive.identity.serial for library in libraries for each in library.drives]
    assert len(set(serials)) == len(serials)


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InvalidParameter):
        open_virtual(f"virtual:{tmp_path / 'file'}")


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"schema": 99}', '{"schema": 1}'])
def test_a_state_that_does_not_read_is_said_so_and_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / "library.json").write_text(content)
    with pytest.raises(StatusUnreadable):
        open_virtual(f"virtual:{tmp_path}")
    assert (tmp_path / "library.json").read_text() == content
