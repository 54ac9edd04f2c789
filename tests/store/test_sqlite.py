from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import literal, select

from openrsm.domain.equipment import Slot
from openrsm.domain.values import LibraryId, SlotId
from openrsm.errors import DatabaseFailure, InvalidState, ObjectNotFound, TimedOut
from openrsm.store import migrate, sqlite
from openrsm.store.database import Store, Transaction
from openrsm.store.schema import metadata
from tests.conformance.store import StoreConformance, held
from tests.conformance.store_nouns import NOON, Site, library, slot
from tests.lab.lab import refuse, require
from tests.tables import ALEMBIC

pytestmark = [pytest.mark.slow, pytest.mark.torture]

PROGRAMS: Final = Path(__file__).parent / "programs"
PAGE: Final = 4096


def opened(folder: Path, *, read_only: bool = False) -> Store:
    return Store.open(folder, read_only=read_only, clock=lambda: NOON)


def catalogue(folder: Path) -> Path:
    return folder / "catalogue.sqlite"


def run(program: str, *arguments: object, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, str(PROGRAMS / program), *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=280)


@pytest.fixture(autouse=True)
def _alembic(monkeypatch: pytest.MonkeyPatch) -> None:
    """Elsewhere it makes a process's first catalogue alone."""
    monkeypatch.setattr(migrate, "_run", ALEMBIC)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A catalogue that was just made; copying it is quicker than making one for each test."""
    folder = tmp_path_factory.mktemp("empty")
    opened(folder).close()
    return folder


@pytest.fixture
def store(empty: Path, tmp_path: Path) -> Iterator[Store]:
    made = opened(shutil.copytree(empty, tmp_path / "state"))
    yield made
    made.close()


class TestSqlite(StoreConformance):
    pass


# --- Opening ----------------------------------------------------------------------------------------------------------


def test_a_catalogue_is_made_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there" / "yet"
    with closing(opened(folder)) as store:
        made = store.write(lambda tx: tx.libraries.insert(library()))
    with closing(opened(folder)) as store:
        assert store.read(lambda tx: tx.libraries.all()) == [made]
    with closing(opened(folder, read_only=True)) as store:
        assert store.read(lambda tx: tx.libraries.all()) == [made]
        with pytest.raises(InvalidState, match="reading only"):
            store.write(lambda _tx: None)


def test_what_one_engine_has_translated_the_others_use(tmp_path: Path) -> None:
    told: list[str] = []
    statement = select(*(literal(number) for number in range(7)))
    for engine in (sqlite.writer(tmp_path), sqlite.reader(tmp_path)):
        with engine.connect() as connection:
            told.append(str(connection.execute(statement).context.cache_hit.name))
    assert told == ["CACHE_MISS", "CACHE_HIT"]


def test_a_folder_of_any_name_will_do(tmp_path: Path) -> None:
    folder = tmp_path / "50% of what? #1 ü"
    opened(folder).close()
    assert catalogue(folder).exists()


def test_every_write_is_flushed_to_the_disk_before_it_returns(store: Store) -> None:
    def setting(tx: Transaction, name: str) -> object:
        return tx.libraries._unit.connection.exec_driver_sql(f"PRAGMA {name}").scalar()  # noqa: SLF001 - nothing else tells

    full = 2
    assert store.write(lambda tx: setting(tx, "synchronous")) == full
    assert store.write(lambda tx: setting(tx, "journal_mode")) == "wal"
    assert store.write(lambda tx: setting(tx, "foreign_keys")) == 1


def test_the_migrations_lead_to_the_schema(tmp_path: Path) -> None:
    opened(tmp_path).close()
    engine = sqlite.writer(tmp_path)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_a_migration_that_is_cut_short_leaves_nothing(tmp_path: Path) -> None:
    engine = sqlite.writer(tmp_path)
    with engine.connect() as connection:
        connection.begin()
        migrate._run(connection)  # noqa: SLF001 - a crash between it and the commit
    assert tables(tmp_path) == set()
    opened(tmp_path).close()
    assert "libraries" in tables(tmp_path)


def tables(folder: Path) -> set[str]:
    with closing(sqlite3.connect(catalogue(folder))) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def become(folder: Path, version: str) -> None:
    with closing(sqlite3.connect(catalogue(folder))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))


@pytest.mark.parametrize("read_only", [False, True])
def test_a_newer_schema_is_refused(tmp_path: Path, read_only: bool) -> None:  # noqa: FBT001 - a parameter of the test
    opened(tmp_path).close()
    become(tmp_path, "9999")
    with pytest.raises(DatabaseFailure, match=r"newer version .*9999"):
        opened(tmp_path, read_only=read_only)


def test_an_older_schema_is_not_read_before_it_is_renewed(tmp_path: Path) -> None:
    opened(tmp_path).close()
    become(tmp_path, "0000")
    with pytest.raises(DatabaseFailure, match="older version"):
        opened(tmp_path, read_only=True)


def test_reading_where_there_is_no_catalogue_says_how_to_make_one(tmp_path: Path) -> None:
    catalogue(tmp_path).touch()  # what is left where its making was cut short
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(ObjectNotFound, match="rsm library add"):
            opened(folder, read_only=True)
    assert not (tmp_path / "missing").exists()


# --- Damage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path, read_only: bool) -> None:  # noqa: FBT001 - a parameter of the test
    catalogue(tmp_path).write_bytes(b"letters to the editor" * 1000)
    with pytest.raises(DatabaseFailure, match="not a database"):
        opened(tmp_path, read_only=read_only)
    assert catalogue(tmp_path).read_bytes().startswith(b"letters")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(catalogue(tmp_path))) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    with pytest.raises(DatabaseFailure, match="another program"):
        opened(tmp_path)


def test_a_damaged_catalogue_is_a_failure_not_a_lie(tmp_path: Path) -> None:
    with closing(opened(tmp_path)) as store:
        site = Site(store)
        store.write(lambda tx: tx.slots.insert_all([slot(site.library, number) for number in range(5000)]))
    pages = catalogue(tmp_path).stat().st_size // PAGE
    with catalogue(tmp_path).open("r+b") as file:
        file.seek(pages // 2 * PAGE)
        file.write(b"\xa5" * PAGE * (pages // 2))
    with pytest.raises(DatabaseFailure, match="damaged"), closing(opened(tmp_path)) as store:
        store.read(lambda tx: tx.slots.of(site.library.id))


# --- Faults of the machine --------------------------------------------------------------------------------------------


def in_a_mount_of_its_own(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a program that mounts a small file system in a name space of its own."""
    require("unshare")
    prefix = ("unshare", "--mount") if os.geteuid() == 0 else ("unshare", "--user", "--map-root-user", "--mount")
    able = subprocess.run([*prefix, "mount", "-t", "tmpfs", "tmpfs", folder], check=False, capture_output=True)
    if able.returncode:
        refuse("this kernel lets this user mount nothing, not even in a name space of his own")
    return run(program, folder, before=prefix)


