"""The command line where a service runs: commands go to it, and what they queue goes on without them."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from openrsm.daemon import open_state
from openrsm.domain.work import WorkState
from openrsm.errors import ServiceUnavailable
from openrsm.settings import settings
from tests.cli.conftest import Rsm
from tests.client.service import Service, serving_commands
from tests.conformance.surface_bench import POOL, SMALL, Bench, Clock, eventually

pytestmark = pytest.mark.slow

RSM = str(Path(sys.executable).with_name("rsm"))


@pytest.fixture
def rsm(bare: Rsm) -> Rsm:
    """On a state of which the bench takes care."""
    return bare


@pytest.fixture
def service(rsm: Rsm, tmp_path: Path) -> Iterator[Service]:
    """Works on the state of ``rsm``, as the service does: with its lock."""
    with serving_commands(tmp_path, Clock()) as made:
        assert made.state == rsm.state
        yield made


@pytest.fixture
def bench(service: Service, tmp_path: Path) -> Iterator[Bench]:
    made = Bench.begin(service.client(), tmp_path / "library", service.clock, SMALL)
    yield made
    made.close()


def test_commands_go_to_the_service(bench: Bench, rsm: Rsm) -> None:
    assert [view["library"]["name"] for view in rsm.items("library list")] == ["vlib", "offline"]
    lmid = rsm(f"allocate --pool {POOL}").strip()
    assert str(bench.medium(lmid).logical[0].id) == lmid


def test_a_mount_stays_when_its_command_has_ended(bench: Bench, rsm: Rsm) -> None:
    lmid = bench.lmid()
    [mounted] = rsm.items(f"mount {lmid}")
    assert mounted["device_path"]
    assert "rsm" in bench.holders()
    rsm(f"dismount {lmid}")
    bench.manager.settle()
    assert bench.holders() == [None, None]


def test_what_is_queued_without_waiting_stays_queued(bench: Bench, rsm: Rsm) -> None:
    held = bench.lmids(2)
    bench.mount(*held)
    [queued] = rsm.items(f"mount {bench.lmid()} --nowait")
    item = queued["work"]["item"]["id"]
    eventually(lambda: bench.manager.work.show(bench.session, item).item.state is WorkState.WAITING)
    bench.dismount(held[0])
    eventually(lambda: "rsm" in bench.holders())


def test_an_interrupted_mount_is_cancelled(bench: Bench, rsm: Rsm) -> None:
    bench.mount(*bench.lmids(2))
    lmid = bench.lmid()
    line = [RSM, "mount", lmid, "--state", str(rsm.state)]
    with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as command:
        assert command.stderr
        assert "waits" in command.stderr.readline()
        command.send_signal(signal.SIGINT)
        said = command.stderr.read()
    assert command.returncode == 128 + signal.SIGINT, said
    assert "interrupted" in said
    ended = max(bench.manager.work.list(bench.session, ended=True), key=lambda view: view.item.number)
    assert (ended.medium, ended.item.state) == (bench.medium(lmid).medium.name, WorkState.CANCELLED)


def test_a_command_whose_service_has_ended_works_on_the_state_itself(service: Service, rsm: Rsm) -> None:
    service.stop()
    try:
        assert service.path.exists(), "it was left behind"
        assert rsm.items("library list")
    finally:
        service.start()


def test_a_service_that_the_environment_names_is_meant(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENRSM_STATE", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("OPENRSM_URL", service.address.url)
    opened = open_state(settings().state, read_only=True)
    assert opened.outlives
    opened.manager.close()


def test_a_folder_that_an_option_names_is_meant_rather_than_the_environments_service(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENRSM_URL", service.address.url)
    opened = open_state(tmp_path / "elsewhere", read_only=False)
    assert not opened.outlives
    opened.manager.close()


def test_a_service_that_is_named_and_not_there_is_an_error(
    rsm: Rsm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENRSM_STATE", str(rsm.state))
    monkeypatch.setenv("OPENRSM_URL", f"unix:{tmp_path}/nothing.sock")
    assert rsm.refused("status") == ServiceUnavailable.code


def test_a_command_through_the_service_loads_neither_sql_nor_drivers(bench: Bench, rsm: Rsm) -> None:
    assert bench.agrees()
    code = (
        "import sys; from openrsm.cli.app import execute; from openrsm.daemon import open_state\n"
        f"status = execute(open_state, ['library', 'list', '--json', '--state', {str(rsm.state)!r}])\n"
        "loaded = {'sqlalchemy', 'openrsm.service', 'openrsm.drivers', 'fastapi'} & {*sys.modules}\n"
        "print(sorted(loaded), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "vlib" in ran.stdout
    assert ran.stderr.strip() == "[]"
