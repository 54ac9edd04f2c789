"""Every result that DismountNtmsMedia documents, each by its real cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.work import WorkState
from openrsm.errors import (
    AccessDenied,
    DatabaseFailure,
    DeviceNotAvailable,
    InvalidHandle,
    InvalidLibrary,
    InvalidMedia,
    InvalidParameter,
    InvalidState,
    MediaNotAvailable,
    MediaOffline,
    RsmError,
    TimedOut,
)
from tests.conformance.surface_bench import EVE, LIBRARY, ROOT, Bench, Build, home
from tests.surface import plights
from tests.surface.catalogue import TRAIL, damaged, dump, file_of, locked, without_row
from tests.surface.spec import returns, win32

pytestmark = pytest.mark.slow

T = TypeVar("T", bound=Callable[..., object])

OPERATION: Final = "DismountNtmsMedia"
ASSUMED: Final = frozenset({"ERROR_INVALID_HANDLE"})
"""On every other page; for this one it is to be assumed."""

SHOWN: Final[dict[str, str]] = {}
"""The results that tests here show, with the test."""


def shows(*results: str) -> Callable[[T], T]:
    def note(test: T) -> T:
        SHOWN.update(dict.fromkeys(results, str(getattr(test, "__name__", ""))))
        return test

    return note


@pytest.fixture
def bench(build: Build) -> Bench:
    return build()


@pytest.fixture
def mounted(bench: Bench) -> str:
    """An LMID whose medium is in drive 1."""
    lmid = bench.lmid()
    bench.mount(lmid, drives=("drive1",))
    return lmid


@contextmanager
def refused(bench: Bench, error: type[RsmError], result: str, names: str) -> Iterator[None]:
    """What is done is refused by that error with that number, names the object, and changes nothing."""
    bench.manager.settle()
    told = TRAIL if error is AccessDenied else frozenset()
    before = dump(file_of(bench), without=told)
    with pytest.raises(error) as raised:
        yield
    assert issubclass(raised.type, error)
    assert (f"ERROR_{raised.value.code}", raised.value.win32) == (result, win32(result))
    assert names in raised.value.what
    bench.manager.settle()
    assert dump(file_of(bench), without=told) == before


def works(bench: Bench, lmid: str) -> bool:
    """Whether the medium that was refused can be dismounted now, and mounted and dismounted again."""
    bench.dismount(lmid)
    bench.mount(lmid)
    [view] = bench.dismount(lmid)
    return view.item.state is WorkState.PASSED and home(bench.medium(lmid).medium) and bench.agrees()


@shows("ERROR_SUCCESS")
def test_success_means_queued_and_durable(bench: Bench, mounted: str) -> None:
    bench.hands.add_fault("unload", "slow:0.3")
    [view] = bench.manager.mounts.dismount(bench.session, [mounted])
    assert any(view.item.id.hex in row for row in dump(file_of(bench))["work"])
    assert bench.drive(1).drive.state is DriveState.LOADED
    assert bench.done(view).item.state is WorkState.PASSED
    bench.mount(mounted)
    assert works(bench, mounted)


@shows("ERROR_ACCESS_DENIED")
def test_another_users_medium(bench: Bench, mounted: str) -> None:
    eve = bench.manager.sessions.open("prying", EVE)
    with refused(bench, AccessDenied, "ERROR_ACCESS_DENIED", bench.medium(mounted).medium.name):
        bench.manager.mounts.dismount(eve, [mounted])
    assert works(bench, mounted)


@shows("ERROR_INVALID_HANDLE")
def test_a_closed_session(bench: Bench, mounted: str) -> None:
    session = bench.manager.sessions.open("done", ROOT)
    bench.manager.sessions.close(session)
    with refused(bench, InvalidHandle, "ERROR_INVALID_HANDLE", "session"):
        bench.manager.mounts.dismount(session, [mounted])
    assert works(bench, mounted)


@shows("ERROR_INVALID_PARAMETER")
def test_no_medium_at_all(bench: Bench, mounted: str) -> None:
    with refused(bench, InvalidParameter, "ERROR_INVALID_PARAMETER", "medium"):
        bench.dismount()
    assert works(bench, mounted)


@shows("ERROR_INVALID_MEDIA")
def test_an_unknown_medium_beside_a_good_one(bench: Bench, mounted: str) -> None:
    with refused(bench, InvalidMedia, "ERROR_INVALID_MEDIA", "V99999L9"):
        bench.dismount(mounted, "V99999L9")
    assert works(bench, mounted)


def test_a_medium_named_twice_by_lmid_and_by_bar_code(bench: Bench, mounted: str) -> None:
    name = bench.medium(mounted).medium.name
    with refused(bench, InvalidMedia, "ERROR_INVALID_MEDIA", name):
        bench.dismount(mounted, name)
    assert works(bench, mounted)


@shows("ERROR_INVALID_STATE")
def test_a_medium_that_is_not_mounted_beside_one_that_is(bench: Bench, mounted: str) -> None:
    idle = bench.lmid()
    with refused(bench, InvalidState, "ERROR_INVALID_STATE", bench.medium(idle).medium.name):
        bench.dismount(mounted, idle)
    assert works(bench, mounted)


@shows("ERROR_MEDIA_OFFLINE")
def test_a_medium_that_somebody_took_home(bench: Bench, mounted: str) -> None:
    away = bench.lmid()
    name = bench.medium(away).medium.name
    bench.take_out(name)
    with refused(bench, MediaOffline, "ERROR_MEDIA_OFFLINE", name):
        bench.dismount(mounted, away)
    assert works(bench, mounted)


@shows("ERROR_MEDIA_NOT_AVAILABLE")
def test_a_medium_that_was_disabled_while_mounted(bench: Bench, mounted: str) -> None:
    name = bench.medium(mounted).medium.name
    bench.done(bench.manager.media.disable(bench.session, name))
    with refused(bench, MediaNotAvailable, "ERROR_MEDIA_NOT_AVAILABLE", name):
        bench.dismount(mounted)
    bench.done(bench.manager.media.enable(bench.session, name))
    assert works(bench, mounted)


@shows("ERROR_DEVICE_NOT_AVAILABLE")
def test_a_drive_that_was_disabled_at_once(bench: Bench, mounted: str) -> None:
    bench.done(bench.manager.drives.disable(bench.session, "drive1", now=True))
    with refused(bench, DeviceNotAvailable, "ERROR_DEVICE_NOT_AVAILABLE", f"{LIBRARY}/drive1"):
        bench.dismount(mounted)
    bench.done(bench.manager.drives.enable(bench.session, "drive1"))
    assert works(bench, mounted)


def test_a_drive_that_broke(bench: Bench, mounted: str) -> None:
    bench.hands.add_fault("unload", "HardwareFault", times=3)
    for _ in range(3):
        bench.dismount(mounted)
        bench.pass_time(60)
    with refused(bench, DeviceNotAvailable, "ERROR_DEVICE_NOT_AVAILABLE", f"{LIBRARY}/drive1"):
        bench.dismount(mounted)
    bench.manager.operators.satisfy(bench.session, str(bench.requests()[0].request.number))
    bench.pass_time(60)
    assert works(bench, mounted)


def test_a_library_that_was_disabled_at_once(bench: Bench, mounted: str) -> None:
    bench.done(bench.manager.libraries.disable(bench.session, LIBRARY, now=True))
    with refused(bench, DeviceNotAvailable, "ERROR_DEVICE_NOT_AVAILABLE", LIBRARY):
        bench.dismount(mounted)
    bench.done(bench.manager.libraries.enable(bench.session, LIBRARY))
    assert works(bench, mounted)


@shows("ERROR_INVALID_LIBRARY")
def test_a_medium_whose_library_was_deleted_by_hand(bench: Bench, mounted: str) -> None:
    name = bench.medium(mounted).medium.name
    with without_row(file_of(bench), "libraries", "name", LIBRARY):
        before = dump(file_of(bench))
        with pytest.raises(InvalidLibrary, match=name) as raised:
            bench.manager.mounts.dismount(bench.session, [mounted])
        assert raised.value.win32 == win32("ERROR_INVALID_LIBRARY")
        assert dump(file_of(bench)) == before
    assert works(bench, mounted)


@shows("ERROR_TIMEOUT")
def test_a_catalogue_that_another_program_keeps_locked(bench: Bench, mounted: str) -> None:
    bench.manager.settle()
    before = dump(file_of(bench))
    with locked(file_of(bench)), pytest.raises(TimedOut, match="another program") as raised:
        bench.manager.mounts.dismount(bench.session, [mounted])
    assert raised.value.win32 == win32("ERROR_TIMEOUT")
    assert dump(file_of(bench)) == before
    assert works(bench, mounted)


@shows("ERROR_DATABASE_FAILURE")
def test_a_catalogue_that_the_disk_lost(bench: Bench, mounted: str) -> None:
    bench.manager.settle()
    before = dump(file_of(bench))
    with damaged(file_of(bench)), pytest.raises(DatabaseFailure, match="damaged") as raised:
        bench.manager.mounts.dismount(bench.session, [mounted])
    assert raised.value.win32 == win32("ERROR_DATABASE_FAILURE")
    assert dump(file_of(bench)) == before
    assert works(bench, mounted)


@pytest.mark.system
@shows("ERROR_DATABASE_FULL")
def test_a_file_system_that_is_full(tmp_path: Path) -> None:
    told = plights.full(tmp_path, [OPERATION])
    assert told == {OPERATION: {"got": f"DATABASE_FULL {win32('ERROR_DATABASE_FULL')}", **plights.WELL}}


@pytest.mark.system
@shows("ERROR_NOT_ENOUGH_MEMORY")
def test_memory_that_the_operating_system_refuses(tmp_path: Path) -> None:
    told = plights.short_of_memory(tmp_path, [OPERATION])
    assert told == {OPERATION: {"got": f"NOT_ENOUGH_MEMORY {win32('ERROR_NOT_ENOUGH_MEMORY')}", **plights.WELL}}


def test_no_documented_result_lacks_a_test() -> None:
    assert set(SHOWN) == set(returns()[OPERATION]) | ASSUMED
