"""Cartridges on their way to a slot or a port that somebody named."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Port
from openrsm.domain.inject import InjectStage
from openrsm.domain.records import WorkItem
from openrsm.domain.scheduling import decide
from openrsm.domain.slot import PortContent, PortPosition
from openrsm.domain.steps import Begin, Berth, Carry, Fail, Finish, Snapshot, Unload, Wait
from openrsm.domain.values import Medium, Place, PlaceKind, PortId
from openrsm.domain.work import Operation
from openrsm.errors import Busy, MediaOffline, NotEmpty
from tests.domain.scenes import (
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
    started,
    tape,
)

A, B = tape("A", home=1), tape("B", home=2)
SLOT = Place(kind=PlaceKind.SLOT, element_id=key("slot5"))
PORT = Place(kind=PlaceKind.PORT, element_id=key("port1"))
UNLOADED, LOADED = DriveState.UNLOADED, DriveState.LOADED


def berth(medium: Medium | None = None, *, extended: bool = False) -> Berth:
    position = PortPosition.EXTENDED if extended else PortPosition.RETRACTED
    content = PortContent.EMPTY if medium is None else PortContent.FULL
    port = Port(
        id=PortId(key("port1")), library_id=LIBRARY.id, number=1, address=10, position=position, content=content
    )
    return Berth(port=port, medium=medium)


def transfer(medium: Medium, to: Place = SLOT, number: int = 1) -> WorkItem:
    return item(number, Operation.TRANSFER, medium_id=medium.id, destination=to)


def ruled(snapshot: Snapshot, moment: datetime = NOW) -> object:
    [ruling] = decide(snapshot, moment).rulings
    return ruling


def test_a_transfer_begins_as_soon_as_it_is_seen() -> None:
    work = transfer(A)
    assert ruled(scene([empty(1)], [work], [A])) == Begin(work_ids=(work.id,))


def test_a_cartridge_in_a_slot_is_carried_straight_to_the_other() -> None:
    work = started(transfer(A))
    decision = decide(scene([empty(1)], [work], [A]), NOW)
    assert decision.steps == (Carry(medium_id=A.id, source=A.place, destination=SLOT, work_id=work.id),)


def test_a_cartridge_in_a_drive_is_unloaded_first_and_then_carried_where_it_is_wanted() -> None:
    work = started(transfer(A))
    [unload] = decide(scene([holding(1, A, LOADED)], [work]), NOW).steps
    assert isinstance(unload, Unload)
    [carry] = decide(scene([holding(1, A, UNLOADED)], [work]), NOW).steps
    assert isinstance(carry, Carry)
    assert carry.destination == SLOT


def test_a_mount_that_wants_the_drive_has_its_cartridge_carried_where_that_is_wanted() -> None:
    work = [started(transfer(A)), started(mount(2, B), 1)]
    [carry] = decide(scene([holding(1, A, UNLOADED)], work, [B]), NOW).steps
    assert isinstance(carry, Carry)
    assert (carry.medium_id, carry.destination) == (A.id, SLOT)


def test_no_cartridge_that_has_no_home_is_put_where_another_is_to_go() -> None:
    homeless = replace(tape("C", home=9), home_slot_id=None)
    there = Place(kind=PlaceKind.SLOT, element_id=key("slot7"))
    work = [started(transfer(A, there)), started(dismount(2, homeless))]
    steps = decide(scene([holding(1, homeless, UNLOADED)], work, [A], robot_slots_left=2), NOW).steps
    carried = {step.medium_id: step.destination.element_id for step in steps if isinstance(step, Carry)}
    assert carried == {A.id: there.element_id, homeless.id: key("slot8")}


def test_a_transfer_is_done_when_the_cartridge_is_there_and_nothing_moves_it() -> None:
    work = started(transfer(A))
    there = replace(A, place=SLOT)
    assert ruled(scene([empty(1)], [work], [there])) == Finish(work_ids=(work.id,))
    assert decide(scene([empty(1)], [work], [there], moving=frozenset({A.id})), NOW).rulings == ()


def test_a_cartridge_that_somebody_has_put_there_meanwhile_stays() -> None:
    failed = ruled(scene([empty(1)], [started(transfer(A))], [A, replace(B, place=SLOT)]))
    assert isinstance(failed, Fail)
    assert isinstance(failed.error, NotEmpty)


def test_a_cartridge_that_somebody_has_taken_out_is_not_asked_for() -> None:
    failed = ruled(scene([empty(1)], [started(transfer(away("A")))], [away("A")]))
    assert isinstance(failed, Fail)
    assert isinstance(failed.error, MediaOffline)


def test_a_program_that_keeps_the_drive_open_keeps_the_cartridge() -> None:
    work = replace(started(transfer(A)), started_at=NOW, reason="waits for a program to close the drive")
    seat = replace(holding(1, A, LOADED), open_since=NOW, not_before=later(1000))
    assert decide(scene([seat], [work], open_patience=60), later(30)).rulings == ()
    failed = ruled(scene([seat], [work], open_patience=60), later(90))
    assert isinstance(failed, Fail)
    assert isinstance(failed.error, Busy)


def test_a_transfer_through_a_port_waits_while_people_have_it() -> None:
    work = transfer(A, PORT)
    waits = ruled(scene([empty(1)], [work], [A], berths=(berth(extended=True),)))
    assert isinstance(waits, Wait)
    assert "stand open" in waits.reason
    begun = started(work)
    waits = ruled(scene([empty(1)], [begun], [A], berths=(berth(extended=True),)))
    assert isinstance(waits, Wait)
    told = replace(begun, reason=waits.reason)
    steps = decide(scene([empty(1)], [told], [A], berths=(berth(extended=True),)), NOW).steps
    assert not any(isinstance(step, Carry) for step in steps)
    assert ruled(scene([empty(1)], [told], [A], berths=(berth(),))) == Wait(work_id=begun.id, reason="")


def test_a_transfer_through_a_port_waits_for_an_inject() -> None:
    inject = started(item(2, Operation.INJECT, option=int(InjectStage.START)))
    lying = replace(A, place=PORT)
    snapshot = scene([empty(1)], [transfer(lying), inject], [lying], berths=(berth(lying, extended=True),))
    reasons = [one.reason for one in decide(snapshot, NOW).rulings if isinstance(one, Wait)]
    assert any("work item 2 uses them" in reason for reason in reasons)


def test_a_cartridge_is_carried_to_a_port_and_from_it() -> None:
    out = started(transfer(A, PORT))
    [carry] = decide(scene([empty(1)], [out], [A], berths=(berth(),)), NOW).steps
    assert isinstance(carry, Carry)
    assert carry.destination == PORT
    lying = replace(A, place=PORT, home_slot_id=None)
    into = started(transfer(lying))
    [carry] = decide(scene([empty(1)], [into], [lying], berths=(berth(lying),)), NOW).steps
    assert isinstance(carry, Carry)
    assert (carry.source, carry.destination) == (PORT, SLOT)


def test_a_port_that_is_full_is_in_the_way() -> None:
    failed = ruled(scene([empty(1)], [started(transfer(A, PORT))], [A, B], berths=(berth(replace(B, place=PORT)),)))
    assert isinstance(failed, Fail)
    assert isinstance(failed.error, NotEmpty)


def test_an_eject_does_not_take_the_port_to_which_a_transfer_goes() -> None:
    reason = f"waits for an empty port in library {LIBRARY.name}"
    eject = started(item(2, Operation.EJECT, medium_id=B.id, reason=reason))
    steps = decide(scene([empty(1)], [started(transfer(A, PORT)), eject], [A, B], berths=(berth(),)), NOW).steps
    assert [step.medium_id for step in steps if isinstance(step, Carry)] == [A.id]
