"""``rsm-mtx`` where others work on the same library; tests/system/test_mtx_beside_ours.py has its words."""

from __future__ import annotations

import pytest

from openrsm.changer.words import USAGE
from tests.changer.ours import Ours
from tests.client.service import Service
from tests.conformance.surface_bench import LIBRARY, POOL, Bench

SHARE = "vault"


def first_lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if "Request Sense" not in line]


def test_a_medium_that_somebody_else_holds_is_refused_in_mtxs_words(bench: Bench, ours: Ours) -> None:
    [mounted] = bench.mount(bench.lmid())
    assert mounted.drive is not None
    number = mounted.drive.number - 1
    shown = ours.mtx(f"-f {LIBRARY} status").out
    assert f"Data Transfer Element {number}:Full (Storage Element 1 Loaded):VolumeTag = V00001L9" in shown
    refused = ours.mtx(f"-f {LIBRARY} unload 1 {number}")
    assert (refused.status, refused.out) == (1, f"Unloading drive {number} into Storage Element 1...")
    why, moved = first_lines(refused.err)
    assert why.startswith("mtx: BUSY (170): drive 0 of vlib is in use by backup")
    assert moved.startswith("MOVE MEDIUM from Element Address ")
    assert "mtx: Request Sense: Additional Sense Code = 53" in refused.err
    occupied = ours.mtx(f"-f {LIBRARY} load 2 {number}")
    assert (occupied.status, occupied.err) == (1, f"Drive {number} Full (Storage Element 1 loaded)\n")
    assert bench.agrees()


def test_a_slot_that_is_kept_for_what_is_in_a_drive_counts_as_full(bench: Bench, ours: Ours) -> None:
    slots = bench.manager.changers.show(bench.session, LIBRARY).slots
    assert ours.mtx(f"-f {LIBRARY} load 1 0").status == 0
    refused = ours.mtx(f"-f {LIBRARY} transfer 2 1")
    assert refused.err == f"Destination Element Address {slots[0].address} is Already Full\n"


@pytest.mark.parametrize(
    ("third", "after"),
    [
        ("", {1: "V00002L9", 2: "V00001L9"}),
        (" 1", {1: "V00002L9", 2: "V00001L9"}),
        (" 7", {2: "V00001L9", 7: "V00002L9"}),
    ],
)
def test_two_cartridges_are_exchanged(bench: Bench, ours: Ours, third: str, after: dict[int, str]) -> None:
    done = ours.mtx(f"-f {LIBRARY} exchange 1 2{third}")
    assert (done.status, done.out, done.err) == (0, "", "")
    slots = bench.manager.changers.show(bench.session, LIBRARY).slots
    assert {slot.number: slot.bar_code for slot in slots if slot.bar_code in {"V00001L9", "V00002L9"}} == after
    assert bench.agrees()


@pytest.mark.parametrize(
    ("line", "why"), [("exchange 1 8", "Source"), ("exchange 8 1", "Source"), ("exchange 1 2 3", "Destination")]
)
def test_what_is_not_there_or_in_the_way_is_not_exchanged(bench: Bench, ours: Ours, line: str, why: str) -> None:
    refused = ours.mtx(f"-f {LIBRARY} {line}")
    assert refused.status == 1
    assert refused.err.startswith(f"{why} Element Address ")
    assert bench.motions() == 0


def test_cartridges_of_a_share_trade_their_numbers_when_exchanged(bench: Bench, ours: Ours) -> None:
    bench.lmids(2)
    bench.manager.shares.create(bench.session, SHARE, LIBRARY, [POOL], ["vlib/drive2"])
    assert ours.mtx(f"-f {SHARE} exchange 1 2").status == 0
    slots = bench.manager.changers.show(bench.session, SHARE).slots
    assert [slot.bar_code for slot in slots[:2]] == ["V00002L9", "V00001L9"]
    assert bench.motions() == 0


def test_media_cannot_be_turned_over(bench: Bench, ours: Ours) -> None:
    refused = ours.mtx(f"-f {LIBRARY} invert load 1 0")
    assert (refused.status, refused.out) == (1, "Loading media from Storage Element 1 into drive 0...")
    assert "Additional Sense Code = 24" in refused.err
    assert bench.motions() == 0


def test_a_share_is_a_changer_of_its_own(bench: Bench, ours: Ours) -> None:
    bench.lmids(2)
    bench.manager.shares.create(bench.session, SHARE, LIBRARY, [POOL], ["vlib/drive2"])
    shown = ours.mtx(f"-f {SHARE} status").out.splitlines()
    assert shown[0] == f"  Storage Changer {SHARE}:1 Drives, 8 Slots ( 0 Import/Export )"
    assert [line.split("=")[1].strip() for line in shown if ":Full" in line] == ["V00001L9", "V00002L9"]
    assert ours.mtx(f"-f {SHARE} load 2").out == "Loading media from Storage Element 2 into drive 0...done\n"
    assert bench.drive(2).medium is not None
    assert (
        ours.mtx(f"-f {SHARE} status")
        .out.splitlines()[1]
        .startswith("Data Transfer Element 0:Full (Storage Element 2 Loaded):VolumeTag = V00002L9")
    )
    assert ours.mtx(f"-f {SHARE} transfer 1 5 unload 2").out == "Unloading drive 0 into Storage Element 2...done\n"
    assert "Storage Element 5:Full :VolumeTag=V00001L9" in ours.mtx(f"-f {SHARE} status").out
    assert bench.motions() == 2, "a number is changed without a motion"


def test_a_load_that_waits_says_for_whom_and_gives_up_in_time(bench: Bench, ours: Ours, service: Service) -> None:
    bench.lmids(1)
    bench.manager.shares.create(bench.session, SHARE, LIBRARY, [POOL], ["vlib/drive1"])
    bench.manager.changers.load(bench.session, LIBRARY, 6, 0)
    hurried = Ours(ours.open, state=service.state, timeout=0.3)
    refused = hurried.mtx(f"-f {SHARE} load 1 0")
    assert refused.status == 1
    waited, why, _ = first_lines(refused.err)
    assert waited == "V00001L9: waits for a drive: drive 1 in use by backup since 14:02"
    assert "TIMEOUT" in why
    assert "Sense Key=Aborted Command" in refused.err
    bench.manager.settle()
    assert bench.holders()[1] is None


def test_a_changer_that_is_not_there_cannot_be_opened(ours: Ours) -> None:
    for line, device in (("-f nolib", ""), ("status", "nolib"), ("-f nolib bogus", ""), ("-f nolib --version", "")):
        refused = ours.mtx(line, device)
        assert (refused.status, refused.out) == (1, "")
        assert refused.err == "cannot open SCSI device 'nolib' - No such file or directory\n"


def test_without_a_device_only_what_needs_one_fails(ours: Ours) -> None:
    assert ours.mtx("noattach").status == 0
    assert ours.mtx("bogus").err == USAGE
    assert ours.mtx("nobarcode inquiry", "/dev/changer").err.startswith("cannot open SCSI device '/dev/changer'")


@pytest.mark.parametrize("line", ["status", "inquiry", "inventory", "first", "last", "next", "previous"])
def test_a_library_without_slots_and_drives_is_no_mistake_of_ours(bench: Bench, ours: Ours, line: str) -> None:
    views = bench.manager.libraries.list(bench.session)
    [offline] = [view.library.name for view in views if view.library.name != LIBRARY]
    ended = ours.mtx(f"-f {offline} {line}")
    assert ended.status in (0, 1)
    assert ended.status == 0 or ended.err
