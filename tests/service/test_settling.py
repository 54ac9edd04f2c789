"""When a library is believed to be at rest after a motion that it did not answer: scripted looks, and no time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, repeat
from typing import cast

import pytest

from openrsm.drivers.contract import Changer, Element, ElementKind
from openrsm.errors import DeviceGone, DriveNotReady
from openrsm.service import settling
from openrsm.service.context import Limits
from openrsm.service.settling import Motion, Told

LIMITS = Limits(poll=1.0, rest=60.0)
ROBOT, DRIVE, SLOT, OTHER, FREE = 1, 100, 1000, 1001, 1002
KINDS = {ROBOT: ElementKind.ROBOT, DRIVE: ElementKind.DRIVE, **dict.fromkeys((SLOT, OTHER, FREE), ElementKind.SLOT)}
MOTION = Motion(SLOT, DRIVE)


def shows(*full: int) -> Sequence[Element]:
    """Element status with cartridges there."""
    return [Element(address=each, kind=kind, full=each in full) for each, kind in KINDS.items()]


class Waits(threading.Event):
    """Time that is only counted; the service stops after so much of it, if at all."""

    def __init__(self, stops_after: float = float("inf")) -> None:
        super().__init__()
        self.passed: list[float] = []
        self._stops_after = stops_after

    def wait(self, timeout: float | None = None) -> bool:
        self.passed.append(timeout or 0.0)
        return sum(self.passed) >= self._stops_after


def looking(told: Iterator[Told]) -> Callable[[], Told]:
    return lambda: next(told)


def waited(told: Iterator[Told], motions: Sequence[Motion] = (MOTION,)) -> float:
    """How long a library that tells this is waited for."""
    waits = Waits()
    settling.wait_for_rest(looking(told), motions, LIMITS, waits)
    return sum(waits.passed)


def changing(*phases: tuple[Told, int]) -> Iterator[Told]:
    """So often each, and the last one for ever."""
    return chain(*(repeat(told, times) for told, times in phases), repeat(phases[-1][0]))


def started(*answers: str) -> float:
    """How long a library that answers so whether it is at rest is waited for."""
    waits, told = Waits(), chain(answers, repeat(answers[-1]))
    settling.wait_until_ready(lambda: next(told) == "ready", LIMITS, waits)
    return sum(waits.passed)


def test_a_library_that_is_ready_is_not_waited_for() -> None:
    assert started("ready") == 0


def test_a_library_that_still_starts_is_waited_for() -> None:
    assert 0 < started("starts", "starts", "ready") < 1


def test_a_library_that_does_not_get_ready_is_left_alone_for_now() -> None:
    with pytest.raises(DriveNotReady, match="not ready yet"):
        started("starts")


def test_a_service_that_is_told_to_stop_waits_for_no_library() -> None:
    with pytest.raises(DriveNotReady):
        settling.wait_until_ready(lambda: False, LIMITS, Waits(stops_after=0))


def test_a_cartridge_that_has_arrived_is_believed_at_once() -> None:
    assert waited(changing((shows(DRIVE), 1))) == 0


def test_one_that_has_not_left_is_believed_when_it_stayed_long_enough() -> None:
    assert 60 <= waited(changing((shows(SLOT), 1))) < 62


def test_one_that_leaves_late_is_waited_for() -> None:
    assert 40 < waited(changing((shows(SLOT), 50), (shows(ROBOT), 10), (shows(DRIVE), 1))) < 70


def test_what_it_shows_while_it_says_that_it_is_at_work_does_not_count() -> None:
    assert 100 < waited(changing((shows(SLOT), 50), (None, 50), (shows(SLOT), 1))) < 165


def test_what_people_change_meanwhile_begins_the_wait_anew() -> None:
    assert 100 < waited(changing((shows(SLOT), 50), (shows(SLOT, OTHER), 1))) < 120


def test_a_cartridge_in_the_hand_of_the_robot_is_waited_for_ten_times_as_long() -> None:
    assert 600 <= waited(changing((shows(ROBOT), 1))) < 602


def test_one_that_was_in_its_hand_from_the_beginning_is_no_sign_of_work() -> None:
    assert 60 <= waited(changing((shows(ROBOT), 1)), [Motion(ROBOT, SLOT)]) < 62


def test_one_that_is_shown_nowhere_is_waited_for() -> None:
    assert 30 < waited(changing((shows(), 40), (shows(DRIVE), 1))) < 60


def test_every_motion_must_have_come_to_its_end() -> None:
    both = [MOTION, Motion(OTHER, FREE)]
    assert waited(changing((shows(DRIVE, FREE), 1)), both) == 0
    assert waited(changing((shows(DRIVE, OTHER), 1)), both) >= 60


def test_where_nothing_was_to_move_nothing_is_asked() -> None:
    waits = Waits()
    settling.wait_for_rest(looking(iter(())), (), LIMITS, waits)
    assert waits.passed == []


def test_a_library_that_stays_at_work_is_given_up_in_the_end() -> None:
    waits = Waits()
    with pytest.raises(DriveNotReady):
        settling.wait_for_rest(looking(repeat(None)), [MOTION], LIMITS, waits)
    assert 600 <= sum(waits.passed) < 602


def test_a_service_that_stops_does_not_wait() -> None:
    waits = Waits(stops_after=5)
    with pytest.raises(DriveNotReady):
        settling.wait_for_rest(looking(repeat(shows(SLOT))), [MOTION], LIMITS, waits)
    assert sum(waits.passed) < 7


def test_it_asks_seldom() -> None:
    waits = Waits()
    settling.wait_for_rest(looking(repeat(shows(SLOT))), [MOTION], LIMITS, waits)
    assert len(waits.passed) < 70
    assert max(waits.passed) == LIMITS.poll


class Busy:
    """A changer that answers neither question in time, or says no."""

    def __init__(self, *, rests: bool, fault: type[DriveNotReady | DeviceGone]) -> None:
        self._rests, self._fault = rests, fault

    def at_rest(self) -> bool:
        return self._rests

    def status(self) -> Sequence[Element]:
        raise self._fault("it does not tell")


def busy(*, rests: bool, fault: type[DriveNotReady | DeviceGone]) -> Changer:
    return cast("Changer", Busy(rests=rests, fault=fault))


@pytest.mark.parametrize("rests", [True, False])
def test_a_library_that_does_not_tell_its_status_yet_is_at_work(*, rests: bool) -> None:
    assert settling.ask(busy(rests=rests, fault=DriveNotReady)) is None


def test_one_that_does_not_answer_is_not_waited_for_here() -> None:
    with pytest.raises(DeviceGone):
        settling.ask(busy(rests=True, fault=DeviceGone))
