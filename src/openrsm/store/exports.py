"""Copies of the catalogue, made while it is in use: whole, sound by themselves, and readable by their owner alone."""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from openrsm.errors import ObjectNotFound, StateLocked
from openrsm.store import seals, sqlite
from openrsm.store.faults import translated

FOLDER: Final = "export"
"""Within the state folder, as RSM's below its database directory (MS-RSMP 3.2.5.2.5.10)."""
SUFFIX: Final = ".sqlite"
_BEGUN: Final = ".begun"
_OWNERS: Final = 0o600
_OWNERS_FOLDER: Final = 0o700


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A copy of the catalogue: ``made`` is when its file was written last, ``size`` is in bytes."""

    name: str
    file: Path
    size: int
    made: datetime


def export(state: Path, name: str) -> Copy:
    """Write a copy of the catalogue as it is now; one of that name is replaced once the new one is durable.

    Nobody who reads or writes waits for it.

    Raises:
        StateLocked: Another process writes or reads the copies, and has locked their folder.
        ObjectNotFound: There is no catalogue.
        SystemFault: It is lost; or the catalogue cannot be read, or the copy not be written.
    """
    with translated(), _locked(make_folder(state / FOLDER)) as folder:
        sqlite.demand(state)
        begun = empty(folder / _BEGUN)
        duplicate(state / sqlite.FILE, begun)
        seals.seal(begun)
        flush(begun)
        begun.replace(folder / f"{name}{SUFFIX}")
        sqlite.settle(folder)
        return _copy(folder / f"{name}{SUFFIX}")


def exports(state: Path) -> list[Copy]:
    """The copies there are, the newest first."""
    with translated():
        found = [_copy(file) for file in (state / FOLDER).glob(f"[!.]*{SUFFIX}") if _is_plain(file)]
    return sorted(found, key=lambda copy: copy.made, reverse=True)


@contextmanager
def reading(state: Path, name: str) -> Iterator[Path]:
    """The file of a copy, which nobody replaces meanwhile.

    Raises:
        ObjectNotFound: There is none of that name.
        StateLocked: See :func:`export`.
    """
    with _locked(make_folder(state / FOLDER)) as folder:
        file = folder / f"{name}{SUFFIX}"
        if not _is_plain(file):
            raise ObjectNotFound(f"there is no copy of the catalogue in {file}", "see: rsm database show")
        yield file


def empty(file: Path) -> Path:
    """An empty file that nobody but its owner can read; what a process before may have left there is gone."""
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, _OWNERS)
    try:
        _give(handle, file.parent)
    finally:
        os.close(handle)
    return file


def make_folder(folder: Path) -> Path:
    """The folder, made if need be: nobody but its owner can look into it."""
    if not folder.is_dir():
        folder.mkdir(mode=_OWNERS_FOLDER, parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            _give(handle, folder.parent)
        finally:
            os.close(handle)
    return folder


def _give(handle: int, folder: Path) -> None:
    """Administrators work on the service's state, too: what they make there is whose the folder is.

    What is open is given away, not what now has its name: that may be a link to something of root's.
    """
    owner = folder.stat()
    if os.geteuid() == 0 and owner.st_uid != 0:
        os.fchown(handle, owner.st_uid, owner.st_gid)


def _is_plain(file: Path) -> bool:
    """Whether it is a file, and no link: root must not copy for somebody else what only root may read."""
    return not file.is_symlink() and file.is_file()


def duplicate(source: Path, target: Path) -> None:
    """Copy one moment of a catalogue into an empty file, durably, as one that needs no other file beside it."""
    with closing(_connect(source)) as origin, closing(_connect(target)) as copy:
        origin.backup(copy)
        alone(copy)
    flush(target)


def alone(connection: sqlite3.Connection) -> None:
    """Fold the write-ahead log into its database; waits for those who read it.

    Raises:
        OperationalError: They do not end.
    """
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def flush(file: Path) -> None:
    """What was written is on the disk."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)


def _copy(file: Path) -> Copy:
    told = file.stat()
    made = datetime.fromtimestamp(told.st_mtime, UTC)
    return Copy(name=file.name.removesuffix(SUFFIX), file=file, size=told.st_size, made=made)


@contextmanager
def _locked(folder: Path) -> Iterator[Path]:
    """The folder, whose lock also those take who carry the copies away: ``flock FOLDER COMMAND``."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    except BlockingIOError as error:
        what = f"another process works on the copies in {folder}, and has locked them"
        raise StateLocked(what, "wait until it ends, and try again") from error
    finally:
        os.close(handle)
