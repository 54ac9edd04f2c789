"""Which drive is behind which drive element, what it is called, and what the kernel calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from openrsm.drivers.contract import Readiness
from openrsm.drivers.scsi.inquiry import Designator
from openrsm.drivers.scsi.matching import Candidate, match, names_of
from openrsm.drivers.scsi.naming import type_of
from openrsm.drivers.scsi.readiness import status_of
from openrsm.drivers.scsi.sense import Sense
from openrsm.drivers.scsi.sysfs import Sysfs, is_open
from openrsm.drivers.scsi.tapepages import Density


def serial(text: str, *, whole: bool = True) -> Designator:
    return Designator(kind=0, text=text, whole=whole)


def drive(place: str, *names: str, beside: bool = True) -> Candidate:
    return Candidate(place=place, names=frozenset(names), beside=beside)


def test_drives_are_matched_by_identifier_whatever_their_order() -> None:
    found = match({500: serial("A"), 501: serial("B")}, [drive("sg1", "B"), drive("sg2", "A")])
    assert (found.matched, found.unmatched) == ({500: "sg2", 501: "sg1"}, {})


def test_a_serial_number_behind_vendor_and_product_matches() -> None:
    element = Designator(kind=1, text="HP      Ultrium 5-SCSI  HU1")
    assert match({1: element}, [drive("sg1", "HU1")]).matched == {1: "sg1"}


def test_a_world_wide_name_matches() -> None:
    port = Designator(kind=3, text="5001", association=1)
    unit = Designator(kind=3, text="5000")
    assert names_of("HU1", [unit, port]) == {"HU1", "5000"}


def test_two_drives_of_one_serial_number_are_not_guessed_between() -> None:
    found = match({1: serial("A")}, [drive("sg1", "A"), drive("sg2", "A")])
    assert found.matched == {}
    assert found.unmatched[1] == "2 drives answer to 'A': sg1, sg2"


def test_one_drive_behind_two_elements_is_not_guessed() -> None:
    found = match({1: serial("A"), 2: serial("A")}, [drive("sg1", "A")])
    assert found.matched == {}
    assert "another drive element too" in found.unmatched[1]


def test_an_identifier_that_is_cut_short_matches_nothing() -> None:
    found = match({1: serial("A", whole=False)}, [drive("sg1", "A")])
    assert found.matched == {}
    assert "cut" in found.unmatched[1]


def test_a_drive_that_is_not_found_is_told() -> None:
    found = match({1: serial("A"), 2: None}, [drive("sg1", "B")])
    assert found.unmatched[1] == "none of 1 drive found here answers to 'A'"
    assert "may be empty" in found.unmatched[2]


def test_the_only_drive_beside_the_only_element_is_certain() -> None:
    assert match({1: None}, [drive("sg1", "A"), drive("sg5", "B", beside=False)]).matched == {1: "sg1"}


@pytest.mark.parametrize("candidates", [[], [drive("sg1", "A", beside=False)], [drive("sg1", "A"), drive("sg2", "B")]])
def test_without_identifiers_nothing_else_is_guessed(candidates: list[Candidate]) -> None:
    found = match({1: None}, candidates)
    assert found.matched == {}
    assert "does not tell" in found.unmatched[1]


def test_two_elements_without_identifiers_are_not_guessed() -> None:
    assert match({1: None, 2: None}, [drive("sg1", "A")]).matched == {}


@pytest.mark.parametrize(
    ("product", "name"),
    [
        ("Ultrium 5-SCSI", "LTO-5"),
        ("Ultrium 10-SCSI", "LTO-10"),
        ("ULTRIUM-HH7", "LTO-7"),
        ("ULTRIUM-TD9", "LTO-9"),
        ("ULTRIUM-TD10", "LTO-10"),
        ("ULT3580-TD5", "LTO-5"),
        ("ULT3580-HH8", "LTO-8"),
        ("ULTRIUM 4", "LTO-4"),
        ("LTO-6 HH", "LTO-6"),
        ("03592E07", "3592-E07"),
        ("0359260F", "3592-60F"),
        ("T10000D", "T10000D"),
        ("ULTRIUM-TD77", ""),
        ("SDLT600", ""),
    ],
)
def test_a_product_name_tells_the_kind_of_drive(product: str, name: str) -> None:
    assert type_of(product) == name


def test_without_a_name_the_newest_density_that_it_writes_tells() -> None:
    codes = [(0x44, False), (0x46, True), (0x58, True), (0x99, True)]
    densities = [Density(code=code, writable=writable, name="", description="") for code, writable in codes]
    assert type_of("NAMELESS", densities) == "LTO-5"


@pytest.mark.parametrize(
    ("key", "asc", "ascq", "readiness"),
    [
        (2, 0x3A, 0x00, Readiness.EMPTY),
        (2, 0x3A, 0x04, Readiness.UNLOADED),
        (2, 0x04, 0x02, Readiness.UNLOADED),
        (2, 0x04, 0x01, Readiness.BECOMING_READY),
        (2, 0x04, 0x07, Readiness.BECOMING_READY),
        (2, 0x30, 0x03, Readiness.BECOMING_READY),
        (2, 0x04, 0x12, Readiness.FAILED),
        (2, 0x04, 0x20, Readiness.FAILED),
        (2, 0x04, 0x22, Readiness.FAILED),
        (2, 0x30, 0x00, Readiness.FAILED),
        (4, 0x44, 0x00, Readiness.FAILED),
        (1, 0x17, 0x00, Readiness.READY),
    ],
)
def test_sense_tells_readiness(key: int, asc: int, ascq: int, readiness: Readiness) -> None:
    status = status_of(Sense(key=key, asc=asc, ascq=ascq))
    assert status.readiness is readiness
    assert f"{asc:02x}/{ascq:02x}" in status.words


def test_good_is_ready() -> None:
    assert status_of(None).readiness is Readiness.READY


def generic(root: Path, name: str, address: str, kind: int, *tapes: str) -> None:
    """A device as sysfs shows it: a link to its SCSI address."""
    device = root / "devices" / address
    device.mkdir(parents=True)
    (device / "type").write_text(f"{kind}\n")
    for tape in tapes:
        (device / "scsi_tape" / tape).mkdir(parents=True)
    (root / "class" / "scsi_generic" / name).mkdir(parents=True)
    (root / "class" / "scsi_generic" / name / "device").symlink_to(device)


@pytest.fixture
def kernel(tmp_path: Path) -> Sysfs:
    generic(tmp_path, "sg10", "2:0:1:0", 1, "st0", "nst0", "nst0a", "nst0l")
    generic(tmp_path, "sg2", "2:0:3:0", 1, "nst1m", "nst1", "st1")
    generic(tmp_path, "sg3", "2:0:1:1", 8)
    generic(tmp_path, "sg4", "2:0:5:0", 1)
    return Sysfs(tmp_path, nodes=Path("/dev"))


def test_tape_drives_are_found_in_the_order_of_their_numbers(kernel: Sysfs) -> None:
    assert list(kernel.generic_of_kind(1)) == ["sg2", "sg4", "sg10"]


def test_the_tape_node_need_not_have_the_number_of_the_generic_one(kernel: Sysfs) -> None:
    assert kernel.tape_node("sg10") == "/dev/nst0"
    assert kernel.tape_node("sg2") == "/dev/nst1"


def test_a_drive_without_a_tape_node_has_none(kernel: Sysfs) -> None:
    assert kernel.tape_node("sg4") is None


def test_logical_units_of_one_target_share_it(kernel: Sysfs) -> None:
    assert kernel.target("sg10") == kernel.target("sg3") == "2:0:1"
    assert kernel.target("sg99") == ""


def test_a_node_that_is_not_there_is_not_open(tmp_path: Path) -> None:
    assert is_open(str(tmp_path / "nst9")) is False
