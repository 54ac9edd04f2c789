"""What only whole processes show: signals, pipes, two commands at a time."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Rsm

pytestmark = pytest.mark.system

COMMAND: Final = str(Path(sys.executable).with_name("rsm"))


def start(rsm: Rsm, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {"OPENRSM_STATE": str(rsm.state)}
    pipe = subprocess.PIPE
    return subprocess.Popen([COMMAND, *words], stdout=pipe, stderr=pipe, text=True, env=environment)


@contextmanager
def waiting_mount(rsm: Rsm) -> Iterator[subprocess.Popen[str]]:
    """A process that waits for a drive, and has said so."""
    rsm(f"mount {rsm.allocated()} {rsm.allocated()}")
    with start(rsm, "mount", rsm.allocated()) as process:
        assert process.stderr is not None
        assert "waits for a drive" in process.stderr.readline()
        yield process
        process.kill()


def test_the_status_of_the_command_is_the_process_s(rsm: Rsm) -> None:
    with start(rsm, "media", "show", "nonsense") as process:
        out, err = process.communicate()
    assert (process.returncode, out) == (1, "")
    assert err.startswith("error INVALID_MEDIA (4300): ")


def test_machines_get_one_document_and_nothing_else(rsm: Rsm) -> None:
    with start(rsm, "mount", rsm.allocated(), "--json") as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, "")
    assert json.loads(out)["items"][0]["device_path"]


def test_an_interrupted_mount_is_undone(rsm: Rsm) -> None:
    with waiting_mount(rsm) as process:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (130, "")
    assert err == "interrupted; still queued: nothing\n"
    assert rsm.items("work list") == []


def test_while_one_command_works_others_look(rsm: Rsm) -> None:
    with waiting_mount(rsm) as process:
        assert "waits for a drive" in rsm("status")
        ended = rsm.try_("pool create other --type LTO-9")
        assert (ended.status, ended.out) == (1, "")
        assert ended.err.startswith("error SHARING_VIOLATION (32): ")
        assert str(process.pid) in ended.err


def test_a_reader_that_leaves_is_no_error(rsm: Rsm) -> None:
    with start(rsm, "media", "list") as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_work_is_finished_though_nobody_reads_of_it(rsm: Rsm) -> None:
    lmid = rsm.allocated()
    rsm(f"mount {lmid}")
    with start(rsm, "dismount", lmid) as process:
        assert process.stdout is not None
        process.stdout.close()
    assert process.returncode == 0
    assert rsm.json(f"media show {lmid}")["where"].startswith("slot")
