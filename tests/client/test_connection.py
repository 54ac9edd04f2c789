"""What a program does with a connection, blocking and in an event loop."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import openrsm
from openrsm.client.connection import Connection
from openrsm.domain.drive import DriveState
from openrsm.domain.values import ObjectType
from openrsm.domain.work import WorkState
from openrsm.errors import Cancelled, InvalidHandle, InvalidState, MediaUnavailable, TimedOut
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.views import SessionView, WorkView
from tests.client.service import Service
from tests.conformance.surface_bench import PATIENCE, ROOT, Bench, eventually, home

pytestmark = pytest.mark.slow

BRIEF = 1.5
"""Seconds; a lease so short that a test can wait until it is over."""


@pytest.fixture
def rsm(service: Service) -> Iterator[Connection]:
    with openrsm.connect(service.address.url, application="archive") as connection:
        yield connection


def sessions(service: Service) -> dict[str, SessionView]:
    """The open sessions by application."""
    with openrsm.connect(service.address.url, application="looking") as other:
        return {view.application: view for view in other.sessions.list()}


def until_another_is_lost(service: Service) -> None:
    """Until a session of which nothing is heard has been lost, three times over."""
    manager = service.manager
    looking = manager.sessions.open("looking", ROOT)
    for _ in range(3):
        mute = manager.sessions.open("mute", ROOT, lease=BRIEF)
        eventually(lambda: mute not in {view.id for view in manager.sessions.list(looking)})  # noqa: B023 - at once


# --- Sessions ---


def test_a_connection_is_a_session_until_it_is_closed(service: Service) -> None:
    with openrsm.connect(service.address.url, application="archive", lease=30) as rsm:
        seen = sessions(service)["archive"]
        assert (seen.id, seen.lease, seen.user) == (rsm.session, 30, "root")
    assert "archive" not in sessions(service)


def test_closing_twice_is_harmless(service: Service) -> None:
    rsm = openrsm.connect(service.address.url, application="archive")
    rsm.close()
    rsm.close()
    assert "archive" not in sessions(service)


def test_a_token_says_who_calls(service: Service, rsm: Connection) -> None:
    secret = rsm.security.create_token("nightly", "ann").secret
    with openrsm.connect(service.address.url, application="nightly", token=secret):
        assert sessions(service)["nightly"].user == "ann"


def test_the_environment_says_where_the_service_is(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENRSM_URL", service.address.url)
    with openrsm.connect(application="archive") as rsm:
        assert rsm.libraries.list()


def test_a_session_is_kept_alive_by_itself(service: Service) -> None:
    with openrsm.connect(service.address.url, application="archive", lease=BRIEF) as rsm:
        until_another_is_lost(service)
        assert rsm.libraries.list()


def test_a_session_that_was_lost_is_said_to_be(service: Service) -> None:
    with openrsm.connect(service.address.url, application="archive", lease=BRIEF) as rsm:
        rsm._heartbeat.stop()  # noqa: SLF001 - what a process that hangs does
        eventually(lambda: "archive" not in sessions(service))
        with pytest.raises(InvalidHandle):
            rsm.libraries.list()


def test_the_heartbeat_ends_with_the_connection(service: Service) -> None:
    openrsm.connect(service.address.url, application="archive", lease=BRIEF).close()
    eventually(lambda: "rsm-heartbeat" not in {thread.name for thread in threading.enumerate()})


def test_importing_the_package_loads_no_http() -> None:
    code = "import openrsm, sys; sys.exit('httpx2' in sys.modules or 'openrsm.client' in sys.modules)"
    import subprocess  # noqa: PLC0415 - of this test alone

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- Mounts as contexts ---


def test_what_is_mounted_for_a_block_is_dismounted_after_it(bench: Bench, rsm: Connection) -> None:
    lmid = bench.lmid()
    with rsm.mounted(lmid, write=True, timeout=PATIENCE) as tape:
        assert tape.device_path
        assert "archive" in bench.holders()
    bench.manager.settle()
    assert bench.holders() == [None, None]
    assert home(bench.medium(lmid).medium)


def test_a_deferred_dismount_leaves_the_cartridge_in_the_drive(bench: Bench, rsm: Connection) -> None:
    with rsm.mounted(bench.lmid(), deferred=True) as tape:
        assert tape.drive
    bench.manager.settle()
    assert rsm.drives.show(tape.drive.name).drive.state is DriveState.DISMOUNTABLE


def test_a_block_that_fails_is_dismounted_too(bench: Bench, rsm: Connection) -> None:
    with pytest.raises(ZeroDivisionError), rsm.mounted(bench.lmid()):
        raise ZeroDivisionError
    bench.manager.settle()
    assert bench.holders() == [None, None]


def test_a_connection_may_end_its_mounts_with_itself(bench: Bench, service: Service) -> None:
    lmid = bench.lmid()
    with openrsm.connect(service.address.url, application="archive", ends_mounts=True) as rsm:
        rsm.mounts.mount([lmid], MountOptions())
        assert "archive" in bench.holders()
    eventually(lambda: "archive" not in bench.holders())


def test_an_error_of_the_dismount_names_that_of_the_block(bench: Bench, rsm: Connection) -> None:
    lmid = bench.lmid()
    with pytest.raises(InvalidState) as raised, rsm.mounted(lmid):  # noqa: PT012 - the block is what is tested
        bench.dismount(lmid)
        raise ZeroDivisionError
    assert isinstance(raised.value.__cause__, ZeroDivisionError)


def test_several_media_are_mounted_together(bench: Bench, rsm: Connection) -> None:
    with rsm.mounted_all(bench.lmids(2), timeout=PATIENCE) as tapes:
        assert len({tape.device_path for tape in tapes}) == 2
    bench.manager.settle()
    assert bench.holders() == [None, None]


def test_a_mount_that_is_not_to_be_has_dismounted_nothing(bench: Bench, rsm: Connection) -> None:
    held = bench.lmids(2)
    bench.mount(*held)
    with pytest.raises(TimedOut), rsm.mounted(bench.lmid(), timeout=0):
        raise AssertionError("it was mounted")
    assert bench.holders() == ["backup", "backup"]


# --- Waiting ---


def test_a_mount_that_nobody_waits_for_any_longer_is_cancelled(bench: Bench, rsm: Connection) -> None:
    bench.mount(*bench.lmids(2))

    class Interrupted(BaseException):
        pass

    def interrupt(_views: object) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        rsm.mounts.mount([bench.lmid()], MountOptions(), interrupt)
    assert newest(rsm).item.state is WorkState.CANCELLED


def newest(rsm: Connection) -> WorkView:
    return max(rsm.work.list(ended=True), key=lambda view: view.item.number)


def test_a_mount_that_waits_ends_with_its_connection(bench: Bench, service: Service) -> None:
    bench.mount(*bench.lmids(2))
    rsm = openrsm.connect(service.address.url, application="archive")
    waiting: list[threading.Event] = [threading.Event()]
    with ThreadPoolExecutor(1) as threads:
        mount = threads.submit(rsm.mounts.mount, [bench.lmid()], MountOptions(), lambda _views: waiting[0].set())
        assert waiting[0].wait(PATIENCE)
        bench.manager.sessions.close(rsm.session)
        with pytest.raises(Cancelled):
            mount.result(PATIENCE)
    rsm.close()


def test_an_allocation_waits_for_the_operator(bench: Bench, rsm: Connection) -> None:
    bench.create_pool("own", "LTO-9")
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(rsm.media.allocate, "own", AllocateOptions(timeout=PATIENCE))
        eventually(bench.requests)
        bench.manager.media.move(bench.session, "V00001L9", "own")
        assert waiting.result(PATIENCE).medium.name == "V00001L9"


def test_an_allocation_that_may_not_wait_asks_nobody(bench: Bench, rsm: Connection) -> None:
    bench.create_pool("own", "LTO-9")
    with pytest.raises(MediaUnavailable):
        rsm.media.allocate("own", AllocateOptions(timeout=0))
    assert bench.requests() == []


# --- In an event loop ---


def test_all_of_it_runs_in_an_event_loop(bench: Bench, service: Service) -> None:
    lmid = bench.lmid()

    async def work() -> None:
        async with openrsm.connect_async(service.address.url, application="archive") as rsm:
            start = (await rsm.notices.since()).last
            async with rsm.mounted(lmid, write=True, timeout=PATIENCE) as tape:
                assert tape.device_path
            events = rsm.events(types=[ObjectType.WORK_ITEM], after=start)
            first = await anext(events)
            await events.aclose()
            assert str(first.object_id) == str(tape.work.item.id)

    asyncio.run(work())
    bench.manager.settle()
    assert bench.holders() == [None, None]
    assert "archive" not in sessions(service)


def test_many_calls_of_one_loop_wait_at_once(bench: Bench, service: Service) -> None:
    lmids = bench.lmids(4)

    async def one(rsm: openrsm.client.async_connection.AsyncConnection, lmid: str) -> str:
        async with rsm.mounted(lmid, timeout=PATIENCE) as tape:
            return tape.device_path

    async def work() -> list[str]:
        async with openrsm.connect_async(service.address.url, application="archive") as rsm:
            return await asyncio.gather(*[one(rsm, lmid) for lmid in lmids])

    assert all(asyncio.run(work()))


def test_a_call_that_is_cancelled_cancels_its_mount(bench: Bench, service: Service, rsm: Connection) -> None:
    bench.mount(*bench.lmids(2))
    lmid = bench.lmid()

    async def work() -> None:
        async with openrsm.connect_async(service.address.url, application="archive") as other:
            told = asyncio.Event()
            call = asyncio.create_task(other.mounts.mount([lmid], MountOptions(), lambda _views: told.set()))
            await told.wait()
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            assert newest(rsm).item.state is WorkState.CANCELLED

    asyncio.run(work())


def test_a_session_in_an_event_loop_is_kept_alive_by_itself(service: Service) -> None:
    async def work() -> None:
        async with openrsm.connect_async(service.address.url, application="archive", lease=BRIEF) as rsm:
            await asyncio.to_thread(until_another_is_lost, service)
            assert rsm.session in {view.id for view in await rsm.sessions.list()}

    asyncio.run(work())
