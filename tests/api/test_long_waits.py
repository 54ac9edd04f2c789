"""A request that waits is a sign of life of its session, and ends when nobody vouches for its caller any more."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.served import Served
from tests.conformance.surface_bench import PATIENCE, Bench, eventually

pytestmark = pytest.mark.system

LEASE = 4.0


def test_a_mount_that_waits_longer_than_its_sessions_lease_is_not_lost(served: Served, bench: Bench) -> None:
    held = bench.lmids(2)
    for lmid in held:
        bench.mount(lmid, read=True)
    opened = served.call("POST", "/sessions", {"application": "curl", "lease": LEASE}).json()
    wanted = {"media": [bench.lmid()], "read": True}
    headers = {"OpenRSM_Session": opened["id"], "Prefer": "wait=30"}
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(served.call, "POST", "/mounts", wanted, **headers)
        with pytest.raises(TimeoutError):
            waiting.result(2 * LEASE)
        bench.manager.drives.dismount(bench.session, "vlib/drive1")
        assert waiting.result(PATIENCE).status_code == 201


def test_a_revoked_token_ends_its_waits(served: Served, bench: Bench) -> None:
    secret = bench.manager.security.create_token(bench.session, "brief", "root").secret
    last = served.call("GET", "/changes").json()["last"]
    asked = {"Authorization": f"Bearer {secret}", "Prefer": "wait=30"}
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(served.call, "GET", f"/changes?after={last}&type=pool", None, **asked)
        eventually(lambda: len(served.sleepers) == 1)
        bench.manager.security.revoke_token(bench.session, "brief")
        with pytest.raises(TimeoutError):
            waiting.result(1.1)
        bench.create_pool("later", "LTO-9")
        assert waiting.result(PATIENCE).status_code == 401
