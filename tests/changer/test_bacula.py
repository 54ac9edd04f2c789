"""The operations of the changer command, as Bacula asks for them one after the other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from openrsm.changer.archive import NOTHING, check_usable
from openrsm.changer.bacula import USAGE, Order, order_of
from openrsm.errors import InvalidParameter, InvalidState
from tests.changer.ours import Ended, Ours
from tests.conformance.surface_bench import LIBRARY, POOL, Bench


def test_a_volume_is_loaded_written_and_unloaded_by_way_of_its_archive_device(
    bench: Bench, ours: Ours, tmp_path: Path
) -> None:
    archive = tmp_path / "drive-0"
    asked = f"{archive} 0"
    assert ours.changer(f"{LIBRARY} slots").out == "9\n"
    assert ours.changer(f"{LIBRARY} loaded 0 {asked}").out == "0\n"
    assert ours.changer(f"{LIBRARY} load 3 {asked}").status == 0
    archive.write_bytes(b"a backup")
    assert ours.changer(f"{LIBRARY} loaded 3 {asked}").out == "3\n"
    assert "3:V00003L9" in ours.changer(f"{LIBRARY} list").out.splitlines()
    assert ours.changer(f"{LIBRARY} listall").out.splitlines()[:3] == ["D:0:F:3:V00003L9", "D:1:E", "S:1:F:V00001L9"]
    assert ours.changer(f"{LIBRARY} unload 3 {asked}").status == 0
    assert str(archive.readlink()) == NOTHING
    assert ours.changer(f"{LIBRARY} loaded 0 {asked}").out == "0\n"
    assert ours.changer(f"{LIBRARY} load 3 {asked}").status == 0
    assert archive.read_bytes() == b"a backup"
    assert bench.agrees()


def test_an_archive_device_that_is_something_else_is_refused_before_anything_moves(
    bench: Bench, ours: Ours, tmp_path: Path
) -> None:
    (tmp_path / "archive").write_text("precious")
    refused = ours.changer(f"{LIBRARY} load 3 {tmp_path / 'archive'} 0")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err.startswith("ERROR: INVALID_PARAMETER (87): archive device ")
    assert (tmp_path / "archive").read_text() == "precious"
    assert bench.motions() == 0


def test_a_volume_gets_another_slot(bench: Bench, ours: Ours) -> None:
    assert ours.changer(f"{LIBRARY} transfer 2 8").status == 0
    assert "8:V00002L9" in ours.changer(f"{LIBRARY} list").out.splitlines()
    assert bench.agrees()


def test_errors_are_sentences_and_exit_status_1(ours: Ours, tmp_path: Path) -> None:
    for line, told in (
        (f"{LIBRARY} load 8 {tmp_path}/a 0", "slot 8 of vlib is empty"),
        (f"{LIBRARY} load 1 {tmp_path}/a 7", "vlib has no drive 7"),
        (f"{LIBRARY} unload 1 {tmp_path}/a 0", "drive 0 of vlib is empty"),
        (f"{LIBRARY} transfer 1 2", "V00002L9 lies in slot 2"),
        ("nolib loaded 0 x 0", "nolib"),
    ):
        ended = ours.changer(line)
        assert (ended.status, ended.out) == (1, "")
        assert told in ended.err
        assert ended.err.startswith("ERROR: ")


def test_a_share_is_a_changer_of_its_own(bench: Bench, ours: Ours, tmp_path: Path) -> None:
    bench.lmids(2)
    bench.manager.shares.create(bench.session, "vault", LIBRARY, [POOL], ["vlib/drive2"])
    assert ours.changer("vault list").out.splitlines() == ["1:V00001L9", "2:V00002L9"]
    assert ours.changer(f"vault load 2 {tmp_path / 'archive'} 0").status == 0
    (tmp_path / "archive").write_bytes(b"of a share")
    assert ours.changer("vault loaded 0 x 0").out == "2\n"
    assert ours.changer(f"vault unload 2 {tmp_path / 'archive'} 0").status == 0
    assert bench.motions() == 2


def test_whoever_asks_for_help_is_told_the_usage(ours: Ours) -> None:
    assert ours.changer("--help") == Ended(0, f"{USAGE}\n", "")
    assert ours.changer("vault") == Ended(1, "", f"ERROR: INVALID_PARAMETER (87): too few arguments; {USAGE}\n")


def test_a_load_that_leads_to_what_may_not_be_opened_fails(
    bench: Bench, ours: Ours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode == os.R_OK)
    refused = ours.changer(f"{LIBRARY} load 3 {tmp_path / 'archive'} 0")
    assert (refused.status, refused.out) == (1, "")
    assert "may not be opened to read and write by this user" in refused.err
    assert ours.changer(f"{LIBRARY} unload 3 {tmp_path / 'archive'} 0").status == 0
    assert bench.agrees()


def test_what_is_protected_from_everybody_need_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, mode: mode == os.R_OK)
    volume = tmp_path / "volume"
    volume.touch(0o444)
    check_usable(str(volume))
    with pytest.raises(InvalidState, match="No such file"):
        check_usable(str(tmp_path / "absent"))


def test_what_an_operation_has_no_use_for_may_be_missing() -> None:
    assert order_of(["v", "list"]) == Order(changer="v", operation="list")
    assert order_of(["v", "slots", "0", "/dev/nst0", "0"]).operation == "slots"
    assert order_of(["v", "transfer", "1", "2"]) == Order(changer="v", operation="transfer", slot=1, archive="2")
    assert order_of(["v", "load", "1", "/dev/nst1", "1"]) == Order(
        changer="v", operation="load", slot=1, archive="/dev/nst1", drive=1
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "too few"),
        ("v", "too few"),
        ("v bogus", "no operation 'bogus'"),
        ("v load 1 /dev/nst0", "load takes 5"),
        ("v loaded", "loaded takes 5"),
        ("v transfer 1", "transfer takes 4"),
        ("v load x /dev/nst0 0", "'x' is no slot"),
        ("v load 1 /dev/nst0 first", "'first' is no drive"),
        ("v load -1 /dev/nst0 0", "'-1' is no slot"),
    ],
)
def test_what_is_not_understood_is_explained(line: str, told: str) -> None:
    with pytest.raises(InvalidParameter, match=told):
        order_of(line.split())
