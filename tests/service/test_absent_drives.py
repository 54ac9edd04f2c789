"""A drive that is not there when its library is opened holds up what needs it, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm.domain.library import Operational
from openrsm.domain.slot import PortPosition
from openrsm.domain.work import WorkState
from openrsm.drivers.contract import OpenedLibrary
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.errors import DeviceGone, DeviceNotAvailable
from openrsm.service.devices import Device, OpenDevices
from openrsm.service.dispatch import PATIENCE
from openrsm.surface.views import WorkView
from tests.conformance.surface_bench import LIBRARY, ROOT, SMALL, Bench, Clock, eventually, given
from tests.conformance.surface_ports import position
from tests.surface.conftest import opened

FIRST, SECOND = f"{LIBRARY}/drive1", f"{LIBRARY}/drive2"
ABSENT = f"drive {FIRST} is out of order: it could not be identified"


@dataclass
class Site:
    """A service that can be started again without its first drive, or with it."""

    place: Path
    bench: Bench = field(init=False)
    is_off: bool = False

    def __post_init__(self) -> None:
        clock = Clock()
        self.bench = Bench.begin(
            opened(self.place / "state", clock, discover=self.discover), self.place / "library", clock, SMALL
        )

    def discover(self, url: str) -> OpenedLibrary:
        found = open_virtual(url)
        first, *others = sorted(found.drives, key=lambda one: one.address)
        return replace(found, drives=others if self.is_off else [first, *others])

    def restart(self, *, without_drive: bool) -> None:
        self.is_off = without_drive
        self.bench.manager.close()
        self.bench.manager = opened(self.place / "state", self.bench.clock, discover=self.discover)
        self.bench.session = self.bench.manager.sessions.open("backup", ROOT)
        self.bench.manager.settle()

    def waits_here(self) -> str:
        """A medium that was released in the first drive, and waits there."""
        lmid = self.bench.lmid()
        self.bench.manager.drives.set_delay(self.bench.session, FIRST, 3600)
        self.bench.mount(lmid, drives=("drive1",))
        self.bench.dismount(lmid, deferred=True)
        return lmid

    @contextmanager
    def left_open(self) -> Iterator[str]:
        """A medium that is mounted in the first drive, which a program has open."""
        lmid = self.bench.lmid()
        [mounted] = self.bench.mount(lmid, drives=("drive1",))
        with Path(mounted.device_path).open("r+b"):
            yield lmid

    def ended(self, view: WorkView) -> WorkView:
        self.bench.manager.settle()
        return self.bench.item(view)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with capture_logs() as logs:
        made = Site(tmp_path)
        yield made
        made.bench.close()
    assert len([line for line in logs if line.get("action") == "round_failed"]) <= 1


def test_a_mount_of_what_lies_in_it_says_so_and_goes_on_once_it_is_back(site: Site) -> None:
    lmid = site.waits_here()
    site.restart(without_drive=True)
    [waiting] = site.bench.queue(lmid)
    name = site.bench.medium(lmid).medium.name
    assert waiting.item.reason == f"waits for {name}: drive 1 not present: it could not be identified"
    site.is_off = False
    site.bench.inventory()
    eventually(lambda: site.ended(waiting).item.state is WorkState.PASSED)


def test_mounts_of_other_media_go_on_in_the_other_drive(site: Site) -> None:
    site.waits_here()
    site.restart(without_drive=True)
    [mounted] = site.bench.mount(site.bench.lmid())
    assert given(mounted.drive).name == SECOND
    site.bench.dismount(mounted.medium.name)
    assert site.bench.agrees()


def test_a_dismount_that_was_under_way_ends_and_says_why(site: Site) -> None:
    with site.left_open() as lmid:
        [view] = site.bench.manager.mounts.dismount(site.bench.session, [lmid])
        eventually(lambda: "program" in site.bench.item(view).item.reason)
        site.restart(without_drive=True)
    ended = site.ended(view).item
    assert (ended.state, ended.error) == (WorkState.FAILED, "DEVICE_NOT_AVAILABLE")
    assert ended.error_text.startswith(ABSENT)
    assert f"rsm library inventory {LIBRARY}" in ended.error_text
    with pytest.raises(DeviceNotAvailable, match="out of order"):
        site.bench.dismount(lmid)
    site.restart(without_drive=False)
    site.bench.inventory()
    [again] = site.bench.dismount(lmid)
    assert again.item.state is WorkState.PASSED
    assert site.bench.agrees()


def test_an_eject_of_what_lies_in_it_waits_and_says_why(site: Site) -> None:
    name = site.bench.medium(site.waits_here()).medium.name
    site.restart(without_drive=True)
    [view] = site.bench.manager.media.eject(site.bench.session, [name])
    reason = "waits for drive 1: not present: it could not be identified"
    assert site.ended(view).item.reason == reason
    site.is_off = False
    site.bench.inventory()
    eventually(lambda: position(site.bench) is PortPosition.EXTENDED)
    assert site.ended(view).item.reason != reason


def test_a_drive_that_people_say_they_have_seen_to_and_that_is_not_there_is_told_to_be_absent(site: Site) -> None:
    lmid = site.bench.lmid()
    site.bench.mount(lmid, drives=("drive1",))
    site.bench.hands.add_fault("unload", "HardwareFault", times=9)
    for _ in range(PATIENCE):
        site.bench.dismount(lmid)
    [asked] = site.bench.requests()
    site.restart(without_drive=True)
    site.bench.manager.operators.satisfy(site.bench.session, str(asked.request.number))
    eventually(lambda: site.bench.drive(1).drive.operational is Operational.NOT_PRESENT)


def test_whoever_asks_for_a_drive_that_was_not_found_is_told_so(site: Site) -> None:
    found = open_virtual(f"virtual:{site.place / 'library'}")
    devices = OpenDevices(changer=found.changer, robot=Device("robot"), drives={}, stop=threading.Event())
    with pytest.raises(DeviceGone, match="was not found in its library"):
        devices.drive(site.bench.drive(1).drive.id)
    devices.close()
