"""Media that no drive of their library took, once it has one that does; and queues of before that was told apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.side import SideState
from openrsm.domain.slot import SlotState
from openrsm.domain.work import Operation, WorkState
from openrsm.drivers.contract import OpenedLibrary
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.drive import VirtualDrive
from openrsm.errors import NoSupportingDrives
from openrsm.service.itself import itself
from openrsm.service.label_work import queue_free_labels, queue_identification
from openrsm.store.database import Transaction
from tests.conformance.label_bench import items, side, use
from tests.conformance.surface_bench import LIBRARY, ROOT, Bench, Clock
from tests.surface.conftest import opened

SEVEN = "drives=1&slots=8&ports=0&cartridges=1&type=LTO-7&doors=0"
OLD, OLDER = "R00001L5", "R00002L5"


@dataclass
class Site:
    """A service whose library of LTO-7 drives can be started again with drives that say that they are others."""

    place: Path
    patch: pytest.MonkeyPatch
    bench: Bench = field(init=False)
    has_drives: bool = True

    def __post_init__(self) -> None:
        clock = Clock()
        self.bench = Bench.begin(
            opened(self.place / "state", clock, discover=self.discover), self.place / "library", clock, SEVEN
        )
        use(self.bench, LabelUse.CHECK)

    def discover(self, url: str) -> OpenedLibrary:
        found = open_virtual(url)
        return found if self.has_drives else replace(found, drives=[])

    def restart(self, kind: str) -> None:
        self.bench.manager.close()
        self.patch.setattr(VirtualDrive, "type_name", kind)
        self.bench.manager = opened(self.place / "state", self.bench.clock, discover=self.discover)
        self.bench.session = self.bench.manager.sessions.open("backup", ROOT)
        self.bench.inventory()

    def forget_drive(self) -> None:
        """It goes, and an administrator says so."""
        self.has_drives = False
        self.restart("LTO-7")
        self.bench.manager.drives.remove(self.bench.session, f"{LIBRARY}/drive1")

    def insert(self, code: str, at: str) -> None:
        self.bench.hands.insert(code, at)
        self.bench.inventory()
        self.bench.manager.settle()

    def marked(self) -> int:
        slots = self.bench.manager.libraries.show(self.bench.session, LIBRARY).slots
        return sum(view.slot.state is SlotState.NEEDS_INVENTORY for view in slots)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    made = Site(tmp_path, monkeypatch)
    yield made
    made.bench.close()


def test_once_a_drive_is_exchanged_for_one_that_reads_them_they_are_identified(site: Site) -> None:
    site.restart("LTO-9")
    site.insert(OLD, "slot:2")
    assert side(site.bench, OLD).state is SideState.INCOMPATIBLE
    site.restart("LTO-7")
    assert (side(site.bench, OLD).state, side(site.bench, OLD).trouble) == (SideState.FOREIGN, "")
    assert site.bench.medium(OLD).where == "slot 2"


def test_once_a_drive_that_reads_them_is_catalogued_they_are_identified(site: Site) -> None:
    site.restart("LTO-9")
    site.insert(OLD, "slot:2")
    site.forget_drive()
    assert side(site.bench, OLD).state is SideState.INCOMPATIBLE
    site.has_drives = True
    site.restart("LTO-7")
    assert side(site.bench, OLD).state is SideState.FOREIGN


def test_while_no_drive_is_catalogued_they_wait_to_be_identified(site: Site) -> None:
    site.forget_drive()
    site.insert(OLD, "slot:2")
    assert (side(site.bench, OLD).state, site.marked()) == (SideState.UNKNOWN, 1)
    site.has_drives = True
    site.restart("LTO-7")
    assert (side(site.bench, OLD).state, site.marked()) == (SideState.FOREIGN, 0)


@pytest.mark.parametrize(
    ("operation", "before", "after"),
    [
        (Operation.PROCESS_LABEL, SideState.UNKNOWN, SideState.INCOMPATIBLE),
        (Operation.PROCESS_LABEL, SideState.FOREIGN, SideState.FOREIGN),
        (Operation.WRITE_FREE_LABEL, SideState.FOREIGN, SideState.FOREIGN),
    ],
)
def test_what_has_waited_since_before_this_was_told_apart_ends(
    site: Site, operation: Operation, before: SideState, after: SideState
) -> None:
    site.restart("LTO-9")
    site.insert(OLD, "slot:2")
    store = site.bench.manager._context.store  # type: ignore[attr-defined]  # noqa: SLF001 - as an older version left it
    [number] = store.write(lambda tx: left_waiting(tx, operation, before))
    site.restart("LTO-9")
    ended = site.bench.manager.work.show(site.bench.session, str(number)).item
    assert (ended.state, ended.error) == (WorkState.FAILED, NoSupportingDrives.code)
    assert ended.error_text.startswith(f"no drive of library {LIBRARY}")
    assert (side(site.bench, OLD).state, side(site.bench, OLD).trouble) == (after, ended.error_text)
    assert site.bench.manager.work.list(site.bench.session) == []


def left_waiting(tx: Transaction, operation: Operation, state: SideState) -> list[int]:
    """The numbers of the items that were queued, with the medium's sides in a state."""
    [medium] = tx.media.by_bar_code(OLD)
    sides = [tx.sides.change(one, replace(one, state=state, trouble="")) for one in tx.sides.of(medium.id)]
    if operation is Operation.PROCESS_LABEL:
        return [one.number for one in queue_identification(tx, medium, itself(tx))]
    return [one.number for one in queue_free_labels(tx, sides, itself(tx))]


def test_a_full_inventory_of_what_it_was_told_of_before_ends_again(site: Site) -> None:
    site.restart("LTO-9")
    for code, at in ((OLD, "slot:2"), (OLDER, "slot:3")):
        site.insert(code, at)
    for _ in range(2):
        site.bench.done(site.bench.manager.libraries.inventory(site.bench.session, LIBRARY, InventoryMethod.FULL))
        site.bench.manager.settle()
        assert (site.marked(), site.bench.manager.work.list(site.bench.session)) == (0, [])
    assert items(site.bench, Operation.PROCESS_LABEL) == []
