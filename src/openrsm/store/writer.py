"""The one thread that writes. It groups the work of concurrent callers into one transaction: one flush serves all."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from time import perf_counter
from typing import Any, Final, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from openrsm.domain.records import Happening
from openrsm.errors import DatabaseFailure, RsmError, SystemFault
from openrsm.store.events import record
from openrsm.store.faults import translated, translation
from openrsm.store.objects import Alteration, Unit
from openrsm.store.transaction import Transaction

T = TypeVar("T")

Conclusion = Callable[[Transaction, Sequence[Alteration]], None]
"""What follows from what a work changed; what it raises is as if the work had raised it."""

THREAD: Final = "rsm-store-writer"
_GROUP: Final = 256
"""How many waiting works one transaction takes; bounds how long the first of them waits for the last."""


@dataclass(slots=True)
class _Task:
    work: Callable[[Transaction], Any]
    future: Future[Any] = field(default_factory=Future)
    result: Any = None
    error: BaseException | None = None

    def complete(self) -> None:
        """Wake the caller."""
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """One transaction of the writer, for whoever counts.

    Attributes:
        works: How many works shared it.
        seconds: From the first of them to the durable end.
        failed: It did not come to that end, and changed nothing.
        alterations: What the works that succeeded changed, in order.
    """

    works: int
    seconds: float
    failed: bool = False
    alterations: Sequence[Alteration] = ()


class Writer:
    """Runs works in the order in which they were given, and completes each after its commit.

    Args:
        engine: Makes the connection; the writer's thread alone uses it.
        clock: Tells when a work's transaction began.
        publish: Called in the writer's thread after each commit that changed something; raises nothing.
        observe: Called likewise after each commit, failed ones too, before ``publish``.
        conclude: Called after each work, in its transaction.
        check: Called before and after each commit; what it raises, the commit has failed with.

    Raises:
        RsmError: The database cannot be reached.
    """

    def __init__(
        self,
        engine: Engine,
        clock: Callable[[], datetime],
        publish: Callable[[Sequence[Happening]], None],
        observe: Callable[[Commit], None],
        *,
        conclude: Conclusion,
        check: Callable[[], None],
    ) -> None:
        with translated():
            self._connection = engine.connect()
        self._clock = clock
        self._publish = publish
        self._observe = observe
        self._conclude = conclude
        self._check = check
        self._waiting: SimpleQueue[_Task | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._serve, name=THREAD, daemon=True)
        self._thread.start()

    def run(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work``; durable on return. Raises what it raises, and then nothing has changed."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write within a write, or within a listener, would wait for itself")
        task = _Task(work)
        self._put(task)
        result: T = task.future.result()
        return result

    def close(self) -> None:
        """Finish what waits, then end the thread. What comes later is refused."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._waiting.put(None)
        self._thread.join()

    def _put(self, task: _Task) -> None:
        with self._closing:
            if self._closed:
                raise DatabaseFailure("the catalogue is closed", "open it again")
            self._waiting.put(task)

    def _serve(self) -> None:
        more = True
        with self._connection:
            while more:
                group, more = self._take()
                if group:
                    self._run(group)

    def _take(self) -> tuple[list[_Task], bool]:
        """All that wait, at most a group; and whether more may come."""
        group: list[_Task] = []
        task = self._waiting.get()
        with suppress(Empty):
            while task is not None:
                group.append(task)
                if len(group) == _GROUP:
                    break
                task = self._waiting.get_nowait()
        return group, task is not None

    def _run(self, group: Sequence[_Task]) -> None:
        """Commit a group's works together, publish what they changed, wake their callers."""
        begun = perf_counter()
        units: list[Unit] = []
        try:
            happenings = self._commit(group, units)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the callers wait for it
            self._reset()
            self._observe(Commit(works=len(group), seconds=perf_counter() - begun, failed=True))
            _share(error, group)
        else:
            self._observe(_commit_of(group, units, perf_counter() - begun))
            if happenings:
                self._publish(happenings)
        for task in group:
            task.complete()

    def _commit(self, group: Sequence[_Task], units: list[Unit]) -> list[Happening]:
        with translated():
            with self._connection.begin():
                units += [unit for task in group if (unit := self._attempt(task)) is not None]
                happenings = record(self._unit(), units)
                self._check()
            self._check()
            return happenings

    def _reset(self) -> None:
        # A commit that failed may leave the transaction open, and SQLAlchemy takes it for over.
        with suppress(Exception):
            self._connection.connection.rollback()

    def _attempt(self, task: _Task) -> Unit | None:
        """Run one work in a savepoint; None if it failed, and then it has changed nothing."""
        self._connection.exec_driver_sql("SAVEPOINT work")
        unit = self._unit()
        try:
            task.result = task.work(Transaction(unit))
            self._conclude(Transaction(unit), tuple(unit.alterations))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is its caller's
            task.error = error
            self._undo(error)
        finally:
            unit.end()
        self._connection.exec_driver_sql("RELEASE SAVEPOINT work")
        return unit if task.error is None else None

    def _undo(self, error: BaseException) -> None:
        try:
            self._connection.exec_driver_sql("ROLLBACK TO SAVEPOINT work")
        except DBAPIError as lost:
            # Some faults (no room, no memory) undo the whole transaction: then they are the whole group's.
            raise error if isinstance(error, SystemFault) else translation(lost) or error from lost

    def _unit(self) -> Unit:
        return Unit(self._connection, self._clock(), writable=True)


def _commit_of(group: Sequence[_Task], units: Sequence[Unit], seconds: float) -> Commit:
    alterations = [each for unit in units for each in unit.alterations]
    return Commit(works=len(group), seconds=seconds, alterations=alterations)


def _share(error: BaseException, group: Sequence[_Task]) -> None:
    """Give a group's error to each of its works that has none; each its own, as its caller adds its traceback."""
    for task in group:
        if task.error is None:
            task.error = _again(error)


def _again(error: BaseException) -> BaseException:
    if not isinstance(error, RsmError):
        return error
    copy = type(error)(error.what, error.advice)
    copy.__cause__ = error
    return copy
