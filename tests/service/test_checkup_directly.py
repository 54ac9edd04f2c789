"""Checkups of libraries that no service runs: whoever answers is looked at as the service would look when it starts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from openrsm.domain import troubles
from openrsm.drivers.contract import OpenedLibrary
from openrsm.drivers.virtual.discover import open_virtual
from openrsm.labels.isolation import IsolatedRecognition
from openrsm.service import imported
from openrsm.service.manager import LocalManager, open_manager
from tests.conformance.surface_bench import LIMITS, ROOT, Bench, Clock
from tests.conformance.surface_checkup import codes, spoil
from tests.service.test_reopening import QUERY, Kernel


class Site:
    """A catalogue with one library, and no service; commands open it by themselves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kernel = Kernel()
        self.bench = Bench.begin(self._opened(), folder / "library", Clock(), QUERY)
        self.again()

    def _opened(self) -> LocalManager:
        return open_manager(
            self.folder / "state",
            recognition=IsolatedRecognition(),
            discover=self.kernel.discover,
            revisit=self._revisit,
            clock=Clock(),
            zone=UTC,
            computer="box",
            limits=LIMITS,
        )

    def _revisit(self, url: str) -> OpenedLibrary:
        return open_virtual(self.kernel.leads_to.get(url, url), make=False)

    def again(self) -> None:
        """Another command; nothing waits, so no library is run."""
        self.bench.manager.close()
        self.bench.manager = self._opened()
        self.bench.session = self.bench.manager.sessions.open("backup", ROOT)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    made = Site(tmp_path)
    yield made
    made.bench.close()


def test_another_library_is_told_and_not_followed(site: Site, tmp_path: Path) -> None:
    other = f"virtual:{tmp_path / 'other'}?{QUERY}&prefix=X"
    open_virtual(other)
    before = site.bench.catalogued()
    site.kernel.leads_to[f"virtual:{site.bench.place}?{QUERY}"] = other
    spoil(site.bench, "UPDATE media SET state = 'in_use' WHERE name = 'V00001L9'")
    found = site.bench.manager.database.check(site.bench.session)
    told = next(one for one in found.findings if one.code == troubles.REPLACED.code)
    assert "has other cartridges" in told.what
    assert (told.repairable, found.compared) == (False, [])
    left = site.bench.manager.database.repair(site.bench.session)
    assert (codes(left), left.repaired) == (codes(found), [])
    assert site.bench.catalogued() == before


def test_no_library_is_made_where_one_is_missing(site: Site) -> None:
    shutil.rmtree(site.bench.place)
    for look in (site.bench.manager.database.check, site.bench.manager.database.repair):
        assert codes(look(site.bench.session)) == [troubles.SILENT.code]
    assert not site.bench.place.exists()


def test_a_repair_after_an_import_tells_what_the_library_shows(site: Site) -> None:
    database = site.bench.manager.database
    database.export(site.bench.session, "old")
    database.mark_import(site.bench.session, "old")
    site.again()
    site.bench.hands.take("V00001L9")
    site.bench.manager.database.repair(site.bench.session)
    [told] = site.bench.manager.database.show(site.bench.session).differences
    assert (told.action, told.detail) == (imported.COMPARED, "1 missing: V00001L9")


def test_only_the_named_library_is_repaired(site: Site, tmp_path: Path) -> None:
    site.bench.manager.libraries.add(site.bench.session, "other", f"virtual:{tmp_path / 'other'}?{QUERY}&prefix=X")
    site.bench.manager.settle()
    site.again()
    spoil(site.bench, "UPDATE media SET state = 'in_use' WHERE name IN ('V00001L9', 'X00001L9')")
    left = site.bench.manager.database.repair(site.bench.session, "other")
    assert [one.subject for one in left.repaired] == ["X00001L9"]
    assert [one.subject for one in left.findings] == ["V00001L9"]
