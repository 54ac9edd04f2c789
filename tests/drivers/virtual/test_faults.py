"""Scripted faults come true when, where and as often as they say."""

from __future__ import annotations

from contextlib import suppress

import pytest

from openrsm.domain.health import Counters, ErrorCounters
from openrsm.drivers.contract import Readiness
from openrsm.drivers.virtual.faults import Fault, consult, new_fault
from openrsm.errors import (
    DeviceGone,
    HardwareFault,
    InvalidParameter,
    InvalidState,
    MediumError,
    MotionUnknown,
    ObjectNotFound,
    RemovalPrevented,
    StatusUnreadable,
    UnableToLoad,
)
from tests.drivers.virtual.conftest import DRIVE, PORT, SLOT, Build, Site

ROBOT = 1


def test_a_fault_fires_once_on_the_next_operation(site: Site) -> None:
    site.hands.add_fault("move", "HardwareFault")
    with pytest.raises(HardwareFault):
        site.move(SLOT, SLOT + 4)
    site.move(SLOT, SLOT + 4)
    assert [(each.seen, each.fired) for each in site.hands.faults()] == [(1, 1)]


def test_a_fault_waits_for_the_nth_operation(site: Site) -> None:
    site.hands.add_fault("move", "HardwareFault", nth=2, times=2)
    site.move(SLOT, SLOT + 4)
    for _ in range(2):
        with pytest.raises(HardwareFault):
            site.move(SLOT + 4, SLOT)
    site.move(SLOT + 4, SLOT)


def test_a_fault_for_ever_fires_until_it_is_cleared(site: Site) -> None:
    number = site.hands.add_fault("move", "HardwareFault", times=0).number
    for _ in range(5):
        with pytest.raises(HardwareFault):
            site.move(SLOT, SLOT + 4)
    site.hands.clear_faults(number)
    site.move(SLOT, SLOT + 4)
    with pytest.raises(ObjectNotFound):
        site.hands.clear_faults(number)


@pytest.mark.parametrize("where", ["slot:1", "slot:5", "V00001L9"])
def test_a_fault_may_be_of_one_place_or_cartridge(site: Site, where: str) -> None:
    site.hands.add_fault("move", "HardwareFault", where=where)
    site.move(SLOT + 1, SLOT + 5)
    with pytest.raises(HardwareFault):
        site.move(SLOT, SLOT + 4)


def test_a_motion_may_be_done_although_its_answer_is_lost(site: Site) -> None:
    site.hands.add_fault("move", "unknown-done")
    with pytest.raises(MotionUnknown):
        site.move(SLOT, SLOT + 4)
    assert site.codes() == {SLOT + 1: "V00002L9", SLOT + 4: "V00001L9"}


def test_a_motion_may_not_be_done_and_its_answer_lost(site: Site) -> None:
    site.hands.add_fault("any", "unknown-undone")
    with pytest.raises(MotionUnknown):
        site.move(SLOT, SLOT + 4)
    assert site.codes() == {SLOT: "V00001L9", SLOT + 1: "V00002L9"}


def test_a_motion_may_begin_when_nobody_waits_for_it_any_more(build: Build) -> None:
    site = build("slots=6&realistic=1")
    site.hands.add_fault("move", "unknown-late:30")
    with pytest.raises(MotionUnknown):
        site.move(SLOT, SLOT + 4)
    changer, begun = site.opened.changer, site.clock.now
    site.clock.now = begun + 29
    assert (changer.at_rest(), site.codes()) == (True, {SLOT: "V00001L9", SLOT + 1: "V00002L9"})
    site.clock.now = begun + 31
    assert (changer.at_rest(), site.codes()) == (False, {ROBOT: "V00001L9", SLOT + 1: "V00002L9"})
    site.clock.now = begun + 60
    assert (changer.at_rest(), site.codes()) == (True, {SLOT + 1: "V00002L9", SLOT + 4: "V00001L9"})
    assert site.clock.slept == []


def test_another_motion_waits_for_the_one_that_begins_late(site: Site) -> None:
    site.hands.add_fault("any", "unknown-late:30")
    with pytest.raises(MotionUnknown):
        site.move(SLOT, SLOT + 4)
    site.move(SLOT + 4, SLOT + 5)
    assert site.clock.slept == [30]
    assert site.codes() == {SLOT + 1: "V00002L9", SLOT + 5: "V00001L9"}


