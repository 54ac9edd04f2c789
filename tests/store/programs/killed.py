"""Kill a writing process again and again, and look what is left: ``killed.py FOLDER KILLS``.

Each round forks a child that opens the catalogue and writes from several threads. It notes each write in a file once
the write has returned; what the file says must then be in the catalogue, whole, and the catalogue sound.
"""

import os
import random
import signal
import sqlite3
import sys
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

from openrsm.domain.equipment import Library
from openrsm.domain.records import WorkItem
from openrsm.domain.values import LibraryId, Requester, WorkId
from openrsm.domain.work import Operation
from openrsm.store.database import Store, Transaction

THREADS = 4
KILLS_OF_ONE = 6
LONGEST = 0.2
LIBRARY = Library(id=LibraryId(UUID(int=1)), name="main")
REQUESTER = Requester(application="backup", user="ada", computer="here")


def opened(folder: Path) -> Store:
    return Store.open(folder, clock=lambda: datetime.now(UTC))


def write_one(tx: Transaction) -> int:
    """A work item, an audit entry and an event: all or none."""
    number = tx.work.next_number()
    tx.work.insert(
        WorkItem(
            id=WorkId(uuid4()),
            number=number,
            operation=Operation.MOUNT,
            library_id=LIBRARY.id,
            requester=REQUESTER,
            queued_at=tx.now,
        )
    )
    tx.audit.append("ada", "backup", "mount", str(number))
    return number


def write_for_ever(store: Store, notes: int) -> None:
    while True:
        os.write(notes, b"%d\n" % store.write(write_one))


def be_the_writer(folder: Path) -> None:
    notes = os.open(folder / "notes", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    store = opened(folder)
    threads = [threading.Thread(target=write_for_ever, args=(store, notes)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def kill_one(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    child = os.fork()
    if child == 0:
        be_the_writer(folder)
    time.sleep(random.uniform(0, LONGEST))  # noqa: S311 - an instant, not a secret
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def inspect(folder: Path) -> int:
    """How many writes were acknowledged; each must be there, and nothing by halves."""
    notes = folder / "notes"
    noted = [int(line) for line in notes.read_text().splitlines()] if notes.exists() else []
    with closing(opened(folder)) as store:
        found = [int(entry.subject) for entry in store.read(lambda tx: tx.audit.recent(10**6))]
        items = {item.number for item in store.read(lambda tx: tx.work.open())}
        events = store.read(lambda tx: tx.events.since(0, 10**6))
        last = store.read(lambda tx: tx.events.last_id())
    assert len(noted) == len(set(noted)), "a number was given twice"
    assert set(noted) <= items, f"lost: {sorted(set(noted) - items)}"
    assert items == set(found) == set(range(1, len(items) + 1)), "a write is there by halves"
    assert [each.id for each in events] == list(range(1, len(items) + 1)), "an event is missing"
    assert last == len(items)
    with closing(sqlite3.connect(folder / "catalogue.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return len(noted)


def main(folder: Path, kills: int) -> None:
    survived = 0
    for number in range(kills):
        place = folder / str(number // KILLS_OF_ONE)
        kill_one(place)
        noted = inspect(place)
        survived += noted if number % KILLS_OF_ONE == KILLS_OF_ONE - 1 else 0
    assert survived, "nothing was ever written: the test tests nothing"
    sys.stdout.write(f"{kills} kills, {survived} writes\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
