"""Bring a catalogue's schema to this version's. Alembic is loaded only where there is something to do."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, String, column, inspect, select, table

from openrsm.errors import DatabaseFailure

HEAD: Final = "0003"
"""The revision that this version's schema.py is; revisions are numbered, so newer ones compare greater."""
SCRIPTS: Final = Path(__file__).parent / "migrations"

_VERSION: Final = table("alembic_version", column("version_num", String()))
_ALEMBIC: Final = threading.Lock()  # it keeps what it works on in global variables


def upgrade(engine: Engine) -> None:
    """Make or change the tables as this version needs them, in one transaction.

    Raises:
        DatabaseFailure: A newer version has been here, or it is some other program's database.
    """
    with engine.connect() as connection, connection.begin():
        found = _revision(connection)
        if found is None or _known(found) < HEAD:
            _run(connection)


def check(engine: Engine) -> None:
    """Refuse a catalogue whose schema is not this version's.

    Raises:
        DatabaseFailure: It is newer, older, or some other program's.
    """
    with engine.connect() as connection, connection.begin():
        found = _revision(connection)
    if found is None or _known(found) < HEAD:
        raise DatabaseFailure("the catalogue is of an older version of OpenRSM", "start the service once to renew it")


def _revision(connection: Connection) -> str | None:
    """The catalogue's revision; None if it is empty."""
    names = set(inspect(connection).get_table_names())
    if _VERSION.name in names:
        return connection.execute(select(_VERSION.c.version_num)).scalar()
    if names:
        raise DatabaseFailure("the catalogue's file is another program's database", "move it away")
    return None


def _known(revision: str) -> str:
    if not revision.isdigit() or revision > HEAD:
        raise DatabaseFailure(
            f"the catalogue was made by a newer version of OpenRSM (schema {revision}; this one knows {HEAD})",
            "use that version, or restore a backup from before",
        )
    return revision


def _run(connection: Connection) -> None:
    # Most opens have nothing to migrate; Alembic would double the time they take.
    from alembic.command import upgrade as run  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _ALEMBIC:
        run(config, "head")
