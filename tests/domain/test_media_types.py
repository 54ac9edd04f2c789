from __future__ import annotations

import re
from typing import Final

import pytest

from openrsm.domain.bar_codes import MEDIA_IDS
from openrsm.domain.drive_types import DRIVE_TYPES, can_read, can_write, native_types, supports
from openrsm.domain.media_types import ANY_CLEANER, MEDIA_TYPES, UNKNOWN, DeviceKind, Writable, media_type
from openrsm.domain.recognition import cleaner_type, is_cleaner, type_of
from openrsm.errors import InvalidParameter
from tests.domain.spec import header

# What each drive does with each cartridge: w reads and writes, r only reads, - neither.
LTO_MATRIX: Final = """
drive     1  2  3  4  5  6  7  M8 8  9  10
LTO-1     w  -  -  -  -  -  -  -  -  -  -
LTO-2     w  w  -  -  -  -  -  -  -  -  -
LTO-3     r  w  w  -  -  -  -  -  -  -  -
LTO-4     -  r  w  w  -  -  -  -  -  -  -
LTO-5     -  -  r  w  w  -  -  -  -  -  -
LTO-6     -  -  -  r  w  w  -  -  -  -  -
LTO-7     -  -  -  -  r  w  w  -  -  -  -
LTO-8     -  -  -  -  -  -  w  w  w  -  -
LTO-9     -  -  -  -  -  -  -  -  w  w  -
LTO-10    -  -  -  -  -  -  -  -  -  -  w
"""


def lto_pairs() -> list[tuple[str, str, str]]:
    heading, *rows = (line.split() for line in LTO_MATRIX.strip().splitlines())
    names = ["LTO-7-M8" if column == "M8" else f"LTO-{column}" for column in heading[1:]]
    return [(row[0], name, mark) for row in rows for name, mark in zip(names, row[1:], strict=True)]


@pytest.mark.parametrize(("drive", "cartridge", "mark"), lto_pairs())
def test_lto_drives_read_and_write_what_their_generation_does(drive: str, cartridge: str, mark: str) -> None:
    assert can_read(drive, cartridge) is (mark in "rw")
    assert can_write(drive, cartridge) is (mark == "w")


@pytest.mark.parametrize(("drive", "cartridge", "mark"), lto_pairs())
def test_worm_cartridges_go_where_their_generation_goes(drive: str, cartridge: str, mark: str) -> None:
    worm = f"{cartridge}-WORM"
    if worm in MEDIA_TYPES:
        assert can_read(drive, worm) is (mark in "rw")
        assert can_write(drive, worm) is (mark == "w")
        assert MEDIA_TYPES[worm].writes is Writable.WRITE_ONCE


def test_worm_exists_from_generation_3_to_9() -> None:
    assert [name for name in MEDIA_TYPES if name.startswith("LTO") and name.endswith("-WORM")] == [
        f"LTO-{generation}-WORM" for generation in range(3, 10)
    ]


@pytest.mark.parametrize(
    ("drive", "writes", "only_reads"),
    [
        ("3592-J1A", "JA JJ JR JW", ""),
        ("3592-E05", "JA JB JJ JR JW JX", ""),
        ("3592-E06", "JA JB JJ JR JW JX", ""),
        ("3592-E07", "JB JC JK JX JY", "JA JJ JR JW"),
        ("3592-E08", "JC JD JK JL JY JZ", ""),
        ("3592-55F", "JC JD JK JL JY JZ", ""),
        ("3592-60F", "JC JD JE JK JL JM JV JY JZ", ""),
        ("3592-70F", "JF", ""),
    ],
)
def test_3592_drives_take_their_cartridges(drive: str, writes: str, only_reads: str) -> None:
    kind = DRIVE_TYPES[drive]
    assert sorted(name.removeprefix("3592-") for name in kind.writes) == writes.split()
    assert sorted(name.removeprefix("3592-") for name in kind.reads - kind.writes) == only_reads.split()


def test_every_kind_of_the_original_is_there_by_name_and_code() -> None:
    families = {"LTO_Ultrium": "LTO-5", "CLEANER_CARTRIDGE": "CLEANER-CARTRIDGE"}
    for name, code in header("MediaTypeCode").items():
        ours = families.get(name, name.replace("_", "-"))
        assert MEDIA_TYPES[ours].code == code


def test_every_code_is_one_of_the_originals() -> None:
    known = {kind.code for name, kind in MEDIA_TYPES.items() if name != UNKNOWN}
    assert known == set(header("MediaTypeCode").values())
    assert MEDIA_TYPES[UNKNOWN].code not in known


@pytest.mark.parametrize("name", [*MEDIA_TYPES, *DRIVE_TYPES])
def test_names_can_be_typed_and_be_part_of_a_pools_path(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9.-]+", name)


def test_no_media_identifier_and_no_density_means_two_types() -> None:
    identifiers = [each for kind in MEDIA_TYPES.values() for each in kind.suffixes]
    densities = [each for kind in MEDIA_TYPES.values() for each in kind.densities]
    assert len(identifiers) == len(set(identifiers))
    assert len(densities) == len(set(densities))


def test_bar_codes_know_exactly_the_media_identifiers_of_media_types() -> None:
    assert {each for kind in MEDIA_TYPES.values() for each in kind.suffixes} == MEDIA_IDS


