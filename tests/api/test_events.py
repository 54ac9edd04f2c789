"""Changes as server-sent events, in the order in which they were committed, to whoever may read them."""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

import httpx2
import pytest

from openrsm.api.options import ApiOptions
from openrsm.service.keeper import Retention, clear_history
from openrsm.store.database import Store
from tests.api.served import API, Served, serving
from tests.conformance.surface_bench import PATIENCE, Clock, eventually

pytestmark = pytest.mark.system

OPTIONS: Final = ApiOptions(owner=os.geteuid(), ping=0.2)
MANY: Final = 200


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Pings often, so that the end of a stream is seen soon."""
    with serving(tmp_path, OPTIONS) as one:
        yield one


@contextmanager
def listening(served: Served, query: str = "", **headers: str) -> Iterator[Iterator[dict[str, str]]]:
    """The events of a stream, from the moment on at which it has begun."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with served.client() as client, client.stream("GET", f"{API}/events{query}", headers=named) as answer:
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/event-stream")
        lines = answer.iter_lines()
        assert next(lines) == ": listening"
        yield _events(lines)


def _events(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    event: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name:
            event[name] = value
        elif event:
            yield event
            event = {}


def pools(served: Served, *paths: str) -> list[str]:
    return [served.ok("POST", "/pools", {"path": path})["pool"]["id"] for path in paths]


def ids(events: list[dict[str, str]]) -> list[str]:
    return [json.loads(event["data"])["object_id"] for event in events]


def test_events_come_in_the_order_of_their_commits(served: Served) -> None:
    with listening(served, "?type=pool") as events:
        made = pools(served, "a", "b", "c")
        served.ok("DELETE", "/pools/b")
        seen = list(islice(events, 4))
    assert ids(seen) == [*made, made[1]]
    assert [event["event"] for event in seen] == ["inserted", "inserted", "inserted", "deleted"]
    numbers = [int(event["id"]) for event in seen]
    assert numbers == sorted(set(numbers))
    assert [json.loads(event["data"])["id"] for event in seen] == numbers


def test_who_comes_back_goes_on_behind_what_it_saw_last(served: Served) -> None:
    with listening(served, "?type=pool") as events:
        made = pools(served, "a", "b", "c")
        first = next(events)
    with listening(served, "?type=pool", Last_Event_ID=first["id"]) as events:
        assert ids(list(islice(events, 2))) == made[1:]
    with listening(served, f"?type=pool&after={first['id']}") as events:
        assert ids(list(islice(events, 2))) == made[1:]


def test_only_the_types_that_were_asked_for_come(served: Served, tmp_path: Path) -> None:
    with listening(served, "?type=drive&type=pool") as events:
        served.bench(tmp_path / "library")
        seen: set[str] = set()
        while len(seen) < 2:
            seen.add(json.loads(next(events)["data"])["object_type"])
    assert seen == {"drive", "pool"}


def test_an_unknown_type_is_refused(served: Served) -> None:
    assert "type" in served.refused(400, "GET", "/events?type=poool")["detail"]


def test_who_knows_more_than_the_catalogue_is_told_where_to_go_on(served: Served) -> None:
    with listening(served, "?after=999999999") as events:  # as after an older catalogue was restored
        lost = next(events)
        assert (lost["event"], int(lost["id"])) == ("lost", served.ok("GET", "/changes")["last"])


@pytest.mark.parametrize("last", ["x", "-1", "1" * 40, "1.5"])
def test_a_last_event_that_is_no_number_is_refused(served: Served, last: str) -> None:
    assert "Last-Event-ID" in served.refused(400, "GET", "/events", None, Last_Event_ID=last)["detail"]


def test_only_what_the_listener_may_read_is_told(served: Served) -> None:
    secret, public = pools(served, "secret", "public")
    served.ok("POST", "/access/pool%3Apublic/grant", {"grantee": "user:eve", "rights": ["use"]})
    rights = served.ok("GET", "/access/pool%3Asecret")["grants"]
    for grant in rights:
        served.ok("POST", "/access/pool%3Asecret/revoke", {"grantee": grant["grantee"]})
    eve = {"Authorization": f"Bearer {served.token('eve', 'eve')}"}
    with listening(served, "?type=pool&after=0", **eve) as events:
        [end] = pools(served, "public/end")
        seen = []
        while end not in seen:
            seen += ids([next(events)])
    assert public in seen
    assert secret not in seen
    with listening(served, "?type=pool&after=0") as events:
        assert secret in {ids([event])[0] for event in islice(events, len(seen) + 1)}


def test_who_was_away_for_too_long_is_told_that_events_are_lost(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        pools(served, "a", "b", "c", "d")
        state = served.folder / "state"
    with closing(Store.open(state, clock=Clock())) as store:
        store.write(lambda tx: clear_history(tx, Retention(events=1)))
    served.path.unlink()
    with serving(tmp_path) as served:
        assert served.refused(410, "GET", "/changes?after=1")["code"] == "NO_DATA"
        with listening(served, "?after=1") as events:
            lost = next(events)
            assert (lost["event"], json.loads(lost["data"])) == ("lost", {"last": int(lost["id"])})
            [made] = pools(served, "e")
            assert ids([next(events)]) == [made]


def ended(events: Iterator[dict[str, str]]) -> bool:
    return list(events) == []


def test_a_stream_ends_with_its_session(served: Served) -> None:
    session = served.ok("POST", "/sessions", {"application": "listener"})["id"]
    with listening(served, OpenRSM_Session=session) as events:
        served.ok("DELETE", f"/sessions/{session}")
        assert ended(events)


def test_a_stream_keeps_its_session_alive(served: Served) -> None:
    session = served.ok("POST", "/sessions", {"application": "listener", "lease": 4})["id"]
    with listening(served, OpenRSM_Session=session):
        idle = served.ok("POST", "/sessions", {"application": "idle", "lease": 4.5})["id"]

        def open_now() -> list[str]:
            return [one["id"] for one in served.ok("GET", "/sessions")["items"]]

        eventually(lambda: idle not in open_now())
        assert session in open_now()


def test_a_stream_ends_with_its_token(served: Served) -> None:
    with listening(served, Authorization=f"Bearer {served.token('lost', 'root')}") as events:
        served.ok("DELETE", "/tokens/lost")
        assert ended(events)


def test_a_stream_ends_after_its_time_and_with_the_service(tmp_path: Path) -> None:
    with serving(tmp_path, ApiOptions(longest_stream=0.2, owner=os.geteuid())) as served, listening(served) as events:
        assert ended(events)
    served.path.unlink()
    with serving(tmp_path) as served, listening(served) as events:
        served.stop()
        assert ended(events)


async def _listener(served: Served, begun: asyncio.Semaphore) -> float:
    """When the first event came."""
    reader, writer = await asyncio.open_unix_connection(str(served.path))
    writer.write(f"GET {API}/events?type=pool HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await reader.readuntil(b": listening\n\n")
    begun.release()
    await reader.readuntil(b"event: inserted\n")
    writer.close()
    return time.monotonic()


async def _all_told(served: Served) -> float:
    """Seconds from a commit until the last of many listeners was told."""
    begun = asyncio.Semaphore(0)
    listeners = [asyncio.create_task(_listener(served, begun)) for _ in range(MANY)]
    for _ in range(MANY):
        await begun.acquire()
    await asyncio.to_thread(pools, served, "new")
    committed = time.monotonic()
    return max(await asyncio.gather(*listeners)) - committed


def test_two_hundred_listeners_are_told_within_a_second(served: Served) -> None:
    assert asyncio.run(_all_told(served)) < 1.0


# --- Notifications as RSM has them ---


@pytest.fixture
def session(served: Served) -> str:
    return str(served.ok("POST", "/sessions", {"application": "rsm"})["id"])


def test_a_notification_tells_one_change_of_one_type_at_a_time(served: Served, session: str) -> None:
    mine = {"OpenRSM_Session": session}
    opened = served.ok("POST", "/notifications", {"object_type": "pool"}, **mine)["id"]
    a, b = pools(served, "a", "b")
    served.ok("DELETE", "/pools/a")
    told = [served.ok("POST", f"/notifications/{opened}/next", None, **mine) for _ in range(3)]
    assert [(one["kind"], one["object_id"]) for one in told] == [("insert", a), ("insert", b), ("delete", a)]
    assert served.refused(409, "POST", f"/notifications/{opened}/next", None, **mine)["code"] == "TIMEOUT"


def test_the_next_notice_is_waited_for_without_a_thread(served: Served, session: str) -> None:
    mine = {"OpenRSM_Session": session}
    opened = served.ok("POST", "/notifications", {"object_type": "pool"}, **mine)["id"]
    answers: list[Any] = []

    async def wait() -> None:
        transport = httpx2.AsyncHTTPTransport(uds=str(served.path), verify=False)
        async with httpx2.AsyncClient(transport=transport, base_url="http://service", timeout=PATIENCE) as client:
            headers = {"OpenRSM-Session": session, "Prefer": "wait=60"}
            waiting = asyncio.create_task(client.post(f"{API}/notifications/{opened}/next", headers=headers))
            await asyncio.to_thread(eventually, lambda: len(served.sleepers) == 1)
            made = await asyncio.to_thread(pools, served, "a")
            answers.extend([made, (await waiting).json()])

    asyncio.run(wait())
    [made], told = answers
    assert told == {"kind": "insert", "object_id": made}


def test_a_notification_ends_when_it_is_closed_and_with_its_session(served: Served, session: str) -> None:
    mine = {"OpenRSM_Session": session}
    first, second = (served.ok("POST", "/notifications", {"object_type": "pool"}, **mine)["id"] for _ in range(2))
    served.ok("DELETE", f"/notifications/{first}", None, **mine)
    assert served.refused(404, "POST", f"/notifications/{first}/next", None, **mine)["code"] == "INVALID_HANDLE"
    other = {"OpenRSM_Session": served.ok("POST", "/sessions", {"application": "other"})["id"]}
    assert served.refused(404, "POST", f"/notifications/{second}/next", None, **other)["code"] == "INVALID_HANDLE"
