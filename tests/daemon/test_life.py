"""From start to end, as real processes."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.daemon.service import RSM, add_library, allocated, refused, running, start
from tests.lab.lab import free_port, require_root

pytestmark = pytest.mark.system

SLOW = "&realistic=1&timescale=0.3"
"""A motion takes more than three seconds: long enough to be met by a signal, however busy the computer is."""
WITHOUT_NEW_CODE = """\
import ctypes, os, sys
PR_SET_MDWE, REFUSE_EXEC_GAIN = 65, 1
assert ctypes.CDLL(None).prctl(PR_SET_MDWE, REFUSE_EXEC_GAIN, 0, 0, 0) == 0
os.execv(sys.argv[1], sys.argv[1:])
"""


def python_for_all() -> str | None:
    """A Python of this version that every user may run: this one, or the system's."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [Path(sys.executable).resolve(), Path("/usr/bin") / version]
    return next((str(one) for one in candidates if one.exists() and open_to_all(one)), None)


def open_to_all(path: Path) -> bool:
    """Whether every user may go there."""
    return all(folder.stat().st_mode & 0o005 == 0o005 for folder in (path, *path.parents))


def test_it_starts_with_nothing_configured_and_stops_when_told(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        assert service.call("GET", "/healthz").status_code == 200
        assert service.api("GET", "/status")["work"] == []
        assert service.stop() == 0
        assert service.rest()[-1] == "service_stopped"
    assert not service.path.exists()


def test_what_it_says_first_is_what_it_is_and_where(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        first = service.log[0]
    assert first["action"] == "service_starting"
    assert (first["state"], first["addresses"]) == (str(tmp_path / "state"), str(service.path))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_in_order(number: signal.Signals, tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        assert service.stop(number) == 0
        assert service.rest()[-2:] == ["service_stopping", "service_stopped"]


def test_a_signal_while_it_starts_ends_it_in_order_too(tmp_path: Path) -> None:
    service = start(tmp_path / "state")
    with service.process:
        service.until("service_starting")
        assert service.stop() == 0
        assert service.rest()[-1] == "service_stopped"


def test_the_motion_under_way_is_finished_and_the_queue_is_kept(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        add_library(service, tmp_path / "library", SLOW)
        first, second = allocated(service), allocated(service)
        for lmid in (first, second):
            service.api("POST", "/mounts", {"media": [lmid], "nowait": True, "drives": ["vlib/drive1"]})
        begun = service.until("move_begun")
        service.process.send_signal(signal.SIGTERM)
        stopping = service.until("service_stopping")
        assert stopping["under_way"] == f"vlib carries {begun['medium']} from {begun['source']} to drive 1"
        service.process.send_signal(signal.SIGTERM)
        assert "carries" in service.until("service_waits")["under_way"]
        assert service.until("move_done")["medium"] == begun["medium"]
        assert service.process.wait(60) == 0
        assert "move_begun" not in service.rest()[service.log.index(stopping) :]
    with running(tmp_path / "state") as again:
        assert again.until("medium_mounted")["medium"] == begun["medium"]
        [waiting] = again.api("GET", "/work-items?state=waiting")["items"]
        assert waiting["item"]["number"] == 1 + next(
            line["item"] for line in again.log if line["action"] == "medium_mounted"
        )


def test_libraries_without_work_are_opened_too(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        add_library(service, tmp_path / "library")
        service.stop()
    with running(tmp_path / "state") as again:
        assert again.until("library_opened")["library"] == "vlib"


def test_a_library_that_is_not_there_is_told_of_once(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        add_library(service, tmp_path / "library")
        service.stop()
    (tmp_path / "library").rename(tmp_path / "elsewhere")
    (tmp_path / "library").touch()
    with running(tmp_path / "state", environment={"OPENRSM_LIMITS__REOPEN": "0.05"}) as again:
        assert again.until("library_lost")["library"] == "vlib"
        (tmp_path / "library").unlink()
        (tmp_path / "elsewhere").rename(tmp_path / "library")
        again.until("library_opened")
        assert [line["action"] for line in again.log].count("library_lost") == 1


def test_a_second_service_on_the_same_state_is_refused(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        told = refused(tmp_path / "state", "--socket", str(tmp_path / "other.sock"))
    assert told.startswith(f"error SHARING_VIOLATION (32): the state in {tmp_path / 'state'} is in use by process ")
    assert f"process {service.process.pid} (rsm serve);" in told


def test_a_service_on_a_socket_in_use_is_refused_and_told_by_whom(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        told = refused(tmp_path / "other", "--socket", str(service.path))
        assert service.call("GET", "/healthz").status_code == 200
    assert f"process {service.process.pid} listens on {service.path} already" in told


def test_the_socket_of_a_dead_service_is_replaced(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        service.process.kill()
        service.process.wait()
    assert service.path.exists()
    with running(tmp_path / "state") as again:
        assert again.call("GET", "/healthz").status_code == 200


def test_a_file_in_the_place_of_the_socket_is_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("data")
    assert f"{precious} is there, and is no socket" in refused(tmp_path / "state", "--socket", str(precious))
    assert precious.read_text() == "data"


def test_a_path_that_is_too_long_for_a_socket_is_refused(tmp_path: Path) -> None:
    told = refused(tmp_path / "state", "--socket", str(tmp_path / ("x" * 120)))
    assert told.startswith("error INVALID_PARAMETER (87): the socket ")
    assert "name another with --socket" in told


def test_everybody_may_connect_and_the_state_is_its_owner_s(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        assert service.path.stat().st_mode & 0o777 == 0o666
    with running(tmp_path / "state", environment={"OPENRSM_HTTP__SOCKET_MODE": "0600"}) as service:
        assert service.path.stat().st_mode & 0o777 == 0o600


def test_tcp_beyond_this_computer_is_refused_without_tls(tmp_path: Path) -> None:
    service = start(tmp_path / "state", "--listen", "0.0.0.0:0")
    _, told = service.process.communicate()
    problem, error = told.splitlines()
    assert service.process.returncode == 1
    assert problem.startswith("--listen: http.listen: without TLS everybody on the way could read tokens; set tls_")
    assert error == "error INVALID_PARAMETER (87): the configuration has an error; see: rsm config check"


def test_a_port_in_use_is_refused(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = refused(tmp_path / "state", "--listen", f"127.0.0.1:{port}")
    assert told == (
        f"error ALREADY_EXISTS (183): 127.0.0.1 port {port} cannot be served: Address already in use; "
        "name another with --listen"
    )


def test_it_serves_tcp_as_well_if_told(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path / "state", "--listen", f"127.0.0.1:{port}") as service:
        assert service.log[0]["addresses"] == f"{service.path}, 127.0.0.1:{port}"
        with socket.create_connection(("127.0.0.1", port)) as client:
            client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert client.recv(64).startswith(b"HTTP/1.1 200")


def test_hanging_up_changes_nothing(tmp_path: Path) -> None:
    with running(tmp_path / "state") as service:
        service.process.send_signal(signal.SIGHUP)
        service.until("hangup_ignored")
        assert service.call("GET", "/healthz").status_code == 200


def test_what_is_wrong_with_the_configuration_is_told_before_anything_begins(tmp_path: Path) -> None:
    file = tmp_path / "rsmd.toml"
    file.write_text("[http]\nlistn = 1\n")
    service = start(tmp_path / "state", "--config", str(file))
    _, told = service.process.communicate()
    assert service.process.returncode == 1
    assert told.splitlines()[0] == f"{file}:2: http.listn: there is no such setting; did you mean listen?"
    assert not (tmp_path / "state").exists()


def test_no_password_reaches_the_log(tmp_path: Path) -> None:
    file = tmp_path / "rsmd.toml"
    file.write_text('[log]\nlevel = "debug"\n[alerts]\nurls = ["json://user:pa55word@127.0.0.1:9/"]\n')
    with running(tmp_path / "state", "--config", str(file)) as service:
        service.api("GET", "/status")
        service.stop()
        service.rest()
    assert "pa55word" not in str(service.log)


@pytest.mark.skipif(python_for_all() is None, reason="Python lies where only root may look")
def test_it_runs_as_anybody(tmp_path: Path) -> None:
    require_root("only root can become somebody else")
    nobody = 65534
    for folder in (tmp_path, *(one for one in tmp_path.parents if "pytest-of" in str(one))):
        folder.chmod(0o755)
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, nobody, nobody)
    words = [str(python_for_all()), "-c", "from openrsm.daemon import main; main()", "serve"]
    with subprocess.Popen(
        [*words, "--state", str(home / "state")],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": ":".join(sys.path), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(home)},
        user=nobody,
        group=nobody,
        extra_groups=[],
    ) as one:
        assert one.stderr is not None
        assert any('"service_ready"' in line for line in one.stderr)
        one.terminate()
        assert one.wait(60) == 0


def test_it_runs_where_no_memory_may_become_code(tmp_path: Path) -> None:
    """As under MemoryDenyWriteExecute=yes in its unit; libiscsi is loaded and called too."""
    words = [sys.executable, "-c", WITHOUT_NEW_CODE, RSM, "--state", str(tmp_path / "state"), "library", "add"]
    added = subprocess.run(
        [*words, "vlib", f"virtual:{tmp_path / 'library'}"], check=False, capture_output=True, text=True
    )
    assert added.returncode == 0, added.stderr
    asked = [*words, "far", f"iscsi://127.0.0.1:{free_port()}/iqn.2026-01.test:vtl/3"]
    ended = subprocess.run(asked, check=False, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.startswith("error ")
