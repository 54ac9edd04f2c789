"""The tables of new catalogues: Alembic makes those of the first in each process, which takes it 70 ms."""

from __future__ import annotations

import sqlite3
from typing import Final

from sqlalchemy import Connection, inspect

from openrsm.store import migrate

ALEMBIC: Final = migrate._run  # noqa: SLF001 - what it does is what is copied
"""Really migrates; for the tests of migrations."""


class Copied:
    """Does for an empty catalogue what Alembic did for the one before it, by the same SQL; asks Alembic for others."""

    def __init__(self) -> None:
        self._made: tuple[str, ...] = ()

    def __call__(self, connection: Connection) -> None:
        if inspect(connection).get_table_names():
            ALEMBIC(connection)
        elif self._made:
            for statement in self._made:
                connection.exec_driver_sql(statement)
        else:
            ALEMBIC(connection)
            self._made = tuple(_contents(connection))


def _contents(connection: Connection) -> list[str]:
    """The statements that make the tables, and what the migrations left in them."""
    made = connection.connection.driver_connection
    assert isinstance(made, sqlite3.Connection)
    dumped = list(made.iterdump())
    assert (dumped[0], dumped[-1]) == ("BEGIN TRANSACTION;", "COMMIT;")
    return dumped[1:-1]