def test_two_cartridges_may_be_exchanged_late(site: Site) -> None:
    site.hands.add_fault("exchange", "unknown-late:30")
    with pytest.raises(MotionUnknown):
        site.opened.changer.exchange(SLOT, SLOT + 1, SLOT + 2)
    assert site.codes() == {SLOT: "V00001L9", SLOT + 1: "V00002L9"}
    site.clock.now += 30
    assert site.codes() == {SLOT + 1: "V00001L9", SLOT + 2: "V00002L9"}


@pytest.mark.parametrize(
    "done", [("take", "slot:1"), ("insert", "X00001L9", "slot:5"), ("insert", "X00001L9", "slot:6")]
)
def test_a_motion_that_begins_late_is_not_made_if_it_cannot_be(build: Build, done: tuple[str, ...]) -> None:
    site = build("slots=6&doors=0")
    site.hands.add_fault("move", "unknown-late:30")
    with pytest.raises(MotionUnknown):
        site.move(SLOT, SLOT + 5)
    with suppress(InvalidState):  # people keep away from where the robot is to go
        getattr(site.hands, done[0])(*done[1:])
    before = site.codes()
    site.clock.now += 30
    moved = {SLOT + 5 if each == SLOT else each: code for each, code in before.items()}
    assert site.codes() == moved


def test_a_drive_that_was_loaded_meanwhile_keeps_its_cartridge(site: Site) -> None:
    site.move(SLOT, DRIVE)
    site.drive.unload()
    site.hands.add_fault("move", "unknown-late:30")
    with pytest.raises(MotionUnknown):
        site.move(DRIVE, SLOT)
    site.drive.load()
    site.clock.now += 30
    assert site.codes() == {DRIVE: "V00001L9", SLOT + 1: "V00002L9"}


def test_an_unload_may_be_done_although_its_answer_is_lost(site: Site) -> None:
    site.hands.add_fault("unload", "unknown-done")
    site.move(SLOT, DRIVE)
    with pytest.raises(MotionUnknown):
        site.drive.unload()
    assert site.drive.status().readiness is Readiness.UNLOADED


def test_a_library_that_vanished_answers_nothing_until_it_is_cleared(site: Site) -> None:
    site.hands.add_fault("move", "vanish")
    with pytest.raises(DeviceGone):
        site.move(SLOT, SLOT + 4)
    for ask in (site.opened.changer.status, site.drive.status, site.opened.changer.attentions, site.again):
        with pytest.raises(DeviceGone):
            ask()
    site.hands.clear_faults()
    assert site.codes() == {SLOT: "V00001L9", SLOT + 1: "V00002L9"}


def test_a_slow_motion_takes_longer(site: Site) -> None:
    site.hands.add_fault("move", "slow:90")
    site.move(SLOT, SLOT + 4)
    assert site.clock.slept == [90]
    assert SLOT + 4 in site.codes()


def test_slow_reading_and_status_take_longer(site: Site) -> None:
    site.move(SLOT, DRIVE)
    for operation in ("status", "drive-status", "write"):
        site.hands.add_fault(operation, "slow:5")
    site.opened.changer.status()
    site.drive.status()
    site.drive.write(b"x")
    assert site.clock.slept == [5, 5, 5]


def test_a_stuck_cartridge_is_not_unloaded(site: Site) -> None:
    site.hands.add_fault("unload", "stuck", where="drive:1")
    site.move(SLOT, DRIVE)
    with pytest.raises(RemovalPrevented):
        site.drive.unload()
    assert site.drive.status().readiness is Readiness.READY
    site.drive.unload()


def test_a_cartridge_that_does_not_load_fails_its_drive_and_can_be_taken_back(site: Site) -> None:
    site.hands.add_fault("load", "UnableToLoad", where="V00001L9")
    site.move(SLOT, DRIVE)
    status = site.drive.status()
    assert status.readiness is Readiness.FAILED
    assert "UnableToLoad" in status.words
    with pytest.raises(UnableToLoad):
        site.drive.load()
    site.move(DRIVE, SLOT)
    assert site.drive.status().readiness is Readiness.EMPTY


