"""Fill a small file system with a catalogue, as root of a mount name space: ``full.py FOLDER``."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from openrsm.errors import DatabaseFull
from openrsm.store.database import Store


def fill(store: Store) -> int:
    """Write until there is no room; returns how often it went well."""
    for number in range(100_000):
        try:
            store.write(lambda tx: tx.audit.append("ada", "backup", "write", "x" * 5000))
        except DatabaseFull:
            return number
    raise AssertionError("there is no end to this disk")


def acknowledged(store: Store) -> int:
    return len(store.read(lambda tx: tx.audit.recent(1_000_000)))


def main(folder: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], check=True)
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(1_000_000))
    store = Store.open(folder / "state", clock=lambda: datetime.now(UTC))
    written = fill(store)
    assert written
    assert acknowledged(store) == written
    assert fill(store) == 0, "full stays full"
    ballast.unlink()
    assert fill(store) > 0, "and room is room"
    kept = acknowledged(store)
    store.close()
    again = Store.open(folder / "state", read_only=True, clock=lambda: datetime.now(UTC))
    assert acknowledged(again) == kept
    again.close()
    sys.stdout.write("as promised\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
