"""``rsm run`` without a service: what the command is given, what is given back, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from openrsm.cli.running.volumes import _check_device
from openrsm.errors import AccessDenied
from tests.cli.conftest import Ended, Rsm
from tests.cli.running.conftest import free, in_the_drive

pytestmark = pytest.mark.slow

RUN: Final = "run --pool backups/daily"
FREE: Final = ["V00001L9", "V00002L9", "V00003L9", "V00004L9"]
RELEASED: Final = "dismountable nobody"


def lmid_of(ended: Ended) -> str:
    """Of the first volume, as it was told."""
    return ended.err.split()[2]


def test_the_command_is_given_a_tape_and_its_names(rsm: Rsm) -> None:
    ended = rsm.try_(f"{RUN} -- sh -c 'echo $RSM_LMID $RSM_BARCODE $TAPE $RSM_DEVICE > told; echo data > $TAPE'")
    lmid, bar_code, tape, device = Path("told").read_text().split()
    assert (ended.status, ended.out) == (0, "")
    assert ended.err == f"volume 1: {lmid} ({bar_code}) in {device}\n"
    assert (bar_code, tape) == ("V00001L9", device)
    assert rsm.json(f"media show {lmid}")["medium"]["name"] == bar_code


def test_nothing_stays_mounted_and_the_medium_is_kept(rsm: Rsm) -> None:
    rsm.try_(f"{RUN} -- true")
    assert in_the_drive(rsm) == RELEASED
    assert free(rsm) == FREE[1:]


def test_the_cartridge_goes_home_at_once_where_that_is_asked(rsm: Rsm) -> None:
    assert rsm.try_(f"{RUN} --immediate -- true").status == 0
    assert in_the_drive(rsm) == "dismounted nobody"


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("sh -c 'exit 3'", 3),
        ("sh -c 'kill -TERM $$'", 143),
        ("there-is-no-such-command", 127),
        ("/etc/passwd", 126),
    ],
)
def test_the_status_is_the_command_s(rsm: Rsm, command: str, status: int) -> None:
    assert rsm.try_(f"{RUN} -- {command}").status == status
    assert in_the_drive(rsm) == RELEASED
    assert free(rsm) == FREE[1:]


def test_a_command_that_fails_gives_new_media_back_where_that_is_asked(rsm: Rsm) -> None:
    assert rsm.try_(f"{RUN} --release-on-failure -- false").status == 1
    assert rsm.try_(f"{RUN} --release-on-failure -- true").status == 0
    assert len(free(rsm)) == len(FREE) - 1


def test_what_could_not_be_mounted_is_given_back(rsm: Rsm) -> None:
    rsm(f"mount {rsm.allocated()}")
    ended = rsm.try_(f"{RUN} --timeout 0 -- touch ran")
    assert (ended.status, "TIMEOUT" in ended.err) == (1, True)
    assert (free(rsm), Path("ran").exists()) == (FREE[1:], False)


def test_a_pool_without_media_is_said_to_be(rsm: Rsm) -> None:
    rsm("pool create empty --type LTO-9")
    ended = rsm.try_("run --pool empty -- touch ran")
    assert (ended.status, "pool empty has no medium" in ended.err) == (1, True)
    assert not Path("ran").exists()


def test_a_drive_of_another_computer_is_of_no_use(rsm: Rsm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openrsm.cli.running.volumes.Path", lambda name: Path("elsewhere") / name.lstrip("/"))
    ended = rsm.try_(f"{RUN} -- touch ran")
    assert (ended.status, "not at this computer" in ended.err) == (1, True)
    assert (in_the_drive(rsm), free(rsm), Path("ran").exists()) == (RELEASED, FREE, False)


def test_a_drive_that_this_user_may_not_open_is_told(rsm: Rsm, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("openrsm.cli.running.volumes.os.access", lambda *_: False)
        ended = rsm.try_(f"{RUN} -- touch ran")
    assert (ended.status, "this user may not open" in ended.err) == (1, True)
    assert (in_the_drive(rsm), free(rsm), Path("ran").exists()) == (RELEASED, FREE, False)


def test_a_folder_that_may_not_be_searched_is_told() -> None:
    with pytest.raises(AccessDenied, match="this user may not open"):
        _check_device("x" * 300)  # refused as one is whose folder may not be searched: with an error


def test_temporary_files_may_be_kept_far_down(rsm: Rsm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", f"/{'x' * 120}")
    assert rsm.try_(f"{RUN} -- rsm next-volume").status == 0


def test_media_are_read_as_they_are_named(rsm: Rsm) -> None:
    lmid = lmid_of(rsm.try_(f"{RUN} -- sh -c 'echo data > $TAPE'"))
    rsm(f"complete {lmid}")
    assert rsm.try_("run --read V00001L9 -- sh -c 'cp $TAPE copy'").status == 0
    assert Path("copy").read_text() == "data\n"
    assert free(rsm) == FREE[1:]


def test_what_nobody_has_is_not_read(rsm: Rsm) -> None:
    ended = rsm.try_(f"run --read {rsm.allocated()} --read V00002L9 -- touch ran")
    assert (ended.status, "V00002L9 names 0 LMIDs" in ended.err) == (1, True)
    assert not Path("ran").exists()


@pytest.mark.parametrize("line", ["", "--pool backups/daily --read V00001L9", "--new --read V00001L9"])
def test_it_is_either_new_media_or_written_ones(rsm: Rsm, line: str) -> None:
    assert rsm.try_(f"run {line} -- true").status == 2


def test_the_volumes_are_told_to_machines_and_files(rsm: Rsm) -> None:
    ended = rsm.try_(f"{RUN} --volumes volumes --json -- sh -c 'rsm next-volume --json > answer'")
    first, second = map(json.loads, ended.err.splitlines())
    assert [first["number"], second["number"], first["bar_code"]] == [1, 2, "V00001L9"]
    assert json.loads(Path("answer").read_text()) == second
    assert Path("volumes").read_text().split() == [first["lmid"], second["lmid"]]


def test_a_file_that_cannot_be_written_is_refused_before_anything_is_done(rsm: Rsm) -> None:
    ended = rsm.try_(f"{RUN} --volumes no/such/file -- true")
    assert (ended.status, "no/such/file cannot be written" in ended.err) == (1, True)
    assert free(rsm) == FREE


def test_the_list_of_a_run_before_stays_where_nothing_is_mounted(rsm: Rsm) -> None:
    rsm("pool create empty --type LTO-9")
    Path("volumes").write_text("last night's\n")
    assert rsm.try_("run --pool empty --volumes volumes -- true").status == 1
    assert Path("volumes").read_text() == "last night's\n"
    assert list(Path().iterdir()) == [Path("volumes")]


def test_what_cannot_be_written_down_is_not_kept(rsm: Rsm) -> None:
    ended = rsm.try_(f"{RUN} --volumes /dev/full -- touch ran")
    assert (ended.status, "free some space" in ended.err) == (1, True)
    assert (in_the_drive(rsm), free(rsm), Path("ran").exists()) == (RELEASED, FREE, False)


def test_there_is_no_volume_after_the_last(rsm: Rsm) -> None:
    lmid = lmid_of(rsm.try_(f"{RUN} -- true"))
    assert rsm.try_(f"run --read {lmid} -- sh -c 'rsm next-volume 2> why'").status == 1
    assert "no volume is left of 1" in Path("why").read_text()
    assert in_the_drive(rsm) == RELEASED


def test_a_pool_that_is_used_up_ends_the_command_and_not_the_watch(rsm: Rsm) -> None:
    steps = "rsm next-volume; " * 4
    ended = rsm.try_(f"{RUN} -- sh -c '{steps}' ")
    told = [line.partition(":")[0] for line in ended.err.splitlines()]
    numbered = [one for one in told if one.startswith("volume ")]  # others say what a mount waits for
    assert (ended.status, numbered) == (1, [f"volume {number}" for number in range(1, 5)])
    assert (in_the_drive(rsm), free(rsm)) == (RELEASED, [])


def test_a_volume_is_not_asked_for_outside(rsm: Rsm, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rsm.refused("next-volume") == "INVALID_STATE"
    monkeypatch.setenv("RSM_RUN", str(rsm.state / "nobody"))
    assert rsm.refused("next-volume") == "SERVICE_UNAVAILABLE"
