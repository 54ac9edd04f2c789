"""What other tools print is read. ``mtx-status.txt`` and ``bacula-*.txt`` are what mtx and Bacula 9.6 did print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from openrsm.cli.foreign import acsls, bacula, mtx
from openrsm.cli.render.claims import claims_page
from openrsm.domain.claims import KnownVolume, VolumeUse
from openrsm.surface.claims import Claims

Read = Callable[[str], Sequence[KnownVolume]]
HERE: Final = Path(__file__).parent
FULL, BLANK, CLEANING = VolumeUse.FULL, VolumeUse.BLANK, VolumeUse.CLEANING

BACULA: Final = [
    KnownVolume(name="V00005L9", pool="Scratch", slot=5, use=BLANK),
    KnownVolume(name="V00001L9", pool="Weekly", slot=1),
    KnownVolume(name="V00002L9", pool="Weekly", slot=2, use=FULL),
    KnownVolume(name="V00003L9", pool="Weekly", slot=3, use=BLANK),
    KnownVolume(name="V00004L9", pool="Weekly", use=FULL, inside=False),
]

BAREOS: Final = """\
*list volumes
Automatically selected Catalog: MyCatalog
Using Catalog "MyCatalog"
Pool: Full
+---------+------------+-----------+---------+----------+--------------+---------+------+-----------+-----------+
| mediaid | volumename | volstatus | enabled | volbytes | volretention | recycle | slot | inchanger | mediatype |
+---------+------------+-----------+---------+----------+--------------+---------+------+-----------+-----------+
|       1 | A00001L9   | Used      |       1 |   64,512 |   31,536,000 |       1 |    7 |         1 | LTO       |
|       2 | CLN001L1   | Cleaning  |       1 |        0 |   31,536,000 |       1 |    8 |         1 | LTO       |
+---------+------------+-----------+---------+----------+--------------+---------+------+-----------+-----------+
Pool: Scratch
No results to list.
"""

ACSLS: Final = """\
ACSSA> query volume all
2024-01-05 09:30:00             Volume Status
Identifier  Status          Current Location        Type
000379      home              0, 4, 7, 0, 0         LTO-400G
000380      in drive          0, 4, 1, 3            LTO-400G
000381      absent            0, 4, 7, 0, 2         LTO-400G
CLN001      home              0, 4, 7, 0, 9         LTO-CLNU
000382      home              0, 4, 7, 0, 3         LTO-400G
ACSSA> query scratch all
2024-01-05 09:30:10             Scratch Status
Identifier  Status          Current Location        Pool  Type
000382      home              0, 4, 7, 0, 3         5     LTO-400G
ACSSA> logoff
"""


@pytest.mark.parametrize("file", ["bacula-list.txt", "bacula-llist.txt"])
def test_bacula_s_volumes_are_read_from_either_list(file: str) -> None:
    assert bacula.read((HERE / file).read_text()) == BACULA


def test_bareos_s_volumes_are_read_though_it_writes_small() -> None:
    assert bacula.read(BAREOS) == [
        KnownVolume(name="A00001L9", pool="Full", slot=7),
        KnownVolume(name="CLN001L1", pool="Full", slot=8, use=CLEANING),
    ]


@pytest.mark.parametrize(("cell", "slot"), [("1,024", 1024), ("7", 7), ("-", None), ("NULL", None), ("", None)])
def test_slots_are_read_however_the_console_prints_them(cell: str, slot: int | None) -> None:
    assert [one.slot for one in bacula.read(BAREOS.replace("    7 |", f"{cell:>5} |"))] == [slot, 8]


@pytest.mark.parametrize(
    ("status", "enabled", "use"),
    [
        ("Append  ", 1, VolumeUse.WRITTEN),
        ("Append  ", 0, FULL),
        ("Purged  ", 2, FULL),
        ("Disabled", 1, FULL),
        ("Cleaning", 0, CLEANING),
    ],
)
def test_what_is_not_written_on_any_more_is_complete(status: str, enabled: int, use: VolumeUse) -> None:
    text = BAREOS.replace("Used    ", status).replace("       1 |   64", f"       {enabled} |   64")
    assert bacula.read(text)[0].use is use


def test_mtx_s_cartridges_are_read_from_slots_and_drives() -> None:
    read = {volume.name: (volume.slot, volume.use) for volume in mtx.read((HERE / "mtx-status.txt").read_text())}
    assert read == {
        "A00002L5": (2, VolumeUse.WRITTEN),
        **{f"A0000{slot}L5": (slot, VolumeUse.WRITTEN) for slot in (1, 3, 4, 5, 6)},
        "CLN001L1": (7, CLEANING),
    }


@pytest.mark.parametrize(
    ("line", "volume"),
    [
        (
            "Data Transfer Element 0:Full (Unknown Storage Element Loaded):VolumeTag = A00001L9",
            KnownVolume(name="A00001L9"),
        ),
        ("      Storage Element 3:Full ", KnownVolume(name="", slot=3)),
        ("      Storage Element 21 IMPORT/EXPORT:Full :VolumeTag=A00001L9   ", KnownVolume(name="A00001L9")),
    ],
)
def test_what_mtx_knows_less_of_is_read_too(line: str, volume: KnownVolume) -> None:
    assert mtx.read(line) == [volume]


def test_acsls_s_volumes_are_read_and_scratch_ones_are_blank() -> None:
    assert acsls.read(ACSLS) == [
        KnownVolume(name="000379"),
        KnownVolume(name="000380"),
        KnownVolume(name="000381", inside=False),
        KnownVolume(name="CLN001", use=CLEANING),
        KnownVolume(name="000382", pool="scratch-5", use=BLANK),
    ]


@pytest.mark.parametrize("read", [mtx.read, bacula.read, acsls.read])
def test_anything_else_holds_no_volumes(read: Read) -> None:
    assert read("total 8\n-rw-r--r-- 1 root root 12 Jan  1 00:00 notes: volumes\n\n| a | b |\n| c |\n") == []


def test_nothing_is_said_to_be_left_where_everything_fits() -> None:
    shown = claims_page(Claims(pools=(), claimed=(), misfits=(), settled=3), applied=True)
    assert [section.title for section in shown] == ["Taken over", ""]
