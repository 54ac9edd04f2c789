"""What Bacula reads; the forms of its own script, which turns mtx's lines into them."""

from openrsm.changer.lists import listed, listed_all
from tests.changer.views import changer, drive

VIEW = changer(drive(0, "A00003L5", slot=3), drive(1), slots={1: "A00001L5", 2: "?", 5: "A00005L5"})


def test_list_tells_the_volumes_with_the_one_in_a_drive_under_its_slot() -> None:
    assert list(listed(VIEW)) == ["1:A00001L5", "2:", "3:A00003L5"]


def test_listall_tells_every_place() -> None:
    assert list(listed_all(VIEW)) == [
        "D:0:F:3:A00003L5",
        "D:1:E",
        "S:1:F:A00001L5",
        "S:2:F:",
        "S:3:E",
        "S:4:E",
        "I:5:F:A00005L5",
    ]


def test_a_volume_that_has_no_slot_to_go_to_is_in_its_drive_only() -> None:
    full = changer(drive(0, "A00009L5"), slots={1: "A", 2: "B", 3: "C", 4: "D"})
    assert list(listed(full)) == ["1:A", "2:B", "3:C", "4:D"]
    assert next(listed_all(full)) == "D:0:F:0:A00009L5"
