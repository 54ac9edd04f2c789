"""What is copied is what Alembic makes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from openrsm.store import migrate, sqlite
from tests.tables import ALEMBIC, Copied


def made(folder: Path) -> list[str]:
    """All that a new catalogue holds."""
    folder.mkdir()
    migrate.upgrade(sqlite.writer(folder))
    with closing(sqlite3.connect(folder / sqlite.FILE)) as connection:
        return list(connection.iterdump())


def test_a_copied_catalogue_is_a_migrated_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Connection] = []

    def alembic(connection: Connection) -> None:
        asked.append(connection)
        ALEMBIC(connection)

    monkeypatch.setattr("tests.tables.ALEMBIC", alembic)
    monkeypatch.setattr(migrate, "_run", ALEMBIC)
    migrated = made(tmp_path / "migrated")
    monkeypatch.setattr(migrate, "_run", Copied())
    assert [made(tmp_path / "first"), made(tmp_path / "second")] == [migrated, migrated]
    assert len(asked) == 1


def test_a_catalogue_with_tables_is_migrated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Connection] = []
    monkeypatch.setattr("tests.tables.ALEMBIC", asked.append)
    monkeypatch.setattr(migrate, "_run", Copied())
    with sqlite.writer(tmp_path).connect() as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    migrate.upgrade(sqlite.writer(tmp_path))
    assert len(asked) == 1
