"""Checkups of the catalogue: what they find, that looking changes nothing, and that repairs put right what is safe."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from openrsm.domain.troubles import Severity
from openrsm.errors import AccessDenied, InvalidLibrary
from openrsm.surface.checkup import CheckupView
from tests.conformance.surface_bench import EVE, LIBRARY, Bench, Build


def spoil(bench: Bench, statement: str) -> None:
    """Somebody changes the catalogue by hand, as the program sqlite3 lets him."""
    with closing(sqlite3.connect(bench.manager.database.show(bench.session).file)) as catalogue, catalogue:
        assert catalogue.execute(statement).rowcount > 0


def codes(view: CheckupView) -> list[str]:
    return [one.code for one in view.findings]


class CheckupConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def test_nothing_is_wrong_with_a_service_at_work(self, bench: Bench) -> None:
        bench.mount(bench.lmid())
        bench.manager.settle()
        found = bench.manager.database.check(bench.session)
        assert ([*found.findings], [*found.repaired], [*found.compared]) == ([], [], [LIBRARY])

    def test_a_cartridge_that_was_taken_is_missed_and_only_a_repair_writes_that_down(self, bench: Bench) -> None:
        bench.hands.take("V00001L9")
        [found] = bench.manager.database.check(bench.session, LIBRARY).findings
        assert (found.code, found.severity, found.subject) == ("cartridge-missing", Severity.WARNING, "V00001L9")
        assert found.repairable
        assert bench.medium("V00001L9").where != "offline"
        repaired = bench.manager.database.repair(bench.session, LIBRARY)
        assert [one.code for one in repaired.repaired] == ["cartridge-missing"]
        assert codes(repaired) == []
        assert bench.medium("V00001L9").where == "offline"
        [told] = bench.manager.objects.audit(bench.session, action="catalogue_repaired")
        assert (told.user, told.subject) == ("root", "V00001L9")
        assert bench.agrees()

    def test_what_contradicts_itself_is_found_and_put_right(self, bench: Bench) -> None:
        spoil(bench, "UPDATE slots SET state = 'empty' WHERE number = 1")
        assert "content-contradicts" in codes(bench.manager.database.check(bench.session))
        assert codes(bench.manager.database.repair(bench.session)) == []
        assert bench.agrees()

    def test_a_checkup_names_a_library_or_compares_all(self, bench: Bench) -> None:
        with pytest.raises(InvalidLibrary):
            bench.manager.database.check(bench.session, "nowhere")
        with pytest.raises(InvalidLibrary):
            bench.manager.database.repair(bench.session, "nowhere")

    def test_who_may_not_control_the_computer_makes_no_checkup(self, bench: Bench) -> None:
        eve = bench.manager.sessions.open("prying", EVE)
        for call in (bench.manager.database.check, bench.manager.database.repair):
            with pytest.raises(AccessDenied):
                call(eve)
