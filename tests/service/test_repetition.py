"""A request that is repeated under its key is done once, whatever it is and however it ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from openrsm.domain.values import ObjectType, Principal
from openrsm.domain.work import Operation
from openrsm.errors import AlreadyExists, InvalidParameter, TimedOut
from openrsm.surface.media import AllocateOptions
from openrsm.surface.mounts import MountOptions
from openrsm.surface.pools import PoolOptions
from openrsm.surface.repetition import ONCE, AlreadyDone, Once
from openrsm.surface.views import OperatorView
from tests.conformance.surface_bench import LIBRARY, POOL, Bench, Build
from tests.surface.conftest import build  # noqa: F401 - the fixture that bench asks for

pytestmark = pytest.mark.torture


@pytest.fixture
def bench(build: Build) -> Bench:  # noqa: F811 - a fixture is asked for by its name
    return build()


@contextmanager
def under(key: str, fingerprint: str = "the same") -> Iterator[None]:
    token = ONCE.set(Once(key=key, fingerprint=fingerprint))
    try:
        yield
    finally:
        ONCE.reset(token)


def repeated(call: Callable[[], object]) -> Any:
    """What the second of two equal requests is answered."""
    with under("k"):
        call()
    with under("k"), pytest.raises(AlreadyDone) as told:
        call()
    return told.value.answer


def test_a_repeated_dismount_is_queued_once(bench: Bench) -> None:
    lmid = bench.lmid()
    bench.mount(lmid)
    answer = repeated(lambda: bench.manager.mounts.dismount(bench.session, [lmid]))
    bench.manager.settle()
    ended = [view.item for view in bench.manager.work.list(bench.session, ended=True)]
    dismounts = [item.number for item in ended if item.operation is Operation.DISMOUNT]
    assert dismounts == [answer["items"][0]["item"]["number"]]


def test_a_repeated_mount_is_queued_once(bench: Bench) -> None:
    lmid = bench.lmid()
    answer = repeated(lambda: bench.manager.mounts.submit(bench.session, [lmid], MountOptions()))
    assert answer["items"][0]["medium"]["id"] == str(bench.medium(lmid).medium.id)


def test_a_repeated_allocation_gives_the_same_medium(bench: Bench) -> None:
    answer = repeated(lambda: bench.manager.media.request(bench.session, POOL, AllocateOptions()))
    logical = bench.manager.objects.view(bench.session, ObjectType.LOGICAL_MEDIA)
    assert [str(one.id) for one in logical] == [answer["logical"]["id"]]


def test_a_repeated_removal_succeeds(bench: Bench) -> None:
    bench.manager.libraries.disable(bench.session, LIBRARY)
    bench.manager.settle()
    assert repeated(lambda: bench.manager.libraries.remove(bench.session, LIBRARY)) is None


def test_a_repeated_addition_is_answered_before_the_library_is_opened_again(bench: Bench) -> None:
    url = f"virtual:{bench.place.parent / 'second'}?drives=1&slots=2&cartridges=1&type=LTO-9"
    assert repeated(lambda: bench.manager.libraries.add(bench.session, "second", url))["library"]["name"] == "second"


def test_a_key_belongs_to_one_request(bench: Bench) -> None:
    with under("k"):
        bench.create_pool("one", "LTO-9")
    with under("k", "another"), pytest.raises(InvalidParameter, match="'k'"):
        bench.create_pool("two", "LTO-9")


def test_a_key_belongs_to_one_user(bench: Bench) -> None:
    other = bench.manager.sessions.open("other", Principal(user="olga", administrator=True))
    with under("k"):
        bench.create_pool("one", "LTO-9")
        bench.manager.pools.create(other, "two", PoolOptions(media_type="LTO-9"))


def test_a_refused_request_may_be_repeated(bench: Bench) -> None:
    bench.create_pool("taken", "LTO-9")
    with under("k"), pytest.raises(AlreadyExists):
        bench.create_pool("taken", "LTO-9")
    bench.manager.pools.delete(bench.session, "taken")
    with under("k"):
        bench.create_pool("taken", "LTO-9")


def test_a_repeated_request_for_media_ends_as_it_ended(bench: Bench) -> None:
    bench.create_pool("own", "LTO-9")
    request = bench.manager.media.request
    asked = request(bench.session, "own", AllocateOptions(timeout=None))
    assert isinstance(asked, OperatorView)
    for _ in range(2):
        with under("k"), pytest.raises(TimedOut, match="no media came"):
            request(bench.session, "own", AllocateOptions(timeout=0), str(asked.request.id))
