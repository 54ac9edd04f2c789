"""The digest of a copy: whatever changes in it is noticed when it is to be imported."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from openrsm.errors import DatabaseFailure
from openrsm.store import exports, seals
from tests.store.copying import mark, opened, pools, put, state

__all__ = ["state"]  # a fixture that this file's tests ask for by name

pytestmark = [pytest.mark.slow, pytest.mark.torture]


def test_a_copy_with_another_value_than_it_was_exported_with_is_not_marked(state: Path) -> None:
    sound = (state / "export" / "catalogue.sqlite").read_bytes()
    assert sound.count(b"box") == 1
    put(state, sound.replace(b"box", b"fox"))
    with pytest.raises(DatabaseFailure, match=r"has been changed since it was exported: its SHA-256 digest differs"):
        mark(state)
    put(state, sound)
    mark(state)


def test_no_byte_of_a_copy_can_be_changed_unnoticed_nor_its_digest_be_lost(state: Path, thorough: bool) -> None:  # noqa: FBT001 - a fixture
    """Many of them are damage to SQLite, too, and which is told is all the same."""
    sound = (state / "export" / "catalogue.sqlite").read_bytes()
    names = [at for at in range(len(sound)) if sound.startswith(b"seal", at)]
    header = range(100)
    assert names
    for at in (*header, *names, *range(100, len(sound), 97 if thorough else 4999)):
        put(state, sound[:at] + bytes([sound[at] ^ 1]) + sound[at + 1 :])
        with pytest.raises(DatabaseFailure):
            mark(state)


@pytest.mark.parametrize("part", [7, 31, 32, 33, 4096])
def test_a_digest_is_found_and_right_in_whatever_parts_a_file_is_read(
    state: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(seals, "_PART", part)
    seals.check(state / "export" / "catalogue.sqlite")
    exports.export(state, "again")
    monkeypatch.undo()
    seals.check(state / "export" / "again.sqlite")


def test_what_is_imported_is_a_catalogue_and_no_copy(state: Path) -> None:
    mark(state)
    opened(state).close()
    with closing(sqlite3.connect(state / "catalogue.sqlite")) as connection:
        assert connection.execute("SELECT * FROM sqlite_master WHERE name = 'seal'").fetchall() == []
        assert connection.execute("PRAGMA application_id").fetchall() == [(0,)]


def test_a_copy_that_was_never_sealed_as_a_backups_is_marked(state: Path) -> None:
    seals.unseal(state / "export" / "catalogue.sqlite")
    mark(state)
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]
