"""Nothing is asked of a drive that does not work, or is not there, and nothing waits for it for ever."""

from __future__ import annotations

from typing import Any

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.library import Operational
from openrsm.domain.records import WorkItem
from openrsm.domain.scheduling import decide
from openrsm.domain.steps import Carry, Fail, Load, Snapshot, Unload, Wait
from openrsm.domain.work import CleaningStage, Operation
from openrsm.errors import DeviceNotAvailable
from tests.domain.scenes import BACKUP, NOW, dismount, empty, holding, item, key, mount, scene, started, tape
from tests.domain.test_standing_still import DEEDS, cases, decided

A, B = tape("A", home=1), tape("B", home=2)
BROKEN = (Operational.NEEDS_SERVICE, Operational.NOT_PRESENT)
OUT_OF_ORDER: dict[str, Any] = {"operational": Operational.NOT_PRESENT, "trouble": "it could not be identified"}


@pytest.mark.parametrize("deed", DEEDS)
def test_it_is_told_neither_to_load_nor_to_let_go(deed: str) -> None:
    tried = [case.snapshot() for case in cases(deed) if not case.ready]
    assert tried
    for snapshot in tried:
        _, decision = decided(snapshot)
        works = {seat.drive.id for seat in snapshot.seats if seat.drive.operational is Operational.READY}
        assert all(step.drive_id in works for step in decision.steps if isinstance(step, Load | Unload))


@pytest.mark.parametrize("state", [DriveState.MOUNTED, DriveState.DISMOUNTED])
@pytest.mark.parametrize("operational", BROKEN)
def test_a_set_of_mounts_that_has_begun_in_it_ends_as_one(operational: Operational, state: DriveState) -> None:
    inside = state is DriveState.MOUNTED
    fields: dict[str, Any] = {"operational": operational, "trouble": "it is dead"}
    seat = holding(1, A, state, **fields) if inside else empty(1, **fields)
    works = [started(mount(1, A, bound="set"), 1), started(mount(2, B, bound="set"), 2)]
    [ruling] = decide(scene([seat, empty(2)], works, [B] if inside else [A, B]), NOW).rulings
    assert isinstance(ruling, Fail)
    assert set(ruling.work_ids) == {each.id for each in works}
    assert isinstance(ruling.error, DeviceNotAvailable)
    assert ruling.error.what == "drive vtl/drive1 is out of order: it is dead"


def refused(snapshot: Snapshot, work: WorkItem) -> bool:
    return [
        type(one) for one in decide(snapshot, NOW).rulings if isinstance(one, Fail) and one.work_ids == (work.id,)
    ] == [Fail]


def test_a_dismount_that_has_begun_ends() -> None:
    work = started(dismount(1, A))
    seat = holding(1, A, DriveState.LOADED, user=BACKUP, **OUT_OF_ORDER)
    assert refused(scene([seat], [work]), work)


def test_a_mount_of_a_cartridge_that_is_stuck_in_it_does_not_begin_and_says_why() -> None:
    work = mount(1, A)
    snapshot = scene([holding(1, A, DriveState.DISMOUNTABLE, **OUT_OF_ORDER), empty(2)], [work])
    reason = "waits for A: drive 1 not present: it could not be identified"
    assert decide(snapshot, NOW).rulings == (Wait(work_id=work.id, reason=reason),)


def test_a_cartridge_that_it_has_let_go_is_fetched_from_it() -> None:
    work = started(mount(1, A), 2)
    snapshot = scene([holding(1, A, DriveState.UNLOADED, **OUT_OF_ORDER), empty(2)], [work])
    [step] = decide(snapshot, NOW).steps
    assert isinstance(step, Carry)


def test_a_cleaning_cartridge_that_has_done_its_work_goes_home() -> None:
    option = int(CleaningStage.CLEANED)
    work = started(item(1, Operation.CLEAN_DRIVE, medium_id=A.id, option=option), 1)
    [step] = decide(scene([holding(1, A, DriveState.UNLOADED, **OUT_OF_ORDER)], [work]), NOW).steps
    assert isinstance(step, Carry)
    assert step.destination.element_id == key("slot1")


def test_what_was_mounted_for_reading_alone_is_no_cleaning_that_has_done_its_work() -> None:
    """The options of both are numbers."""
    work = started(mount(1, A, option=int(CleaningStage.CLEANED)), 1)
    assert refused(scene([empty(1, **OUT_OF_ORDER)], [work], [A]), work)