def test_reading_and_writing_fail_where_scripted(site: Site) -> None:
    site.move(SLOT, DRIVE)
    site.drive.write(b"one")
    site.hands.add_fault("write", "MediumError", where="drive:1")
    with pytest.raises(MediumError):
        site.drive.write(b"two")
    site.drive.rewind()
    site.hands.add_fault("read", "MediumError", where="V00001L9")
    with pytest.raises(MediumError):
        site.drive.read(10)
    assert site.drive.read(10) == b"one"


def test_status_fails_where_scripted(site: Site) -> None:
    site.hands.add_fault("status", "StatusUnreadable")
    with pytest.raises(StatusUnreadable):
        site.opened.changer.status()
    assert site.opened.changer.status()


def test_a_tape_alert_is_raised_and_a_cleaning_takes_it_back(build: Build) -> None:
    site = build("slots=6&cleaner=1")
    site.hands.add_fault("load", "alert:20")
    site.move(SLOT, DRIVE)
    assert site.drive.alerts() == {20}
    site.drive.unload()
    site.move(DRIVE, SLOT)
    site.move(SLOT + 5, DRIVE)
    assert site.drive.alerts() == frozenset()
    assert site.drive.status().readiness is Readiness.UNLOADED
    assert site.hands.look().contents[DRIVE].passes == 49


def test_errors_are_counted_until_the_next_cartridge_comes(build: Build) -> None:
    site = build("slots=6")
    site.hands.add_fault("load", "uncorrected:2")
    site.hands.add_fault("load", "alert:30", nth=2)
    site.hands.add_fault("write", "corrected:5")
    site.move(SLOT, DRIVE)
    site.drive.write(b"one")
    counted = site.drive.counters()
    assert counted.read == ErrorCounters(uncorrected=2)
    assert counted.written == ErrorCounters(corrected=5)
    site.drive.unload()
    site.move(DRIVE, SLOT)
    site.move(SLOT + 1, DRIVE)
    assert site.drive.counters() == Counters(written=ErrorCounters(), read=ErrorCounters())
    assert site.drive.alerts() == {30}
    site.drive.unload()
    site.move(DRIVE, SLOT + 1)
    site.move(SLOT, DRIVE)
    assert site.drive.alerts() == frozenset()


def test_a_cleaner_that_is_used_up_is_rejected_and_says_so(build: Build) -> None:
    site = build("slots=6&cleaner=1")
    for _ in range(50):
        site.move(SLOT + 5, DRIVE)
        site.move(DRIVE, SLOT + 5)
    site.move(SLOT + 5, DRIVE)
    assert site.drive.status().readiness is Readiness.FAILED
    assert site.drive.alerts() == {22}
    site.move(DRIVE, PORT)


def test_the_same_seed_gives_the_same_run() -> None:
    def run(seed: int) -> list[bool]:
        faults: tuple[Fault, ...] = (new_fault(1, "move", "HardwareFault", times=0, probability=0.5, seed=seed),)
        fired = []
        for _ in range(40):
            faults, effect = consult(faults, "move")
            fired.append(effect.error is not None)
        return fired

    assert run(1) == run(1)
    assert run(1) != run(2)
    assert 5 < sum(run(1)) < 35


@pytest.mark.parametrize(
    ("on", "do"),
    [
        ("dance", "HardwareFault"),
        ("move", "InvalidMedia"),
        ("move", "DeviceFault"),
        ("move", "nonsense"),
        ("move", "slow:"),
        ("move", "slow:-1"),
        ("load", "alert:65"),
        ("read", "unknown-done"),
        ("unload", "unknown-late:1"),
        ("move", "unknown-late"),
    ],
)
def test_a_fault_that_cannot_be_is_refused(site: Site, on: str, do: str) -> None:
    with pytest.raises(InvalidParameter):
        site.hands.add_fault(on, do)


@pytest.mark.parametrize("wrong", [{"nth": 0}, {"times": -1}, {"probability": 0.0}, {"probability": 2.0}])
def test_a_fault_that_never_fires_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidParameter):
        new_fault(1, "move", "stuck", **wrong)  # type: ignore[arg-type]  # each is a number of its field's kind


def test_a_fault_at_a_place_that_is_not_there_is_refused(site: Site) -> None:
    with pytest.raises(InvalidParameter):
        site.hands.add_fault("move", "stuck", where="slot:99")
