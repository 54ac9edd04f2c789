"""How long a virtual library takes: nothing at all, or what real ones take.

The figures are published ones: load, unload and rewind of each LTO generation from a drive manual, 10 to 15 s for a
robot from slot to drive, a small autoloader's inventory (21 s for 8 slots with bar codes; 130 s for 7 without).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from openrsm.drivers.virtual.kinds import Kind

MINUTE: Final = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DriveTimes:
    """Seconds that a drive of one kind takes."""

    load: float
    unload: float
    rewind: float


LTO: Final[Mapping[int, DriveTimes]] = {
    5: DriveTimes(load=12, unload=17, rewind=60),
    6: DriveTimes(load=12, unload=17, rewind=60),
    7: DriveTimes(load=15, unload=20, rewind=60),
    8: DriveTimes(load=15, unload=24, rewind=59),
    9: DriveTimes(load=16, unload=56, rewind=62),
}
OPTICAL: Final = DriveTimes(load=5, unload=3, rewind=0)  # assumed: spin up, spin down; the exchange dominates
CALIBRATED: Final = 9
"""The first LTO generation that measures a new cartridge for 40 to 132 minutes before it is ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How long everything takes, in seconds.

    Attributes:
        realistic: As published; otherwise nothing takes time.
        scale: What every time is multiplied by, e.g. 0.01 for a test that waits a little.
    """

    realistic: bool = False
    scale: float = 1.0

    def carry(self, *, travelled: float) -> float:
        """A move; ``travelled`` is the way along the library, 0 to 1."""
        return self._scaled(10 + 5 * min(travelled, 1.0))

    def scan(self, elements: int, *, bar_codes: bool) -> float:
        """Looking at ``elements`` elements."""
        return self._scaled(elements * (21 / 8 if bar_codes else 130 / 7))

    def load(self, kind: Kind, *, first: bool, key: str) -> float:
        """From insertion to ready; ``first`` for a cartridge (known by ``key``) that was never loaded before."""
        seconds = self._drive(kind).load
        if first and kind.generation >= CALIBRATED:
            seconds += MINUTE * (40 + crc32(key.encode()) % 93)
        return self._scaled(seconds)

    def unload(self, kind: Kind, *, wound: bool) -> float:
        """Until the robot may take the cartridge; ``wound`` if the tape must be rewound before."""
        times = self._drive(kind)
        return self._scaled(times.unload + (times.rewind if wound else 0))

    def clean(self) -> float:
        """A pass of a cleaning cartridge, which drives finish within minutes."""
        return self._scaled(2 * MINUTE)

    def _drive(self, kind: Kind) -> DriveTimes:
        if not kind.generation:
            return OPTICAL
        return LTO[max(kind.generation, min(LTO))]  # older generations than published: as the oldest published

    def _scaled(self, seconds: float) -> float:
        return seconds * self.scale if self.realistic else 0.0
