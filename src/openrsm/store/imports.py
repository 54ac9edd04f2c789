"""A copy of the catalogue becomes the catalogue: it is checked and marked now, and put in place at the next start.

The marked copy, ``import.sqlite`` in the state folder, is its own mark. It is whole before it gets that name, and stays
there until a rename puts it in the catalogue's place. Whatever happens in between, the catalogue is the old one or the
new one, each with its own write-ahead log or none.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from openrsm.domain.exports import next_era
from openrsm.errors import DatabaseFailure, InvalidState, RsmError
from openrsm.store import exports, migrate, seals, sqlite
from openrsm.store.faults import translated
from openrsm.store.objects import Unit
from openrsm.store.transaction import Transaction

MARKED: Final = "import.sqlite"
KEPT: Final = "previous"
"""The folder of the catalogues that were replaced."""
_BEGUN: Final = "import.begun"
_LOGS: Final = ("-wal", "-journal")
"""Without what stands in them, the catalogue beside which they lie is not whole."""
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})
"""The last of them: tables are missing."""
_OURS: Final = frozenset({"table", "index"})
"""What a catalogue consists of; anything else in a copy would do as a stranger wanted whenever something is changed."""
_PRIMARY: Final = 0xFF
_PATIENCE: Final = 10.0

Note = Callable[[Transaction], None]


def mark(state: Path, name: str, now: datetime, note: Note) -> None:
    """Have a copy become the catalogue at the next start; one that was marked before is forgotten.

    What is marked is a copy of that copy, brought to this version's schema: it stays as it is, whatever becomes of the
    other. ``note`` writes into it that it was marked.

    Raises:
        ObjectNotFound: There is no copy of that name.
        StateLocked: See :func:`openrsm.store.exports.export`.
        DatabaseFailure: It is damaged, changed since it was exported, no catalogue, or a newer version's.
        SystemFault: It cannot be copied.
    """
    with exports.reading(state, name) as file, translated():
        _sweep(state / _BEGUN)
        begun = exports.make_folder(state / _BEGUN)
        prepared = begun / sqlite.FILE
        with _about(file):
            exports.duplicate(file, exports.empty(prepared))
            _check(prepared)
            seals.check(file)
            seals.unseal(prepared)
            _prepare(begun, now, note)
        exports.flush(prepared)
        prepared.replace(state / MARKED)
        sqlite.settle(state)
        _sweep(begun)


def marked(state: Path) -> datetime | None:
    """Since when a copy is marked; None if none is."""
    with suppress(FileNotFoundError):
        return datetime.fromtimestamp((state / MARKED).stat().st_mtime, UTC)
    return None


def unmark(state: Path) -> None:
    """Let the catalogue be what it is.

    Raises:
        InvalidState: None is marked.
    """
    try:
        (state / MARKED).unlink()
    except FileNotFoundError as error:
        raise InvalidState("no copy is marked to be imported", "there is nothing to cancel") from error
    with translated():
        sqlite.settle(state)


def install(state: Path) -> None:
    """Put the marked copy in the catalogue's place, if one is marked. For who alone may write, before anybody does.

    Raises:
        CatalogueLocked: Another program keeps the catalogue open; nothing has changed.
        SystemFault: The disk fails, or is full; what was marked still is.
    """
    new, current = state / MARKED, state / sqlite.FILE
    with translated():
        if not new.exists():
            return
        if sqlite.exists(state):
            _replace(state, current, new)
        else:
            _replace_lost(state, current, new)
        sqlite.settle(state)


def _replace(state: Path, current: Path, new: Path) -> None:
    is_sound = _is_sound(lambda: _fold(current)) and _is_sound(lambda: _count_on(new, current))
    if not is_sound:
        _count_on(new, None)
    new.chmod(stat.S_IMODE(current.stat().st_mode))
    kept = _keep(state, current)
    if not is_sound:
        _set_aside(current, kept)
    # A sound one has no log any more: whoever opens it in this moment to look leaves the new one's log alone.
    new.replace(current)


def _replace_lost(state: Path, current: Path, new: Path) -> None:
    """Whoever finds the old one again will find its log."""
    for log in [path for path in sqlite.left(state) if path.name.endswith(_LOGS)][:1]:
        _set_aside(current, _kept(state, log))
    _drop_logs(current)
    _count_on(new, None)
    new.replace(current)


def _is_sound(deed: Callable[[], None]) -> bool:
    """Whether that could be done with the old catalogue; False if it is too damaged, or another program's."""
    try:
        deed()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & _PRIMARY in _DAMAGED:
            return False
        raise
    return True


