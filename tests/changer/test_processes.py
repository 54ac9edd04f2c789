"""The installed commands: the quick way to an answer, the other one where that fails, and what ends with a process."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from openrsm.changer.install import NAMES, QUICK, install
from openrsm.domain.work import WorkState
from openrsm.errors import AlreadyExists
from tests.changer.ours import Ended, Ours
from tests.changer.processes import COMMANDS, Processes
from tests.client.service import Service
from tests.conformance.surface_bench import LIBRARY, Bench
from tests.lab.lab import require

pytestmark = [pytest.mark.system, pytest.mark.slow]

ABSENT = "/dev/absent"
LOAD = ("rsm-changer", "vault", "load", "1", "", "0")


def occupy(bench: Bench) -> None:
    """Both drives are in use, and the cartridge of a share waits for one of them."""
    bench.mount(*bench.lmids(2))
    bench.create_pool("vault", "LTO-9")
    bench.manager.media.move(bench.session, "V00006L9", "vault")
    bench.manager.shares.create(bench.session, "vault", LIBRARY, ["vault"], ["vlib/drive1", "vlib/drive2"])


@pytest.fixture
def quick(tmp_path: Path, service: Service) -> Processes:
    """Compiled; whatever they do not answer themselves they leave to ``echo``."""
    require("cc")
    stand_in = tmp_path / "stand-in"
    stand_in.mkdir()
    for name in set(NAMES.values()):
        (stand_in / name).symlink_to(shutil.which("echo") or "echo")
    install(tmp_path / "quick", stand_in)
    return Processes(tmp_path / "quick", service.state)


def test_the_quick_ones_answer_what_the_whole_ones_do(bench: Bench, ours: Ours, quick: Processes) -> None:
    bench.manager.changers.load(bench.session, LIBRARY, 3, 1)
    shown = ours.mtx(f"-f {LIBRARY} status")
    assert quick("mtx", "-f", LIBRARY, "status") == quick("rsm-mtx", "-f", LIBRARY, "status") == shown
    named = Processes(quick.folder, quick.state, {"CHANGER": LIBRARY})
    assert named("mtx", "status") == shown
    path = f"/etc/openrsm/{LIBRARY}"
    shown_of_path = ours.mtx(f"-f {path} status")
    assert shown_of_path.out == shown.out.replace(LIBRARY, path, 1)
    assert quick("mtx", "-f", path, "status") == shown_of_path
    for drive, slot in (("0", "0\n"), ("1", "3\n")):
        answer = Ended(0, slot, "")
        assert quick("mtx-changer", LIBRARY, "loaded", "0", ABSENT, drive) == answer
        assert quick("rsm-changer", path, "loaded", "0", ABSENT, drive) == answer


SAID = (
    ("rsm-mtx", "-f", LIBRARY, "status"),
    ("rsm-mtx", "-f", LIBRARY, "nobarcode", "status"),
    ("rsm-changer", LIBRARY, "listall"),
    ("rsm-changer", LIBRARY, "loaded", "0", ABSENT, "0"),
)


@contextmanager
def output(path: str) -> Iterator[int]:
    """What a command writes to; without a path, a pipe that nobody reads."""
    if path:
        opened = os.open(path, os.O_WRONLY)
    else:
        reader, opened = os.pipe()
        os.close(reader)
    try:
        yield opened
    finally:
        os.close(opened)


@pytest.mark.parametrize("words", SAID, ids=" ".join)
def test_an_answer_that_cannot_be_written_is_told_in_a_line_and_a_reader_that_leaves_not_at_all(
    bench: Bench, ours: Ours, words: tuple[str, ...]
) -> None:
    assert bench.place.exists()
    commands = Processes(COMMANDS, ours.state)
    with output("/dev/full") as full:
        assert commands.into(full, *words) == Ended(1, "", "ERROR: No space left on device\n")
    with output("") as pipe:
        assert commands.into(pipe, *words) == Ended(128 + signal.SIGPIPE, "", "")


def test_what_the_quick_ones_cannot_write_is_not_asked_again(bench: Bench, quick: Processes) -> None:
    assert bench.place.exists()
    told = "ERROR: the answer cannot be written: No space left on device\n"
    for words in (("mtx", "-f", LIBRARY, "status"), ("mtx-changer", LIBRARY, "loaded", "0", ABSENT, "0")):
        with output("/dev/full") as full:
            assert quick.into(full, *words) == Ended(1, "", told)
        with output("") as pipe:
            assert quick.into(pipe, *words) == Ended(-signal.SIGPIPE, "", "")


def test_the_quick_ones_leave_the_rest_to_the_whole_ones(bench: Bench, quick: Processes) -> None:
    assert bench.place.exists()
    for words in (
        ["mtx"],
        ["mtx", "status"],
        ["mtx", "-f", LIBRARY, "nobarcode", "status"],
        ["mtx", "-f", "no such/library", "status"],
        ["mtx", "-f", "", "status"],
        ["mtx-changer", LIBRARY, "loaded", "0", ABSENT, "7"],
        ["mtx-changer", LIBRARY, "loaded", "0", ABSENT, ""],
        ["mtx-changer", LIBRARY, "load", "1", ABSENT, "0"],
    ):
        assert quick(words[0], *words[1:]) == Ended(0, " ".join(words[1:]) + "\n", ""), words
    for setting in ({"OPENRSM_URL": "http://127.0.0.1:1"}, {"OPENRSM_TOKEN": "x"}, {"OPENRSM_STATE": "/nowhere"}):
        other = Processes(quick.folder, quick.state, setting)
        assert other("mtx", "-f", LIBRARY, "status").out == f"-f {LIBRARY} status\n", setting


def test_the_socket_is_the_one_that_the_environment_names(
    bench: Bench, service: Service, quick: Processes, tmp_path: Path
) -> None:
    assert bench.place.exists()
    elsewhere = {"OPENRSM_STATE": str(tmp_path / "elsewhere"), "OPENRSM_URL": service.address.url}
    assert quick("mtx", "-f", LIBRARY, "status") == Processes(quick.folder, quick.state, elsewhere)(
        "mtx", "-f", LIBRARY, "status"
    )


def test_without_a_compiler_the_commands_themselves_are_led_to(
    bench: Bench, ours: Ours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert "there is no C compiler here" in install(tmp_path / "bin", COMMANDS)
    links = Processes(tmp_path / "bin", ours.state)
    assert links("mtx", "-f", f"/x/{LIBRARY}", "status") == ours.mtx(f"-f /x/{LIBRARY} status")
    assert links("mtx", "-f", LIBRARY, "status") == ours.mtx(f"-f {LIBRARY} status")
    assert links("mtx-changer", LIBRARY, "loaded", "0", ABSENT, "0") == Ended(0, "0\n", "")
    assert links("mtx", "-f", LIBRARY, "load", "1", "0").out.endswith("...done\n")
    assert bench.agrees()


def test_what_lies_in_the_folder_already_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "mtx").write_text("the original")
    with pytest.raises(AlreadyExists, match="is no link"):
        install(tmp_path, COMMANDS)
    assert [path.name for path in tmp_path.iterdir()] == ["mtx"]


@pytest.mark.parametrize("target", ["/usr/sbin/mtx", "/usr/bin/rsm-mtx"])
def test_a_link_to_another_program_is_not_replaced(tmp_path: Path, target: str) -> None:
    (tmp_path / "mtx").symlink_to(target)
    with pytest.raises(AlreadyExists, match="is no link of ours"):
        install(tmp_path, COMMANDS)
    assert [str(path.readlink()) for path in tmp_path.iterdir()] == [target]


def test_a_program_of_that_name_which_we_have_not_compiled_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / QUICK).write_text("precious")
    with pytest.raises(AlreadyExists, match="is not ours"):
        install(tmp_path, COMMANDS)
    assert (tmp_path / QUICK).read_text() == "precious"


def test_installing_twice_is_as_good_as_once(tmp_path: Path) -> None:
    first = install(tmp_path, COMMANDS)
    assert install(tmp_path, COMMANDS) == first
    assert {path.name for path in tmp_path.iterdir()} == {*NAMES, QUICK}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_load_whose_command_is_told_to_end_is_cancelled(bench: Bench, ours: Ours, number: signal.Signals) -> None:
    occupy(bench)
    commands = Processes(COMMANDS, ours.state)
    with commands.begin(*LOAD) as command:
        assert command.stderr
        assert "waits for a drive: drive 1 in use by backup" in command.stderr.readline()
        command.send_signal(number)
        assert command.wait(60) == 128 + number
    newest = max(bench.manager.work.list(bench.session, ended=True), key=lambda view: view.item.number)
    assert (newest.medium, newest.item.state) == ("V00006L9", WorkState.CANCELLED)
    assert bench.agrees()


def test_a_load_whose_command_is_killed_belongs_to_a_session_that_is_lost_with_it(
    bench: Bench, ours: Ours, service: Service
) -> None:
    """That work ends with its session is a promise of the surface, tried in its suite."""
    occupy(bench)
    with Processes(COMMANDS, ours.state).begin(*LOAD) as command:
        assert command.stderr
        assert "waits" in command.stderr.readline()
        command.kill()
    [load] = bench.manager.work.list(bench.session)
    assert load.item.state is WorkState.WAITING
    [session] = [one for one in service.manager.sessions.list(bench.session) if one.application == "changer"]
    assert session.lease is not None
    assert load.item.requester.session_id == session.id
