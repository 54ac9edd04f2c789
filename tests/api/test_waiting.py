"""Whatever waits holds no thread, ends when it is over, and ends with its client and with the service."""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from openrsm.api.options import ApiOptions
from openrsm.service.mounts import MountService
from tests.api.served import API, Served, serving
from tests.conformance.surface_bench import PATIENCE, Bench, eventually

pytestmark = pytest.mark.system

THREADS: Final = 4
MANY: Final = 200


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """With few threads, so that what holds one is seen."""
    with serving(tmp_path, ApiOptions(owner=os.geteuid(), threads=THREADS)) as one:
        yield one


@pytest.fixture
def item(served: Served, bench: Bench) -> str:
    """A mount that waits for a drive, by its work item."""
    for lmid in bench.lmids(2):
        bench.mount(lmid, read=True)
    queued = served.call("POST", "/mounts", {"media": [bench.lmid()], "read": True})
    assert (queued.status_code, queued.json()["items"][0]["drive"]) == (202, None)
    bench.manager.settle()
    return str(queued.json()["items"][0]["work"]["item"]["number"])


def asleep(served: Served, count: int) -> None:
    """Return when so many requests wait."""
    eventually(lambda: len(served.sleepers) == count)


def free_a_drive(bench: Bench) -> None:
    bench.manager.drives.dismount(bench.session, "vlib/drive1")


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(4) as pool:
        yield pool


def later(threads: ThreadPoolExecutor, served: Served, *request: Any, **headers: str) -> Future[httpx2.Response]:
    """A request that another thread waits for."""
    return threads.submit(served.call, *request, **headers)


# --- Mounts ---


def test_a_mount_is_waited_for_by_the_request_itself(served: Served, bench: Bench) -> None:
    answer = served.call("POST", "/mounts", {"media": [bench.lmid()], "read": True}, Prefer="wait=30")
    [mounted] = answer.json()["items"]
    assert (answer.status_code, answer.headers["preference-applied"]) == (201, "wait=30")
    assert mounted["drive"]["name"] == "vlib/drive1"


def test_a_mount_under_way_is_answered_when_it_is_loaded(
    served: Served, bench: Bench, item: str, threads: ThreadPoolExecutor
) -> None:
    waiting = later(threads, served, "GET", f"/mounts?item={item}", Prefer="wait=60")
    asleep(served, 1)
    free_a_drive(bench)
    answer = waiting.result(PATIENCE)
    assert (answer.status_code, answer.json()["items"][0]["drive"]["name"]) == (200, "vlib/drive1")


def test_when_time_is_over_the_answer_is_what_there_is_now(served: Served, item: str) -> None:
    answer = served.call("GET", f"/mounts?item={item}", None, Prefer="wait=0.1")
    assert (answer.status_code, answer.headers["preference-applied"]) == (202, "wait=0.1")


def test_a_mount_that_fails_while_it_is_waited_for_ends_the_wait_with_its_error(
    served: Served, item: str, threads: ThreadPoolExecutor
) -> None:
    waiting = later(threads, served, "GET", f"/mounts?item={item}", Prefer="wait=60")
    asleep(served, 1)
    served.ok("POST", f"/work-items/{item}/cancel")
    assert (waiting.result(PATIENCE).status_code, waiting.result().json()["code"]) == (409, "CANCELLED")


def test_a_mount_of_a_session_is_undone_when_the_session_is_closed(served: Served, bench: Bench) -> None:
    for lmid in bench.lmids(2):
        bench.mount(lmid, read=True)
    session = served.ok("POST", "/sessions", {"application": "brief"})["id"]
    queued = served.ok("POST", "/mounts", {"media": [bench.lmid()], "read": True}, OpenRSM_Session=session)
    served.ok("DELETE", f"/sessions/{session}")
    item = served.ok("GET", f"/work-items/{queued['items'][0]['work']['item']['id']}", None, Prefer="wait=60")
    assert item["item"]["state"] == "cancelled"


# --- Many, and their end ---


async def _many(served: Served, path: str, until: Any) -> list[int | str]:
    """So many requests that wait at once; what ``until`` brings about ends them."""
    limits = httpx2.Limits(max_connections=MANY)
    transport = httpx2.AsyncHTTPTransport(uds=str(served.path), verify=False, limits=limits)
    async with httpx2.AsyncClient(transport=transport, base_url="http://service", timeout=PATIENCE) as client:
        headers = {"Prefer": "wait=3600"}
        waits = [asyncio.create_task(client.get(f"{API}{path}", headers=headers)) for _ in range(MANY)]
        await asyncio.to_thread(asleep, served, MANY)
        until()
        answers = await asyncio.gather(*waits)
    return [answer.status_code for answer in answers]


def test_two_hundred_waiting_mounts_hold_no_thread(served: Served, bench: Bench, item: str) -> None:
    before = threading.active_count()
    during = []

    def release() -> None:
        during.append(threading.active_count())
        free_a_drive(bench)

    assert asyncio.run(_many(served, f"/mounts?item={item}", release)) == [200] * MANY
    assert during[0] <= before + THREADS + 1  # the one that this test waits in itself
    asleep(served, 0)


