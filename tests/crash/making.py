"""Make a catalogue, or bring an old one to this version's form: ``python -m tests.crash.making FOLDER``."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from alembic.command import upgrade
from alembic.config import Config

from openrsm.store import migrate, sqlite
from openrsm.store.database import Store
from tests.crash.record import say


def make_old(folder: Path) -> None:
    """A catalogue of the first form there was."""
    folder.mkdir(parents=True)
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    engine = sqlite.writer(folder)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        upgrade(config, "0001")
    engine.dispose()


def main(folder: Path) -> None:
    """Open it as the service does; then it is made."""
    with closing(Store.open(folder, clock=lambda: datetime.now(UTC))):
        say(acknowledged="made")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
