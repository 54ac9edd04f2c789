"""What ejects and injects do next, and what they wait for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Door, Port
from openrsm.domain.inject import EjectOption, InjectStage
from openrsm.domain.library import Operational
from openrsm.domain.records import WorkItem
from openrsm.domain.scheduling import decide
from openrsm.domain.slot import DoorState, PortContent, PortPosition
from openrsm.domain.steps import (
    Begin,
    Berth,
    Carry,
    CloseStation,
    Fail,
    Finish,
    OpenStation,
    Redirect,
    ReleaseDoor,
    Seat,
    Snapshot,
    Summon,
    Unload,
    Wait,
)
from openrsm.domain.values import DoorId, DriveId, Medium, Place, PlaceKind, PortId
from openrsm.domain.work import Operation
from openrsm.errors import Busy
from tests.domain.scenes import (
    BACKUP,
    LIBRARY,
    NOW,
    away,
    dismount,
    empty,
    holding,
    item,
    key,
    later,
    mount,
    scene,
    tape,
)
from tests.domain.scenes import started as begun

A, B, C = tape("A", home=1), tape("B", home=2), tape("C", home=3)
DRIVE = DriveId(key("drive1"))


def port(number: int, medium: Medium | None = None, *, open_since: float | None = None) -> Berth:
    """A port with what lies in it; it stands open since so many seconds before now, or is closed."""
    lying = None if medium is None else replace(medium, place=place(number))
    return Berth(
        port=Port(
            id=PortId(key(f"port{number}")),
            library_id=LIBRARY.id,
            number=number,
            address=10 + number,
            content=PortContent.EMPTY if medium is None else PortContent.FULL,
            position=PortPosition.RETRACTED if open_since is None else PortPosition.EXTENDED,
            extended_since=None if open_since is None else later(-open_since),
        ),
        medium=lying,
    )


def place(number: int) -> Place:
    return Place(kind=PlaceKind.PORT, element_id=key(f"port{number}"))


def eject(number: int, medium: Medium, option: EjectOption = EjectOption.START, **fields: Any) -> WorkItem:
    return begun(item(number, Operation.EJECT, medium_id=medium.id, option=int(option), **fields))


def inject(stage: InjectStage = InjectStage.START, **fields: Any) -> WorkItem:
    return begun(item(9, Operation.INJECT, option=int(stage), **fields))


def at(
    ports: Sequence[Berth], *work: WorkItem, seats: Sequence[Seat] = (), media: Sequence[Medium] = (), **fields: Any
) -> Snapshot:
    """A library with these ports; what lies in them is known."""
    lying = [berth.medium for berth in ports if berth.medium is not None]
    return scene([*(seats or [empty(1)])], work, [*media, *lying], berths=tuple(ports), **fields)


def test_a_batch_waits_for_its_start() -> None:
    queued = item(1, Operation.EJECT, medium_id=A.id, option=int(EjectOption.QUEUE))
    (ruling,) = decide(at([port(1)], queued, media=[A]), NOW).rulings
    assert isinstance(ruling, Wait)
    assert "rest of its batch" in ruling.reason


def test_each_cartridge_is_brought_to_a_port_of_its_own() -> None:
    first, second = eject(1, A), eject(2, B)
    snapshot = at(
        [port(1), port(2)], first, second, media=[A, B], library=replace(LIBRARY, moves_at_once=2), robot_slots_left=2
    )
    assert decide(snapshot, NOW).steps == (
        Carry(medium_id=A.id, source=A.place, destination=place(1), work_id=first.id),
        Carry(medium_id=B.id, source=B.place, destination=place(2), work_id=second.id),
    )


def test_a_port_that_is_full_or_about_to_be_is_not_used() -> None:
    snapshot = at([port(1, C), port(2), port(3)], eject(1, A), media=[A], promised=frozenset({key("port2")}))
    (carry,) = decide(snapshot, NOW).steps
    assert isinstance(carry, Carry)
    assert carry.destination == place(3)


def test_without_a_free_port_an_eject_says_so() -> None:
    (ruling,) = decide(at([port(1, C)], eject(1, A), media=[A]), NOW).rulings
    assert ruling == Wait(work_id=eject(1, A).id, reason="waits for an empty port in library vtl")


def test_the_ports_are_opened_when_nothing_more_can_be_brought() -> None:
    first, second = eject(1, A), eject(2, B, reason="waits for an empty port in library vtl")
    (more,) = decide(at([port(1, A), port(2)], first, eject(2, B), media=[B]), NOW).steps
    assert isinstance(more, Carry)
    assert decide(at([port(1, A)], first, second, media=[B]), NOW).steps == (OpenStation(work_id=first.id),)


def test_the_ports_are_not_opened_while_the_robot_moves() -> None:
    assert decide(at([port(1, A)], eject(1, A), robot_slots_left=0), NOW).steps == ()


def test_nothing_is_brought_to_ports_that_stand_open() -> None:
    waits = "waits for the ports of library vtl, which stand open"
    first = eject(1, A, reason="waits for somebody to take A out of port 1 of library vtl")
    second = eject(2, B, reason=waits)
    decision = decide(at([port(1, A, open_since=1), port(2, open_since=1)], first, second, media=[B]), NOW)
    assert (decision.rulings, decision.steps) == ((), ())


@pytest.mark.parametrize("begins", [False, True])
def test_a_mount_of_what_was_just_brought_waits_until_nobody_reaches_into_the_ports(*, begins: bool) -> None:
    waits = "waits for the ports of library vtl, which stand open"
    work = begun(mount(1, A), 1) if begins else mount(1, A)
    others = "waits for somebody to put cartridges into the ports of library vtl"
    snapshot = at([port(1, A, open_since=1), port(2, open_since=1)], work, inject(reason=others))
    assert decide(snapshot, NOW).rulings == (Wait(work_id=work.id, reason=waits),)
    waiting = replace(snapshot, work=(replace(work, reason=waits), inject(reason=others)))
    assert (decide(waiting, NOW).rulings, decide(waiting, NOW).steps) == ((), ())
    closed = replace(waiting, berths=(port(1, A), port(2)), work=(replace(work, reason=waits),))
    goes_on = Wait(work_id=work.id, reason="") if begins else Begin(work_ids=(work.id,), drives={work.id: DRIVE})
    assert decide(closed, NOW).rulings == (goes_on,)


def test_a_mount_that_is_to_wait_for_nothing_does_not_wait_for_ports_that_stand_open() -> None:
    [ruling] = decide(at([port(1, A, open_since=1)], mount(1, A, fail_if_busy=True)), NOW).rulings
    assert isinstance(ruling, Fail)
    assert "the ports of library vtl, which stand open" in str(ruling.error)


def test_the_ports_are_closed_once_everything_is_out() -> None:
    snapshot = at(
        [port(1, open_since=1)], eject(1, A, reason="waits for the ports of library vtl, which stand open"), media=[A]
    )
    assert decide(snapshot, NOW).steps == (CloseStation(locked=False),)


def test_the_eject_of_what_is_out_is_done() -> None:
    work = eject(1, away("A"))
    assert decide(at([port(1, open_since=1)], work, media=[away("A")]), NOW).rulings == (Finish(work_ids=(work.id,)),)


def test_a_cartridge_in_a_drive_is_let_go_first_and_waits_for_programs_as_long_as_a_dismount() -> None:
    work = eject(1, A, started_at=NOW)
    inside = holding(1, A, DriveState.DISMOUNTABLE)
    (unload,) = decide(at([port(1)], work, seats=[inside]), NOW).steps
    assert unload == Unload(drive_id=inside.drive.id, medium_id=A.id, work_id=work.id)
    in_use = replace(inside, open_since=NOW, not_before=later(100))
    (ruling,) = decide(at([port(1)], work, seats=[in_use]), later(61)).rulings
    assert isinstance(ruling, Fail)
    assert isinstance(ruling.error, Busy)


def test_a_cartridge_that_its_drive_let_go_is_carried_from_there() -> None:
    inside = holding(1, A, DriveState.UNLOADED)
    (carry,) = decide(at([port(1)], eject(1, A), seats=[inside]), NOW).steps
    assert isinstance(carry, Carry)
    assert (carry.source.kind, carry.destination) == (PlaceKind.DRIVE, place(1))


def test_an_eject_waits_for_a_mount_that_has_begun() -> None:
    work = item(1, Operation.EJECT, medium_id=A.id, option=int(EjectOption.FORCE))
    snapshot = at([port(1)], work, begun(mount(2, A), 1), seats=[empty(1, holder=BACKUP)], media=[A])
    assert Wait(work_id=work.id, reason="waits for A: it is being mounted") in decide(snapshot, NOW).rulings


def test_a_dismount_and_an_eject_of_one_medium_do_not_cross() -> None:
    inside = holding(1, A, DriveState.UNLOADED)
    steps = decide(at([port(1)], eject(1, A), begun(dismount(2, A)), seats=[inside]), NOW).steps
    assert len(steps) == 1


def test_an_operator_is_asked_once_when_the_ports_have_stood_open_for_too_long() -> None:
    reason = "waits for somebody to take A out of port 1 of library vtl"
    ports, work = [port(1, A, open_since=0)], eject(1, A, reason=reason)
    assert decide(at(ports, work), NOW).look_again == later(60)
    (ruling,) = decide(at(ports, work), later(60)).rulings
    assert isinstance(ruling, Summon)
    assert ruling.message == "Take A out of port 1 of library vtl: it is ejected"
    assert decide(at(ports, work, asked={work.id: 1}), later(60)).rulings == ()


def test_an_inject_opens_the_ports_and_waits() -> None:
    work = inject()
    assert decide(at([port(1), port(2)], work), NOW).steps == (OpenStation(work_id=work.id),)
    (ruling,) = decide(at([port(1, open_since=1)], work), NOW).rulings
    assert ruling == Wait(work_id=work.id, reason="waits for somebody to put cartridges into the ports of library vtl")


def test_full_ports_are_closed_locked_and_emptied() -> None:
    lying = replace(A, home_slot_id=None)
    (ruling,) = decide(at([port(1, lying, open_since=1)], inject()), NOW).rulings
    assert ruling == Redirect(work_id=inject().id, option=InjectStage.TAKE)
    taking = inject(InjectStage.TAKE)
    snapshot = at([port(1, lying, open_since=1)], taking)
    assert decide(snapshot, NOW).steps == (CloseStation(work_id=taking.id, locked=True),)
    (carry,) = decide(at([port(1, lying)], taking, locked=True), NOW).steps
    assert isinstance(carry, Carry)
    assert (carry.source, carry.destination.kind) == (place(1), PlaceKind.SLOT)
    assert decide(at([port(1)], taking, locked=True), NOW).rulings == (Finish(work_ids=(taking.id,)),)


def test_ports_that_nobody_needs_locked_are_unlocked() -> None:
    assert decide(at([port(1)], locked=True), NOW).steps == (CloseStation(locked=False),)


def test_ports_that_could_not_be_unlocked_are_left_for_a_while() -> None:
    again = later(5)
    decision = decide(at([port(1)], locked=True, locked_not_before=again), NOW)
    assert (decision.steps, decision.look_again) == ((), again)
    assert decide(at([port(1)], locked=True, locked_not_before=again), again).steps == (CloseStation(locked=False),)


def test_an_inject_of_many_begins_again_when_the_ports_are_empty() -> None:
    (ruling,) = decide(at([port(1)], inject(InjectStage.RETRACT)), NOW).rulings
    assert ruling == Redirect(work_id=inject().id, option=InjectStage.MANY)


def test_what_finds_no_slot_is_waited_for_unless_the_inject_is_stopped() -> None:
    ports, full = [port(1, replace(A, home_slot_id=None))], {"empty_slots": ()}
    rulings = decide(at(ports, inject(InjectStage.TAKE), **full), NOW).rulings
    assert [type(ruling) for ruling in rulings] == [Wait, Summon]
    stopped = inject(InjectStage.STOP)
    assert decide(at(ports, stopped, **full), NOW).rulings == (Finish(work_ids=(stopped.id,)),)


def test_one_inject_follows_another() -> None:
    second = item(10, Operation.INJECT)
    (ruling,) = decide(at([port(1)], inject(), second), NOW).rulings
    assert ruling == Wait(work_id=second.id, reason="waits for the ports of library vtl: work item 9 uses them")


def the_door(state: DoorState = DoorState.CLOSED) -> Door:
    opened_at = NOW if state is DoorState.OPEN else None
    return Door(id=DoorId(key("door")), library_id=LIBRARY.id, number=1, state=state, opened_at=opened_at)


def access(**fields: Any) -> WorkItem:
    return begun(item(1, Operation.DOOR_ACCESS, started_at=NOW, **fields))


def test_the_doors_are_unlocked_when_nothing_moves_any_more() -> None:
    work = access()
    assert decide(at([], work, doors=(the_door(),), robot_slots_left=0), NOW).steps == ()
    assert decide(at([], work, doors=(the_door(),)), NOW).steps == (ReleaseDoor(work_id=work.id),)


def test_a_door_access_says_that_it_waits_for_a_library_that_does_not_answer() -> None:
    work = access()
    gone = replace(at([], work, doors=(the_door(),)), library=replace(LIBRARY, operational=Operational.NOT_PRESENT))
    assert decide(gone, NOW).rulings == (Wait(work_id=work.id, reason="waits for library vtl: not present"),)


def test_a_second_door_access_says_that_it_waits_for_the_first() -> None:
    first = access(reason="waits for somebody to open the door of library vtl")
    second = replace(access(), id=begun(mount(2, A), 1).id, number=2)
    scene = at([], first, second, doors=(the_door(),), released=first.id)
    reason = f"waits for library vtl: its doors are unlocked for work item {first.number}"
    assert decide(scene, NOW).rulings == (Wait(work_id=second.id, reason=reason),)


def test_nothing_is_carried_while_doors_are_unlocked() -> None:
    work = access(reason="waits for somebody to open the door of library vtl")
    waiting = begun(mount(2, A, reason="waits for library vtl: its doors are unlocked for work item 1"), 1)
    snapshot = at([], work, waiting, media=[A], doors=(the_door(),), released=work.id)
    assert decide(snapshot, NOW).steps == ()
    assert any(isinstance(step, Carry) for step in decide(at([], begun(mount(2, A), 1), media=[A]), NOW).steps)


def test_a_door_that_stays_open_or_shut_for_too_long_calls_an_operator() -> None:
    work = access()
    waits = replace(work, reason="waits for somebody to open the door of library vtl")
    (shut,) = decide(at([], waits, doors=(the_door(),), released=work.id), later(120)).rulings
    assert isinstance(shut, Summon)
    assert shut.message.startswith("Open, and close again, the door")
    stands = replace(work, reason="waits for library vtl: its door is open")
    snapshot = at([], stands, doors=(the_door(DoorState.OPEN),), released=work.id, door_open=True)
    assert decide(snapshot, NOW).look_again == later(120)
    (left_open,) = decide(snapshot, later(120)).rulings
    assert isinstance(left_open, Summon)
    assert left_open.message.startswith("Close the door")


def test_an_eject_begins_at_once_where_nothing_is_in_its_way() -> None:
    work = item(1, Operation.EJECT, medium_id=A.id)
    assert decide(at([port(1)], work, media=[A]), NOW).rulings == (Begin(work_ids=(work.id,)),)
