"""What a drive does in one word, and the sums of its time."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.library import Operational
from openrsm.service.metrics.drive_time import DriveTime, activity
from tests.cli.samples import BACKUP, DRIVE

FREE = replace(DRIVE, holder=None, state=DriveState.DISMOUNTED)


class Ticks:
    """A clock that a test winds."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "empty"),
        ({"enabled": False}, "empty"),
        ({"holder": BACKUP}, "moving"),
        ({"holder": BACKUP, "state": DriveState.MOUNTED}, "moving"),
        ({"holder": BACKUP, "state": DriveState.LOADED}, "in_use"),
        ({"state": DriveState.DISMOUNTABLE}, "dismountable"),
        ({"holder": BACKUP, "state": DriveState.DISMOUNTABLE}, "moving"),
        ({"state": DriveState.UNLOADED}, "moving"),
        ({"state": DriveState.BEING_CLEANED}, "cleaning"),
        ({"operational": Operational.NEEDS_SERVICE, "holder": BACKUP}, "out_of_service"),
        ({"operational": Operational.NOT_PRESENT}, "out_of_service"),
    ],
)
def test_what_a_drive_does_follows_from_its_state_and_holder(changes: dict[str, Any], expected: str) -> None:
    assert activity(replace(FREE, **changes)) == expected


def spent(times: Iterator[tuple[Drive, float]]) -> list[tuple[str, float]]:
    return [(activity(drive), seconds) for drive, seconds in times]


def test_time_goes_to_what_the_drive_did_before_it_changed() -> None:
    ticks = Ticks()
    sums = DriveTime(ticks)
    held = replace(FREE, holder=BACKUP)
    assert spent(sums.drive(FREE)) == []
    ticks.now += 5
    assert spent(sums.drive(held)) == [("empty", 5)]
    ticks.now += 2
    assert spent(sums.until_now()) == [("moving", 2)]
    ticks.now += 1
    assert spent(sums.drive(replace(held, state=DriveState.LOADED))) == [("moving", 1)]


def test_no_time_is_lost_or_counted_twice_between_readings() -> None:
    ticks = Ticks()
    sums = DriveTime(ticks)
    list(sums.drive(FREE))
    total = 0.0
    for before, after in pairwise((0, 3, 3, 10, 11)):
        ticks.now += after - before
        total += sum(seconds for _, seconds in sums.until_now())
    assert total == 11


def test_a_drive_that_is_gone_spends_no_more_time() -> None:
    ticks = Ticks()
    sums = DriveTime(ticks)
    list(sums.drive(FREE))
    sums.forget(FREE)
    ticks.now += 5
    assert spent(sums.until_now()) == []
