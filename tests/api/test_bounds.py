"""What is said twice, encoded or never read; who connects too often; and that nobody is woken for nothing."""

from __future__ import annotations

import gzip
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from openrsm.api.crowd import Crowd
from openrsm.api.options import ApiOptions
from tests.api.served import API, Served, answer_of, serving
from tests.conformance.surface_bench import PATIENCE, Bench, eventually

pytestmark = pytest.mark.system

CONNECTIONS: Final = 20


def asked(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {API}{path} HTTP/1.1", *lines, "", ""]).encode()


# --- Headers ---


@pytest.mark.parametrize(
    "header", ["OpenRSM-Session", "OpenRSM-Application", "Idempotency-Key", "Last-Event-ID", "Host", "Content-Type"]
)
def test_a_header_that_may_mean_one_thing_only_is_refused_when_it_is_there_twice(served: Served, header: str) -> None:
    answer = served.say(asked("GET", "/status", f"{header}: a", f"{header}: b"))
    assert answer.startswith(b"HTTP/1.1 400")
    assert f"header {header.lower()} is there 2 times".encode() in answer


def test_a_preference_counts_in_whichever_line_it_stands(served: Served) -> None:
    for lines in (["Prefer: respond-async", "Prefer: wait=0.1"], ["Prefer: wait=0.1", "Prefer: respond-async"]):
        answer = served.say(asked("GET", "/changes?after=0&type=slot", "Host: x", *lines))
        assert b"preference-applied: wait=0.1\r\n" in answer


def test_a_body_in_another_coding_is_refused(served: Served) -> None:
    body = gzip.compress(b'{"path":"a"}')
    lines = ("Host: x", "Content-Encoding: gzip", f"Content-Length: {len(body)}")
    assert served.say(asked("POST", "/pools", *lines) + body).startswith(b"HTTP/1.1 415")
    assert served.refused(404, "GET", "/pools/a")


def test_an_odd_host_changes_nothing_of_what_is_asked_for(served: Served) -> None:
    assert f"'{API}/none'".encode() in served.say(asked("GET", "/none", "Host: ["))
    assert served.say(asked("GET", "/status", "Host: a b/?#@[")).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("since", "count"), [("0001-01-01T00:00:00%2B14:00", 1), ("9999-12-31T23:59:59-14:00", 0), ("2999-01-01", None)]
)
def test_the_audit_trail_is_read_from_any_moment_that_names_its_zone(
    served: Served, since: str, count: int | None
) -> None:
    if count is None:
        assert "timezone" in served.refused(400, "GET", f"/audit?since={since}")["detail"]
    else:
        assert len(served.ok("GET", f"/audit?since={since}&limit=1")["items"]) == count


def test_a_repeated_mount_says_that_it_was_done_before(served: Served, bench: Bench) -> None:
    body = {"media": [bench.lmid()], "read": True}
    for wait in ("wait=0", "wait=30"):
        first = served.call("POST", "/mounts", body, Idempotency_Key=wait, Prefer=wait)
        again = served.call("POST", "/mounts", body, Idempotency_Key=wait, Prefer=wait)
        assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
        bench.manager.settle()
        served.ok("POST", "/dismounts", {"media": body["media"]})
        bench.manager.settle()


# --- Peace ---


def test_a_request_that_does_not_wait_looks_once(served: Served) -> None:
    last = served.ok("GET", "/changes")["last"]
    assert served.ok("GET", f"/changes?after={last}") == {"changes": [], "last": last}


def test_who_only_looks_wakes_nobody(served: Served) -> None:
    told: list[None] = []
    stop = served.manager.watch([], lambda: told.append(None))
    for path in ("/status", "/changes", "/pools", "/changes?after=0"):
        served.ok("GET", path)
    assert told == []
    served.ok("POST", "/pools", {"path": "new"})
    assert len(told) == 1
    stop()


