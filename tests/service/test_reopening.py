"""What is opened anew may answer otherwise: behind other device nodes, or another library at the same address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from openrsm.domain.library import Operational
from openrsm.domain.work import WorkState
from openrsm.drivers.contract import DriveStatus, Identity, OpenedDrive, OpenedLibrary
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.drivers.virtual.drive import VirtualDrive
from openrsm.drivers.virtual.folder import Folder
from openrsm.errors import DeviceGone
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service.manager import LocalManager, open_manager
from tests.conformance.surface_bench import LIBRARY, LIMITS, ROOT, Bench, Clock, eventually

QUERY = "drives=1&slots=8&ports=1&cartridges=4&type=LTO-9&doors=0"


class Node(VirtualDrive):
    """A drive behind a device node, which has a name of its time, and is gone afterwards."""

    def __init__(self, folder: Folder, address: int, kernel: Kernel) -> None:
        super().__init__(folder, address)
        self._kernel = kernel
        self._since = kernel.generation

    @property
    def device_path(self) -> str:
        """Another one in each generation."""
        return f"{super().device_path}-{self._since}"

    @property
    def identity(self) -> Identity:
        """As the drive's, unless another is there."""
        found = super().identity
        return replace(found, serial=self._kernel.serial or found.serial)

    def status(self) -> DriveStatus:
        """As the drive's."""
        if self._since != self._kernel.generation:
            raise DeviceGone(f"{self.device_path}: no such device", "open it again")
        return super().status()


@dataclass
class Kernel:
    """Gives device nodes their names, other ones in each generation.

    Attributes:
        leads_to: Addresses that lead to another library than they did.
        off: All drives are switched off.
        serial: What the drives say of themselves, where they have been exchanged.
    """

    generation: int = 1
    leads_to: dict[str, str] = field(default_factory=dict)
    off: bool = False
    serial: str = ""

    def discover(self, url: str) -> OpenedLibrary:
        """Open what is at that address now."""
        url = self.leads_to.get(url, url)
        opened = open_virtual(url)
        folder = Folder(Path(url.partition(":")[2].partition("?")[0]))
        nodes = [OpenedDrive(address=one.address, drive=Node(folder, one.address, self)) for one in opened.drives]
        return replace(opened, drives=() if self.off else nodes)


@dataclass
class Site:
    """A service that can be started again on a kernel that can be started again."""

    folder: Path
    query: str = QUERY
    kernel: Kernel = field(default_factory=Kernel)
    clock: Clock = field(default_factory=Clock)

    def __post_init__(self) -> None:
        self.bench = Bench.begin(self._opened(), self.folder / "library", self.clock, self.query)
        self.lmid = self.bench.lmid()

    def _opened(self) -> LocalManager:
        return open_manager(
            self.folder / "state",
            recognition=IsolatedRecognition(),
            discover=self.kernel.discover,
            clock=self.clock,
            zone=UTC,
            computer="box",
            limits=LIMITS,
        )

    def restart(self) -> None:
        """The service is started again, and asked something."""
        self.bench.manager.close()
        self.bench.manager = self._opened()
        self.bench.session = self.bench.manager.sessions.open("backup", ROOT)
        self.bench.manager.drives.set_delay(self.bench.session, "drive1", 300)
        self.bench.manager.settle()

    def operational(self) -> Operational:
        """Whether the library can work."""
        views = self.bench.manager.libraries.list(self.bench.session)
        return next(view.library.operational for view in views if view.library.name == LIBRARY)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with capture_logs():
        made = Site(tmp_path)
        yield made
        made.bench.close()


def test_an_application_is_told_the_path_that_its_drive_has_now(site: Site) -> None:
    assert site.bench.mount(site.lmid)[0].device_path.endswith("drive1-1")
    site.bench.dismount(site.lmid)
    site.kernel.generation = 2
    site.restart()
    assert site.bench.mount(site.lmid)[0].device_path.endswith("drive1-2")


def test_a_drive_whose_node_is_gone_is_found_behind_its_new_one(site: Site) -> None:
    site.kernel.generation = 2
    with pytest.raises(DeviceGone):
        site.bench.mount(site.lmid)
    eventually(lambda: site.bench.drive(1).drive.device_path.endswith("drive1-2"))
    assert site.bench.mount(site.lmid)[0].device_path.endswith("drive1-2")


def test_a_drive_that_was_exchanged_begins_anew(site: Site) -> None:
    site.bench.mount(site.lmid)
    site.bench.dismount(site.lmid)
    old = site.bench.drive(1).drive
    site.kernel.serial = "NEW-ONE"
    site.restart()
    new = site.bench.drive(1).drive
    assert (new.id, new.serial, old.mounts, new.mounts) == (old.id, "NEW-ONE", 1, 0)
    assert site.bench.mount(site.lmid)[0].device_path


def test_a_drive_that_was_gone_at_the_start_is_found_by_an_inventory(site: Site) -> None:
    site.kernel.off = True
    site.restart()
    assert site.bench.drive(1).drive.operational is Operational.NOT_PRESENT
    site.kernel.off = False
    site.bench.inventory()
    eventually(lambda: site.bench.drive(1).drive.operational is Operational.READY)
    assert site.bench.mount(site.lmid)[0].device_path


def test_another_library_without_bar_codes_is_not_taken_for_it_even_if_it_has_more_drives(tmp_path: Path) -> None:
    with capture_logs():
        site = Site(tmp_path, query=f"{QUERY}&barcodes=0")
        before = site.bench.manager.drives.list(site.bench.session)
        address = f"virtual:{site.bench.place}?{site.query}"
        site.kernel.leads_to[address] = f"virtual:{tmp_path / 'other'}?{site.query.replace('drives=1', 'drives=2')}"
        site.restart()
        assert site.operational() is Operational.NOT_PRESENT
        alerts = site.bench.manager.objects.status(site.bench.session).alerts
        assert any("has other drives" in alert and "remove it and add it anew" in alert for alert in alerts)
        drives = site.bench.manager.drives.list(site.bench.session)
        assert [one.drive.serial for one in drives] == [one.drive.serial for one in before]
        site.bench.close()


def test_another_library_at_its_address_is_not_taken_for_it(site: Site) -> None:
    address = f"virtual:{site.bench.place}?{QUERY}"
    before, path = site.bench.catalogued(), site.bench.drive(1).drive.device_path
    site.kernel.leads_to[address] = f"virtual:{site.folder / 'other'}?{QUERY}&prefix=X"
    site.restart()
    assert site.operational() is Operational.NOT_PRESENT
    assert any(
        "has other cartridges" in alert for alert in site.bench.manager.objects.status(site.bench.session).alerts
    )
    assert site.bench.catalogued() == before
    assert site.bench.drive(1).drive.device_path == path
    [view] = site.bench.queue(site.lmid)
    assert view.item.state is WorkState.WAITING
    site.kernel.leads_to.clear()
    eventually(lambda: site.operational() is Operational.READY)
    assert site.bench.done(view).item.state is WorkState.PASSED