@pytest.mark.parametrize("drive", DRIVE_TYPES)
def test_a_drive_reads_all_that_it_writes_and_names_only_known_types(drive: str) -> None:
    kind = DRIVE_TYPES[drive]
    assert kind.writes <= kind.reads <= set(MEDIA_TYPES)
    assert all(MEDIA_TYPES[cleaner].cleaner for cleaner in kind.cleaners)
    assert not any(MEDIA_TYPES[name].cleaner for name in kind.reads)


def test_every_data_medium_has_a_drive_and_read_only_media_are_never_written() -> None:
    read = {name for drive in DRIVE_TYPES.values() for name in drive.reads}
    written = {name for drive in DRIVE_TYPES.values() for name in drive.writes}
    assert read == {name for name, kind in MEDIA_TYPES.items() if not kind.cleaner and name != UNKNOWN}
    assert read - written == {name for name, kind in MEDIA_TYPES.items() if kind.writes is Writable.READ_ONLY}


def test_magneto_optical_media_have_two_sides_and_tapes_one() -> None:
    assert {MEDIA_TYPES[name].sides for name in ("MO-5-RW", "MO-5-WO", "MO-5-LIMDOW")} == {2}
    assert {kind.sides for kind in MEDIA_TYPES.values() if kind.device is DeviceKind.TAPE} == {1}


@pytest.mark.parametrize(
    ("bar_code", "density", "default", "told"),
    [
        ("A00001L5", None, "LTO-9", "LTO-5"),
        ("A00001L5", 0x60, "LTO-9", "LTO-5"),
        ("A00001LA", None, None, "LTO-10"),
        ("A00001LV", None, None, "LTO-5-WORM"),
        ("A00001M8", None, "LTO-8", "LTO-7-M8"),
        ("A00001JE", None, None, "3592-JE"),
        ("A00001", None, "LTO-9", "LTO-9"),
        ("A00001", 0x58, "LTO-9", "LTO-5"),
        ("BACKUP01", None, "LTO-9", "LTO-9"),
        (None, 0x5D, None, "LTO-7-M8"),
        (None, 0xFF, "LTO-9", "LTO-9"),
        (None, None, None, None),
        ("CLN001L5", None, "LTO-5", "LTO-CLEANING"),
        ("CLN001CU", 0x58, None, "LTO-CLEANING"),
        ("CLN001JA", None, None, "3592-CLEANING"),
        ("CLNU01", None, "LTO-9", "LTO-CLEANING"),
        ("CLNU01", None, None, ANY_CLEANER),
    ],
)
def test_the_bar_code_tells_the_type_then_the_density_then_the_library(
    bar_code: str | None, density: int | None, default: str | None, told: str | None
) -> None:
    assert type_of(bar_code, density, default) == told


@pytest.mark.parametrize(
    ("bar_code", "marked", "cleans"),
    [
        ("CLN001L5", False, True),
        ("cln001", False, True),
        ("A00001CU", False, True),
        ("A00001CT", False, True),
        ("A00001L5", False, False),
        ("A00001L5", True, True),
        (None, True, True),
        (None, False, False),
    ],
)
def test_cleaning_cartridges_are_known_by_mark_or_bar_code(bar_code: str | None, *, marked: bool, cleans: bool) -> None:
    assert is_cleaner(bar_code, marked) is cleans


def test_a_cleaning_cartridge_is_of_the_family_that_its_library_holds() -> None:
    assert cleaner_type(None, "3592-JE") == "3592-CLEANING"
    assert cleaner_type(None, "T10000-T2") == "T10000-CLEANING"
    assert cleaner_type(None, "SDLT") == "DLT-CLEANING"
    assert cleaner_type(None, "LTO-CLEANING") == "LTO-CLEANING"
    assert cleaner_type(None, "MO-5-RW") == ANY_CLEANER


def test_a_library_gets_pools_for_its_drives_own_type_first() -> None:
    assert native_types("LTO-8") == ("LTO-8", "LTO-7", "LTO-7-M8", "LTO-7-WORM", "LTO-8-WORM")
    assert native_types("LTO-5")[0] == "LTO-5"
    assert native_types("LTO-5")[-2:] == ("LTO-3", "LTO-3-WORM")
    assert native_types("MO-5-RW") == ("MO-5-RW",)
    assert native_types("") == ()


def test_a_drive_of_unknown_kind_takes_nothing() -> None:
    assert not can_read("", "LTO-5")
    assert not can_write("", "LTO-5")


def test_a_mount_for_reading_needs_less_than_one_for_writing() -> None:
    assert supports("LTO-7", "LTO-5", write=False)
    assert not supports("LTO-7", "LTO-5", write=True)


def test_drives_are_cleaned_by_their_familys_cartridges() -> None:
    assert DRIVE_TYPES["LTO-9"].cleaners == {"LTO-CLEANING"}
    assert DRIVE_TYPES["3592-60F"].cleaners == {"3592-CLEANING"}
    assert DRIVE_TYPES["T10000D"].cleaners == {"T10000-CLEANING"}
    assert DRIVE_TYPES["DLT-S4"].cleaners == {"DLT-CLEANING"}
    assert DRIVE_TYPES["MO-5-RW"].cleaners == {ANY_CLEANER}


def test_an_unknown_media_type_is_refused_with_names_like_it() -> None:
    with pytest.raises(InvalidParameter, match=r"no media type 'lto-9x'; did you mean .*LTO-9"):
        media_type("lto-9x")
    with pytest.raises(InvalidParameter, match=r"media types are called LTO-9"):
        media_type("?")
    assert media_type("LTO-9").name == "LTO-9"
