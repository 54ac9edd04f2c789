"""What is decided for a drive that is in no library."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Library
from openrsm.domain.inject import InjectStage
from openrsm.domain.library import LibraryKind
from openrsm.domain.operator import OperatorKind
from openrsm.domain.records import WorkItem
from openrsm.domain.scheduling import decide
from openrsm.domain.standalone import check_inject, kind_of, wish
from openrsm.domain.steps import Ask, Berth, Carry, Finish, Redirect, Release, Seat, Snapshot, Summon, Unload, Wait
from openrsm.domain.values import Medium
from openrsm.errors import LibraryFull, NotSupported
from tests.domain.scenes import BACKUP, LIBRARY, NOW, away, dismount, empty, holding, later, mount, tape
from tests.domain.scenes import started as begun
from tests.domain.test_porting import at, eject, inject, place, port

DESK: Final[Library] = replace(LIBRARY, name="desk", kind=LibraryKind.STANDALONE)
A, B = tape("A"), tape("B")


def alone(seat: Seat, *work: WorkItem, mouth: Berth | None = None, **fields: Any) -> Snapshot:
    """A drive, and its mouth."""
    return at([mouth or port(1)], *work, seats=[replace(seat, keeps=True)], library=DESK, **fields)


def keeps(medium: Medium, state: DriveState, **fields: Any) -> Seat:
    return holding(1, medium, state, **fields)


@pytest.mark.parametrize(
    ("robots", "slots", "kind"),
    [(0, 0, LibraryKind.STANDALONE), (1, 8, LibraryKind.ROBOTIC), (0, 8, LibraryKind.ROBOTIC)],
)
def test_what_has_neither_robot_nor_slots_is_a_drive(robots: int, slots: int, kind: LibraryKind) -> None:
    assert kind_of(robots=robots, slots=slots) is kind


@pytest.mark.parametrize("state", [DriveState.MOUNTED, DriveState.LOADED])
def test_what_an_ended_mount_left_is_for_whoever_comes_next(state: DriveState) -> None:
    seat = keeps(A, state)
    assert decide(alone(seat), NOW).rulings == (Release(drive_id=seat.drive.id),)


@pytest.mark.parametrize("state", [DriveState.DISMOUNTABLE, DriveState.UNLOADED])
def test_what_nobody_uses_stays_where_it_is(state: DriveState) -> None:
    decision = decide(alone(keeps(A, state, dismount_delay=0)), NOW)
    assert (decision.rulings, decision.steps) == ((), ())


def test_a_dismount_is_done_at_once() -> None:
    item = begun(dismount(1, A))
    decision = decide(alone(keeps(A, DriveState.DISMOUNTABLE), item), NOW)
    assert decision.rulings == (Finish(work_ids=(item.id,)),)
    assert decision.steps == ()


def test_a_person_is_asked_for_what_is_away_when_nobody_has_the_drive() -> None:
    wanted = away("B")
    item = mount(1, wanted)
    assert decide(alone(empty(1), item, media=[wanted]), NOW).rulings == (Ask(work_id=item.id, medium_id=wanted.id),)
    taken = decide(alone(keeps(A, DriveState.LOADED, user=BACKUP), item, media=[wanted]), NOW).rulings
    assert not any(isinstance(ruling, Ask) for ruling in taken)


def test_what_is_wished_for_says_what_is_in_the_way() -> None:
    assert wish(B, DESK, "backup", None) == "Insert B into drive desk: backup waits to mount it"
    assert wish(B, DESK, "backup", A) == "Change A for B in drive desk: backup waits to mount it"
    assert wish(B, LIBRARY, "backup", None) == "Bring B to library vtl: backup waits to mount it"


def test_an_eject_unloads_and_then_waits_for_what_is_seen() -> None:
    item = eject(1, A)
    seat = keeps(A, DriveState.DISMOUNTABLE)
    unload = Unload(drive_id=seat.drive.id, medium_id=A.id, work_id=item.id)
    assert decide(alone(seat, item), NOW).steps == (unload,)
    assert decide(alone(keeps(A, DriveState.UNLOADED), item), NOW).steps == ()


def test_an_inject_brings_from_the_mouth_into_the_drive() -> None:
    item = inject(InjectStage.TAKE)
    (carry,) = decide(alone(empty(1), item, mouth=port(1, A)), NOW).steps
    assert isinstance(carry, Carry)
    assert (carry.source, carry.destination.element_id) == (place(1), empty(1).drive.id)


def test_an_inject_has_what_it_waits_for_when_the_drive_has_taken_it_in() -> None:
    seat = keeps(A, DriveState.DISMOUNTABLE)
    waiting = inject(InjectStage.START)
    assert decide(alone(seat, waiting), NOW).rulings == (Redirect(work_id=waiting.id, option=InjectStage.TAKE),)
    taking = inject(InjectStage.TAKE)
    assert decide(alone(seat, taking), NOW).rulings == (Finish(work_ids=(taking.id,)),)


def test_a_drive_takes_one_cartridge() -> None:
    check_inject(DESK, None, many=False)
    with pytest.raises(LibraryFull):
        check_inject(DESK, A, many=False)
    with pytest.raises(NotSupported):
        check_inject(DESK, None, many=True)


def test_a_drive_that_holds_on_to_what_it_was_to_let_go_is_a_persons_business_in_the_end() -> None:
    item, stuck = replace(eject(1, A), started_at=NOW), keeps(A, DriveState.UNLOADED)
    limit = port(1).port.max_extend
    saying = decide(alone(stuck, item), NOW).rulings
    assert saying == (Wait(work_id=item.id, reason="waits for drive desk to let A go"),)
    told = alone(stuck, replace(item, reason="waits for drive desk to let A go"))
    before = decide(told, later(limit - 1))
    assert (before.rulings, before.steps, before.look_again) == ((), (), later(limit))
    message = "Take A out of drive desk: it is ejected, and the drive holds on to it"
    after = (Summon(work_id=item.id, kind=OperatorKind.MOVE_MEDIA, message=message),)
    assert decide(told, later(limit)).rulings == after
    assert decide(replace(told, asked={item.id: 7}), later(limit)).rulings == ()


def test_a_drive_that_pulls_it_in_again_lets_it_go_again_and_a_person_is_asked_as_well() -> None:
    item, again = replace(eject(1, A), started_at=NOW), keeps(A, DriveState.DISMOUNTABLE)
    [unload] = decide(alone(again, item), NOW).steps
    assert isinstance(unload, Unload)
    [asked] = decide(alone(again, item), later(port(1).port.max_extend)).rulings
    assert isinstance(asked, Summon)
