"""Programs that have a drive open: what waits for them, for how long, and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.records import WorkItem
from openrsm.domain.scheduling import decide
from openrsm.domain.steps import Fail, Finish, Load, Seat, Snapshot, Wait
from openrsm.domain.work import Operation
from openrsm.errors import Busy
from tests.domain.scenes import BACKUP, NOW, dismount, holding, item, later, mount, scene, started, tape

pytestmark = pytest.mark.torture

A, B = tape("A", home=1), tape("B", home=2)
OPENED = "waits for a program to close the drive"


def seat(state: DriveState, **fields: Any) -> Seat:
    return replace(holding(1, A, state, user=BACKUP), **fields)


def begun(work: WorkItem, drive: int | None = None) -> WorkItem:
    return replace(started(work, drive), started_at=NOW)


LENT, GIVEN = seat(DriveState.LOADED), seat(DriveState.MOUNTED)
RELEASE = begun(dismount(1, A, deferred=True))
LABEL = begun(item(1, Operation.WRITE_FREE_LABEL, medium_id=A.id), 1)
WAITING = pytest.mark.parametrize(
    ("work", "of"), [(RELEASE, LENT), (begun(mount(1, A), 1), GIVEN), (LABEL, GIVEN)], ids=["release", "mount", "label"]
)


def with_work(of: Seat, *work: WorkItem, **fields: Any) -> Snapshot:
    return scene([of], work, [B], **fields)


def test_a_deferred_dismount_asks_its_drive_before_others_get_it() -> None:
    step = Load(drive_id=LENT.drive.id, medium_id=A.id, work_id=RELEASE.id, operation=Operation.DISMOUNT)
    decision = decide(with_work(LENT, RELEASE), NOW)
    assert (decision.rulings, decision.steps) == ((), (step,))
    released = with_work(holding(1, A, DriveState.DISMOUNTABLE), RELEASE)
    assert decide(released, NOW).rulings == (Finish(work_ids=(RELEASE.id,)),)


def test_whoever_reaches_into_the_library_keeps_no_deferred_dismount_waiting() -> None:
    decision = decide(with_work(LENT, RELEASE, door_open=True), NOW)
    assert (decision.rulings, len(decision.steps)) == ((), 1)
    assert decide(with_work(LENT, begun(dismount(1, A)), door_open=True), NOW).steps == ()


@WAITING
def test_what_a_program_has_open_is_tried_again_after_a_while(work: WorkItem, of: Seat) -> None:
    held, waits = replace(of, not_before=later(1), open_since=NOW), replace(work, reason=OPENED)
    assert decide(with_work(held, work), NOW).rulings == (Wait(work_id=work.id, reason=OPENED),)
    decision = decide(with_work(held, waits), NOW)
    assert (decision.rulings, decision.steps, decision.look_again) == ((), (), later(1))
    assert [type(step) for step in decide(with_work(held, waits), later(1)).steps] == [Load]


@WAITING
def test_what_waits_for_a_program_fails_when_that_takes_too_long(work: WorkItem, of: Seat) -> None:
    held, waits = replace(of, not_before=later(61), open_since=NOW), replace(work, reason=OPENED)
    (ruling,) = decide(with_work(held, waits), later(60)).rulings
    assert isinstance(ruling, Fail)
    assert isinstance(ruling.error, Busy)


@WAITING
def test_what_is_being_tried_does_not_fail_meanwhile(work: WorkItem, of: Seat) -> None:
    held, waits = replace(of, not_before=later(61), open_since=NOW, busy=True), replace(work, reason=OPENED)
    assert decide(with_work(held, waits), later(3600)).rulings == ()


@WAITING
def test_what_was_found_open_long_ago_is_tried_before_anything_fails(work: WorkItem, of: Seat) -> None:
    stale = replace(of, not_before=later(-3000), open_since=later(-3600))
    assert len(decide(with_work(stale, replace(work, reason=OPENED)), later(3600)).steps) == 1


def test_a_set_fails_with_the_one_that_waits_for_a_program() -> None:
    one, other = begun(mount(1, A, bound="set"), 1), begun(mount(2, B, bound="set"), 2)
    held = replace(GIVEN, not_before=later(61), open_since=NOW)
    (ruling,) = decide(scene([held, holding(2, B, DriveState.MOUNTED, user=BACKUP)], [one, other]), later(60)).rulings
    assert isinstance(ruling, Fail)
    assert set(ruling.work_ids) == {one.id, other.id}


def test_a_mount_does_not_fail_for_a_program_that_keeps_its_medium_in_another_drive() -> None:
    elsewhere = replace(holding(1, A, DriveState.MOUNTED), not_before=later(61), open_since=NOW)
    work = replace(begun(mount(1, A), 2), reason=OPENED)
    decision = decide(scene([elsewhere, holding(2, B, DriveState.UNLOADED)], [work]), later(60))
    assert not [ruling for ruling in decision.rulings if isinstance(ruling, Fail)]