def _fold(current: Path) -> None:
    """The old catalogue becomes whole in one file, for whoever wants it back."""
    with closing(sqlite3.connect(current, timeout=_PATIENCE, isolation_level=None)) as old:
        exports.alone(old)


def _keep(state: Path, current: Path) -> Path:
    kept = _kept(state, current)
    with suppress(FileExistsError):
        os.link(current, kept)
    sqlite.settle(kept.parent)
    return kept


def _kept(state: Path, file: Path) -> Path:
    """Named by when it was written last, so that an import that is cut short and repeated keeps one file."""
    folder = exports.make_folder(state / KEPT)
    moment = datetime.fromtimestamp(file.stat().st_mtime, UTC)
    return folder / f"catalogue-{moment:%Y%m%dT%H%M%S.%f}Z{exports.SUFFIX}"


def _set_aside(current: Path, kept: Path) -> None:
    """The log of a damaged or lost catalogue goes with it: it must not be taken for the new one's."""
    for suffix in _LOGS:
        with suppress(FileNotFoundError):
            _beside(current, suffix).replace(_beside(kept, suffix))
    _drop_logs(current)
    sqlite.settle(kept.parent)
    sqlite.settle(current.parent)


def _drop_logs(file: Path) -> None:
    for suffix in sqlite.BESIDE:
        _beside(file, suffix).unlink(missing_ok=True)


def _beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)


def _sweep(begun: Path) -> None:
    """What a process before left unfinished."""
    if begun.exists():
        for file in begun.iterdir():
            file.unlink()
        begun.rmdir()


@contextmanager
def _about(file: Path) -> Iterator[None]:
    """Errors name the copy, not the catalogue."""
    try:
        with translated():
            yield
    except RsmError as error:
        if not isinstance(error, DatabaseFailure):
            raise
        raise DatabaseFailure(
            f"{file} cannot be imported: {error.what}", "export anew, or take another copy"
        ) from error


def _check(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        [[said], *_] = connection.execute("PRAGMA integrity_check(1)").fetchall()
        kinds = {kind for (kind,) in connection.execute("SELECT DISTINCT type FROM sqlite_master")}
        dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if not kinds:
        raise DatabaseFailure("it is empty")
    if not kinds <= _OURS:
        raise DatabaseFailure("it holds triggers or views, which no catalogue has")
    if said != "ok" or dangling is not None:
        raise DatabaseFailure(f"it is damaged ({said if said != 'ok' else 'rows refer to others that are not'})")


def _prepare(folder: Path, now: datetime, note: Note) -> None:
    """Bring the copy to this version's schema and write down that it was marked."""
    engine = sqlite.writer(folder)
    try:
        migrate.upgrade(engine)
        with engine.connect() as connection, connection.begin():
            note(Transaction(Unit(connection, now, writable=True)))
    finally:
        engine.dispose()
    _fold(folder / sqlite.FILE)


def _count_on(new: Path, current: Path | None) -> None:
    """Numbers that were given are not given again, and tokens that were revoked since stay so, as far as is known."""
    with closing(sqlite3.connect(new, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = FULL")
        if current is not None:
            copy.execute("ATTACH ? AS old", (f"{current.absolute()}",))
        copy.execute("BEGIN IMMEDIATE")
        for statement in _TAKE_OVER if current is not None else ():
            copy.execute(statement)
        [last] = copy.execute("SELECT value FROM counters WHERE name = 'events'").fetchone()
        copy.execute("UPDATE counters SET value = ? WHERE name = 'events'", (next_era(last),))
        copy.execute("COMMIT")


_TAKE_OVER: Final = (
    """UPDATE counters
       SET value = max(value, coalesce((SELECT o.value FROM old.counters o WHERE o.name = counters.name), 0))""",
    # Those of another computer's catalogue, as of one that was begun anew, say nothing.
    """DELETE FROM tokens WHERE id NOT IN (SELECT id FROM old.tokens)
       AND (SELECT id FROM computer) IN (SELECT id FROM old.computer)""",
)
