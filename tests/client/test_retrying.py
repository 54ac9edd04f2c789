"""What was sent is done once, whatever becomes of the answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import openrsm
from openrsm.client.connection import Connection
from openrsm.errors import (
    InvalidMediaPool,
    InvalidParameter,
    NotAuthenticated,
    NoticesLost,
    ObjectNotFound,
    ServiceUnavailable,
)
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from tests.client.service import Service
from tests.client.stranger import stranger
from tests.client.wire import Wire, wire_to
from tests.conformance.surface_bench import PATIENCE, Bench

pytestmark = pytest.mark.slow


@pytest.fixture
def wire(service: Service, tmp_path: Path) -> Iterator[Wire]:
    with wire_to(service.path, tmp_path / "wire.sock") as made:
        yield made


@pytest.fixture
def rsm(wire: Wire) -> Iterator[Connection]:
    with openrsm.connect(f"unix:{wire.path}", application="archive") as connection:
        yield connection


def test_a_mount_whose_answer_is_lost_is_queued_once(bench: Bench, wire: Wire, rsm: Connection) -> None:
    lmid = bench.lmid()
    before = len(wire.passed)
    wire.cut = 2
    [mounted] = rsm.mounts.mount([lmid], MountOptions(write=True, timeout=PATIENCE))
    asked = [piece for piece in wire.passed[before:] if piece.startswith(b"POST /api/v1/mounts ")]
    assert len(asked) == 3
    assert mounted.device_path
    assert [view.item.id for view in rsm.work.list(ended=True) if view.medium == mounted.medium.name] == [
        mounted.work.item.id
    ]


def test_a_pool_whose_answer_is_lost_is_created_once(wire: Wire, rsm: Connection) -> None:
    wire.cut = 1
    assert rsm.pools.create("new", PoolOptions(media_type="LTO-9")).pool.path == "new"


def test_what_is_deleted_twice_is_an_error_but_not_when_the_first_answer_is_lost(wire: Wire, rsm: Connection) -> None:
    rsm.pools.create("new", PoolOptions(media_type="LTO-9"))
    wire.cut = 1
    rsm.pools.delete("new")
    with pytest.raises(InvalidMediaPool):
        rsm.pools.delete("new")


def test_looking_goes_on_over_a_broken_connection(wire: Wire, rsm: Connection) -> None:
    wire.cut = 1
    assert rsm.libraries.list()


def test_calls_go_on_when_the_service_has_restarted(service: Service, bench: Bench, rsm: Connection) -> None:
    lmid = bench.lmid()
    service.stop()
    restart = threading.Timer(0.3, service.start)
    restart.start()
    with rsm.mounted(lmid, write=True, timeout=PATIENCE) as tape:
        assert tape.device_path
    restart.join()


def test_events_go_on_when_the_service_has_restarted_with_none_missing(service: Service, rsm: Connection) -> None:
    start = rsm.notices.since().last
    events = rsm.events(after=start)
    seen = []
    for name in ("one", "two", "three"):
        rsm.pools.create(name, PoolOptions(media_type="LTO-9"))
        seen.append(next(events))
        service.stop()
        service.start()
    rsm.pools.delete("two")
    changes = rsm.notices.since(start).changes
    seen += [next(events) for _ in range(len(changes) - len(seen))]
    assert seen == list(changes)


def test_events_that_are_no_longer_kept_are_said_to_be_lost(service: Service, rsm: Connection) -> None:
    for name in ("one", "two"):
        rsm.pools.create(name, PoolOptions(media_type="LTO-9"))
    last = rsm.notices.since().last
    service.stop()
    service.forget_changes()
    service.start()
    with pytest.raises(NoticesLost):
        next(rsm.events(after=last - 2))


def test_a_service_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ServiceUnavailable, match=r"nothing\.sock.*rsm serve"):
        openrsm.connect(f"unix:{tmp_path}/nothing.sock", application="archive")


def test_a_service_that_does_not_come_back_is_given_up(service: Service, rsm: Connection) -> None:
    rsm._line.contact.patience = 0.2  # noqa: SLF001 - nobody should wait for the real one
    service.stop()
    with pytest.raises(ServiceUnavailable):
        rsm.libraries.list()
    service.start()
    assert rsm.libraries.list()


def test_what_answers_but_is_no_service_is_said_to_be_none(tmp_path: Path) -> None:
    with stranger(tmp_path / "web.sock") as path, pytest.raises(ServiceUnavailable, match="does not answer as OpenRSM"):
        openrsm.connect(f"unix:{path}", application="archive")


@pytest.mark.parametrize("url", ["", "rsmd.sock", "unix:rsmd.sock", "ftp://x", "http://", "http://x:port"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(InvalidParameter, match="unix:/PATH"):
        openrsm.connect(url, application="archive")


def test_a_token_that_is_none_is_refused(service: Service) -> None:
    with pytest.raises(NotAuthenticated):
        openrsm.connect(service.address.url, application="archive", token="made-up")


def test_names_keep_their_slashes(bench: Bench, rsm: Connection) -> None:
    assert bench.agrees()
    assert rsm.pools.show("backups/daily").pool.path == "backups/daily"
    for odd in ("..", ".", "a/../b", "%2F", "a b?c#d", "ünî", "*"):
        with pytest.raises(ObjectNotFound):
            rsm.work.show(odd)
