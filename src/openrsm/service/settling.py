"""Waiting until a robot of which no answer came is at rest: only then does element status tell what it did.

A connection that breaks, or a command that takes too long, ends the question and not the motion: the robot may be at it
for a while, or even begin later. A changer says so by 02/04/01 or BUSY, holds back what it is asked next, or reports a
cartridge in the robot's hand (SMC-3); but some answer at once, from what they knew before. So it must also stay as it
is for a while. Nothing here touches the catalogue.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from openrsm.drivers.contract import Changer, Element, ElementKind
from openrsm.errors import DriveNotReady
from openrsm.service.context import Limits

AT_MOST: Final = 10
"""So many times as long as it must have been at rest, a library is waited for at all."""

FIRST_PAUSE: Final = 0.02
"""Seconds until it is asked a second time; each pause is twice as long as the last one, up to ``Limits.poll``."""


@dataclass(frozen=True, slots=True)
class Motion:
    """From one element address to another."""

    source: int
    destination: int


Ready = Callable[[], bool]
"""Whether the library is at rest."""

Told = Sequence[Element] | None
"""Element status; None while the library says that it is at work."""


def ask(changer: Changer) -> Told:
    """One look, in the thread of the robot.

    Raises:
        RsmError: The library does not answer, or makes no sense.
    """
    try:
        return list(changer.status()) if changer.at_rest() else None
    except DriveNotReady:  # busy, which is one more way to say it
        return None


def wait_until_ready(is_ready: Ready, limits: Limits, stop: threading.Event) -> None:
    """Return when a library that has just been found is at rest: one that still starts knows little of what it holds.

    Raises:
        DriveNotReady: It is not after as long as a robot must have been at rest, or is not to be waited for any more.
        RsmError: As ``is_ready``.
    """
    waited, pause = 0.0, min(FIRST_PAUSE, limits.poll)
    while not is_ready():
        if waited >= limits.rest or stop.wait(pause):
            raise DriveNotReady("the library is not ready yet", "wait until it is; it is looked at again and again")
        waited, pause = waited + pause, min(2 * pause, limits.poll)


def wait_for_rest(look: Callable[[], Told], motions: Sequence[Motion], limits: Limits, stop: threading.Event) -> None:
    """Return when what is where tells what became of these motions; at once if there are none.

    A robot that goes on holding a cartridge is at rest in the end: then that is what became of its motion.

    Raises:
        DriveNotReady: The library is still at work after a long time, or is not to be waited for any more.
        RsmError: As ``look``.
    """
    told, still, waited, pause = look() if motions else None, 0.0, 0.0, min(FIRST_PAUSE, limits.poll)
    while not (_is_over(told, motions) or still >= limits.rest or waited >= AT_MOST * limits.rest):
        if stop.wait(pause):
            raise _at_work()
        before, told = told, look()
        still = still + pause if told == before and _may_rest(told, motions) else 0.0
        waited, pause = waited + pause, min(2 * pause, limits.poll)
    if motions and told is None:
        raise _at_work()


def _at_work() -> DriveNotReady:
    return DriveNotReady("what became of a motion that was not answered is not known yet", "wait until it is at rest")


def _is_over(told: Told, motions: Sequence[Motion]) -> bool:
    """Every cartridge that was to move has left its place and is where it was to go, and none is on its way."""
    full = {each.address for each in told or () if each.full}
    arrived = all(motion.destination in full and motion.source not in full for motion in motions)
    return arrived and (not motions or _may_rest(told, motions))


def _may_rest(told: Told, motions: Sequence[Motion]) -> bool:
    """The robot is at rest if it holds nothing, or what it was to set down from the beginning."""
    held = {each.address for each in told or () if each.full and each.kind is ElementKind.ROBOT}
    return told is not None and held <= {motion.source for motion in motions}
