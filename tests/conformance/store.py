"""What every store promises (:class:`openrsm.store.database.Store`), as tests.

A database's test file subclasses :class:`StoreConformance` and provides a fixture ``store`` that yields an empty,
open :class:`~openrsm.store.database.Store` whose clock is ``lambda: NOON``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from openrsm.domain.equipment import Library, Slot
from openrsm.domain.records import EventKind, Happening
from openrsm.domain.slot import SlotState
from openrsm.domain.values import LibraryId, ObjectType
from openrsm.errors import InvalidState, ObjectNotFound, RsmError
from openrsm.store.database import Store, Transaction
from tests.conformance.store_attributes import StoreAttributes
from tests.conformance.store_destinations import StoreDestinations
from tests.conformance.store_nouns import NOON, Site, library, queue, slot
from tests.conformance.store_queries import StoreQueries
from tests.conformance.store_readings import StoreReadings
from tests.conformance.store_rights import StoreRights
from tests.conformance.store_shares import StoreShares
from tests.conformance.store_truths import StoreTruths

MANY = 32


class Refused(Exception):
    pass


def refuse(_tx: object = None) -> Any:
    raise Refused


class Heard:
    """A listener that remembers."""

    def __init__(self, store: Store) -> None:
        self.calls: list[list[Happening]] = []
        store.listen(lambda happenings: self.calls.append(list(happenings)))

    @property
    def all(self) -> list[Happening]:
        return [each for call in self.calls for each in call]


def wait_for_queue(store: Store, length: int) -> None:
    """Until so many works wait for the writer; nothing that is public tells."""
    writer = store._writer  # noqa: SLF001 - see above
    assert writer is not None
    deadline = time.monotonic() + 30
    while writer._waiting.qsize() < length:  # noqa: SLF001 - see above
        assert time.monotonic() < deadline
        time.sleep(0.001)


@contextmanager
def held(store: Store) -> Iterator[Callable[[Callable[[Transaction], Any]], Future[Any]]]:
    """Keep the writer busy, so that works given meanwhile wait together; they run when the block ends."""
    started, go = threading.Event(), threading.Event()

    def hold(_tx: Transaction) -> None:
        started.set()
        assert go.wait(30)

    waiting: list[Future[Any]] = []
    with ThreadPoolExecutor(MANY + 1) as pool:

        def submit(work: Callable[[Transaction], Any]) -> Future[Any]:
            waiting.append(pool.submit(store.write, work))
            return waiting[-1]

        holding = pool.submit(store.write, hold)
        assert started.wait(30)
        try:
            yield submit
            wait_for_queue(store, len(waiting))
        finally:
            go.set()
            holding.result()


class StoreConformance(
    StoreQueries, StoreReadings, StoreRights, StoreShares, StoreTruths, StoreAttributes, StoreDestinations
):
    """Subclass it, and provide the fixture ``store``."""

    # --- Writing ------------------------------------------------------------------------------------------------------

    def test_a_write_returns_what_its_work_returns(self, store: Store) -> None:
        assert store.write(lambda _tx: 7) == 7

    def test_what_was_written_is_read_from_any_thread(self, store: Store) -> None:
        made = store.write(lambda tx: tx.libraries.insert(library()))
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(store.read, lambda tx: tx.libraries.get(made.id)).result() == made

    def test_a_work_that_fails_changes_nothing_and_its_caller_gets_its_exception(self, store: Store) -> None:
        def fail(tx: Transaction) -> None:
            tx.libraries.insert(library())
            tx.audit.append("ada", "backup", "add", "library")
            refuse()

        with pytest.raises(Refused):
            store.write(fail)
        assert store.read(lambda tx: (tx.libraries.all(), tx.audit.recent(9), tx.events.last_id())) == ([], [], 0)

    def test_a_work_sees_its_own_changes(self, store: Store) -> None:
        def work(tx: Transaction) -> list[Library]:
            tx.libraries.insert(library("mine"))
            return tx.libraries.all()

        assert [each.name for each in store.write(work)] == ["mine"]

    def test_time_stands_still_within_a_transaction(self, store: Store) -> None:
        assert store.write(lambda tx: tx.now) == NOON
        assert store.read(lambda tx: tx.now) == NOON

    def test_a_write_within_a_write_is_an_error_not_a_deadlock(self, store: Store) -> None:
        with pytest.raises(RuntimeError, match="wait for itself"):
            store.write(lambda _tx: store.write(lambda _inner: None))

    def test_a_transaction_that_is_over_is_of_no_use(self, store: Store) -> None:
        kept = store.write(lambda tx: tx)
        with pytest.raises(RuntimeError, match="over"):
            kept.libraries.all()

    def test_a_read_cannot_write(self, store: Store) -> None:
        with pytest.raises(RuntimeError, match="only reads"):
            store.read(lambda tx: tx.libraries.insert(library()))

    def test_a_closed_store_refuses_and_does_not_hang(self, store: Store) -> None:
        store.close()
        store.close()
        with pytest.raises(RsmError, match="closed"):
            store.write(lambda _tx: None)
        with pytest.raises(RsmError, match="closed"):
            store.read(lambda _tx: None)

    def test_writes_that_wait_when_the_store_closes_are_finished(self, store: Store) -> None:
        with ThreadPoolExecutor(1) as closer:
            with held(store) as submit:
                waiting = [submit(lambda tx: tx.work.next_number()) for _ in range(4)]
                wait_for_queue(store, 4)
                closing = closer.submit(store.close)
            closing.result()
        assert sorted(each.result() for each in waiting) == [1, 2, 3, 4]

    # --- Many at once -------------------------------------------------------------------------------------------------

    def test_many_threads_write_and_every_number_is_given_once(self, store: Store) -> None:
        site = Site(store)
        with ThreadPoolExecutor(MANY) as pool:
            items = list(pool.map(lambda _each: site.work(), range(MANY * 10)))
        assert sorted(each.number for each in items) == list(range(1, MANY * 10 + 1))
        assert len(store.read(lambda tx: tx.work.open(site.library.id))) == MANY * 10

    def test_works_that_wait_together_are_committed_together(self, store: Store) -> None:
        heard = Heard(store)
        with held(store) as submit:
            done = [submit(lambda tx: tx.libraries.insert(library())) for _ in range(MANY)]
        assert {each.result().id for each in done} == {each.object_id for each in heard.all}
        assert len(heard.calls) < MANY / 2

    def test_one_that_fails_does_not_harm_its_neighbours(self, store: Store) -> None:
        taken = store.write(lambda tx: tx.libraries.insert(library("taken")))
        works = [lambda tx: tx.libraries.insert(library()), refuse, lambda tx: tx.libraries.insert(library("taken"))]
        with held(store) as submit:
            done = [submit(works[number % 3]) for number in range(30)]
        failed = [type(each.exception()).__name__ for each in done if each.exception() is not None]
        made = {each.result().id for each in done if each.exception() is None}
        assert (failed.count("Refused"), failed.count("AlreadyExists"), len(made)) == (10, 10, 10)
        assert {each.id for each in store.read(lambda tx: tx.libraries.all())} == made | {taken.id}

    def test_of_many_that_change_the_same_thing_one_wins(self, store: Store) -> None:
        before = Site(store).slot(1)

        def race(_number: int) -> bool:
            try:
                store.write(lambda tx: tx.slots.change(before, replace(before, state=SlotState.FULL)))
            except InvalidState:
                return False
            return True

        with ThreadPoolExecutor(MANY) as pool:
            assert sum(pool.map(race, range(MANY))) == 1

    # --- Snapshots ----------------------------------------------------------------------------------------------------

    def test_a_read_sees_one_moment_and_nobody_waits_for_it(self, store: Store) -> None:
        def work(tx: Transaction) -> tuple[int, int]:
            before = len(tx.libraries.all())
            with ThreadPoolExecutor(1) as pool:
                pool.submit(store.write, lambda inner: inner.libraries.insert(library())).result(30)
            return before, len(tx.libraries.all())

        assert store.read(work) == (0, 0)
        assert len(store.read(lambda tx: tx.libraries.all())) == 1

    def test_a_read_sees_nothing_that_is_not_committed(self, store: Store) -> None:
        def work(tx: Transaction) -> list[Library]:
            tx.libraries.insert(library())
            return store.read(lambda inner: inner.libraries.all())

        assert store.write(work) == []

    def test_many_readers_read_at_once(self, store: Store) -> None:
        together = threading.Barrier(MANY, timeout=30)
        with ThreadPoolExecutor(MANY) as pool:
            seen = pool.map(lambda _each: store.read(lambda tx: (tx.libraries.all(), together.wait())[0]), range(MANY))
        assert list(seen) == [[]] * MANY

    # --- Events -------------------------------------------------------------------------------------------------------

    def test_every_change_of_an_object_becomes_an_event(self, store: Store) -> None:
        heard = Heard(store)
        made = store.write(lambda tx: tx.libraries.insert(library()))
        renamed = store.write(lambda tx: tx.libraries.change(made, replace(made, trouble="dust")))
        store.write(lambda tx: tx.libraries.delete(renamed))
        assert [(each.kind, each.object_type, each.object_id, each.at) for each in heard.all] == [
            (kind, ObjectType.LIBRARY, made.id, NOON) for kind in (EventKind.INSERT, EventKind.UPDATE, EventKind.DELETE)
        ]

    def test_events_are_heard_in_the_order_in_which_they_are_kept(self, store: Store) -> None:
        heard = Heard(store)
        site = Site(store)
        with ThreadPoolExecutor(MANY) as pool:
            list(pool.map(lambda _each: site.work(), range(100)))
        assert heard.all == store.read(lambda tx: tx.events.since(0, 1000))
        assert [each.id for each in heard.all] == list(range(1, 103))

    def test_a_listener_is_called_after_the_commit_and_before_the_write_returns(self, store: Store) -> None:
        seen: list[int] = []
        store.listen(lambda _happenings: seen.append(len(store.read(lambda tx: tx.libraries.all()))))
        store.write(lambda tx: tx.libraries.insert(library()))
        assert seen == [1]

    def test_a_listener_that_fails_harms_nobody(self, store: Store) -> None:
        store.listen(refuse)
        heard = Heard(store)
        store.write(lambda tx: tx.libraries.insert(library()))
        assert len(heard.all) == 1

    def test_a_work_that_changes_nothing_makes_no_event(self, store: Store) -> None:
        made = store.write(lambda tx: tx.libraries.insert(library()))
        heard = Heard(store)
        store.write(lambda tx: tx.libraries.change(made, made))
        assert heard.calls == []

    def test_events_are_read_from_where_one_left_off(self, store: Store) -> None:
        for _ in range(5):
            store.write(lambda tx: tx.libraries.insert(library()))
        assert [each.id for each in store.read(lambda tx: tx.events.since(2, 2))] == [3, 4]

    def test_trimming_keeps_the_newest_and_ids_go_on(self, store: Store) -> None:
        for _ in range(5):
            store.write(lambda tx: tx.libraries.insert(library()))
        store.write(lambda tx: tx.events.trim(2))
        assert [each.id for each in store.read(lambda tx: tx.events.since(0, 9))] == [4, 5]
        store.write(lambda tx: tx.events.trim(0))
        store.write(lambda tx: tx.libraries.insert(library()))
        assert store.read(lambda tx: tx.events.last_id()) == 6

    # --- Objects ------------------------------------------------------------------------------------------------------

    def test_get_names_the_kind_and_the_id_that_is_not_there(self, store: Store) -> None:
        missing = LibraryId(uuid4())
        with pytest.raises(ObjectNotFound, match=f"library .*{missing}"):
            store.read(lambda tx: tx.libraries.get(missing))
        assert store.read(lambda tx: tx.libraries.find(missing)) is None

    def test_a_change_sets_only_what_differs(self, store: Store) -> None:
        read = Site(store).drive()
        store.write(lambda tx: tx.drives.change(read, replace(read, mounts=1)))
        store.write(lambda tx: tx.drives.change(read, replace(read, trouble="dust")))
        found = store.read(lambda tx: tx.drives.get(read.id))
        assert (found.mounts, found.trouble) == (1, "dust")

    def test_a_lost_race_is_an_error_and_changes_nothing(self, store: Store) -> None:
        read = Site(store).drive()
        store.write(lambda tx: tx.drives.change(read, replace(read, holder=None, mounts=1)))
        with pytest.raises(InvalidState, match="meanwhile"):
            store.write(lambda tx: tx.drives.change(read, replace(read, mounts=2)))
        assert store.read(lambda tx: tx.drives.get(read.id)).mounts == 1

    def test_nothing_is_compared_as_nothing(self, store: Store) -> None:
        read = Site(store).drive()
        held_ = store.write(lambda tx: tx.drives.change(read, replace(read, held_since=NOON)))
        assert store.write(lambda tx: tx.drives.change(held_, read)) == read
        with pytest.raises(InvalidState, match="meanwhile"):
            store.write(lambda tx: tx.drives.change(held_, replace(held_, held_since=None)))

    def test_what_is_gone_cannot_be_changed_or_deleted(self, store: Store) -> None:
        gone = Site(store).slot(1)
        store.write(lambda tx: tx.slots.delete(gone))
        with pytest.raises(InvalidState):
            store.write(lambda tx: tx.slots.change(gone, replace(gone, state=SlotState.FULL)))
        with pytest.raises(InvalidState):
            store.write(lambda tx: tx.slots.delete(gone))

    def test_an_object_keeps_its_id(self, store: Store) -> None:
        one, other = (Site(store).slot(1) for _ in range(2))
        with pytest.raises(ValueError, match="keeps its id"):
            store.write(lambda tx: tx.slots.change(one, other))

    def test_many_are_inserted_at_once(self, store: Store) -> None:
        site = Site(store)
        slots: list[Slot] = [slot(site.library, number) for number in range(500)]
        store.write(lambda tx: tx.slots.insert_all(slots))
        store.write(lambda tx: tx.slots.insert_all([]))
        assert store.read(lambda tx: tx.slots.of(site.library.id)) == slots
        assert store.read(lambda tx: tx.events.last_id()) == 502

    def test_numbers_that_were_given_are_never_given_again(self, store: Store) -> None:
        site = Site(store)
        last = site.work()
        store.write(lambda tx: tx.work.delete(last))
        assert store.write(lambda tx: queue(tx, site.library)).number == last.number + 1
