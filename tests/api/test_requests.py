"""Methods, paths, sessions, keys and pages."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.api.served import API, POOL, Served
from tests.conformance.surface_bench import Bench, eventually

pytestmark = pytest.mark.system

# --- Methods and paths ---


def test_another_method_is_refused_with_all_that_the_resource_does(shared: Served) -> None:
    answer = shared.call("PUT", "/pools")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert shared.refused(405, "PUT", "/drives/x%2Fy")["code"] == "NOT_SUPPORTED"
    assert shared.call("POST", "/drives/x%2Fy").headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"


def test_options_tells_what_a_resource_does(shared: Served) -> None:
    answer = shared.call("OPTIONS", "/work-items/purge")
    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, "OPTIONS, POST", b"")


@pytest.mark.parametrize("path", ["/status", "/pools", "/events", "/nothing"])
def test_head_is_answered_like_get_without_the_content(shared: Served, path: str) -> None:
    with shared.client() as client:
        head = client.head(f"{API}{path}")
        assert head.content == b""
        with client.stream("GET", f"{API}{path}") as got:
            same = ("content-type", "content-length")
            assert (got.status_code, [got.headers.get(name) for name in same]) == (
                head.status_code,
                [head.headers.get(name) for name in same],
            )


@pytest.mark.parametrize("path", ["/nothing", "/", "", "/pools/", "/pools/a/b", "/../../etc/passwd", "//pools"])
def test_a_path_that_there_is_not_is_not_found(shared: Served, path: str) -> None:
    assert shared.refused(404, "GET", path)["code"] == "OBJECT_NOT_FOUND"


def test_a_slash_in_a_name_stays_in_its_segment(served: Served, bench: Bench) -> None:
    assert served.ok("GET", "/drives/vlib%2Fdrive1")["drive"]["name"] == bench.drive(1).drive.name
    assert served.ok("GET", "/pools/backups%2Fdaily")["pool"]["path"] == POOL
    assert served.refused(404, "GET", "/pools/backups/daily")["code"] == "OBJECT_NOT_FOUND"


def test_a_query_parameter_that_nobody_reads_is_refused(shared: Served) -> None:
    assert "'statee'" in shared.refused(400, "GET", "/drives?statee=loaded")["detail"]
    assert "twice" in shared.refused(400, "GET", "/drives?library=a&library=b")["detail"]


def test_an_unknown_member_of_a_body_is_refused_by_name(shared: Served) -> None:
    told = shared.refused(400, "POST", "/pools", {"path": "a", "colour": "red"})
    assert (told["code"], "colour" in told["detail"]) == ("INVALID_PARAMETER", True)


def test_a_number_of_another_type_is_refused_and_one_with_a_point_is_read(served: Served, bench: Bench) -> None:
    drive = f"/drives/{bench.drive(1).drive.id}"
    assert served.ok("PATCH", drive, {"dismount_delay": 7.0})["drive"]["dismount_delay"] == 7
    for wrong in ("7", 7.5, True, None, -1, 2**63, 1e300):
        assert "dismount_delay" in served.refused(400, "PATCH", drive, {"dismount_delay": wrong})["detail"]


def test_an_id_of_another_type_of_object_is_not_found(served: Served, bench: Bench) -> None:
    pool = served.ok("GET", "/pools/backups%2Fdaily")["pool"]["id"]
    drive = str(bench.drive(1).drive.id)
    assert served.refused(404, "GET", f"/drives/{pool}")["code"] == "INVALID_DRIVE"
    assert served.refused(404, "GET", f"/media/{drive}")["code"] == "INVALID_MEDIA"
    assert served.refused(404, "GET", f"/pools/{drive}")["code"] == "INVALID_MEDIA_POOL"
    assert served.refused(404, "GET", f"/libraries/{drive}")["code"] == "INVALID_LIBRARY"
    assert served.refused(404, "GET", f"/work-items/{drive}")["code"] == "OBJECT_NOT_FOUND"


def test_what_is_there_but_will_not_do_is_a_conflict(served: Served, bench: Bench) -> None:
    medium = bench.medium("V00001L9").medium.name
    assert served.refused(409, "POST", f"/media/{medium}/move", {"pool": "Unrecognized/LTO-9"})["code"] == (
        "INVALID_MEDIA_POOL"
    )
    assert served.refused(409, "POST", "/mounts", {"media": [medium, medium]})["code"] == "INVALID_MEDIA"
    assert served.refused(409, "DELETE", "/pools/Free")["code"] == "INVALID_MEDIA_POOL"


@pytest.mark.parametrize("url", ["scsi:/dev/sg99999", "scsi:nothing", "iscsi://127.0.0.1:1/iqn.x:y/0", "iscsi:?"])
def test_an_address_that_leads_to_no_library_is_a_conflict_and_no_fault_of_the_service(
    shared: Served, url: str
) -> None:
    assert shared.refused(409, "POST", "/libraries", {"name": "v", "url": url})["detail"]
    assert shared.refused(409, "POST", "/libraries", {"name": "v", "url": "virtual:/proc/no/library"})["detail"]


# --- Sessions ---


def test_a_session_is_named_by_its_header_and_its_place(served: Served) -> None:
    answer = served.call("POST", "/sessions", {"application": "tape", "lease": 30})
    opened = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"{API}/sessions/{opened['id']}")
    assert (opened["application"], opened["lease"]) == ("tape", 30)
    ids = [one["id"] for one in served.ok("GET", "/sessions", None, OpenRSM_Session=opened["id"])["items"]]
    assert ids == [opened["id"]]


def test_a_request_without_a_session_has_one_of_its_own_for_as_long_as_it_lasts(served: Served) -> None:
    [own] = served.ok("GET", "/sessions", None, OpenRSM_Application="curl")["items"]
    assert own["application"] == "curl"
    assert served.refused(404, "GET", f"/sessions/{own['id']}")["code"] == "INVALID_HANDLE"


def test_a_session_lives_while_it_is_used_and_is_lost_when_it_is_not(served: Served) -> None:
    used = served.ok("POST", "/sessions", {"application": "used", "lease": 2})["id"]
    idle = served.ok("POST", "/sessions", {"application": "idle", "lease": 2})["id"]
    eventually(
        lambda: (
            served.ok("GET", "/pools", None, OpenRSM_Session=used)
            and idle not in [one["id"] for one in served.ok("GET", "/sessions")["items"]]
        )
    )
    assert served.refused(404, "GET", "/pools", None, OpenRSM_Session=idle)["code"] == "INVALID_HANDLE"
    assert served.ok("POST", f"/sessions/{used}/renew")["id"] == used


def test_another_users_session_is_refused(served: Served) -> None:
    opened = served.ok("POST", "/sessions", {"application": "mine"})["id"]
    eve = {"Authorization": f"Bearer {served.token('eve', 'eve')}"}
    assert served.refused(401, "GET", "/pools", None, OpenRSM_Session=opened, **eve)["code"] == "NOT_AUTHENTICATED"
    assert served.refused(401, "DELETE", f"/sessions/{opened}", None, **eve)["code"] == "NOT_AUTHENTICATED"
    assert served.ok("GET", f"/sessions/{opened}")["id"] == opened


def test_a_session_that_is_closed_is_gone(served: Served) -> None:
    opened = served.ok("POST", "/sessions", {"application": "brief"})["id"]
    assert served.call("DELETE", f"/sessions/{opened}").status_code == 204
    assert served.refused(404, "DELETE", f"/sessions/{opened}")["code"] == "INVALID_HANDLE"
    assert served.refused(404, "POST", "/pools", {"path": "a"}, OpenRSM_Session=opened)["code"] == "INVALID_HANDLE"


def test_a_session_header_that_is_no_guid_is_refused(shared: Served) -> None:
    assert "OpenRSM-Session" in shared.refused(400, "GET", "/pools", None, OpenRSM_Session="mine")["detail"]


# --- Idempotency ---


def test_a_request_repeated_under_its_key_is_answered_again_and_done_once(served: Served, bench: Bench) -> None:
    first = served.call("POST", "/allocations", {"pool": POOL}, Idempotency_Key="k1")
    again = served.call("POST", "/allocations", {"pool": POOL}, Idempotency_Key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert served.ok("POST", "/allocations", {"pool": POOL})["logical"] != first.json()["logical"]
    assert len({side.logical_id for view in bench.manager.media.list(bench.session) for side in view.sides}) == 3


def test_a_key_that_was_used_for_another_body_is_refused(served: Served) -> None:
    assert served.ok("POST", "/pools", {"path": "a"}, Idempotency_Key="k")
    assert "'k'" in served.refused(409, "POST", "/pools", {"path": "b"}, Idempotency_Key="k")["detail"]
    assert served.refused(404, "GET", "/pools/b")


def test_what_answers_nothing_is_repeated_as_nothing(served: Served) -> None:
    served.ok("POST", "/pools", {"path": "a"})
    first = served.call("DELETE", "/pools/a", Idempotency_Key="d")
    again = served.call("DELETE", "/pools/a", Idempotency_Key="d")
    assert (first.status_code, again.status_code) == (204, 204)
    assert again.headers["idempotent-replayed"] == "true"
    assert served.refused(404, "DELETE", "/pools/a")


def test_keys_of_different_users_are_different(served: Served) -> None:
    grant = {"grantee": "everyone", "rights": ["control", "modify", "use"]}
    served.ok("POST", "/access/root/grant", grant)
    eve = {"Authorization": f"Bearer {served.token('eve', 'eve')}"}
    assert served.ok("POST", "/pools", {"path": "a"}, Idempotency_Key="k")
    assert served.ok("POST", "/pools", {"path": "b"}, Idempotency_Key="k", **eve)["pool"]["path"] == "b"


@pytest.mark.usefixtures("bench")
def test_two_requests_under_one_key_at_the_same_time_do_one_thing(served: Served) -> None:
    begin = threading.Barrier(8)

    def allocate(_number: int) -> Any:
        begin.wait()
        return served.ok("POST", "/allocations", {"pool": POOL}, Idempotency_Key="same")["logical"]["id"]

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(allocate, range(8)))) == 1
    taken = [side["state"] for one in served.ok("GET", "/media")["items"] for side in one["sides"]]
    assert taken.count("allocated") == 1


@pytest.mark.parametrize("key", ["x" * 256, "a b", "\xe9"])
def test_a_key_that_is_none_is_refused(shared: Served, key: str) -> None:
    line = f"POST {API}/pools HTTP/1.1\r\nHost: x\r\nIdempotency-Key: {key}\r\nContent-Length: 0\r\n\r\n"
    answer = shared.say(line.encode("latin-1"))
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"Idempotency-Key" in answer


# --- Pages ---


def test_pages_follow_one_another_to_the_end(served: Served, bench: Bench) -> None:
    assert bench.motions() == 0
    for path in ("/media", "/drives", "/pools", "/objects/slot"):
        whole = served.ok("GET", f"{path}?limit=1000")
        assert whole["next"] is None
        seen, following = [], ""
        while following is not None:
            page = served.ok("GET", f"{path}?limit=1" + (f"&cursor={following}" if following else ""))
            assert len(page["items"]) == 1
            seen += page["items"]
            following = page["next"]
        assert seen == whole["items"]


def test_a_cursor_whose_item_is_gone_is_refused_and_says_so(served: Served) -> None:
    for path in ("a", "b", "c"):
        served.ok("POST", "/pools", {"path": path})
    places = [one["pool"]["path"] for one in served.ok("GET", "/pools")["items"]]
    cursor = served.ok("GET", f"/pools?limit={places.index('b') + 1}")["next"]
    served.ok("DELETE", "/pools/b")
    assert "cursor" in served.refused(409, "GET", f"/pools?cursor={cursor}")["detail"]


@pytest.mark.parametrize("cursor", ["_____", "AAAA", "eA", "x" * 100])
def test_a_cursor_that_is_none_is_refused(shared: Served, cursor: str) -> None:
    for path in ("/pools", "/media", "/work-items"):
        assert "cursor" in shared.refused(409, "GET", f"{path}?cursor={cursor}")["detail"]


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "many", "", "9" * 5000])
def test_a_limit_that_is_none_is_refused(shared: Served, limit: str) -> None:
    assert "limit" in shared.refused(400, "GET", f"/media?limit={limit}")["detail"]


def test_lists_are_filtered(served: Served, bench: Bench) -> None:
    bench.mount(bench.lmid(), read=True)

    def names(path: str, *way: str) -> list[str]:
        found = []
        for one in served.ok("GET", path)["items"]:
            for step in way:
                one = one[step]  # noqa: PLW2901 - one step down
            found.append(one)
        return found

    assert names("/media?state=loaded", "medium", "name") == ["V00001L9"]
    assert names(f"/media?pool={POOL.replace('/', '%2F')}", "medium", "name") == ["V00001L9"]
    assert names("/drives?state=loaded", "drive", "name") == ["vlib/drive1"]
    assert names("/drives?library=vlib", "drive", "name") == ["vlib/drive1", "vlib/drive2"]
    assert set(names("/work-items?ended=true&operation=mount", "item", "operation")) == {"mount"}
    assert names("/work-items?operation=mount", "item", "operation") == []
    assert served.refused(404, "GET", "/media?pool=none")["code"] == "INVALID_MEDIA_POOL"
    assert served.refused(400, "GET", "/media?state=tired")["code"] == "INVALID_PARAMETER"
