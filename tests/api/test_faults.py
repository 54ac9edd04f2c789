"""Requests that are malformed, too large, too slow or never finished: each is told so or cut off, and life goes on."""

from __future__ import annotations

import gzip
import json
import os
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

import pytest

from openrsm import errors
from openrsm.api.options import ApiOptions
from openrsm.api.problems import STATUS, status_of
from openrsm.errors import RsmError
from openrsm.store import sqlite
from tests.api.served import API, Served, answer_of, serving
from tests.conformance.surface_bench import eventually

pytestmark = pytest.mark.system

ROOT: Final = Path(__file__).parents[2]
MOST: Final = 4096
HASTY: Final = ApiOptions(
    owner=os.geteuid(), max_body=MOST, max_requests=30, threads=4, head_seconds=0.3, body_seconds=0.3
)


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with little patience, that all these tests try."""
    with serving(tmp_path_factory.mktemp("hasty"), HASTY) as one:
        yield one


@pytest.fixture(autouse=True)
def _goes_on(hasty: Served) -> Iterator[None]:
    """Whatever a test has done to it, the service answers afterwards."""
    yield
    assert eventually(hasty.goes_on)


def head(method: str, path: str, *lines: str) -> bytes:
    text = "\r\n".join([f"{method} {API}{path} HTTP/1.1", "Host: x", *lines, "", ""])
    return text.encode("latin-1")


def posted(body: bytes, *lines: str) -> bytes:
    return head("POST", "/pools", "Content-Type: application/json", f"Content-Length: {len(body)}", *lines) + body


def problem(answer: bytes) -> dict[str, Any]:
    """The problem document of an answer."""
    top, _, body = answer.partition(b"\r\n\r\n")
    assert b"application/problem+json" in top, answer
    found: dict[str, Any] = json.loads(body)
    assert top.startswith(b"HTTP/1.1 %d " % found["status"]), answer
    return found


# --- What is no HTTP ---


@pytest.mark.parametrize(
    "said",
    [
        b"\0\1\2\3\r\n\r\n",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"HELLO service\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http:// HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: abc\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_what_is_no_request_is_told_so_and_cut_off(hasty: Served, said: bytes) -> None:
    with hasty.raw() as connection:
        connection.sendall(said)
        assert problem(answer_of(connection))["status"] == 400
        assert connection.recv(1) == b""


def test_a_wish_to_speak_another_protocol_is_passed_over(hasty: Served) -> None:
    upgrade = ("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 13")
    assert hasty.say(head("GET", "/status", *upgrade)).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "flood",
    [
        b"GET /" + b"x" * 70_000,
        b"GET / HTTP/1.1\r\nA: " + b"x" * 70_000,
        b"GET / HTTP/1.1\r\n" + b"A: x\r\n" * 20_000,
        b"POST /api/v1/pools HTTP/1.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
        + b"A: x\r\n" * 40_000,
    ],
)
def test_a_flood_of_headers_is_cut_off(hasty: Served, flood: bytes) -> None:
    with hasty.raw() as connection:
        told = b""
        try:
            for start in range(0, len(flood), 4096):
                connection.sendall(flood[start : start + 4096])
            told = answer_of(connection)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert told[:12] in {b"", b"HTTP/1.1 400", b"HTTP/1.1 431"}


def test_the_head_of_a_request_has_a_longest_length_that_is_told(hasty: Served) -> None:
    assert problem(hasty.say(head("GET", "/status", *["A: " + "x" * 1000] * 66)))["status"] == 431
    assert hasty.say(head("GET", "/status", *["A: " + "x" * 1000] * 60)).startswith(b"HTTP/1.1 200")


# --- Bodies ---


def test_a_body_that_is_announced_too_large_is_refused_before_it_is_sent(hasty: Served) -> None:
    told = problem(hasty.say(head("POST", "/pools", "Content-Type: application/json", f"Content-Length: {MOST + 1}")))
    assert (told["status"], str(MOST) in told["detail"]) == (413, True)


def test_a_body_that_grows_too_large_is_cut_off(hasty: Served) -> None:
    chunk = b"400\r\n" + b" " * 1024 + b"\r\n"
    begin = head("POST", "/pools", "Content-Type: application/json", "Transfer-Encoding: chunked")
    assert problem(hasty.say(begin + chunk * 5))["status"] == 413
    assert problem(hasty.say(begin + chunk * 3 + b"0\r\n\r\n"))["status"] == 400


def test_a_body_under_a_key_is_bounded_as_well(hasty: Served) -> None:
    begin = head("POST", "/pools", "Content-Type: application/json", "Transfer-Encoding: chunked", "Idempotency-Key: k")
    assert problem(hasty.say(begin + (b"400\r\n" + b" " * 1024 + b"\r\n") * 5))["status"] == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "x", ""])
def test_a_body_of_another_type_is_refused(hasty: Served, kind: str) -> None:
    said = head("POST", "/pools", f"Content-Type: {kind}", "Content-Length: 12") + b'{"path":"a"}'
    assert problem(hasty.say(said))["status"] == 415


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"path": "a", "path": 1}',
        b'{"path": NaN}',
        b'{"path": "a", "max_allocations": Infinity}',
        b'{"path": "a", "max_allocations": ' + b"9" * 4000 + b"}",
        b'{"path": "a", "max_allocations": 1e400}',
        b'{"path": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"path": "\xff\xfe"}',
        b"\xff\xfe{\0}\0",
        b"[" * 4000,
        b'{"a":' * 800,
        gzip.compress(b'{"path": "a"}', mtime=0),  # its name is the same in every process
        b'{"path": ["a"]}',
        b'{"path": ""}',
        b'{"path": "a//b"}',
        b'{"path": "' + b"x" * 3000 + b'"}',
    ],
)
def test_a_body_that_is_not_as_documented_is_refused(hasty: Served, body: bytes) -> None:
    told = problem(hasty.say(posted(body)))
    assert (told["status"], told["code"]) == (400, "INVALID_PARAMETER")


@pytest.mark.parametrize("path", ["a\0b", "\n", " a", "\u202e\u0000", "a\x7f", "\x1b[31m"])
def test_control_characters_in_names_are_refused(hasty: Served, path: str) -> None:
    assert hasty.refused(409, "POST", "/pools", {"path": path})["code"] == "INVALID_NAME"


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    deep = b'{"path":' + b"[" * 400_000
    with serving(tmp_path) as served:
        assert problem(served.say(posted(deep)))["status"] == 400
        assert served.goes_on()


@pytest.mark.parametrize("name", ["%00", "%FF%FE", "%ED%A0%80", "%", "%zz", "%0d%0aX: y", "a" * 601, "%F0%9F%92%BE"])
def test_odd_bytes_in_paths_and_queries_name_nothing(hasty: Served, name: str) -> None:
    for path in ("/pools/", "/drives/", "/media/", "/libraries/", "/work-items/", "/tokens/", "/access/pool%3A"):
        method = "DELETE" if path == "/tokens/" else "GET"
        assert problem(hasty.say(head(method, path + name.replace(" ", ""))))["status"] in {400, 404}, path
    for query in ("library", "pool", "cursor", "state"):
        assert problem(hasty.say(head("GET", f"/media?{query}={name.replace(' ', '')}")))["status"] in {400, 404, 409}


# --- Slowness ---


def test_who_says_nothing_is_cut_off(hasty: Served) -> None:
    with hasty.raw() as connection:
        assert connection.recv(1) == b""


def test_a_head_that_trickles_is_cut_off(hasty: Served) -> None:
    with hasty.raw() as connection:

        def is_cut_off() -> bool:
            try:
                return connection.send(b"G") == 0
            except (BrokenPipeError, ConnectionResetError):
                return True

        assert eventually(is_cut_off)


def test_a_body_that_trickles_is_told_so_and_cut_off(hasty: Served) -> None:
    with hasty.raw() as connection:
        connection.sendall(head("POST", "/pools", "Content-Type: application/json", "Content-Length: 1000") + b"{")
        told = problem(answer_of(connection))
        assert (told["status"], "0.3 seconds" in told["detail"]) == (408, True)
        assert connection.recv(1) == b""


def test_a_body_that_never_comes_holds_no_wait(hasty: Served) -> None:
    with hasty.raw() as connection:
        connection.sendall(head("GET", "/changes?after=0&limit=1", "Content-Length: 10", "Prefer: wait=1"))
        assert answer_of(connection).startswith(b"HTTP/1.1 ")


def test_connections_that_are_half_open_end_by_themselves(hasty: Served) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(hasty.raw()) for _ in range(200)]
        for connection in connections[::2]:
            connection.sendall(b"GET /api/v1/status HTTP/1.1\r\nHost: ")
        for connection in connections[1::2]:
            connection.shutdown(socket.SHUT_WR)
        assert {connection.recv(1) for connection in connections} == {b""}


def test_requests_one_behind_another_on_one_connection_are_answered_in_order(hasty: Served) -> None:
    with hasty.raw() as connection:
        connection.sendall(head("GET", "/status") + head("GET", "/none") + head("GET", "/pools", "Connection: close"))
        told = b""
        while piece := connection.recv(65536):
            told += piece
    assert [told[place + 9 : place + 12] for place in range(len(told)) if told.startswith(b"HTTP/1.1 ", place)] == [
        b"200",
        b"404",
        b"200",
    ]


def test_more_requests_than_are_allowed_are_put_off(hasty: Served) -> None:
    last = hasty.ok("GET", "/changes")["last"]
    with ExitStack() as stack:
        for _ in range(HASTY.max_requests):
            waiting = stack.enter_context(hasty.raw())
            waiting.sendall(head("GET", f"/changes?after={last}&type=slot", "Prefer: wait=3600"))
        eventually(lambda: len(hasty.sleepers) == HASTY.max_requests)
        answer = hasty.call("GET", "/status")
        assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (503, "BUSY", "1")
    eventually(lambda: len(hasty.sleepers) == 0)


# --- The machine under it ---


def test_a_catalogue_that_another_program_locks_is_unavailable_for_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0.05)
    with serving(tmp_path) as served:
        with closing(sqlite3.connect(tmp_path / "state" / "catalogue.sqlite")) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = served.call("POST", "/pools", {"path": "a"})
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
            assert served.goes_on()
            other.rollback()
        assert served.call("POST", "/pools", {"path": "a"}).status_code == 201


def test_a_full_disk_is_told_and_survived(tmp_path: Path) -> None:
    prefix = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--user", "--map-root-user", "--mount")
    program = Path(__file__).with_name("programs") / "full.py"
    done = subprocess.run(
        [*prefix, sys.executable, str(program), str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["as promised"]), done.stderr


# --- Every error has its status ---


def _tree(kind: type[RsmError]) -> Iterator[type[RsmError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _tree(child)


OTHERS: Final = {
    401: {"NotAuthenticated"},
    403: {"AccessDenied"},
    404: {"InvalidHandle", "ObjectNotFound", "MissingDrive", "MissingLibrary", "MissingMedium", "MissingPool"},
    410: {"NoticesLost"},
    500: {"RsmError"},
    503: {
        "CatalogueLocked",
        "SystemFault",
        "NotEnoughMemory",
        "DatabaseFailure",
        "RecognitionFailed",
        "ServiceUnavailable",
    },
    507: {"DatabaseFull"},
}


def test_every_error_has_a_status_and_whatever_a_caller_can_change_is_a_conflict() -> None:
    ours = {kind for kind in _tree(RsmError) if kind.__module__.startswith("openrsm.errors")}
    assert {kind.__name__ for kind in ours} >= set(errors.__all__) - {"Actor"}
    named = {name: status for status, names in OTHERS.items() for name in names}
    for kind in ours:
        usual = 502 if issubclass(kind, errors.DeviceFault) else 409
        assert status_of(kind("it was wrong", "do this")) == named.pop(kind.__name__, usual), kind
    assert not named
    assert set(STATUS) <= ours
