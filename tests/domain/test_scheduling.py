"""What a library does next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.library import InventoryMethod, Operational
from openrsm.domain.scheduling import decide
from openrsm.domain.steps import Ask, Begin, Carry, Fail, Finish, Load, Snapshot, TakeInventory, Unload, Wait
from openrsm.domain.values import Place, PlaceKind, Requester, SessionId
from openrsm.domain.work import Operation, WorkState
from openrsm.errors import Busy, ResourceDisabled, TimedOut
from tests.domain.scenes import (
    BACKUP,
    LIBRARY,
    NOW,
    away,
    dismount,
    drive,
    empty,
    holding,
    item,
    key,
    later,
    mount,
    scene,
    started,
    tape,
)

OTHER = Requester(application="archive", user="al", computer="box", session_id=SessionId(key("session")))
A, B, C = tape("A", home=1), tape("B", home=2), tape("C", home=3)
DISMOUNTABLE, LOADED, MOUNTED, UNLOADED = (
    DriveState.DISMOUNTABLE,
    DriveState.LOADED,
    DriveState.MOUNTED,
    DriveState.UNLOADED,
)


def reason(snapshot: Snapshot) -> str:
    """Why the first item waits."""
    (ruling,) = decide(snapshot, NOW).rulings
    assert isinstance(ruling, Wait)
    return ruling.reason


def begins(snapshot: Snapshot) -> list[Begin]:
    return [ruling for ruling in decide(snapshot, NOW).rulings if isinstance(ruling, Begin)]


def test_a_mount_gets_an_empty_drive_rather_than_evict() -> None:
    work = mount(1, A)
    (begin,) = begins(scene([holding(1, B, DISMOUNTABLE), empty(2)], [work], [A]))
    assert begin.drives == {work.id: key("drive2")}


def test_a_mount_gets_the_drive_that_still_holds_its_medium() -> None:
    work = mount(1, A)
    (begin,) = begins(scene([empty(1), holding(2, A, DISMOUNTABLE)], [work]))
    assert begin.drives == {work.id: key("drive2")}


def test_a_mount_evicts_the_cartridge_released_longest_ago() -> None:
    work = mount(1, A)
    seats = [
        holding(1, B, DISMOUNTABLE, dismountable_since=later(-10)),
        holding(2, C, DISMOUNTABLE, dismountable_since=later(-20)),
    ]
    (begin,) = begins(scene(seats, [work], [A]))
    assert begin.drives == {work.id: key("drive2")}


def test_eviction_unloads_carries_home_fetches_and_loads() -> None:
    work = started(mount(1, A), 1)
    released = holding(1, B, DISMOUNTABLE, user=None)
    (unload,) = decide(scene([released], [work], [A]), NOW).steps
    assert unload == Unload(drive_id=drive(1).id, medium_id=B.id, work_id=work.id)
    let_go = replace(released, drive=replace(released.drive, state=UNLOADED))
    (home,) = decide(scene([let_go], [work], [A]), NOW).steps
    assert isinstance(home, Carry)
    assert (home.medium_id, home.destination) == (B.id, B.place)
    (fetch,) = decide(scene([empty(1)], [work], [A]), NOW).steps
    assert fetch == Carry(
        medium_id=A.id,
        source=A.place,
        destination=Place(kind=PlaceKind.DRIVE, element_id=drive(1).id),
        work_id=work.id,
    )
    (load,) = decide(scene([holding(1, A, MOUNTED, user=BACKUP)], [work]), NOW).steps
    assert load == Load(drive_id=drive(1).id, medium_id=A.id, work_id=work.id)
    assert decide(scene([holding(1, A, LOADED, user=BACKUP)], [work]), NOW).rulings == (Finish(work_ids=(work.id,)),)


def test_a_waiting_mount_names_every_drive_and_what_keeps_it() -> None:
    seats = [holding(1, B, LOADED, user=BACKUP), empty(2, enabled=False), empty(3, kind="LTO-9")]
    assert reason(scene(seats, [mount(1, A)], [A])) == (
        "waits for a drive: drive 1 in use by backup since 14:02, drive 2 disabled, drive 3 does not take this medium"
    )


def test_a_waiting_mount_names_who_has_its_medium() -> None:
    seats = [holding(1, A, LOADED, user=BACKUP), empty(2)]
    assert reason(scene(seats, [mount(1, A)])) == "waits for A: drive 1 in use by backup since 14:02"


def test_a_reason_that_has_not_changed_is_not_ruled_again() -> None:
    snapshot = scene([empty(1, enabled=False)], [mount(1, A)], [A])
    waiting = replace(mount(1, A), state=WorkState.WAITING, reason=reason(snapshot))
    assert decide(replace(snapshot, work=(waiting,)), NOW).rulings == ()


def test_a_set_starts_only_as_a_whole() -> None:
    work = [mount(1, A, bound="set"), mount(2, B, bound="set")]
    rulings = decide(scene([empty(1), holding(2, C, LOADED, user=BACKUP)], work, [A, B]), NOW).rulings
    assert [type(ruling) for ruling in rulings] == [Wait, Wait]
    (begin,) = begins(scene([empty(1), empty(2)], work, [A, B]))
    assert begin.drives == {work[0].id: key("drive1"), work[1].id: key("drive2")}


def test_a_set_that_lacks_a_drive_keeps_the_free_one_from_mounts_behind_it() -> None:
    work = [mount(1, A, bound="set"), mount(2, B, bound="set"), mount(3, C)]
    snapshot = scene([empty(1), holding(2, tape("D", home=4), LOADED, user=BACKUP)], work, [A, B, C])
    waits = {ruling.work_id: ruling.reason for ruling in decide(snapshot, NOW).rulings if isinstance(ruling, Wait)}
    assert "drive 1 kept for an earlier mount" in waits[work[2].id]


def test_a_set_finds_drives_where_a_greedy_choice_would_not() -> None:
    old, new = tape("OLD", home=1, kind="LTO-4"), tape("NEW", home=2, kind="LTO-5")
    work = [mount(1, new, bound="set"), mount(2, old, bound="set")]
    (begin,) = begins(scene([empty(1, kind="LTO-5"), empty(2, kind="LTO-7")], work, [old, new]))
    assert begin.drives == {work[0].id: key("drive2"), work[1].id: key("drive1")}


def test_a_mount_that_waits_for_its_medium_does_not_hold_up_the_next() -> None:
    work = [mount(1, A), mount(2, B)]
    (begin,) = begins(scene([holding(1, A, LOADED, user=BACKUP), empty(2)], work, [B]))
    assert begin.work_ids == (work[1].id,)


def test_a_set_that_lacks_a_medium_keeps_its_others_from_mounts_behind_it() -> None:
    work = [mount(1, A, bound="set"), mount(2, B, bound="set"), mount(3, B), mount(4, C)]
    snapshot = scene([holding(1, A, LOADED, user=OTHER), empty(2), empty(3)], work, [B, C])
    begun = [item for ruling in begins(snapshot) for item in ruling.work_ids]
    assert begun == [work[3].id]
    told = {ruling.work_id: ruling.reason for ruling in decide(snapshot, NOW).rulings if isinstance(ruling, Wait)}
    assert told[work[2].id] == "waits for B: it is kept for an earlier mount"


def test_a_medium_is_not_kept_from_whoever_has_something_as_he_might_be_waited_for() -> None:
    work = [mount(1, A, bound="set"), mount(2, B, bound="set"), mount(3, B, requester=OTHER)]
    snapshot = scene([holding(1, A, LOADED, user=replace(OTHER, session_id=None)), empty(2)], work, [B])
    assert [ruling.work_ids for ruling in begins(snapshot)] == [(work[2].id,)]
    for operation in (Operation.DISMOUNT, Operation.TRANSFER):
        leaving = replace(started(dismount(4, A)), operation=operation)
        assert begins(replace(snapshot, work=(leaving, *snapshot.work))) == []


def test_a_set_that_waits_for_people_or_not_at_all_keeps_nothing() -> None:
    lost, behind = away("lost"), mount(3, B)
    waits = [mount(1, lost, bound="set"), mount(2, B, bound="set")]
    asked = {item.id: 7 for item in waits}
    assert begins(scene([empty(1)], [*waits, behind], [lost, B], asked=asked))[0].work_ids == (behind.id,)
    tries = [mount(1, A, bound="set", fail_if_busy=True), mount(2, B, bound="set", fail_if_busy=True)]
    snapshot = scene([holding(1, A, LOADED, user=OTHER), empty(2)], [*tries, behind], [B])
    assert begins(snapshot)[0].work_ids == (behind.id,)


def test_two_mounts_of_one_medium_do_not_both_start() -> None:
    assert len(begins(scene([empty(1), empty(2)], [mount(1, A), mount(2, A)], [A]))) == 1


def test_a_write_mount_needs_a_drive_that_writes() -> None:
    old = tape("OLD", kind="LTO-3")
    work = mount(1, old, option=2)
    (begin,) = begins(scene([empty(1, kind="LTO-5"), empty(2, kind="LTO-4")], [work], [old]))
    assert begin.drives == {work.id: key("drive2")}


def test_a_mount_that_may_not_wait_fails_as_busy() -> None:
    work = mount(1, A, fail_if_busy=True)
    (ruling,) = decide(scene([holding(1, B, LOADED, user=BACKUP)], [work], [A]), NOW).rulings
    assert isinstance(ruling, Fail)
    assert isinstance(ruling.error, Busy)
    assert "mount without the option to fail at once" in str(ruling.error)
    assert "--" not in str(ruling.error)  # edges call that option by different names


def test_a_mount_whose_time_is_over_fails_with_its_reason() -> None:
    work = mount(1, A, deadline=later(5), reason="waits for a drive", state=WorkState.WAITING, queued_at=NOW)
    (ruling,) = decide(scene([empty(1, enabled=False)], [work], [A]), later(5)).rulings
    assert isinstance(ruling, Fail)
    assert isinstance(ruling.error, TimedOut)
    assert "waits for a drive" in str(ruling.error)


def test_a_mount_without_time_tries_once() -> None:
    free = scene([empty(1)], [mount(1, A, deadline=NOW)], [A])
    assert len(begins(free)) == 1
    under_way = started(mount(1, A, deadline=NOW), 1)
    assert decide(scene([empty(1)], [under_way], [A]), later(60)).rulings == ()
    waiting = mount(1, A, deadline=NOW, state=WorkState.WAITING)
    (ruling,) = decide(scene([holding(1, B, LOADED, user=BACKUP)], [waiting], [A]), NOW).rulings
    assert isinstance(ruling, Fail)


def test_items_queued_for_what_was_disabled_fail() -> None:
    work = mount(1, A)
    for snapshot in (
        scene([empty(1)], [work], [replace(A, enabled=False)]),
        scene([empty(1)], [work], [A], library=replace(LIBRARY, enabled=False)),
        scene([empty(1, enabled=False)], [replace(work, drive_wanted_id=drive(1).id)], [A]),
    ):
        (ruling,) = decide(snapshot, NOW).rulings
        assert isinstance(ruling, Fail)
        assert isinstance(ruling.error, ResourceDisabled)


def test_an_offline_medium_is_asked_for_once_and_then_waited_for() -> None:
    lost = away("A")
    assert decide(scene([empty(1)], [mount(1, lost)], [lost]), NOW).rulings == (
        Ask(work_id=mount(1, lost).id, medium_id=lost.id),
    )
    asked = scene([empty(1)], [mount(1, lost)], [lost], asked={mount(1, lost).id: 7})
    assert reason(asked) == "waits for an operator to bring A (operator request 7) to library vtl"


def test_nothing_of_a_set_is_mounted_until_all_of_it_is_online() -> None:
    lost = away("B")
    work = [mount(1, A, bound="set"), mount(2, lost, bound="set")]
    assert begins(scene([empty(1), empty(2)], work, [A, lost], asked={work[1].id: 7})) == []


def test_a_dismount_unloads_and_carries_home() -> None:
    work = started(dismount(1, A))
    (unload,) = decide(scene([holding(1, A, LOADED, user=BACKUP)], [work]), NOW).steps
    assert isinstance(unload, Unload)
    (carry,) = decide(scene([holding(1, A, UNLOADED)], [work]), NOW).steps
    assert isinstance(carry, Carry)
    assert carry.destination == Place(kind=PlaceKind.SLOT, element_id=key("slot1"))
    assert decide(scene([empty(1)], [work], [A]), NOW).rulings == (Finish(work_ids=(work.id,)),)


def test_a_cartridge_whose_home_is_taken_goes_to_a_slot_that_is_nobodys() -> None:
    intruder = tape("X", home=1)
    (carry,) = decide(scene([holding(1, A, UNLOADED)], [], [intruder]), NOW).steps
    assert isinstance(carry, Carry)
    assert carry.destination.element_id == key("slot7")


def test_a_released_cartridge_stays_for_its_delay_and_then_goes_home() -> None:
    snapshot = scene([holding(1, A, DISMOUNTABLE)], [])
    waiting = decide(snapshot, later(299))
    assert waiting.steps == ()
    assert waiting.look_again == later(300)
    (unload,) = decide(snapshot, later(300)).steps
    assert isinstance(unload, Unload)


def test_what_an_ended_item_left_in_a_drive_goes_home_by_itself() -> None:
    for state in (MOUNTED, LOADED):
        (step,) = decide(scene([holding(1, A, state)], []), NOW).steps
        assert isinstance(step, Unload)


@pytest.mark.parametrize(
    ("wanted", "usual", "asks"),
    [
        (InventoryMethod.NONE, InventoryMethod.FAST, False),
        (InventoryMethod.DEFAULT, InventoryMethod.NONE, False),
        (InventoryMethod.DEFAULT, InventoryMethod.FAST, True),
        (InventoryMethod.SLOT, InventoryMethod.NONE, True),
    ],
)
def test_an_inventory_by_no_method_asks_the_library_nothing(
    wanted: InventoryMethod, usual: InventoryMethod, *, asks: bool
) -> None:
    work = started(item(1, Operation.INVENTORY, option=int(wanted)))
    taken = decide(scene([empty(1)], [work], library=replace(LIBRARY, inventory_method=usual)), NOW)
    assert (taken.rulings, taken.steps) == (
        ((), (TakeInventory(work_id=work.id),)) if asks else ((Finish(work_ids=(work.id,)),), ())
    )


def test_a_mounted_medium_is_left_alone() -> None:
    assert decide(scene([holding(1, A, LOADED, user=BACKUP)], []), later(10**6)).steps == ()


def test_a_drive_to_be_disabled_is_emptied_when_its_user_is_done() -> None:
    work = started(item(1, Operation.DISABLE_DRIVE, drive_id=drive(1).id))
    assert reason(scene([holding(1, A, LOADED, user=BACKUP)], [work])) == (
        "waits until free: drive 1 in use by backup since 14:02"
    )
    released = replace(scene([holding(1, A, DISMOUNTABLE)], [replace(work, reason="waits")]))
    assert isinstance(decide(replace(released, work=(work,)), NOW).rulings[0], Wait)
    told = replace(work, reason="waits until free: drive 1 dismountable with A")
    (unload,) = decide(replace(released, work=(told,)), NOW).steps
    assert isinstance(unload, Unload)
    assert decide(scene([empty(1)], [work]), NOW).rulings == (Finish(work_ids=(work.id,)),)


def test_a_drive_disabled_at_once_keeps_what_is_in_it() -> None:
    work = started(item(1, Operation.DISABLE_DRIVE, drive_id=drive(1).id, option=1))
    assert decide(scene([holding(1, A, LOADED, user=BACKUP)], [work]), NOW).rulings == (Finish(work_ids=(work.id,)),)


def test_nothing_moves_and_everything_says_why_while_a_door_is_open() -> None:
    work = [mount(1, A), dismount(2, B)]
    snapshot = scene([empty(1), holding(2, B, LOADED, user=BACKUP)], work, [A], door_open=True)
    rulings = decide(snapshot, NOW).rulings
    assert {ruling.reason for ruling in rulings if isinstance(ruling, Wait)} == {
        "waits for library vtl: its door is open"
    }
    assert decide(scene([empty(1)], [started(mount(1, A), 1)], [A], door_open=True), NOW).steps == ()


def test_a_library_that_does_not_answer_says_why() -> None:
    gone = replace(LIBRARY, operational=Operational.NOT_PRESENT, trouble="no route")
    assert reason(scene([empty(1)], [mount(1, A)], [A], library=gone)) == (
        "waits for library vtl: not present (no route)"
    )


def test_an_inventory_goes_before_new_motions_and_waits_for_none_under_way() -> None:
    work = [started(item(1, Operation.INVENTORY, option=int(InventoryMethod.FAST))), started(mount(2, A), 1)]
    assert decide(scene([empty(1)], work, [A]), NOW).steps == (TakeInventory(work_id=work[0].id),)
    busy = scene([empty(1)], work, [A], promised=frozenset({key("slot8")}), robot_slots_left=0)
    assert decide(busy, NOW).steps == ()


def test_the_robot_gets_no_more_motions_than_it_takes() -> None:
    work = [started(mount(1, A), 1), started(mount(2, B), 2)]
    snapshot = scene([empty(1), empty(2)], work, [A, B])
    assert len(decide(snapshot, NOW).steps) == 1
    assert len(decide(replace(snapshot, robot_slots_left=2), NOW).steps) == 2


def test_a_drive_that_just_failed_is_left_alone_for_a_while() -> None:
    seat = replace(holding(1, A, UNLOADED), not_before=later(10))
    assert decide(scene([seat], []), NOW).steps == ()
    assert len(decide(scene([seat], []), later(10)).steps) == 1


def test_a_dismount_gives_up_when_a_program_keeps_the_drive_open() -> None:
    seat = replace(holding(1, A, LOADED, user=BACKUP), open_since=later(-60))
    (ruling,) = decide(scene([seat], [started(dismount(1, A))]), NOW).rulings
    assert isinstance(ruling, Fail)
    assert isinstance(ruling.error, Busy)


def test_a_cartridge_left_in_the_robot_is_put_away() -> None:
    held = replace(A, place=Place(kind=PlaceKind.ROBOT, element_id=key("robot")))
    (carry,) = decide(scene([empty(1)], [], stranded=held), NOW).steps
    assert isinstance(carry, Carry)
    assert carry.source == held.place


def test_the_second_side_of_a_medium_is_turned_on_the_way_in_and_back() -> None:
    disc = tape("DISC", kind="MO-5-RW")
    work = started(mount(1, disc), 1)
    second = frozenset({work.side_id}) if work.side_id else frozenset()
    (fetch,) = decide(scene([empty(1, kind="MO-5-RW")], [work], [disc], second_sides=second), NOW).steps
    assert isinstance(fetch, Carry)
    assert fetch.invert
    out = holding(1, disc, UNLOADED, side_id=work.side_id)
    (back,) = decide(scene([out], [], second_sides=second), NOW).steps
    assert isinstance(back, Carry)
    assert back.invert


def test_the_other_side_of_a_medium_in_the_drive_is_not_taken_for_the_wanted_one() -> None:
    disc = tape("DISC", kind="MO-5-RW")
    work = started(mount(1, disc), 1)
    second = frozenset({work.side_id}) if work.side_id else frozenset()
    first_up = holding(1, disc, MOUNTED, user=BACKUP, side_id=key("first side"))
    (step,) = decide(scene([first_up], [work], second_sides=second), NOW).steps
    assert isinstance(step, Unload)
