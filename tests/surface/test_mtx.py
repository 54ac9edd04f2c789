"""The lines of ``mtx status``, as mtx 1.3.12 printed them on a library with these contents."""

import re

from openrsm.surface.mtx import origins, status
from tests.changer.views import changer, drive

AMANDA_DRIVE = re.compile(r"^Data Transfer Element\s*(\d+)?\s*:\s*(.*)", re.IGNORECASE)
AMANDA_SLOT = re.compile(r"^\s*Storage Element\s*(\d+)\s*(IMPORT\/EXPORT)?\s*:\s*(.*)", re.IGNORECASE)
AMANDA_TAG = re.compile(r":VolumeTag\s*=\s*(\S+)", re.IGNORECASE)
AMANDA_ORIGIN = re.compile(r"\(Storage Element (\d+) Loaded\)", re.IGNORECASE)
VIEW = changer(drive(0, "A00003L5", slot=3), drive(1), slots={1: "A00001L5", 2: "?", 5: "A00005L5"})
BLANKS = " " * 24


def test_the_lines_are_those_of_mtx() -> None:
    assert status(VIEW, "/dev/sg9") == (
        "  Storage Changer /dev/sg9:2 Drives, 5 Slots ( 1 Import/Export )\n"
        f"Data Transfer Element 0:Full (Storage Element 3 Loaded):VolumeTag = A00003L5{BLANKS}\n"
        "Data Transfer Element 1:Empty\n"
        f"      Storage Element 1:Full :VolumeTag=A00001L5{BLANKS}\n"
        f"      Storage Element 2:Full :VolumeTag={'':32}\n"
        f"      Storage Element 3:Empty:VolumeTag={'':32}\n"
        f"      Storage Element 4:Empty:VolumeTag={'':32}\n"
        f"      Storage Element 5 IMPORT/EXPORT:Full :VolumeTag=A00005L5{BLANKS}\n"
    )


def test_amandas_patterns_find_every_place() -> None:
    lines = status(VIEW, "x").splitlines()
    drives = [found for line in lines if (found := AMANDA_DRIVE.match(line))]
    slots = [found for line in lines if (found := AMANDA_SLOT.match(line))]
    assert [(found[1], found[2].split()[0].split(":")[0]) for found in drives] == [("0", "Full"), ("1", "Empty")]
    assert AMANDA_ORIGIN.findall(drives[0][2]) == ["3"]
    assert [AMANDA_TAG.findall(found[0]) for found in (*drives, *slots)] == [
        ["A00003L5"],
        [],
        ["A00001L5"],
        [],
        [],
        [],
        ["A00005L5"],
    ]
    assert [found[1] for found in slots] == ["1", "2", "3", "4", "5"]


def test_without_bar_codes_there_are_no_tags() -> None:
    assert "VolumeTag" not in status(VIEW, "x", bar_codes=False)
    assert "VolumeTag" not in status(changer(drive(0, full=True), slots={1: "?"}), "x")


def test_a_cartridge_whose_slot_is_taken_or_unknown_goes_to_the_next_empty_one() -> None:
    view = changer(drive(0, "A", slot=2), drive(1, "B"), drive(2, "C", slot=1), slots={2: "D"})
    assert origins(view) == {0: 1, 1: 3, 2: 1}, "mtx gives out empty slots in order, also such as others came from"


def test_a_cartridge_that_can_go_nowhere_came_from_an_unknown_place() -> None:
    view = changer(drive(0, "A", slot=2), slots={1: "B", 2: "C", 3: "D", 4: "E"})
    assert origins(view) == {}
    assert "Data Transfer Element 0:Full (Unknown Storage Element Loaded)" in status(view, "x")
