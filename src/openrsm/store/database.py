"""The store: opens the catalogue, serves writes through one thread and reads through any."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import structlog
from sqlalchemy import Engine

from openrsm.domain.records import Happening
from openrsm.errors import DatabaseFailure, InvalidState
from openrsm.store import exports, imports, migrate, sqlite
from openrsm.store.faults import translated
from openrsm.store.objects import Alteration, Unit
from openrsm.store.transaction import Transaction
from openrsm.store.writer import Commit, Conclusion, Writer

__all__ = ["Commit", "Store", "Transaction"]

T = TypeVar("T")
Listener = Callable[[Sequence[Happening]], None]
Observer = Callable[[Commit], None]


class Store:
    """The catalogue. Made by :meth:`open`; every method may be called from any thread.

    Any method may also raise what a failing database raises: ``DatabaseFull``, ``DatabaseFailure``,
    ``NotEnoughMemory``, or ``TimedOut`` where another program keeps the catalogue locked.
    """

    def __init__(self, readers: Engine, clock: Callable[[], datetime], observer: Observer | None = None) -> None:
        self._readers = readers
        self._clock = clock
        self._observer = observer
        self._writer: Writer | None = None
        self._listeners: tuple[Listener, ...] = ()
        self._conclusions: tuple[Conclusion, ...] = ()
        self._listening = threading.Lock()
        self._closed = False

    @classmethod
    def open(
        cls,
        folder: Path,
        *,
        read_only: bool = False,
        clock: Callable[[], datetime],
        observer: Observer | None = None,
    ) -> Store:
        """Open the catalogue of a state folder; made, and brought to this version's schema, unless read-only.

        A copy that is marked to be imported is put in its place first; see :mod:`openrsm.store.imports`.

        Args:
            folder: The state folder.
            read_only: Change nothing, and refuse to.
            clock: Tells a transaction's time; aware.
            observer: Told of each commit, in the writer's thread: to count, briefly.

        Raises:
            ObjectNotFound: There is no catalogue, and it was to be opened read-only.
            DatabaseFailure: It is damaged, no catalogue, or a newer version of OpenRSM has changed its schema; or it is
                lost, and something shows that there was one. Nothing has changed then.
        """
        with translated():
            if read_only:
                return cls._open_to_read(folder, clock)
            return cls._open_to_write(folder, clock, observer)

    @classmethod
    def _open_to_read(cls, folder: Path, clock: Callable[[], datetime]) -> Store:
        sqlite.demand(folder)
        readers = sqlite.reader(folder)
        migrate.check(readers)
        return cls(readers, clock)

    @classmethod
    def _open_to_write(cls, folder: Path, clock: Callable[[], datetime], observer: Observer | None) -> Store:
        folder.mkdir(parents=True, exist_ok=True)
        imports.install(folder)
        is_new = not sqlite.exists(folder)
        engine = sqlite.writer(folder)
        migrate.upgrade(engine)
        sqlite.settle(folder)
        if is_new:
            _tell_of_copies(folder)
        store = cls(sqlite.reader(folder), clock, observer)
        check = sqlite.Files(folder).check
        store._writer = Writer(engine, clock, store._publish, store._observe, conclude=store._conclude, check=check)
        return store

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` in a transaction that is durable when this returns, and return what it returns.

        It runs in the writer's thread, so it must be brief, do no device's work, and not call :meth:`write`.
        It may share its commit with others' work, but none sees another's until that has succeeded.

        Raises:
            Exception: Whatever ``work`` raises; then nothing has changed.
            RuntimeError: Called within a work or a listener.
            InvalidState: The catalogue was opened read-only.
        """
        if self._writer is None:
            raise InvalidState("the catalogue is open for reading only", "open it for writing")
        with translated():
            return self._writer.run(work)

    def read(self, work: Callable[[Transaction], T]) -> T:
        """Run ``work`` in the caller's thread on one consistent snapshot, and return what it returns.

        What was written before the call is in it; what is written meanwhile is not. Nobody waits for it.
        """
        if self._closed:
            raise DatabaseFailure("the catalogue is closed", "open it again")
        with translated(), self._readers.connect() as connection, connection.begin():
            unit = Unit(connection, self._clock(), writable=False)
            try:
                return work(Transaction(unit))
            finally:
                unit.end()

    def flaws(self) -> tuple[list[str], list[str]]:
        """What is wrong with the file itself, and which rows refer to others that are not there: sentences.

        It reads the whole of it, in the caller's thread; nobody waits for that.
        """
        with translated():
            return sqlite.flaws(self._readers)

    def listen(self, listener: Listener) -> None:
        """Call ``listener`` with the events of each commit, in commit order, before the writes that made them return.

        It is called in the writer's thread, outside any transaction: it must be brief and must not :meth:`write`.
        What it raises is logged and goes no further.
        """
        with self._listening:
            self._listeners = (*self._listeners, listener)

    def conclude(self, conclusion: Conclusion) -> None:
        """Call ``conclusion`` after each work, in its transaction, with what the work changed, from now on."""
        self._conclusions = (*self._conclusions, conclusion)

    def close(self) -> None:
        """Finish the writes that wait, and let go of the file. Closing twice does nothing."""
        self._closed = True
        if self._writer is not None:
            self._writer.close()
        self._readers.dispose()

    def _conclude(self, tx: Transaction, alterations: Sequence[Alteration]) -> None:
        for conclusion in self._conclusions:
            conclusion(tx, alterations)

    def _observe(self, commit: Commit) -> None:
        try:
            if self._observer is not None:
                self._observer(commit)
        except Exception:  # noqa: BLE001 - what cannot be counted is done all the same
            structlog.get_logger().exception("a commit was not counted", action="count_failed", works=commit.works)

    def _publish(self, happenings: Sequence[Happening]) -> None:
        for listener in self._listeners:
            try:
                listener(happenings)
            except Exception:  # noqa: BLE001 - a listener's fault is no writer's
                structlog.get_logger().exception("a listener failed", action="listener_failed", events=len(happenings))


def _tell_of_copies(folder: Path) -> None:
    """They may have been put there to be imported, so they keep nobody from beginning anew."""
    copies = [
        str(file) for kept in (exports.FOLDER, imports.KEPT) for file in (folder / kept).glob(f"*{exports.SUFFIX}")
    ]
    if copies:
        what = "there was no catalogue, though there are copies of one; a new one was made"
        structlog.get_logger().warning(what, action="catalogue_made", copies=copies)
