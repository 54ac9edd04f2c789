"""What goes wrong: drives that fail or ask to be cleaned, robots that do not answer, libraries that are away."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Final

from openrsm.simulation.acting import DAY, HOUR, Actor, Role, at_random
from openrsm.simulation.site import Site


@dataclass(frozen=True, slots=True)
class Trouble:
    """One way to fail, as :mod:`openrsm.drivers.virtual.faults` says it."""

    on: str
    do: str
    times: int = 1


KINDS: Final = (
    Trouble("move", "unknown-done"),
    Trouble("move", "unknown-undone"),
    Trouble("move", "unknown-late:30"),
    Trouble("move", "HardwareFault"),
    Trouble("move", "ElementUnreachable"),
    Trouble("move", "LibraryChanged", 2),
    Trouble("move", "stuck"),
    Trouble("move", "slow:600"),
    Trouble("load", "UnableToLoad"),
    Trouble("load", "UnableToLoad", 3),
    Trouble("load", "alert:20"),
    Trouble("load", "uncorrected:4"),
    Trouble("load", "slow:900"),
    Trouble("unload", "stuck", 2),
    Trouble("unload", "unknown-done"),
    Trouble("unload", "HardwareFault", 4),
    Trouble("status", "StatusUnreadable"),
    Trouble("drive-status", "DriveNotReady"),
    Trouble("move", "vanish"),
    Trouble("status", "vanish"),
)


class Troubles:
    """Makes things go wrong, and counts what did.

    Attributes:
        met: How often each kind has come true.
    """

    def __init__(self) -> None:
        """Nothing has gone wrong."""
        self.met: Counter[str] = Counter()

    def role(self, month: int) -> Role:
        """So many things a month; each that has not come true, and each library that is away, heals within a day."""

        def act(site: Site, dice: Random) -> Actor:
            while True:
                yield at_random(dice, 30 * DAY / month)
                trouble = dice.choice(KINDS)
                site.tell(f"a fault is waiting: {trouble}")
                site.hands.add_fault(trouble.on, trouble.do, times=trouble.times)
                yield dice.uniform(HOUR, DAY)
                self.heal(site)

        return act

    def heal(self, site: Site) -> None:
        """Whatever was wrong with the library is mended."""
        for fault in site.hands.faults():
            if fault.fired:
                self.met[f"{fault.on} {fault.do}"] += fault.fired
        site.hands.clear_faults()
        site.tell("the library is mended")
