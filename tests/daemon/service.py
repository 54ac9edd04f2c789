"""``rsm serve`` as a process of its own, spoken to over its socket, its log read as programs read it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import httpx2

RSM: Final = str(Path(sys.executable).with_name("rsm"))
PATIENCE: Final = 60.0


class Service:
    """A running service. Its log is kept as it is read."""

    def __init__(self, process: subprocess.Popen[str], path: Path) -> None:
        self.process = process
        self.path = path
        self.log: list[dict[str, Any]] = []
        self._looked_at = 0

    def until(self, action: str, **fields: object) -> dict[str, Any]:
        """The next line of the log of that action, with those fields."""
        for line in self._lines():
            if line["action"] == action and fields.items() <= line.items():
                return line
        raise AssertionError(f"it ended without {action}: {self.log}")

    def from_the_beginning(self) -> None:
        """Have :meth:`until` look at every line again."""
        self._looked_at = 0

    def _lines(self) -> Iterator[dict[str, Any]]:
        assert self.process.stderr is not None
        while self._looked_at < len(self.log) or (text := self.process.stderr.readline()):
            if self._looked_at == len(self.log):
                self.log.append(json.loads(text))
            self._looked_at += 1
            yield self.log[self._looked_at - 1]

    def rest(self) -> list[str]:
        """Read the log to its end; the actions of all its lines."""
        assert self.process.stderr is not None
        self.log += [json.loads(text) for text in self.process.stderr]
        return [line["action"] for line in self.log]

    def call(self, method: str, path: str, body: object = None, **headers: str) -> httpx2.Response:
        """One request over the socket."""
        # Without TLS nobody asks for the authorities that loading takes 20 ms for.
        transport = httpx2.HTTPTransport(uds=str(self.path), verify=False)
        with httpx2.Client(transport=transport, base_url="http://service", timeout=PATIENCE) as client:
            return client.request(method, path, json=body, headers=headers)

    def api(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """One call of the API; it is to succeed."""
        answer = self.call(method, f"/api/v1{path}", body, **headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)


def start(
    state: Path, *options: str, environment: Mapping[str, str] | None = None, passed: Sequence[socket.socket] = ()
) -> Service:
    """Begin; what it writes to standard error is a JSON object a line, once it has begun."""
    process = subprocess.Popen(
        [*_with_sockets(passed), RSM, "serve", "--state", str(state), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**_clean(os.environ), **(environment or {})},
        pass_fds=[one.fileno() for one in passed],
    )
    return Service(process, state / "rsmd.sock")


def _with_sockets(passed: Sequence[socket.socket]) -> list[str]:
    """What a service manager does between fork and exec: sockets from 3 on, and the number of the process."""
    if not passed:
        return []
    code = (
        "import os, sys; count, *given = sys.argv[1:int(sys.argv[1]) + 2]\n"
        "[os.dup2(int(number), 50 + place) for place, number in enumerate(given)]\n"
        "[os.dup2(50 + place, 3 + place) for place in range(int(count))]\n"
        "os.environ.update(LISTEN_FDS=count, LISTEN_PID=str(os.getpid()))\n"
        "words = sys.argv[int(count) + 2:]; os.execv(words[0], words)"
    )
    return [sys.executable, "-c", code, str(len(passed)), *(str(one.fileno()) for one in passed)]


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith(("OPENRSM_", "NOTIFY_"))}


@contextmanager
def running(state: Path, *options: str, **settings: Any) -> Iterator[Service]:
    """A service that answers; killed at the end, should it still run."""
    service = start(state, *options, **settings)
    try:
        service.until("service_ready")
        service.from_the_beginning()
        yield service
    finally:
        service.process.kill()
        service.process.communicate()


def refused(state: Path, *options: str, **settings: Any) -> str:
    """What a service that does not begin says last."""
    service = start(state, *options, **settings)
    _, told = service.process.communicate(timeout=PATIENCE)
    assert service.process.returncode == 1, told
    return told.splitlines()[-1]


def add_library(service: Service, folder: Path, parameters: str = "") -> None:
    """A library of two drives and four cartridges, free and in a pool."""
    url = f"virtual:{folder}?drives=2&slots=6&ports=1&type=LTO-8&cartridges=4&doors=0{parameters}"
    service.api("POST", "/libraries", {"name": "vlib", "url": url})
    for name in ("V00001L8", "V00002L8"):
        service.api("POST", f"/media/{name}/move", {"pool": "Free/LTO-8"})
    service.api("POST", "/pools", {"path": "backups", "media_type": "LTO-8", "draw_from_free": True})


def allocated(service: Service) -> str:
    """A new LMID."""
    lmid: str = service.api("POST", "/allocations", {"pool": "backups"})["logical"]["id"]
    return lmid
