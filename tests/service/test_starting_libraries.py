"""A library that still starts when it is opened is not believed: it does not know yet what lies in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm.domain.equipment import Library
from openrsm.domain.library import Operational
from openrsm.drivers.contract import Element, ElementKind, OpenedLibrary
from openrsm.drivers.virtual.changer import VirtualChanger
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.folder import Folder
from openrsm.service.manager import LocalManager
from tests.conformance.surface_bench import LIBRARY, ROOT, SMALL, Bench, Clock, eventually
from tests.surface.conftest import opened


@dataclass
class Power:
    """Whether the library still starts, and whether it then knows what lies in its slots."""

    starts: bool = False
    knows: bool = True


class Starting(VirtualChanger):
    """A changer that has been switched on a moment ago."""

    def __init__(self, folder: Folder, power: Power) -> None:
        super().__init__(folder)
        self._power = power

    def at_rest(self) -> bool:
        """Not while it starts."""
        return not self._power.starts and super().at_rest()

    def status(self) -> Sequence[Element]:
        """As ever, but for the slots while it does not know them."""
        return [self._as_known(each) for each in super().status()]

    def _as_known(self, element: Element) -> Element:
        if self._power.knows or element.kind is not ElementKind.SLOT:
            return element
        return replace(element, full=False, bar_code=None, source=None, trouble="not known yet", unsure=True)


@dataclass
class Site:
    """A service, and a library that is switched on together with its computer."""

    place: Path
    power: Power
    bench: Bench

    @classmethod
    def begin(cls, place: Path) -> Site:
        power, clock = Power(), Clock()
        bench = Bench.begin(_opened(place, power, clock), place / "library", clock, SMALL)
        for number in range(1, 7):
            bench.hands.label(f"slot:{number}", readable=False)
        bench.inventory()
        return cls(place, power, bench)

    def restart(self) -> None:
        self.bench.manager.close()
        self.bench.manager = _opened(self.place, self.power, self.bench.clock)
        self.bench.session = self.bench.manager.sessions.open("backup", ROOT)

    def library(self) -> Library:
        return self.bench.manager.libraries.show(self.bench.session, LIBRARY).summary.library

    def operational(self) -> Operational:
        return self.library().operational

    def media(self) -> list[tuple[str, str, str]]:
        views = self.bench.manager.media.list(self.bench.session)
        return sorted((view.medium.name, view.where, view.pool) for view in views)


def _opened(place: Path, power: Power, clock: Clock) -> LocalManager:
    def discover(url: str) -> OpenedLibrary:
        return replace(open_virtual(url), changer=Starting(Folder(place / "library"), power))

    return opened(place / "state", clock, discover=discover, serving=True)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with capture_logs():
        made = Site.begin(tmp_path)
        yield made
        made.bench.close()


def test_what_lies_in_it_stays_catalogued_until_it_is_ready(site: Site) -> None:
    before = site.media()
    site.power.starts, site.power.knows = True, False
    site.restart()
    eventually(lambda: site.operational() is Operational.NOT_PRESENT)
    assert site.media() == before
    assert "not ready yet" in site.library().trouble
    site.power.starts, site.power.knows = False, True
    eventually(lambda: site.operational() is Operational.READY)
    assert site.media() == before
    assert site.bench.agrees()


def test_slots_that_it_does_not_know_though_it_is_ready_keep_what_is_catalogued_in_them(site: Site) -> None:
    before = site.media()
    site.power.knows = False
    site.restart()
    eventually(lambda: site.operational() is Operational.READY)
    site.bench.inventory()
    assert site.media() == before
    site.power.knows = True
    site.bench.inventory()
    assert site.media() == before
    assert site.bench.agrees()
