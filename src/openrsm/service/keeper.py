"""The keeper: ends silent sessions, follows the computer's clock, and forgets what has been kept long enough."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

import structlog

from openrsm.domain.operator import OperatorState
from openrsm.domain.values import Computer
from openrsm.domain.work import WorkState
from openrsm.errors import RsmError
from openrsm.service import refusals
from openrsm.service.clock import SteadyClock, follow
from openrsm.service.context import Context
from openrsm.store.database import Transaction

log = structlog.get_logger(__name__)

TICK: Final = 1.0
"""Seconds between two looks at the sessions."""

ROUND: Final = 3600
"""How many ticks lie between two clearings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long history is kept.

    Attributes:
        events: How many changes those who resume listening can catch up with.
        moves: Of motions that have ended.
        readings: Of what was read of drives and media.
        calls: Of answers to requests that may be repeated.
        work: Of work items and operator requests that have ended; None: as the computer object says.
    """

    events: int = 100_000
    moves: timedelta = timedelta(days=366)
    readings: timedelta = timedelta(days=366)
    calls: timedelta = timedelta(days=1)
    work: timedelta | None = None


class Keeper:
    """One thread, ``rsm-keeper``."""

    def __init__(self, context: Context, retention: Retention, steady: SteadyClock | None = None) -> None:
        """Nothing runs yet. A ``steady`` clock is made to follow the computer's."""
        self._steady = steady
        self._context = context
        self._retention = retention
        self._told = ""
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="rsm-keeper", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking; returns when that is so. Stopping twice is harmless."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        ticks = 0
        while not self._stopped.wait(TICK):
            ticks += 1
            self._tick(clear=ticks % ROUND == 0)

    def _tick(self, *, clear: bool) -> None:
        if self._steady is not None:
            self._try(partial(follow, self._steady, self._context.store))
        self._try(self._context.sessions.expire)
        if clear:
            self._try(lambda: self._context.store.write(lambda tx: clear_history(tx, self._retention)))

    def _try(self, deed: Callable[[], object]) -> None:
        """What the catalogue refuses now is tried again; that is told once, not with each try."""
        try:
            deed()
        except RsmError as error:
            if str(error) != self._told:
                log.error("keeping failed", action="keeping_failed", error=str(error))  # noqa: TRY400 - it says why
            self._told = str(error)
        except Exception:
            log.exception("keeping failed", action="keeping_failed")

    def stopped(self) -> list[str]:
        """In a sentence: that its thread has ended although nobody stopped it."""
        died = self._thread.ident is not None and not self._thread.is_alive() and not self._stopped.is_set()
        return ["the thread that keeps sessions has ended; restart the service"] if died else []


def clear_history(tx: Transaction, retention: Retention) -> None:
    """Forget what has been kept long enough."""
    _clear_ended(tx, tx.computer.get(), retention.work)
    tx.events.trim(retention.events)
    tx.moves.trim(tx.now - retention.moves)
    tx.readings.trim(tx.now - retention.readings)
    tx.calls.trim(tx.now - retention.calls)
    tx.audit.trim(refusals.ACTION, refusals.KEPT)


def _clear_ended(tx: Transaction, computer: Computer, told: timedelta | None) -> None:
    """Work items and operator requests, as the computer object says; how long, the configuration may say instead."""
    work = timedelta(seconds=computer.work_purge_seconds) if told is None else told
    requests = timedelta(seconds=computer.operator_purge_seconds) if told is None else told
    for item in tx.work.ended_before(tx.now - work) if computer.purge_work else ():
        if computer.purge_failed_work or item.state is not WorkState.FAILED:
            tx.work.delete(item)
    for request in tx.operators.ended_before(tx.now - requests) if computer.purge_requests else ():
        if computer.purge_refused_requests or request.state is not OperatorState.REFUSED:
            tx.operators.delete(request)
