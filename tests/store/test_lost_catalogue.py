"""A catalogue whose file is missing: none is made in its place where something shows that there was one."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from structlog.testing import capture_logs

from openrsm.errors import DatabaseFailure, ObjectNotFound
from openrsm.store import exports
from tests.store.copying import killed, mark, opened, pools, state

__all__ = ["state"]  # a fixture that this file's tests ask for by name

pytestmark = [pytest.mark.slow, pytest.mark.torture]

FILE: Final = "catalogue.sqlite"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def refused(folder: Path, *, how: str = "missing") -> str:
    """What is said to whoever opens, looks or exports; nothing is changed."""
    before, told = contents(folder), set()
    for deed in (
        lambda: opened(folder),
        lambda: opened(folder, read_only=True),
        lambda: exports.export(folder, "catalogue"),
    ):
        with pytest.raises(DatabaseFailure, match=f"is {how}, though") as raised:
            deed()
        told.add(str(raised.value))
    assert contents(folder) == before
    [said] = told
    return said


# --- Sure signs -------------------------------------------------------------------------------------------------------


def test_a_catalogue_that_was_moved_away_from_its_log_is_waited_for(state: Path, tmp_path: Path) -> None:
    killed(state)
    away = (state / FILE).rename(tmp_path / "away.sqlite")
    said = refused(state)
    assert said.startswith(f"{state / FILE} is missing, ")
    assert "there was a catalogue: catalogue.sqlite-wal; put the file back" in said
    assert "if it is lost, move those away" in said
    away.rename(state / FILE)
    with closing(opened(state)) as store:
        assert sorted(pools(store)) == ["late", "old"]


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
def test_whatever_lies_beside_it_shows_that_there_was_a_catalogue(tmp_path: Path, suffix: str) -> None:
    """An empty log is left by a service that was killed before it wrote anything."""
    (tmp_path / f"{FILE}{suffix}").touch()
    assert f": {FILE}{suffix}; " in refused(tmp_path)


def test_a_catalogue_that_was_emptied_is_as_good_as_missing_if_it_has_a_log(state: Path) -> None:
    killed(state)
    (state / FILE).write_bytes(b"")
    refused(state, how="empty")


def test_a_log_is_looked_for_where_a_link_leads_to(state: Path, tmp_path: Path) -> None:
    killed(state)
    shutil.move(state, tmp_path / "disk")
    state.mkdir()
    (state / FILE).symlink_to(tmp_path / "disk" / FILE)
    (tmp_path / "disk" / FILE).unlink()
    assert refused(state).startswith(f"{tmp_path / 'disk' / FILE} is missing")
    (tmp_path / "disk" / f"{FILE}-wal").unlink()
    opened(state).close()
    assert (tmp_path / "disk" / FILE).stat().st_size


# --- No sure signs ----------------------------------------------------------------------------------------------------


def test_a_making_that_was_cut_short_is_no_loss(tmp_path: Path) -> None:
    """Its file is empty, and at most a journal is begun, before that has its first page."""
    (tmp_path / FILE).touch()
    (tmp_path / f"{FILE}-journal").write_bytes(bytes(512))
    with pytest.raises(ObjectNotFound, match="rsm library add"):
        opened(tmp_path, read_only=True)
    with closing(opened(tmp_path)) as store:
        assert pools(store) == []


def test_copies_alone_keep_nobody_from_beginning_anew_to_import_one(state: Path) -> None:
    for file in state.glob(f"{FILE}*"):
        file.unlink()
    with capture_logs() as logs, closing(opened(state)) as store:
        assert pools(store) == []
    [warning] = logs
    assert (warning["action"], warning["log_level"]) == ("catalogue_made", "warning")
    assert warning["copies"] == [str(state / "export" / FILE)]
    mark(state)
    with capture_logs() as logs, closing(opened(state)) as store:
        assert pools(store) == ["new"]
    assert logs == []


def test_a_first_start_warns_of_nothing(tmp_path: Path) -> None:
    with capture_logs() as logs:
        opened(tmp_path / "state").close()
    assert logs == []


def test_what_is_left_of_a_lost_catalogue_can_be_moved_away_and_a_copy_imported(state: Path, tmp_path: Path) -> None:
    killed(state)
    (state / FILE).unlink()
    refused(state)
    for file in state.glob(f"{FILE}*"):
        file.rename(tmp_path / file.name)
    opened(state).close()
    mark(state)
    with closing(opened(state)) as store:
        assert pools(store) == ["new"]
