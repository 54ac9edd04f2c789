"""What only SQLite has: how its connections are made and its transactions begun. No other file speaks its dialect."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Dialect, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.util import LRUCache

from openrsm.errors import DatabaseFailure, ObjectNotFound

FILE: Final = "catalogue.sqlite"
BESIDE: Final = ("-wal", "-shm", "-journal")
"""Ends of the names of what SQLite puts beside a file while it is open, and leaves where it is not closed."""
_MODE: Final = 0o644  # as SQLite makes a file
_BUSY_SECONDS: Final = 10.0
"""How long a statement waits for another program's lock, a backup's say, before it gives up."""
_MOST_FLAWS: Final = 20
_KEPT_READERS: Final = 8
_STATEMENTS: Final = 512

_EVERY: Final = (
    "PRAGMA trusted_schema = OFF",  # the schema of a copy that was imported may be a stranger's
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -65536",
)
_WRITER: Final = (*_EVERY, "PRAGMA journal_mode = WAL")
_READER: Final = (*_EVERY, "PRAGMA query_only = ON")


class _Compiled(LRUCache[Any, Any]):
    """Statements that were translated to SQL. Ours all speak one dialect, so what one engine has translated all use."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_any_engine(key), default)

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_of_any_engine(key), value)


def _of_any_engine(key: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(part for part in key if not isinstance(part, Dialect))


_COMPILED: Final = _Compiled(_STATEMENTS)


def writer(folder: Path) -> Engine:
    """An engine whose connections write; the file is made where there never was one.

    Raises:
        DatabaseFailure: There was one, and it is gone.
    """
    _make(folder)
    engine = _engine(folder, poolclass=NullPool)
    return _prepared(engine, _WRITER, "BEGIN IMMEDIATE")


def reader(folder: Path) -> Engine:
    """An engine whose connections only read, each transaction one snapshot; any thread may use it."""
    engine = _engine(folder, poolclass=QueuePool, pool_size=_KEPT_READERS, max_overflow=-1)
    return _prepared(engine, _READER, "BEGIN")


def exists(folder: Path) -> bool:
    """Whether there is a catalogue. An empty file is none: its making was cut short, or somebody has emptied it."""
    file = folder / FILE
    return file.is_file() and file.stat().st_size > 0


def left(folder: Path) -> list[Path]:
    """What shows that there was a catalogue whose file is missing; nothing where it is there, or none ever was.

    An empty file with a log is as good as missing: its first page was durable before the log was begun.
    """
    file = _file(folder)
    # Looked at before the file: whoever makes or closes a catalogue has its file for longer than these.
    beside = [path for suffix in BESIDE if (path := file.with_name(file.name + suffix)).exists()]
    is_logged = any(path.stat().st_size > 0 for path in beside if path.name.endswith("-wal"))
    return beside if not file.exists() or (is_logged and not exists(folder)) else []


def refuse_lost(folder: Path) -> None:
    """Nothing, unless there was a catalogue whose file is missing: a new one would clear away what is left of it.

    Raises:
        DatabaseFailure: So it is.
    """
    if names := ", ".join(path.name for path in left(folder)):
        file = _file(folder)
        how = "empty" if file.exists() else "missing"
        raise DatabaseFailure(
            f"{file} is {how}, though what lies beside it shows that there was a catalogue: {names}",
            "put the file back and leave those where they are; if it is lost, move those away, start anew, "
            "and import a copy if there is one (rsm database import)",
        )


def demand(folder: Path) -> None:
    """Nothing, where there is a catalogue.

    Raises:
        DatabaseFailure: There was one, and it is gone.
        ObjectNotFound: There never was one.
    """
    if not exists(folder):
        refuse_lost(folder)
        raise ObjectNotFound(f"there is no catalogue in {folder}", "make one with `rsm library add`")


def size(folder: Path) -> int:
    """How many bytes a catalogue takes, its write-ahead log among them."""
    files = [folder / FILE, folder / f"{FILE}-wal"]
    return sum(file.stat().st_size for file in files if file.is_file())


class Files:
    """The files of a catalogue that is open for writing.

    SQLite goes on writing to a file that was removed or replaced under it, and at the next start nothing of that is
    there: so whoever writes asks here, and acknowledges nothing then.
    """

    def __init__(self, folder: Path) -> None:
        """What is there now is what is open; the log may come later."""
        back = "put the file back that was there"
        self._files = {
            folder / FILE: f"{back} before you restart the service",
            folder / f"{FILE}-wal": f"{back}; if it is lost, stop the service, which saves what was in it",
        }
        self._known = {file: found for file in self._files if (found := _identity(file)) is not None}

    def check(self) -> None:
        """Nothing, while their names lead to what is open.

        Raises:
            DatabaseFailure: One was removed or replaced.
        """
        for file, advice in self._files.items():
            found = _identity(file)
            known = self._known.setdefault(file, found) if found else self._known.get(file)
            if known != found:
                what = f"{file} was {'replaced' if found else 'removed'} while it is open"
                raise DatabaseFailure(what, advice)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        told = file.stat()
    except FileNotFoundError:
        return None
    return told.st_dev, told.st_ino


def flaws(engine: Engine) -> tuple[list[str], list[str]]:
    """What SQLite finds wrong with the file, and which rows of which tables refer to others that are not there."""
    with engine.connect() as connection:
        told = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_FLAWS})")]
        rows = [(str(row[0]), str(row[2])) for row in connection.exec_driver_sql("PRAGMA foreign_key_check")]
    dangling = [f"{count} rows of {table} refer to {other}" for (table, other), count in Counter(rows).items()]
    return [line for line in told if line != "ok"], dangling


def settle(folder: Path) -> None:
    """Make a new file's name as durable as what is in it."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make(folder: Path) -> None:
    """Begin with an empty file whose name is durable before SQLite puts others beside it: those tell of it then."""
    if not exists(folder):
        refuse_lost(folder)
        file = _file(folder)
        file.touch(_MODE)
        settle(file.parent)


def _file(folder: Path) -> Path:
    """Where it really is: if its name is a link, SQLite puts the others beside what that leads to."""
    return (folder / FILE).resolve()


def _engine(folder: Path, **options: Any) -> Engine:
    # An open for reading, too, needs the shared memory of the write-ahead log; query_only keeps it honest.
    # No open makes the file: what it finds missing may have been moved away.
    url = URL.create("sqlite", database=(folder / FILE).absolute().as_uri(), query={"mode": "rw", "uri": "true"})
    connect = {
        "timeout": _BUSY_SECONDS,
        "check_same_thread": False,
        "cached_statements": _STATEMENTS,
        "isolation_level": None,  # transactions begin where we say, not where the module guesses
    }
    return create_engine(url, connect_args=connect, execution_options={"compiled_cache": _COMPILED}, **options)


def _prepared(engine: Engine, pragmas: tuple[str, ...], begin: str) -> Engine:
    event.listen(engine, "connect", _executes(pragmas))
    event.listen(engine, "begin", _begins(begin))
    return engine


def _executes(pragmas: tuple[str, ...]) -> Callable[[Any, Any], None]:
    def prepare(connection: Any, _record: Any) -> None:
        for pragma in pragmas:
            connection.execute(pragma)

    return prepare


def _begins(begin: str) -> Callable[[Connection], None]:
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return start
