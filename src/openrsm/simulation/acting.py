"""How those who take part are written: as generators that say what they wait for."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from random import Random
from typing import Final

from openrsm.simulation.invariants import Picture
from openrsm.simulation.site import Held, Site

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR
WEEK: Final = 7 * DAY


@dataclass(frozen=True, slots=True)
class Until:
    """Go on when something holds, or after so many seconds."""

    holds: Held
    seconds: float


Wait = float | Until
Actor = Generator[Wait, Picture, None]
"""It says what it waits for, seconds or a condition, and is given the catalogue as it is then."""
Role = Callable[[Site, Random], Actor]


def at_random(dice: Random, mean: float) -> float:
    """Until something happens that happens by chance, every so many seconds on average."""
    return dice.expovariate(1 / mean)


def until_hour(site: Site, hour: int) -> float:
    """Until that hour comes next."""
    now = site.time()
    passed = (now.hour - hour) * HOUR + now.minute * MINUTE + now.second
    return -passed if passed < 0 else DAY - passed
