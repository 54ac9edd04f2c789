"""The thread that writes it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Final

import structlog

from openrsm.domain.records import Move
from openrsm.domain.values import Medium
from openrsm.errors import RsmError
from openrsm.service.chronicle.names import Names
from openrsm.service.chronicle.telling import Line, is_told, lines
from openrsm.store.database import Commit, Store, Transaction
from openrsm.store.objects import Alteration

THREAD: Final = "rsm-chronicle"
LONGEST_QUEUE: Final = 10_000
"""Commits that may wait to be told; a log that cannot be written must not fill the memory."""

log = structlog.get_logger("openrsm.chronicle")


class Chronicle:
    """Tells the log what was committed, in its order. Any thread may call :meth:`committed`."""

    def __init__(self) -> None:
        """Tells nothing before :meth:`start`."""
        self._store: Store | None = None
        self._waiting: queue.Queue[Sequence[Alteration] | None] = queue.Queue(LONGEST_QUEUE)
        self._missed = 0
        self._thread = threading.Thread(target=self._run, name=THREAD, daemon=True)

    def start(self, store: Store) -> None:
        """Tell what is committed from now on; ``store`` knows the names."""
        self._store = store
        self._thread.start()

    def committed(self, commit: Commit) -> None:
        """The store's writer ended a transaction; returns at once."""
        if self._store is None:
            return
        told = [alteration for alteration in commit.alterations if is_told(alteration)]
        if told:
            try:
                self._waiting.put_nowait(told)
            except queue.Full:
                self._missed += 1

    def close(self) -> None:
        """Tell what is left, and end. Closing twice, or without a start, is harmless."""
        if self._thread.is_alive():
            self._waiting.put(None)
            self._thread.join()

    def _run(self) -> None:
        while (told := self._waiting.get()) is not None:
            try:
                for line in self._lines(told):
                    _write(line)
            except RsmError as error:
                log.warning("a change was not told", action="telling_failed", error=str(error))
            if self._missed:
                missed, self._missed = self._missed, 0
                log.warning("the log is too slow; changes were not told", action="log_behind", commits=missed)

    def _lines(self, told: Sequence[Alteration]) -> Sequence[Line]:
        return self._store.read(lambda tx: _all_lines(tx, told)) if self._store else ()


def _write(line: Line) -> None:
    fields = {name: value for name, value in line.fields.items() if value != ""}
    getattr(log, line.level)(line.text, action=line.action, **fields)


def _all_lines(tx: Transaction, told: Sequence[Alteration]) -> list[Line]:
    names = Names(tx)
    carried = frozenset(after.medium_id for _, after in told if isinstance(after, Move))
    return [line for alteration in _at_once(told) for line in lines(alteration, names, carried)]


def _at_once(told: Sequence[Alteration]) -> Iterator[Alteration]:
    """A cartridge that one commit lifts and sets down has been moved once; else the changes as they are."""
    before = {was.id: was for was, after in reversed(told) if isinstance(was, Medium) and isinstance(after, Medium)}
    last = {after.id: after for was, after in told if isinstance(was, Medium) and isinstance(after, Medium)}
    for was, after in told:
        if not (isinstance(was, Medium) and isinstance(after, Medium)):
            yield was, after
        elif after is last[after.id] and before[after.id].place != after.place:
            yield before[after.id], after
