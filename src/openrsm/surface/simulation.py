"""What a simulation is asked for, and what it tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationOptions:
    """How long, with what, and how badly.

    Attributes:
        days: How many days pass.
        seed: The same seed gives the same workload.
        faults: How many things go wrong in a month, on average; 0: none.
        people: People come to the door, and operators answer late; else nobody touches the library.
    """

    days: int = 365
    seed: int = 1
    drives: int = 2
    slots: int = 60
    faults: int = 8
    people: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How often something happened."""

    what: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationReport:
    """What happened, and what should not have.

    Attributes:
        days: How many days were simulated.
        seconds: How long that took.
        events: How often everything was checked: after whatever changed anything.
        exchanges: Cartridges set into drives.
        longest_wait: Seconds from asking for a mount until it was given a drive, where nobody had to bring anything.
        answered: Operator requests that people answered.
        restarts: How often the service was stopped and started again.
        crashes: How often it was killed instead.
        carried: Cartridges carried from slot to slot because somebody wanted it, or given other numbers.
        lost: Commands that were killed while they had something mounted.
        faults: What was made to go wrong, and how often it did.
        refused: Calls and work items that ended with an error, by its name.
        violations: What must never be, in sentences.
        last: What happened before that.
    """

    days: int
    seed: int
    seconds: float
    events: int = 0
    mounts: int = 0
    exchanges: int = 0
    written: int = 0
    compared: int = 0
    longest_wait: float = 0.0
    longest_queue: int = 0
    answered: int = 0
    restarts: int = 0
    crashes: int = 0
    carried: int = 0
    lost: int = 0
    faults: Sequence[Counted] = ()
    refused: Sequence[Counted] = ()
    violations: Sequence[str] = ()
    last: Sequence[str] = ()


class Simulator(Protocol):
    """Runs a simulation."""

    def __call__(self, options: SimulationOptions, /) -> SimulationReport:
        """Simulate, in a temporary folder that is gone afterwards.

        Raises:
            InvalidParameter: The library cannot be made so.
        """
        ...
