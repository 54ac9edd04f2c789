"""A virtual library for each test, and a clock that only moves when somebody sleeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from openrsm.drivers.contract import Drive, OpenedLibrary
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.hands import Hands

SLOT, PORT, DRIVE = 1000, 10, 100


@dataclass
class Clock:
    """Time that passes by sleeping alone; remembers how long each sleep was."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass(frozen=True)
class Site:
    """A folder with a library, opened, and a person before it."""

    folder: Path
    opened: OpenedLibrary
    hands: Hands
    clock: Clock

    @property
    def drive(self) -> Drive:
        return self.opened.drives[0].drive

    def move(self, source: int, destination: int) -> None:
        self.opened.changer.move(source, destination)

    def codes(self) -> dict[int, str | None]:
        return {each.address: each.bar_code for each in self.opened.changer.status() if each.full}

    def again(self) -> OpenedLibrary:
        """The same library opened once more, as another host would."""
        return open_virtual(f"virtual:{self.folder}", clock=self.clock, sleep=self.clock.sleep)


Build = Callable[[str], Site]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Makes a library from parameters."""

    def make(query: str) -> Site:
        folder, clock = tmp_path / "library", Clock()
        opened = open_virtual(f"virtual:{folder}?{query}", clock=clock, sleep=clock.sleep)
        return Site(folder, opened, Hands(folder, clock=clock, sleep=clock.sleep), clock)

    return make


@pytest.fixture
def site(build: Build) -> Site:
    """A library of six slots, two full; nothing takes time."""
    return build("slots=6")
