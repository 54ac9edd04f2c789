"""The catalogue as a whole: exported while it is in use, and marked to be imported."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from openrsm.errors import AccessDenied, DatabaseFailure, InvalidName, InvalidState, ObjectNotFound
from tests.conformance.surface_bench import EVE, Bench, Build


class DatabaseConformance:
    """Part of :class:`tests.conformance.surface.SurfaceConformance`."""

    @pytest.fixture
    def bench(self, build: Build) -> Bench:
        return build()

    def test_an_export_has_what_was_committed_and_is_told_where_it_lies(self, bench: Bench) -> None:
        before = bench.manager.database.show(bench.session)
        assert ([*before.copies], before.marked, before.imported, [*before.differences]) == ([], None, None, [])
        assert Path(before.file).is_file()
        bench.mount(bench.lmid())
        copy = bench.manager.database.export(bench.session)
        assert copy.name == "catalogue"
        assert Path(copy.file).parent == Path(before.file).parent / "export"
        assert Path(copy.file).stat().st_size == copy.size
        with closing(sqlite3.connect(copy.file)) as connection:
            assert connection.execute("SELECT count(*) FROM logical").fetchone() == (1,)
        assert [*bench.manager.database.show(bench.session).copies] == [copy]
        [told] = bench.manager.objects.audit(bench.session, action="catalogue_exported")
        assert (told.user, told.subject) == ("root", "catalogue")
        assert copy.file in told.detail

    def test_an_export_replaces_the_last_of_its_name_alone(self, bench: Bench) -> None:
        for name in ("monday", "tuesday", "monday"):
            bench.manager.database.export(bench.session, name)
        copies = bench.manager.database.show(bench.session).copies
        assert [copy.name for copy in copies] == ["monday", "tuesday"]

    @pytest.mark.parametrize(
        "name", ["", ".", "../catalogue", "/etc/passwd", ".hidden", "a b", "-x", "x" * 64, "new\n"]
    )
    def test_a_copy_has_no_path(self, bench: Bench, name: str) -> None:
        for call in (bench.manager.database.export, bench.manager.database.mark_import):
            with pytest.raises(InvalidName):
                call(bench.session, name)
        assert len(bench.manager.database.show(bench.session).copies) == 0

    def test_a_copy_is_marked_and_the_mark_taken_back(self, bench: Bench) -> None:
        bench.manager.database.export(bench.session, "monday")
        assert bench.manager.database.mark_import(bench.session, "monday").marked
        assert bench.manager.database.show(bench.session).marked
        assert bench.manager.database.cancel_import(bench.session).marked is None
        with pytest.raises(InvalidState, match="no copy is marked"):
            bench.manager.database.cancel_import(bench.session)
        trail = [entry.action for entry in bench.manager.objects.audit(bench.session, limit=2)]
        assert trail == ["import_marked", "import_cancelled"]

    def test_what_is_no_catalogue_is_not_marked(self, bench: Bench) -> None:
        with pytest.raises(ObjectNotFound, match="no copy"):
            bench.manager.database.mark_import(bench.session)
        Path(bench.manager.database.export(bench.session).file).write_bytes(b"nobody's catalogue" * 1000)
        with pytest.raises(DatabaseFailure, match="cannot be imported"):
            bench.manager.database.mark_import(bench.session)
        assert bench.manager.database.show(bench.session).marked is None

    def test_who_may_not_control_the_computer_does_not_even_see_the_copies(self, bench: Bench) -> None:
        eve = bench.manager.sessions.open("prying", EVE)
        for call in (
            bench.manager.database.show,
            bench.manager.database.export,
            bench.manager.database.mark_import,
            bench.manager.database.cancel_import,
        ):
            with pytest.raises(AccessDenied):
                call(eve)
        assert len(bench.manager.database.show(bench.session).copies) == 0
