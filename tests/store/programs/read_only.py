"""Open a catalogue on a file system that has become read-only: ``read_only.py FOLDER``."""

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from openrsm.errors import DatabaseFailure
from openrsm.store.database import Store


def opened(folder: Path) -> Store:
    return Store.open(folder, clock=lambda: datetime.now(UTC))


def fails(work: Callable[[], object]) -> None:
    try:
        work()
    except DatabaseFailure:
        return
    raise AssertionError("that cannot have worked")


def main(folder: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(folder)], check=True)
    opened(folder / "state").close()
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    fails(lambda: opened(folder / "state"))
    fails(lambda: opened(folder / "new"))
    sys.stdout.write("as promised\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