@pytest.mark.parametrize("program", ["full.py", "read_only.py"])
def test_a_disk_that_is_full_or_read_only_is_reported_and_survived(tmp_path: Path, program: str) -> None:
    done = in_a_mount_of_its_own(program, tmp_path)
    assert (done.returncode, done.stdout) == (0, "as promised\n"), done.stderr


def test_a_lock_that_another_program_keeps_is_waited_for_only_so_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_BUSY_SECONDS", 0.05)
    with closing(opened(tmp_path)) as store, closing(sqlite3.connect(catalogue(tmp_path))) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TimedOut, match="another program"):
            store.write(lambda tx: tx.libraries.insert(library()))
        other.rollback()
        assert store.write(lambda tx: tx.libraries.insert(library("later"))).name == "later"


def test_a_commit_that_fails_fails_for_all_who_shared_it(store: Store) -> None:
    def lie(tx: Transaction) -> Slot:
        # Put off to the commit, this check fails there, as a disk would.
        tx.slots._unit.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")  # noqa: SLF001 - no other way in
        return tx.slots.insert(Slot(id=SlotId(uuid4()), library_id=LibraryId(uuid4()), number=1, address=1))

    heard: list[object] = []
    store.listen(heard.append)
    with held(store) as submit:
        good = [submit(lambda tx: tx.libraries.insert(library())) for _ in range(3)]
        bad = submit(lie)
    errors = [each.exception() for each in (*good, bad)]
    assert [type(each) for each in errors] == [InvalidState] * 4
    assert len({id(each) for each in errors}) == 4
    assert (store.read(lambda tx: tx.libraries.all()), heard) == ([], [])
    site = Site(store)
    assert store.read(lambda tx: tx.libraries.all()) == [site.library]


# --- Death ------------------------------------------------------------------------------------------------------------


def test_no_write_that_was_acknowledged_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    done = run("killed.py", tmp_path, 30)
    assert (done.returncode, done.stdout.split()[:2]) == (0, ["30", "kills,"]), done.stdout + done.stderr


@pytest.mark.long
def test_no_write_that_was_acknowledged_is_lost_however_often_the_writer_is_killed(tmp_path: Path) -> None:
    # They sleep more than they work: four at once take a quarter of the time.
    with ThreadPoolExecutor(4) as threads:
        runs = list(threads.map(lambda number: run("killed.py", tmp_path / str(number), 125), range(4)))
    for done in runs:
        assert (done.returncode, done.stdout.split()[:2]) == (0, ["125", "kills,"]), done.stdout + done.stderr
