"""The ledger: what each commit changed is entered and checked at once, and what has ended leaves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from openrsm.domain.equipment import Drive
from openrsm.domain.records import Move, MoveOutcome
from openrsm.domain.values import DriveId, LibraryId, MoveId, Place, PlaceKind, Requester
from openrsm.simulation.invariants import Picture, chain
from openrsm.simulation.ledger import Ledger
from openrsm.store.database import Commit, Store
from tests.domain.builders import LIBRARY_ID, a_library, a_medium, a_slot, an_id

NOW: Final = datetime(2027, 1, 4, tzinfo=UTC)
DRIVE: Final = Drive(id=DriveId(an_id("drive")), library_id=LIBRARY_ID, number=1, address=500, name="vtl/drive1")
LOST: Final = replace(DRIVE, holder=Requester(application="backup", user="ann", computer="box"), held_since=NOW)


def commit(*alterations: tuple[object, object]) -> Commit:
    return Commit(works=1, seconds=0.0, alterations=alterations)


def motion(name: str, source: int, destination: int) -> Move:
    places = [Place(kind=PlaceKind.SLOT, element_id=an_id(f"slot {one}")) for one in (source, destination)]
    return Move(
        id=MoveId(an_id(name)),
        library_id=LibraryId(LIBRARY_ID),
        medium_id=a_medium().id,
        source=places[0],
        destination=places[1],
        opened_at=NOW,
    )


def test_what_is_wrong_for_a_single_commit_is_found_and_told_once() -> None:
    ledger = Ledger()
    ledger.committed(commit((None, a_library()), (None, DRIVE)))
    assert ledger.wrong == []
    ledger.committed(commit((DRIVE, LOST)))
    ledger.committed(commit((None, a_slot(1001))))
    ledger.committed(commit((LOST, DRIVE)))
    [told] = ledger.wrong
    assert told.startswith("vtl/drive1 (dismounted) is held by backup of ann")
    assert ledger.commits == 4


def test_it_can_tell_that_it_has_not_seen_everything(tmp_path: Path) -> None:
    ledger = Ledger()
    store = Store.open(tmp_path, clock=lambda: NOW, observer=ledger.committed)
    store.write(lambda tx: tx.libraries.insert(a_library()))
    seen = store.write(lambda tx: tx.drives.insert(DRIVE))
    assert ledger.unlike(store.read(Picture.read_present)) == []
    ledger.committed(commit((seen, None)))
    assert ledger.unlike(store.read(Picture.read_present)) == ["the ledger has other rows of Drive"]
    store.close()


def test_what_is_deleted_is_gone_from_the_books() -> None:
    ledger = Ledger()
    ledger.committed(commit((None, a_library()), (None, LOST)))
    ledger.wrong.clear()
    ledger.committed(commit((LOST, None)))
    assert ledger.wrong == []


def test_the_journal_keeps_what_the_catalogue_forgets() -> None:
    ledger = Ledger()
    slot, medium = a_slot(1001), a_medium()
    ledger.committed(commit((None, a_library()), (None, slot), (None, medium)))
    for name, source, destination in (("first", 1001, 1002), ("second", 1003, 1004)):
        begun = motion(name, source, destination)
        ended = replace(begun, closed_at=NOW, outcome=MoveOutcome.DONE)
        ledger.committed(commit((None, begun)))
        ledger.committed(commit((begun, ended)))
    books = ledger.books()
    assert books.moves == []
    assert len([*chain(replace(books, moves=ledger.journal))]) == 1
