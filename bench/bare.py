"""The yardstick of durable work: SQLite alone, one connection, one INSERT a commit."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self

ROW = "x" * 100


class BareDatabase:
    """A database that makes commits durable exactly as the catalogue does: write-ahead log, synchronous=FULL."""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "bare.sqlite", isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def commits_a_second(self, count: int) -> float:
        """Commit ``count`` rows, one by one."""
        start = perf_counter()
        for _ in range(count):
            self._connection.execute("INSERT INTO bare (text) VALUES (?)", (ROW,))
        return count / (perf_counter() - start)
