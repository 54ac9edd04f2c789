"""Database errors become ours here, once. SQLite's codes decide, never the words of a message."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Final

from sqlalchemy import Result, Row
from sqlalchemy.exc import DBAPIError

from openrsm.errors import (
    AlreadyExists,
    CatalogueLocked,
    DatabaseFailure,
    DatabaseFull,
    InvalidState,
    NotEnoughMemory,
    Refusal,
    RsmError,
)

_PRIMARY: Final = 0xFF
_OUT_OF_MEMORY: Final = frozenset({sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_IOERR_NOMEM})
_UNIQUE: Final = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})

_FAILURES: Final = {
    sqlite3.SQLITE_CORRUPT: ("the catalogue is damaged", "stop the service and restore a backup"),
    sqlite3.SQLITE_NOTADB: ("the catalogue's file is not a database", "restore a backup, or move the file away"),
    sqlite3.SQLITE_IOERR: ("the catalogue's disk fails", "look at the system's log, then at the disk"),
    sqlite3.SQLITE_READONLY: ("the catalogue cannot be written", "make its folder and files writable for the service"),
    sqlite3.SQLITE_CANTOPEN: (
        "the catalogue cannot be opened",
        "check that its folder exists and the service may use it",
    ),
    sqlite3.SQLITE_PERM: ("the catalogue cannot be opened", "check that the service may use its folder and files"),
}


class MeaninglessError(Exception):
    """A value in the catalogue stands for nothing: whoever wrote it, it was not this program."""


def rows(result: Result[Any]) -> Sequence[Row[Any]]:
    """The rows of a result, as values of ours.

    Raises:
        MeaninglessError: One of them is none.
    """
    try:
        return result.all()
    except (ValueError, LookupError, TypeError) as error:
        raise MeaninglessError from error


class translated:  # noqa: N801 - used as a statement: with translated(): ...
    """A context in which the database's errors leave as ours, chained; other errors pass.

    Args:
        name: What the statement names, as in ``pool 'a/b'``, where its table keeps names unique: a unique violation
            then is :class:`~openrsm.errors.AlreadyExists`, any other integrity violation ``InvalidState``.
        broken: Called where the database itself failed.
    """

    __slots__ = ("_broken", "_name")

    def __init__(self, name: str = "", broken: Callable[[], None] | None = None) -> None:
        self._name = name
        self._broken = broken

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Translate ``error``, if there is one and it is the database's."""
        if error is not None and (ours := translation(error, self._name)) is not None:
            if self._broken and not isinstance(ours, Refusal):
                self._broken()
            raise ours from error


def translation(error: BaseException, name: str = "") -> RsmError | None:
    """Our error for one of the database's or the system's; None for everything else."""
    match error:
        case MemoryError():
            return _no_memory()
        case MeaninglessError() | UnicodeDecodeError():
            return DatabaseFailure(*_FAILURES[sqlite3.SQLITE_CORRUPT])
        case OSError():
            return _of_system(error)
        case DBAPIError(orig=sqlite3.Error() as original) | (sqlite3.Error() as original):
            return _of_sqlite(original, name)
        case DBAPIError():
            return _unknown(error)
        case _:
            return None


def _of_system(error: OSError) -> RsmError:
    if error.errno in _NO_ROOM:
        return _full()
    return DatabaseFailure(f"the catalogue cannot be used: {error.strerror}", "check its folder and its disk")


def _of_sqlite(error: sqlite3.Error, name: str) -> RsmError:
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & _PRIMARY
    if code in _OUT_OF_MEMORY:
        return _no_memory()
    if primary == sqlite3.SQLITE_CONSTRAINT:
        return _refused(error, name if code in _UNIQUE else "")
    if primary == sqlite3.SQLITE_FULL:
        return _full()
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CatalogueLocked("another program keeps the catalogue locked", "end it and repeat")
    if primary in _FAILURES:
        return DatabaseFailure(*_FAILURES[primary])
    return _unknown(error)


def _refused(error: BaseException, name: str) -> RsmError:
    if name:
        return AlreadyExists(f"there is a {name} already", "choose another name")
    return InvalidState(f"the catalogue refuses a contradiction ({error})", "look at the objects again and repeat")


def _no_memory() -> NotEnoughMemory:
    return NotEnoughMemory("the system gave no memory for the catalogue", "end other programs or add memory")


def _full() -> DatabaseFull:
    return DatabaseFull("there is no room for the catalogue", "free or add space on its file system; nothing is lost")


def _unknown(error: BaseException) -> DatabaseFailure:
    return DatabaseFailure(f"the catalogue failed ({error})", "look at the service's log")
