"""Who watches is woken by what happens, by any thread, and never after the end."""

import os
import threading

import pytest

from openrsm.cli.call import Desk
from openrsm.cli.top import live
from openrsm.cli.top.keys import Waiting
from openrsm.cli.top.live import Asking
from openrsm.domain.values import SessionId
from openrsm.errors import InvalidHandle
from openrsm.surface.views import Status
from tests.conformance.surface_bench import PATIENCE, ROOT, Build, eventually
from tests.surface.conftest import build

__all__ = ["build"]


def test_a_change_wakes_who_watches(build: Build) -> None:
    bench = build()
    told = threading.Semaphore(0)
    asking = Asking(Desk(bench.manager, bench.session), bench.manager.objects.status(bench.session), 3600, told.release)
    assert told.acquire(timeout=PATIENCE)
    bench.queue(bench.lmid())
    while not asking.latest()[0].moves:
        assert told.acquire(timeout=PATIENCE)


def test_who_watches_a_session_that_ends_is_told(build: Build) -> None:
    bench = build()
    told = threading.Semaphore(0)
    session = bench.manager.sessions.open("top", ROOT)
    asking = Asking(Desk(bench.manager, session), bench.manager.objects.status(session), 0.01, told.release)
    bench.manager.sessions.close(session)
    with pytest.raises(InvalidHandle):
        eventually(lambda: not asking.latest())


def test_a_service_that_gives_no_answer_keeps_no_key_waiting(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "SILENCE", 0.0)
    bench = build()
    stuck, begun = threading.Event(), threading.Event()
    first = bench.manager.objects.status(bench.session)

    def silent(_session: SessionId) -> Status:
        begun.set()
        stuck.wait(PATIENCE)
        return first

    monkeypatch.setattr(bench.manager.objects, "status", silent, raising=False)
    asking = Asking(Desk(bench.manager, bench.session), first, 0.01, lambda: None)
    assert begun.wait(PATIENCE)
    assert asking.latest()[1].startswith("no answer for")
    stuck.set()


def test_news_that_nobody_takes_block_nobody() -> None:
    until = Waiting(None)
    for _ in range(100_000):
        until.news()
    assert until.wait(PATIENCE)
    until.close()


def test_news_after_the_end_reach_nobody() -> None:
    until = Waiting(None)
    until.close()
    ear, mouth = os.pipe()
    os.set_blocking(ear, False)
    until.news()
    os.close(mouth)
    assert os.read(ear, 10) == b""
    os.close(ear)
