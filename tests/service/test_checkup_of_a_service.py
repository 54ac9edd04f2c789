"""Checkups while the service runs the libraries: its controllers say what they know, and recover what is open."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from structlog.testing import capture_logs

from openrsm.domain import troubles
from openrsm.domain.drive import DriveState
from openrsm.domain.library import Operational
from tests.conformance.surface_bench import Build, eventually
from tests.conformance.surface_checkup import codes, spoil
from tests.service.test_reopening import QUERY, Site
from tests.surface.conftest import build

__all__ = ["build"]

OPENED: Final = "UPDATE moves SET closed_at = NULL, outcome = NULL WHERE closed_at IS NOT NULL"


def test_another_library_is_told_as_such_and_not_followed(tmp_path: Path) -> None:
    with capture_logs():
        site = Site(tmp_path)
        before = site.bench.catalogued()
        site.kernel.leads_to[f"virtual:{site.bench.place}?{QUERY}"] = f"virtual:{tmp_path / 'other'}?{QUERY}&prefix=X"
        site.restart()
        assert site.operational() is Operational.NOT_PRESENT
        spoil(site.bench, "UPDATE media SET state = 'in_use' WHERE name = 'V00001L9'")
        found = site.bench.manager.database.check(site.bench.session)
        assert set(codes(found)) == {troubles.REPLACED.code, troubles.MEDIUM_WAITS.code}
        told = next(one for one in found.findings if one.code == troubles.REPLACED.code)
        assert "has other cartridges" in told.what
        assert found.compared == []
        left = site.bench.manager.database.repair(site.bench.session)
        assert (codes(left), left.repaired) == (codes(found), [])
        assert site.bench.catalogued() == before
        site.bench.close()


def test_an_open_motion_is_settled_as_at_a_start_which_looks_at_the_drives_as_well(build: Build) -> None:
    bench = build()
    [mounted] = bench.mount(bench.lmid())
    bench.manager.settle()
    spoil(bench, OPENED)
    bench.hands.push_button(f"drive:{mounted.drive.number if mounted.drive else 0}")
    assert codes(bench.manager.database.check(bench.session)) == [troubles.MOTION_OPEN.code]
    repaired = bench.manager.database.repair(bench.session)
    assert [one.code for one in repaired.repaired] == [troubles.MOTION_OPEN.code]
    eventually(lambda: bench.drive(1).drive.state is bench.drive(2).drive.state is DriveState.DISMOUNTED)
    [told] = bench.manager.objects.audit(bench.session, action="catalogue_repaired")
    assert (told.subject, told.detail.partition(":")[0]) == (mounted.medium.name, troubles.MOTION_OPEN.code)
    assert bench.agrees()