def test_a_wait_in_a_session_ends_with_it(served: Served) -> None:
    session = served.ok("POST", "/sessions", {"application": "brief"})["id"]
    last = served.ok("GET", "/changes")["last"]
    with ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(
            served.call, "GET", f"/changes?after={last}", None, OpenRSM_Session=session, Prefer="wait=3600"
        )
        eventually(lambda: len(served.sleepers) == 1)
        served.ok("DELETE", f"/sessions/{session}")
        assert waiting.result(PATIENCE).json()["code"] == "INVALID_HANDLE"


# --- Connections ---


def test_more_connections_than_are_allowed_are_put_off(tmp_path: Path) -> None:
    with serving(tmp_path, ApiOptions(owner=os.geteuid(), max_connections=CONNECTIONS)) as served:
        with ExitStack() as stack:
            for _ in range(CONNECTIONS):
                connection = stack.enter_context(served.raw())
                connection.sendall(asked("GET", "/status", "Host: x"))
                assert answer_of(connection).startswith(b"HTTP/1.1 200")
            more = stack.enter_context(served.raw())
            assert answer_of(more).startswith(b"HTTP/1.1 503")
            assert more.recv(1) == b""
        assert eventually(lambda: served.call("GET", "/status").status_code == 200)


def test_who_does_not_read_what_it_asked_for_is_cut_off(tmp_path: Path) -> None:
    with serving(tmp_path, ApiOptions(owner=os.geteuid(), write_seconds=0.3)) as served:
        for number in range(60):
            served.ok("POST", "/pools", {"path": f"{number}{'x' * 50}"})
        with served.raw() as connection:
            connection.sendall(asked("GET", "/pools", "Host: x") * 200)
            assert eventually(lambda: len(served.connections) == 0)
            with pytest.raises((BrokenPipeError, ConnectionResetError)):
                connection.sendall(b"x" * 10_000_000)


# --- Shares ---


def test_one_caller_leaves_half_of_all_requests_to_others(tmp_path: Path) -> None:
    with serving(tmp_path, ApiOptions(owner=os.geteuid(), max_requests=8)) as served:
        last = served.ok("GET", "/changes")["last"]
        secret = served.token("ann's", "ann")
        waiting = f"/changes?after={last}&type=slot"

        def say(connection: socket.socket) -> None:
            connection.sendall(asked("GET", waiting, "Host: x", f"Authorization: Bearer {secret}", "Prefer: wait=3600"))

        with ExitStack() as stack:
            for _ in range(4):
                say(stack.enter_context(served.raw()))
            assert eventually(lambda: len(served.sleepers) == 4)
            with served.raw() as more:
                say(more)
                answer = answer_of(more)
            assert answer.startswith(b"HTTP/1.1 503")
            assert b"too many requests of one caller" in answer
            assert served.goes_on()
        assert eventually(lambda: len(served.sleepers) == 0)
        assert served.call("GET", "/status", Authorization=f"Bearer {secret}").status_code == 200


def test_other_computers_leave_half_of_all_connections_to_this_one(tmp_path: Path) -> None:
    with serving(tmp_path, ApiOptions(owner=os.geteuid(), max_connections=CONNECTIONS)) as served:
        with ExitStack() as stack:
            for _ in range(CONNECTIONS // 2):
                beyond = stack.enter_context(socket.create_connection(("127.0.0.1", served.port), PATIENCE))
                beyond.sendall(asked("GET", "/status", "Host: x"))
                assert answer_of(beyond).startswith(b"HTTP/1.1 401")
            with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as more:
                assert answer_of(more).startswith(b"HTTP/1.1 503")
            assert served.goes_on()
        assert eventually(lambda: len(served.connections) == 0)
        with socket.create_connection(("127.0.0.1", served.port), PATIENCE) as again:
            again.sendall(asked("GET", "/status", "Host: x"))
            assert answer_of(again).startswith(b"HTTP/1.1 401")


def test_a_caller_who_leaves_makes_room() -> None:
    crowd = Crowd(5)
    assert [crowd.enter("ann") for _ in range(3)] == [True, True, False]
    crowd.leave("ann")
    crowd.leave("ann")
    assert crowd.enter("ann")
    assert crowd.enter("bob")
