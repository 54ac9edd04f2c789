"""Copies of the catalogue: made while it is written, and put in its place."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest

from openrsm.domain.exports import ERA
from openrsm.domain.values import Computer
from openrsm.errors import CatalogueLocked, DatabaseFailure, InvalidState, ObjectNotFound, StateLocked
from openrsm.store import exports, imports, seals
from openrsm.store.database import Store
from tests.conformance.store_nouns import NOON
from tests.lab.lab import require_root
from tests.store.copying import add_pool, add_token, killed, mark, opened, pools, put, state, store

__all__ = ["state", "store"]  # fixtures that this file's tests ask for by name

pytestmark = [pytest.mark.slow, pytest.mark.torture]

PROGRAM: Final = Path(__file__).parent / "programs" / "killed_import.py"


# --- Export -----------------------------------------------------------------------------------------------------------


def test_a_copy_is_one_moment_of_a_catalogue_that_is_written_meanwhile(state: Path, store: Store) -> None:
    """Each transaction adds two pools: no copy has one without the other."""
    enough = threading.Event()

    def add_two(name: str) -> None:
        store.write(lambda tx: [add_pool(tx, f"{name}a"), add_pool(tx, f"{name}b")])

    def write() -> None:
        while not enough.is_set():
            add_two(str(uuid4()))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for round_ in range(20):
            copy = exports.export(state, f"copy{round_}")
            with closing(sqlite3.connect(copy.file)) as connection:
                names = {path for (path,) in connection.execute("SELECT path FROM pools")} - {"old"}
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert {f"{name[:-1]}{side}" for name in names for side in "ab"} == names
    finally:
        enough.set()
        writer.join()


def test_a_copy_is_one_file_that_its_owner_alone_reads(state: Path) -> None:
    [copy] = exports.exports(state)
    assert stat.S_IMODE(copy.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.file.parent.stat().st_mode) == 0o700
    assert [file.name for file in copy.file.parent.iterdir()] == ["catalogue.sqlite"]
    assert copy.size == copy.file.stat().st_size


def test_what_an_export_that_was_killed_left_is_no_copy_and_is_cleared(state: Path) -> None:
    begun = state / "export" / ".begun"
    begun.write_bytes(b"half")
    assert [copy.name for copy in exports.exports(state)] == ["catalogue"]
    exports.export(state, "monday")
    assert not begun.exists()
    assert {copy.name for copy in exports.exports(state)} == {"catalogue", "monday"}


def test_copies_that_are_carried_away_are_not_replaced_meanwhile(state: Path) -> None:
    handle = os.open(state / "export", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        for deed in (lambda: exports.export(state, "catalogue"), lambda: mark(state)):
            with pytest.raises(StateLocked, match="locked"):
                deed()
    finally:
        os.close(handle)
    assert exports.export(state, "catalogue").size


def test_without_a_catalogue_there_is_nothing_to_export(tmp_path: Path) -> None:
    with pytest.raises(ObjectNotFound, match="no catalogue"):
        exports.export(tmp_path, "catalogue")


def test_a_copy_that_cannot_be_written_leaves_the_last_one(state: Path) -> None:
    before = (state / "export" / "catalogue.sqlite").read_bytes()
    (state / "export" / ".begun").mkdir()
    with pytest.raises(DatabaseFailure, match="cannot be used"):
        exports.export(state, "catalogue")
    assert (state / "export" / "catalogue.sqlite").read_bytes() == before


# --- Import -----------------------------------------------------------------------------------------------------------


def test_a_marked_copy_is_the_catalogue_from_the_next_start_on(state: Path) -> None:
    mark(state)
    with closing(opened(state, read_only=True)) as looking:
        assert pools(looking) == ["old"]
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]
        assert store.read(lambda tx: [entry.action for entry in tx.audit.recent(9)]) == ["import_prepared"]
    assert imports.marked(state) is None
    [kept] = (state / "previous").iterdir()
    back = shutil.copy(kept, state / "export" / "before.sqlite")
    assert back
    mark(state, "before")
    with closing(opened(state)) as store:
        assert pools(store) == ["old"]


def test_the_log_of_the_old_catalogue_is_never_taken_for_the_new_ones(state: Path) -> None:
    """It is left there by a service that was killed."""
    killed(state)
    mark(state)
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]
    [kept] = (state / "previous").iterdir()
    with closing(sqlite3.connect(kept)) as connection:
        assert {path for (path,) in connection.execute("SELECT path FROM pools")} == {"old", "late"}


def test_whoever_looks_at_the_old_catalogue_has_to_end_first(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_PATIENCE", 0.05)
    mark(state)
    with closing(sqlite3.connect(state / "catalogue.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN")
        assert other.execute("SELECT path FROM pools").fetchall() == [("old",)]
        with pytest.raises(CatalogueLocked):
            opened(state)
        assert imports.marked(state)
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]


def test_a_catalogue_that_is_no_database_any_more_is_replaced_and_kept(state: Path) -> None:
    mark(state)
    (state / "catalogue.sqlite").write_bytes(b"not a database at all" * 1000)
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]
    [kept] = (state / "previous").iterdir()
    assert kept.read_bytes().startswith(b"not a database")


def test_a_catalogue_that_lost_its_end_is_replaced_and_kept_with_its_log(state: Path) -> None:
    killed(state)
    log = (state / "catalogue.sqlite-wal").read_bytes()
    mark(state)
    os.truncate(state / "catalogue.sqlite", 8192)
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]
    kept, its_log = sorted((state / "previous").iterdir())
    assert its_log.name == f"{kept.name}-wal"
    assert its_log.read_bytes() == log


@pytest.mark.parametrize("emptied", [False, True])
def test_a_lost_catalogue_is_replaced_and_its_log_kept_for_whoever_finds_it(
    state: Path,
    tmp_path: Path,
    emptied: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    killed(state)
    mark(state)
    found = (state / "catalogue.sqlite").rename(tmp_path / "found.sqlite")
    if emptied:
        (state / "catalogue.sqlite").touch()
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]
    [log] = (state / "previous").iterdir()
    log.rename(tmp_path / "found.sqlite-wal")
    with closing(sqlite3.connect(found)) as connection:
        assert {path for (path,) in connection.execute("SELECT path FROM pools")} == {"old", "late"}


def test_a_catalogue_that_left_no_trace_is_replaced(state: Path) -> None:
    mark(state)
    (state / "catalogue.sqlite").unlink()
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]
    assert not (state / "previous").exists()


@pytest.mark.parametrize("lost", [False, True])
def test_killed_before_any_line_an_import_leaves_the_old_catalogue_or_the_new(state: Path, lost: bool) -> None:  # noqa: FBT001 - a parameter of the test
    if lost:
        killed(state)
    mark(state)
    if lost:
        (state / "catalogue.sqlite").unlink()
    command = [sys.executable, str(PROGRAM), str(state.parent)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=280)
    assert done.stderr == ""
    assert int(re.fullmatch(r"(\d+) kills\n", done.stdout)[1]) > (15 if lost else 30)  # type: ignore[index]  # it matches, or the test fails


def test_numbers_go_on_and_nobody_who_listened_is_up_to_date(state: Path, store: Store) -> None:
    store.write(lambda tx: [tx.work.next_number() for _ in range(7)])
    before = store.read(lambda tx: tx.events.last_id())
    mark(state)
    store.close()
    with closing(opened(state)) as again:
        assert again.read(lambda tx: tx.events.last_id()) == ERA > before
        assert again.write(lambda tx: tx.work.next_number()) == 8


def test_a_token_that_was_revoked_since_stays_revoked(state: Path, store: Store) -> None:
    kept, revoked = add_token(store, "kept"), add_token(store, "revoked")
    exports.export(state, "catalogue")
    store.write(lambda tx: tx.tokens.delete(revoked))
    mark(state)
    store.close()
    with closing(opened(state)) as again:
        assert again.read(lambda tx: tx.tokens.all()) == [kept]


def test_a_catalogue_that_was_begun_anew_says_nothing_of_tokens(state: Path, store: Store) -> None:
    kept = add_token(store, "kept")
    exports.export(state, "catalogue")
    store.close()
    for file in state.glob("catalogue.sqlite*"):
        file.unlink()
    with closing(opened(state)) as anew:
        anew.write(lambda tx: tx.computer.insert(Computer(id=uuid4(), name="box", created=NOON)))
    mark(state)
    with closing(opened(state)) as again:
        assert again.read(lambda tx: tx.tokens.all()) == [kept]


# --- What is not imported ---------------------------------------------------------------------------------------------


def test_what_is_no_catalogue_is_not_marked(state: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    sound = (state / "export" / "catalogue.sqlite").read_bytes()
    with closing(sqlite3.connect(state / "export" / "catalogue.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.execute("DROP TABLE seal")
        connection.commit()
    seals.seal(state / "export" / "catalogue.sqlite")
    newer = (state / "export" / "catalogue.sqlite").read_bytes()
    for content, why in (
        (b"", "empty"),
        (b"text" * 1000, "not a database"),
        (other.read_bytes(), "another program's"),
        (newer, "newer version"),
        (sound[:5000], "damaged"),
    ):
        put(state, content)
        with pytest.raises(DatabaseFailure, match=rf"catalogue\.sqlite cannot be imported: .*{why}"):
            mark(state)
        assert imports.marked(state) is None
    with closing(opened(state)) as store:
        assert pools(store) == ["old"]


def test_rows_that_refer_to_nothing_are_damage(state: Path) -> None:
    with closing(sqlite3.connect(state / "export" / "catalogue.sqlite")) as connection:
        connection.execute("UPDATE pools SET parent_id = ?", (uuid4().bytes,))
        connection.commit()
    with pytest.raises(DatabaseFailure, match="refer to others that are not"):
        mark(state)


@pytest.mark.parametrize(
    "what",
    [
        "CREATE TRIGGER own AFTER INSERT ON audit BEGIN UPDATE tokens SET user = 'root'; END",
        "CREATE VIEW own AS SELECT 1",
    ],
)
def test_a_copy_that_would_do_things_by_itself_is_not_marked(state: Path, what: str) -> None:
    with closing(sqlite3.connect(state / "export" / "catalogue.sqlite")) as connection:
        connection.execute(what)
    with pytest.raises(DatabaseFailure, match="triggers or views"):
        mark(state)


def test_a_link_in_the_place_of_a_copy_is_none(state: Path, tmp_path: Path) -> None:
    copy = state / "export" / "catalogue.sqlite"
    copy.rename(tmp_path / "private.sqlite")
    copy.symlink_to(tmp_path / "private.sqlite")
    assert exports.exports(state) == []
    with pytest.raises(ObjectNotFound):
        mark(state)


def test_a_pipe_in_the_place_of_a_copy_is_none_and_not_waited_for(state: Path) -> None:
    os.mkfifo(state / "export" / "pipe.sqlite")
    assert [copy.name for copy in exports.exports(state)] == ["catalogue"]
    with pytest.raises(ObjectNotFound):
        mark(state, "pipe")


def test_root_gives_away_what_it_made_and_not_what_a_link_leads_to(state: Path, tmp_path: Path) -> None:
    require_root("only root gives files away")
    os.chown(state, 12345, 12345)
    (victim := tmp_path / "victim").mkdir()
    shutil.rmtree(state / "export")
    (state / "export").symlink_to(victim)
    with suppress(Exception):
        exports.export(state, "one")
    assert victim.stat().st_uid == 0
    (state / "export").unlink()
    made = exports.export(state, "one")
    assert {path.stat().st_uid for path in (made.file, made.file.parent)} == {12345}


def test_a_copy_that_is_not_there_is_not_marked(state: Path) -> None:
    with pytest.raises(ObjectNotFound, match=r"monday\.sqlite"):
        mark(state, "monday")


def test_what_becomes_of_a_copy_after_it_was_marked_is_all_the_same(state: Path) -> None:
    mark(state)
    put(state, b"")
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]


def test_a_mark_can_be_taken_back_once(state: Path) -> None:
    mark(state)
    assert imports.marked(state)
    imports.unmark(state)
    with pytest.raises(InvalidState, match="no copy is marked"):
        imports.unmark(state)
    with closing(opened(state)) as store:
        assert pools(store) == ["old"]
