"""The catalogue's file, as an administrator gets at it: to look, to lock, to damage, to repair."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from tests.conformance.surface_bench import Bench

HISTORY: Final = frozenset({"audit", "counters", "events", "moves", "operators", "readings", "work", "modified"})
"""What tells the past, tables and a column: a call that was accepted and failed later stands there."""

TRAIL: Final = frozenset({"audit"})
"""Where it stands, too, who was refused for lack of rights."""

Row = tuple[object, ...]


def file_of(bench: Bench) -> Path:
    """The state folder lies beside the library's."""
    return bench.place.parent / "state" / "catalogue.sqlite"


def opened(file: Path) -> sqlite3.Connection:
    """As the program sqlite3 opens it: without its checks."""
    return sqlite3.connect(file, isolation_level=None)


def dump(file: Path, *, without: frozenset[str] = frozenset()) -> Mapping[str, list[Row]]:
    """Every row of every table; without these tables and columns."""
    with closing(opened(file)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            table: sorted(connection.execute(f"SELECT {columns} FROM {table}"), key=repr)  # noqa: S608 - its own names
            for table in tables
            if table not in without
            if (columns := _columns(connection, table, without))
        }


def _columns(connection: sqlite3.Connection, table: str, without: frozenset[str]) -> str:
    names = [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]
    return ", ".join(f'"{name}"' for name in names if name not in without)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program writes, and does not finish."""
    with closing(opened(file)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def damaged(file: Path) -> Iterator[None]:
    """A disk that lost every page of the file but the first; then a backup of the file comes back."""
    page = _everything_in_its_file(file)
    whole = file.read_bytes()
    try:
        with file.open("r+b") as written:
            written.seek(page)
            written.write(b"\xa5" * (len(whole) - page))
        yield
    finally:
        with file.open("r+b") as written:
            written.write(whole)
        _everything_in_its_file(file)


def _everything_in_its_file(file: Path) -> int:
    """Write something, so that all who have the file open read it anew, and leave nothing beside it; its page size."""
    with closing(opened(file)) as connection:
        connection.execute("UPDATE counters SET value = value")
        busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        assert not busy
        size: int = connection.execute("PRAGMA page_size").fetchone()[0]
        return size


@contextmanager
def without_row(file: Path, table: str, column: str, value: str) -> Iterator[None]:
    """An administrator deletes a row by hand and leaves what refers to it; then puts it back."""
    with closing(opened(file)) as connection:
        found = f"FROM {table} WHERE {column} = ?"
        [row] = connection.execute(f"SELECT * {found}", (value,))
        connection.execute(f"DELETE {found}", (value,))
        yield
        marks = ", ".join("?" * len(row))
        connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)  # noqa: S608 - names of the test
