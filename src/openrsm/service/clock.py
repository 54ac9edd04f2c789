"""Time that only passes: what the computer's clock says, but for its jumps, which are followed with care."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

import structlog

from openrsm.domain.values import LibraryId
from openrsm.store.database import Store, Transaction

log = structlog.get_logger(__name__)

JUMP: Final = timedelta(seconds=2)
"""A clock that is off by less is being corrected in the ordinary way."""


class SteadyClock:
    """Tells aware times; goes on evenly while the computer's clock jumps, until :func:`follow` makes it follow.

    Used by any thread.
    """

    def __init__(self, wall: Callable[[], datetime], steady: Callable[[], float] = monotonic) -> None:
        """``wall`` is the computer's clock, ``steady`` one that counts seconds and never jumps."""
        self._wall = wall
        self._steady = steady
        self._lock = threading.Lock()
        self._begun = wall() - timedelta(seconds=steady())

    def __call__(self) -> datetime:
        """The time."""
        with self._lock:
            return self._begun + timedelta(seconds=self._steady())

    def behind(self) -> timedelta:
        """How far the computer's clock is ahead of this one."""
        return self._wall() - self()

    def move(self, by: timedelta) -> None:
        """Follow it."""
        with self._lock:
            self._begun += by


def follow(clock: SteadyClock, store: Store) -> None:
    """Go with the computer's clock; whoever waits has as much time left as before.

    Raises:
        SystemFault: The catalogue failed; then the clock has not moved.
    """
    by = clock.behind()
    if abs(by) < JUMP:
        clock.move(by)
        return
    _jump(clock, store, by)
    log.warning("the computer's clock jumped", action="clock_jumped", seconds=by.total_seconds())


def _jump(clock: SteadyClock, store: Store, by: timedelta) -> None:
    # Between the two steps time limits lie too late, never too early: what is early ends something for good.
    back = by < timedelta(0)
    if back:
        clock.move(by)
    try:
        store.write(lambda tx: _postpone(tx, by))
    except BaseException:
        if back:
            clock.move(-by)
        raise
    if not back:
        clock.move(by)


def _postpone(tx: Transaction, by: timedelta) -> None:
    for item in tx.work.open(None):
        if item.deadline is not None:
            tx.work.change(item, replace(item, deadline=item.deadline + by))
    for library in tx.libraries.all():
        _postpone_returns(tx, library.id, by)


def _postpone_returns(tx: Transaction, library_id: LibraryId, by: timedelta) -> None:
    for drive in tx.drives.of(library_id):
        if drive.dismountable_since is not None:
            tx.drives.change(drive, replace(drive, dismountable_since=drive.dismountable_since + by))
