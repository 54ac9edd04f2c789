"""What a service manager passes and is told, by a test in its place and a real service."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.daemon.service import PATIENCE, Service, refused, running

pytestmark = pytest.mark.system


class Manager:
    """Listens where services tell how they are."""

    def __init__(self, address: str) -> None:
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.settimeout(PATIENCE)

    def until(self, word: str) -> list[str]:
        """The messages up to the one with that line."""
        messages = []
        while True:
            messages.append(self.socket.recv(4096).decode())
            if word in messages[-1].splitlines():
                return messages


@pytest.fixture
def manager(tmp_path: Path) -> Iterator[Manager]:
    manager = Manager(str(tmp_path / "notify"))
    with closing(manager.socket):
        yield manager


def told(tmp_path: Path, **more: str) -> dict[str, str]:
    return {"NOTIFY_SOCKET": str(tmp_path / "notify"), **more}


def test_it_says_when_it_is_ready_and_when_it_stops(manager: Manager, tmp_path: Path) -> None:
    with running(tmp_path / "state", environment=told(tmp_path)) as service:
        manager.until("READY=1")
        service.process.send_signal(signal.SIGTERM)
        manager.until("STOPPING=1")
        assert service.process.wait(PATIENCE) == 0


def test_ready_means_that_clients_are_answered(manager: Manager, tmp_path: Path) -> None:
    with running(tmp_path / "state", environment=told(tmp_path)) as service:
        manager.until("READY=1")
        assert service.call("GET", "/healthz").status_code == 200


def test_it_shows_that_it_lives_as_often_as_it_is_asked_to(manager: Manager, tmp_path: Path) -> None:
    with running(tmp_path / "state", environment=told(tmp_path, WATCHDOG_USEC="200000")):
        for _ in range(3):
            manager.until("WATCHDOG=1")


def test_it_asks_for_time_while_it_stops(manager: Manager, tmp_path: Path) -> None:
    with running(tmp_path / "state", environment=told(tmp_path)) as service:
        manager.until("READY=1")
        service.process.send_signal(signal.SIGTERM)
        [*_, asked] = manager.until("EXTEND_TIMEOUT_USEC=60000000")
        assert asked


def test_names_that_no_file_has_are_understood(tmp_path: Path) -> None:
    name = f"openrsm-test-{os.getpid()}"
    manager = Manager(f"\0{name}")
    with closing(manager.socket), running(tmp_path / "state", environment={"NOTIFY_SOCKET": f"@{name}"}):
        manager.until("READY=1")


def test_a_manager_that_does_not_listen_is_not_missed(tmp_path: Path) -> None:
    with running(tmp_path / "state", environment={"NOTIFY_SOCKET": str(tmp_path / "nobody")}) as service:
        assert service.stop() == 0


def listening(path: Path) -> socket.socket:
    one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    one.bind(str(path))
    one.listen()
    return one


def test_it_serves_the_sockets_that_it_is_passed(tmp_path: Path) -> None:
    path, state = tmp_path / "passed.sock", tmp_path / "state"
    with (
        closing(listening(path)) as local,
        closing(socket.create_server(("127.0.0.1", 0))) as tcp,
        running(state, passed=[local, tcp]) as service,
    ):
        assert service.log[0]["addresses"] == f"{path}, 127.0.0.1:{tcp.getsockname()[1]}"
        assert not (state / "rsmd.sock").exists()
        passed = Service(service.process, path)
        assert passed.api("GET", "/status")["work"] == []
        service.stop()
    assert path.exists(), "the socket is the service manager's"


def test_a_client_that_came_before_the_service_is_answered(tmp_path: Path) -> None:
    path = tmp_path / "passed.sock"
    with closing(listening(path)) as local, closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as client:
        client.connect(str(path))
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        with running(tmp_path / "state", passed=[local]):
            client.settimeout(PATIENCE)
            assert client.recv(64).startswith(b"HTTP/1.1 200")


def test_a_socket_beyond_this_computer_is_refused_without_tls(tmp_path: Path) -> None:
    with closing(socket.create_server(("0.0.0.0", 0))) as everywhere:  # noqa: S104 - that it is refused is the point
        assert "without TLS everybody on the way to 0.0.0.0:" in refused(tmp_path / "state", passed=[everywhere])


def test_what_is_no_socket_to_listen_on_is_refused(tmp_path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)) as other:
        said = refused(tmp_path / "state", passed=[other])
    assert "file descriptor 3, which the service manager passed, is no listening stream socket" in said


def test_what_was_passed_to_another_process_is_not_ours(tmp_path: Path) -> None:
    with running(tmp_path / "state", environment={"LISTEN_FDS": "1", "LISTEN_PID": "1"}) as service:
        assert service.log[0]["addresses"] == str(service.path)