def test_who_waits_looks_again_only_when_something_has_changed(
    served: Served, item: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("openrsm.api.waiting.LONGEST_BEAT", 0.01)
    looks: list[object] = []
    outcome = MountService.outcome

    def counted(*given: Any) -> Any:
        looks.append(given)
        return outcome(*given)

    served.manager.settle()
    monkeypatch.setattr(MountService, "outcome", counted)
    assert served.call("GET", f"/mounts?item={item}", None, Prefer="wait=0.5").status_code == 202
    assert len(looks) == 2, "one to find what to wait for, one when it waits for it"


def test_clients_that_hang_up_are_not_waited_for(served: Served, item: str) -> None:
    line = f"GET {API}/mounts?item={item} HTTP/1.1\r\nHost: x\r\nPrefer: wait=3600\r\n\r\n".encode()
    connections = [served.raw() for _ in range(20)]
    for connection in connections:
        connection.sendall(line)
    asleep(served, 20)
    for connection in connections:
        connection.close()
    asleep(served, 0)
    assert served.goes_on()


def test_the_end_of_the_service_ends_waits_with_what_there_is(
    served: Served, item: str, threads: ThreadPoolExecutor
) -> None:
    waiting = later(threads, served, "GET", f"/mounts?item={item}", Prefer="wait=3600")
    asleep(served, 1)
    begun = time.monotonic()
    served.stop()
    assert waiting.result(PATIENCE).status_code == 202
    assert time.monotonic() - begun < 5


# --- Entity tags ---


def test_an_unchanged_answer_is_not_sent_again(served: Served, item: str) -> None:
    first = served.call("GET", f"/work-items/{item}")
    again = served.call("GET", f"/work-items/{item}", None, If_None_Match=first.headers["etag"])
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    for other in ('"0", ' + first.headers["etag"], "W/" + first.headers["etag"]):
        assert served.call("GET", f"/work-items/{item}", None, If_None_Match=other).status_code == 304
    assert served.call("GET", f"/work-items/{item}", None, If_None_Match='"0"').status_code == 200


def test_with_a_tag_a_wait_ends_at_the_first_change(
    served: Served, bench: Bench, item: str, threads: ThreadPoolExecutor
) -> None:
    tag = served.call("GET", f"/work-items/{item}").headers["etag"]
    waiting = later(threads, served, "GET", f"/work-items/{item}", None, If_None_Match=tag, Prefer="wait=60")
    asleep(served, 1)
    free_a_drive(bench)
    answer = waiting.result(PATIENCE)
    assert (answer.status_code, answer.headers["etag"] != tag) == (200, True)


def test_with_a_tag_a_wait_for_nothing_ends_unchanged(served: Served, item: str) -> None:
    tag = served.call("GET", f"/work-items/{item}").headers["etag"]
    answer = served.call("GET", f"/work-items/{item}", None, If_None_Match=tag, Prefer="wait=0.1")
    assert (answer.status_code, answer.headers["preference-applied"]) == (304, "wait=0.1")


def test_preferences_that_are_none_of_ours_are_ignored(served: Served, item: str) -> None:
    for other in ("respond-async", "wait", "wait=", "wait=-1", "wait=x", "waiting=9", "", "return=minimal; wait=9"):
        answer = served.call("GET", f"/work-items/{item}", None, Prefer=other)
        assert (answer.status_code, answer.headers.get("preference-applied")) == (200, None), other


def test_a_wait_is_found_among_other_preferences(served: Served, item: str) -> None:
    for preference in ("respond-async, wait=0.1", 'WAIT="0.1"', "wait = 0.1; strictly"):
        answer = served.call("GET", f"/work-items/{item}", None, Prefer=preference)
        assert answer.headers["preference-applied"] == "wait=0.1", preference


# --- Operator requests, changes ---


def test_an_operator_request_is_waited_for_until_it_is_answered(
    served: Served, bench: Bench, threads: ThreadPoolExecutor
) -> None:
    session = served.ok("POST", "/sessions", {"application": "tape"})["id"]
    bench.create_pool("empty", "LTO-9")
    asked = served.call("POST", "/allocations", {"pool": "empty", "wait": True}, OpenRSM_Session=session)
    assert asked.status_code == 202
    number = asked.json()["request"]["number"]
    waiting = later(threads, served, "GET", f"/operator-requests/{number}", Prefer="wait=60")
    asleep(served, 1)
    served.ok("POST", f"/operator-requests/{number}/refuse")
    assert waiting.result(PATIENCE).json()["request"]["state"] == "refused"


def test_changes_are_waited_for(served: Served, threads: ThreadPoolExecutor) -> None:
    last = served.ok("GET", "/changes")["last"]
    waiting = later(threads, served, "GET", f"/changes?after={last}&type=pool", Prefer="wait=60")
    asleep(served, 1)
    made = served.ok("POST", "/pools", {"path": "new"})["pool"]["id"]
    [change] = waiting.result(PATIENCE).json()["changes"]
    assert (change["kind"], change["object_type"], change["object_id"]) == ("insert", "pool", made)


def test_to_settle_is_to_wait_until_nothing_moves(served: Served, bench: Bench) -> None:
    bench.manager.libraries.inventory(bench.session, "vlib")
    assert served.ok("POST", "/settle", {"timeout": 30}) == {"settled": True}
    assert served.ok("GET", "/work-items")["items"] == []
