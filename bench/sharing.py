"""Three applications that share two drives for an hour, beside three that own a fixed part of two drives each.

The real service on a virtual library with the published times of LTO-8, in simulated time (:mod:`openrsm.simulation`).
Each application does the same in both: after a while it asks for one of its media, uses it for a while, and gives it
up, deferred. Where parts are fixed, the drive is named in the call: the first application owns drive 1, the two
others own drive 2, as three cannot own two drives otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random
from statistics import fmean
from typing import Final

from bench.figures import Figure, Result, figure
from openrsm.simulation.acting import DAY, MINUTE, Actor, Role, Until, at_random
from openrsm.simulation.running import Simulation
from openrsm.simulation.site import LIBRARY, POOLS, Site, over
from openrsm.surface.simulation import SimulationOptions

NAME = "sharing"
YARDSTICK = "fixed parts"
APPLICATIONS: Final = ("backup", "archive", "restore")
PARTS: Final = {"backup": f"{LIBRARY}/drive1", "archive": f"{LIBRARY}/drive2", "restore": f"{LIBRARY}/drive2"}
MEDIA: Final = 4
"""How many media each application has."""
SLOTS: Final = 30
PAUSE: Final = 4 * MINUTE
"""Between two requests of one application, on average."""
USE: Final = 3 * MINUTE
"""For which it uses a medium, on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured."""

    minutes: int = 60
    rounds: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """What came of one run: the seconds that each application waited for each mount, and the exchanges."""

    waits: Mapping[str, Sequence[float]]
    exchanges: int

    def all_waits(self) -> list[float]:
        """Of all applications."""
        return [one for waits in self.waits.values() for one in waits]


def jain(shares: Sequence[float]) -> float:
    """Jain's index of fairness: 1 if all have the same, 1/n if one has everything."""
    return sum(shares) ** 2 / (len(shares) * sum(one * one for one in shares))


def run(folder: Path, sizes: Sizes) -> Result:
    """Measure, in this folder."""
    shared, parts = (
        [_hour(folder / f"{name}{turn}", sizes, turn, drives) for turn in range(sizes.rounds)]
        for name, drives in (("shared", {}), ("parts", PARTS))
    )
    named = {each.name: getattr(sizes, each.name) for each in fields(sizes)}
    return Result(name=NAME, sizes=named, yardstick=YARDSTICK, figures=_figures(shared, parts))


def _hour(folder: Path, sizes: Sizes, seed: int, drives: Mapping[str, str]) -> Hour:
    folder.mkdir()
    waits: dict[str, list[float]] = {name: [] for name in APPLICATIONS}
    options = SimulationOptions(seed=seed, slots=SLOTS, faults=0, people=False)
    violations: list[str] = []
    roles = [_application(name, waits[name], drives.get(name)) for name in APPLICATIONS]
    simulation = Simulation(folder, options, violations, roles)
    try:
        simulation.pass_time(sizes.minutes * MINUTE)
    finally:
        simulation.close()
    assert violations == []
    return Hour(waits=waits, exchanges=simulation.report().exchanges)


def _application(name: str, waits: list[float], drive: str | None) -> Role:
    def act(site: Site, dice: Random) -> Actor:
        lmids = [lmid for _ in range(MEDIA) if (lmid := site.allocate(POOLS[0])) is not None]
        while True:
            yield at_random(dice, PAUSE)
            lmid = dice.choice(lmids)
            asked = site.time.steady()
            ids = site.mount(name, [lmid], write=False, drives=[drive] if drive else [])
            yield Until(over(ids), DAY)
            waits.append(site.time.steady() - asked)
            yield at_random(dice, USE)
            site.dismount(name, [lmid], deferred=True)

    return act


def _figures(shared: Sequence[Hour], parts: Sequence[Hour]) -> list[Figure]:
    def both(name: str, unit: str, value: Callable[[Hour], float]) -> Figure:
        return figure(name, unit, [value(one) for one in shared], [value(one) for one in parts])

    return [
        both("mounts", "", lambda hour: len(hour.all_waits())),
        both("longest wait", "s", lambda hour: max(hour.all_waits())),
        both("mean wait", "s", lambda hour: fmean(hour.all_waits())),
        both("fairness (Jain) of mounts", "", lambda hour: jain([len(waits) for waits in hour.waits.values()])),
        both("fairness (Jain) of mean waits", "", lambda hour: jain([fmean(waits) for waits in hour.waits.values()])),
        both("exchanges", "", lambda hour: hour.exchanges),
        both("exchanges a mount", "", lambda hour: hour.exchanges / len(hour.all_waits())),
    ]
