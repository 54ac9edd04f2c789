"""What every store answers when it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import uuid4

import pytest

from openrsm.domain.equipment import Changer, Door, Library, Port
from openrsm.domain.library import LibraryKind
from openrsm.domain.operator import OperatorState
from openrsm.domain.records import MoveOutcome
from openrsm.domain.side import SideState
from openrsm.domain.slot import SlotState
from openrsm.domain.values import (
    OFFLINE,
    ChangerId,
    Computer,
    DoorId,
    Medium,
    MediumId,
    PlaceKind,
    PoolKind,
    PortId,
    SetId,
    Side,
    SlotId,
)
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import InvalidState, ObjectNotFound
from openrsm.store.database import Store, Transaction
from tests.conformance.store_nouns import NOON, Site, at, carry, library, pool, request, slot

HOUR = timedelta(hours=1)

MEDIUM_HINDRANCES: Final[dict[str, Callable[[Medium], Medium]]] = {
    "disabled": lambda medium: replace(medium, enabled=False),
    "cleaner": lambda medium: replace(medium, cleaner=True),
    "offline": lambda medium: replace(medium, place=OFFLINE),
}
LIBRARY_HINDRANCES: Final[dict[str, Callable[[Library], Library]]] = {
    "disabled": lambda of: replace(of, enabled=False),
    "offline": lambda of: replace(of, kind=LibraryKind.OFFLINE),
}


def _learn(tx: Transaction, side: Side, label: str) -> Side:
    return tx.sides.change(side, replace(side, label_type="ansi", label_id=label))


class StoreQueries:
    """Mixed into the store's suite."""

    # --- Libraries ----------------------------------------------------------------------------------------------------

    def test_libraries_are_listed_by_name_and_found_by_it(self, store: Store) -> None:
        b, a = library("b"), library("a")
        store.write(lambda tx: tx.libraries.insert_all([b, a]))
        assert store.read(lambda tx: tx.libraries.all()) == [a, b]
        assert store.read(lambda tx: (tx.libraries.by_name("b"), tx.libraries.by_name("c"))) == (b, None)

    def test_drives_are_found_by_library_name_and_medium(self, store: Store) -> None:
        site, other = Site(store), Site(store)
        medium = site.medium()
        two, one, far = site.drive(2), site.drive(1), other.drive(1)
        two = store.write(lambda tx: tx.drives.change(two, replace(two, medium_id=medium.id)))
        assert store.read(lambda tx: tx.drives.of(site.library.id)) == [one, two]
        assert {each.id for each in store.read(lambda tx: tx.drives.all())} == {one.id, two.id, far.id}
        assert store.read(lambda tx: tx.drives.by_name(site.library.id, "drive 1")) == [one]
        assert len(store.read(lambda tx: tx.drives.by_name(None, "drive 1"))) == 2
        assert store.read(lambda tx: tx.drives.holding(medium.id)) == two
        assert store.read(lambda tx: tx.drives.holding(MediumId(uuid4()))) is None

    def test_many_objects_are_found_at_once(self, store: Store) -> None:
        site = Site(store)
        slots = [slot(site.library, number) for number in range(1200)]
        store.write(lambda tx: tx.slots.insert_all(slots))
        ids, missing = [each.id for each in slots], SlotId(uuid4())
        assert store.read(lambda tx: tx.slots.get_all(ids)) == {each.id: each for each in slots}
        assert store.read(lambda tx: tx.slots.find_all([missing, ids[7], ids[7]])) == {ids[7]: slots[7]}
        assert store.read(lambda tx: tx.slots.find_all([])) == {}
        with pytest.raises(ObjectNotFound, match=str(missing)):
            store.read(lambda tx: tx.slots.get_all([ids[0], missing]))

    def test_robots_ports_and_doors_are_listed_by_number(self, store: Store) -> None:
        of = Site(store).library
        changer = Changer(id=ChangerId(uuid4()), library_id=of.id, number=1, address=0, name="robot")
        ports = [Port(id=PortId(uuid4()), library_id=of.id, number=each, address=9 - each) for each in (1, 2)]
        door = Door(id=DoorId(uuid4()), library_id=of.id, number=1)
        robot, entrance = store.write(lambda tx: (tx.changers.insert(changer), tx.doors.insert(door)))
        second, first = store.write(lambda tx: [tx.ports.insert(port) for port in ports[::-1]])
        found = store.read(lambda tx: (tx.changers.of(of.id), tx.ports.of(of.id), tx.doors.of(of.id)))
        assert found == ([robot], [first, second], [entrance])

    def test_an_empty_slot_that_a_medium_returns_to_is_not_offered(self, store: Store) -> None:
        site = Site(store)
        full, home, third, fourth = (site.slot(number) for number in (1, 2, 3, 4))
        site.slot(5, SlotState.FULL)
        site.slot(6, SlotState.NEEDS_INVENTORY)
        site.medium(at(PlaceKind.SLOT, full.id))
        site.medium(at(PlaceKind.DRIVE, site.drive().id), home=home)
        assert store.read(lambda tx: tx.slots.empty_unreserved(site.library.id, 9)) == [third, fourth]
        assert store.read(lambda tx: tx.slots.empty_unreserved(site.library.id, 1)) == [third]
        assert store.read(lambda tx: tx.slots.count(site.library.id)) == 6

    # --- Pools --------------------------------------------------------------------------------------------------------

    def test_pools_are_a_tree(self, store: Store) -> None:
        top = pool("a")
        below = [pool("a/b", top), pool("a/c", top)]
        store.write(lambda tx: tx.pools.insert_all([top, *below]))
        assert store.read(lambda tx: (tx.pools.children(None), tx.pools.children(top.id))) == ([top], below)
        assert store.read(lambda tx: tx.pools.all()) == [top, *below]
        assert store.read(lambda tx: (tx.pools.by_path("a/b"), tx.pools.by_path("b"))) == (below[0], None)

    def test_the_leaf_of_a_kind_and_a_type_is_found(self, store: Store) -> None:
        free = replace(pool("free/LTO-8"), kind=PoolKind.FREE, media_type="LTO-8")
        store.write(lambda tx: (tx.pools.insert(pool("free")), tx.pools.insert(free)))
        assert store.read(lambda tx: tx.pools.leaf(PoolKind.FREE, "LTO-8")) == free
        assert store.read(lambda tx: tx.pools.leaf(PoolKind.FREE, "LTO-9")) is None

    def test_a_pool_tells_how_much_it_holds(self, store: Store) -> None:
        site = Site(store)
        side = site.side(site.medium())
        site.medium()
        site.logical(side)
        store.write(lambda tx: tx.pools.insert(pool("below", site.pool)))
        assert store.read(lambda tx: tx.pools.counts(site.pool.id)) == (2, 1, 1)

    # --- Media --------------------------------------------------------------------------------------------------------

    def test_media_are_listed_by_sequence_and_in_pages(self, store: Store) -> None:
        site, other = Site(store), Site(store)
        media = [site.medium() for _ in range(5)]
        far = other.medium()
        assert store.read(lambda tx: tx.media.all()) == [*media, far]
        assert store.read(lambda tx: tx.media.all(site.library.id, limit=2)) == media[:2]
        assert store.read(lambda tx: tx.media.all(pool_id=site.pool.id, after_sequence=3)) == media[3:]
        assert store.read(lambda tx: tx.media.all(site.library.id, other.pool.id)) == []
        assert store.read(lambda tx: tx.media.in_library(site.library.id)) == media
        assert store.read(lambda tx: tx.media.count(site.library.id)) == 5

    @pytest.mark.parametrize("spelling", ["ABC123", "ABC123L8", "abc123l8"])
    def test_a_bar_code_is_one_cartridge_with_and_without_the_suffix(self, store: Store, spelling: str) -> None:
        site = Site(store)
        cartridges = [site.medium(bar_code=code) for code in ("ABC123L8", "ABC124L8", "ABC123ZZ", None)]
        assert store.read(lambda tx: tx.media.by_bar_code(spelling)) == cartridges[:1]

    def test_a_bar_code_that_changes_is_found_by_the_new_one(self, store: Store) -> None:
        medium = Site(store).medium(bar_code="OLD001L8")
        changed = store.write(lambda tx: tx.media.change(medium, replace(medium, bar_code="NEW001")))
        assert store.read(lambda tx: (tx.media.by_bar_code("OLD001"), tx.media.by_bar_code("NEW001L8"))) == (
            [],
            [changed],
        )

    def test_a_medium_is_found_by_its_name_its_element_and_its_home(self, store: Store) -> None:
        site = Site(store)
        home = site.slot(1)
        medium = site.medium(at(PlaceKind.SLOT, home.id), home=home)
        assert store.read(lambda tx: tx.media.by_name(medium.name)) == [medium]
        assert store.read(lambda tx: (tx.media.in_element(home.id), tx.media.in_element(uuid4()))) == (medium, None)
        assert store.read(lambda tx: tx.media.in_elements([home.id, uuid4()])) == {home.id: medium}
        assert store.read(lambda tx: tx.media.homed_at(home.id)) == [medium]

    def test_sides_are_found_by_medium_and_logical_medium(self, store: Store) -> None:
        site = Site(store)
        double, none = site.medium(), site.medium()
        second = site.side(double, SideState.RESERVED, number=1)
        first = site.side(double)
        logical = site.logical(first)
        first = store.write(lambda tx: tx.sides.change(first, replace(first, logical_id=logical.id)))
        assert store.read(lambda tx: tx.sides.of(double.id)) == [first, second]
        assert store.read(lambda tx: tx.sides.of_media([double.id, none.id])) == {
            double.id: [first, second],
            none.id: [],
        }
        assert store.read(lambda tx: tx.sides.by_logical(logical.id)) == first

    def test_labels_are_found_that_are_catalogued_of_other_sides_than_one(self, store: Store) -> None:
        site = Site(store)
        first, second, third, _blank = (site.side(site.medium()) for _ in range(4))
        for side, label in ((first, "MINE01"), (second, "MINE01"), (third, "OTHER1")):
            store.write(partial(_learn, side=side, label=label))
        mine, others = ("ansi", "MINE01"), ("ansi", "OTHER1")
        assert store.read(lambda tx: tx.sides.labels_of_others(first.id)) == {mine, others}
        assert store.read(lambda tx: tx.sides.labels_of_others(third.id)) == {mine}

    def test_logical_media_are_found_by_name_and_pool(self, store: Store) -> None:
        site = Site(store)
        logical = site.logical(site.side(site.medium()))
        assert store.read(lambda tx: tx.logical.by_name("monday")) == [logical]
        assert store.read(lambda tx: tx.logical.of_pool(site.pool.id)) == [logical]

    def test_two_logical_media_trade_their_sides_and_keep_all_else(self, store: Store) -> None:
        site = Site(store)
        one, other = (site.logical(site.side(site.medium())) for _ in range(2))
        store.write(lambda tx: tx.attributes.set(other.id, "color", b"red"))
        store.write(lambda tx: tx.logical.trade_sides(one, other))
        after = store.read(lambda tx: tx.logical.get_all([one.id, other.id]))
        assert after == {
            one.id: replace(one, side_id=other.side_id),
            other.id: replace(other, side_id=one.side_id),
        }
        assert store.read(lambda tx: tx.attributes.find(other.id, "color")) == b"red"
        with pytest.raises(InvalidState, match="meanwhile"):
            store.write(lambda tx: tx.logical.trade_sides(one, other))

    def test_media_are_found_by_where_they_are_kept_while_they_are_offline(self, store: Store) -> None:
        site = Site(store)
        away, lying = site.medium(), site.medium(at(PlaceKind.SLOT, site.slot(1).id))
        store.write(lambda tx: [tx.media.change(one, replace(one, location="Vault_2")) for one in (away, lying)])

        def kept(text: str) -> list[MediumId]:
            return [medium.id for medium in store.read(lambda tx: tx.media.all(location=text))]

        assert [kept(text) for text in ("vault*", "VAULT_2", "?ault?2")] == [[away.id]] * 3
        assert [kept(text) for text in ("vault", "vault%", "*-2")] == [[]] * 3

    # --- What can be allocated ----------------------------------------------------------------------------------------

    def test_the_least_used_is_offered_first(self, store: Store) -> None:
        site = Site(store)
        often, later, sooner, first = site.ready(1, 3), site.ready(2, 1), site.ready(3, 1), site.ready(4)
        used = replace(later[0], last_used=NOON)
        store.write(lambda tx: tx.sides.change(later[0], used))
        expected = [first, sooner, (used, later[1]), often]
        assert store.read(lambda tx: tx.sides.available(site.pool.id, 9)) == expected
        assert store.read(lambda tx: tx.sides.available(site.pool.id, 2)) == expected[:2]
        assert store.read(lambda tx: tx.sides.count_available(site.pool.id)) == 4

    @pytest.mark.parametrize("hindrance", MEDIUM_HINDRANCES.values(), ids=MEDIUM_HINDRANCES)
    def test_a_medium_that_cannot_be_used_is_not_offered_until_it_can(
        self, store: Store, hindrance: Callable[[Medium], Medium]
    ) -> None:
        site = Site(store)
        _, medium = site.ready(1)
        hindered = hindrance(medium)
        store.write(lambda tx: tx.media.change(medium, hindered))
        assert store.read(lambda tx: tx.sides.available(site.pool.id, 9)) == []
        assert store.read(lambda tx: tx.sides.pools_served([medium.id])) == set()
        store.write(lambda tx: tx.media.change(hindered, medium))
        assert len(store.read(lambda tx: tx.sides.available(site.pool.id, 9))) == 1
        assert store.read(lambda tx: tx.sides.pools_served([medium.id])) == {site.pool.id}

    @pytest.mark.parametrize("hindrance", LIBRARY_HINDRANCES.values(), ids=LIBRARY_HINDRANCES)
    def test_nothing_is_offered_from_a_library_that_cannot_work(
        self, store: Store, hindrance: Callable[[Library], Library]
    ) -> None:
        site = Site(store)
        site.ready(1)
        store.write(lambda tx: tx.libraries.change(site.library, hindrance(site.library)))
        assert store.read(lambda tx: tx.sides.available(site.pool.id, 9)) == []
        assert store.read(lambda tx: tx.sides.count_available(site.pool.id)) == 0

    def test_a_side_that_is_not_available_is_not_offered(self, store: Store) -> None:
        site = Site(store)
        side, _ = site.ready(1)
        store.write(lambda tx: tx.sides.change(side, replace(side, state=SideState.ALLOCATED)))
        assert store.read(lambda tx: tx.sides.available(site.pool.id, 9)) == []

    def test_a_medium_that_changes_pool_and_library_is_offered_from_the_new_ones(self, store: Store) -> None:
        site, other = Site(store), Site(store)
        side, medium = site.ready(1)
        moved = replace(medium, pool_id=other.pool.id, library_id=other.library.id)
        store.write(lambda tx: tx.media.change(medium, moved))
        store.write(lambda tx: tx.libraries.change(site.library, replace(site.library, enabled=False)))
        assert store.read(lambda tx: tx.sides.available(site.pool.id, 9)) == []
        assert store.read(lambda tx: tx.sides.available(other.pool.id, 9)) == [(side, moved)]

    # --- Work ---------------------------------------------------------------------------------------------------------

    def test_open_work_stands_in_the_queues_order(self, store: Store) -> None:
        site = Site(store)
        late, early = site.work(rank=2.0), site.work(rank=1.0)
        eject = site.work(Operation.EJECT)
        ended = site.work()
        store.write(lambda tx: tx.work.change(ended, replace(ended, state=WorkState.PASSED, ended_at=NOON)))
        elsewhere = Site(store).work(Operation.REMOVE)
        assert store.read(lambda tx: tx.work.open(site.library.id)) == [eject, early, late]
        assert store.read(lambda tx: tx.work.open()) == [elsewhere, eject, early, late]
        ranks = store.read(lambda tx: tx.work.mount_ranks(site.library.id))
        assert ranks == [(early.id, 0, 1.0), (late.id, 0, 2.0)]

    def test_work_is_found_by_number_set_and_medium(self, store: Store) -> None:
        site = Site(store)
        medium = site.medium()
        first, second = site.work(), site.work()
        set_ = SetId(uuid4())
        one = store.write(lambda tx: tx.work.change(first, replace(first, set_id=set_)))
        two = store.write(lambda tx: tx.work.change(second, replace(second, set_id=set_, medium_id=medium.id)))
        assert store.read(lambda tx: (tx.work.by_number(two.number), tx.work.by_number(99))) == (two, None)
        assert store.read(lambda tx: tx.work.of_set(set_)) == [one, two]
        assert store.read(lambda tx: tx.work.of_medium_open(medium.id)) == [two]

    def test_ended_work_is_listed_newest_first_and_found_by_age(self, store: Store) -> None:
        site = Site(store)
        one, two = site.work(), site.work()
        failed = replace(one, state=WorkState.FAILED, ended_at=NOON)
        store.write(lambda tx: tx.work.change(one, failed))
        assert store.read(lambda tx: tx.work.recent(9)) == [two, failed]
        assert store.read(lambda tx: tx.work.recent(9, [WorkState.FAILED, WorkState.PASSED])) == [failed]
        assert store.read(lambda tx: tx.work.ended_before(NOON - HOUR)) == []
        assert store.read(lambda tx: tx.work.ended_before(NOON)) == [failed]

    # --- Operators, moves, audit, computer ----------------------------------------------------------------------------

    def test_all_that_concerns_a_library_is_found(self, store: Store) -> None:
        site, other = Site(store), Site(store)
        work, medium = site.work(), site.medium()
        other.work()
        asked = replace(request(1), library_id=site.library.id)
        move = store.write(lambda tx: tx.moves.insert(carry(medium)))
        store.write(lambda tx: tx.operators.insert_all([asked, request(2)]))
        of = site.library.id
        found = store.read(lambda tx: (tx.work.of_library(of), tx.operators.of_library(of), tx.moves.of_library(of)))
        assert found == ([work], [asked], [move])

    def test_requests_are_found_while_open_and_after(self, store: Store) -> None:
        work = Site(store).work()
        asked = replace(request(1), work_id=work.id)
        other = request(2)
        store.write(lambda tx: tx.operators.insert_all([asked, other]))
        assert store.read(lambda tx: (tx.operators.open(), tx.operators.for_work(work.id))) == ([asked, other], asked)
        done = replace(asked, state=OperatorState.COMPLETE, answered_at=NOON)
        store.write(lambda tx: tx.operators.change(asked, done))
        assert store.read(lambda tx: (tx.operators.open(), tx.operators.for_work(work.id))) == ([other], None)
        assert store.read(lambda tx: (tx.operators.all(9), tx.operators.by_number(1))) == ([other, done], done)
        assert store.read(lambda tx: tx.operators.ended_before(NOON + HOUR)) == [done]
        assert store.write(lambda tx: (tx.operators.next_number(), tx.operators.next_number())) == (1, 2)

    def test_the_journal_tells_open_moves_and_a_mediums_last(self, store: Store) -> None:
        medium = Site(store).medium()
        first = store.write(lambda tx: tx.moves.insert(carry(medium)))
        assert store.read(lambda tx: tx.moves.open(medium.library_id)) == [first]
        closed = replace(first, closed_at=NOON, outcome=MoveOutcome.DONE)
        second = replace(carry(medium), opened_at=NOON + HOUR)
        store.write(lambda tx: (tx.moves.change(first, closed), tx.moves.insert(second)))
        assert store.read(lambda tx: tx.moves.open(medium.library_id)) == [second]
        assert store.read(lambda tx: tx.moves.of_medium(medium.id, 9)) == [second, closed]

    def test_the_audit_log_tells_who_did_what(self, store: Store) -> None:
        store.write(lambda tx: tx.audit.append("ada", "backup", "mount", "medium 1"))
        store.write(lambda tx: tx.audit.append("bob", "console", "eject", "medium 1", "to port 2"))
        last = store.read(lambda tx: tx.audit.recent(1))[0]
        assert (last.user, last.application, last.action, last.subject, last.detail, last.at) == (
            "bob",
            "console",
            "eject",
            "medium 1",
            "to port 2",
            NOON,
        )
        assert [each.user for each in store.read(lambda tx: tx.audit.recent(9))] == ["bob", "ada"]

    def test_the_computer_need_not_be_named(self, store: Store) -> None:
        with pytest.raises(ObjectNotFound):
            store.read(lambda tx: tx.computer.get())
        computer = store.write(lambda tx: tx.computer.insert(Computer(id=uuid4(), name="here")))
        assert store.read(lambda tx: (tx.computer.get(), tx.computer.find(computer.id))) == (computer, computer)
