"""The power goes while a catalogue is made or brought to this version's form: it is the old one or the new one."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from openrsm.errors import DatabaseFailure, ObjectNotFound
from openrsm.store import migrate, sqlite
from openrsm.store.database import Store
from tests.crash.disk import Disk, lay_out
from tests.crash.making import make_old
from tests.crash.nursery import ROOT
from tests.crash.record import SAID, deeds, watching
from tests.tables import ALEMBIC
from tests.torture.tally import tallied

pytestmark = [pytest.mark.torture, pytest.mark.slow]


@pytest.mark.parametrize("is_old", [False, True], ids=["made", "renewed"])
def test_a_catalogue_whose_making_was_cut_short_is_made_at_the_next_start(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    thorough: bool,
    is_old: bool,
) -> None:
    monkeypatch.setattr(migrate, "_run", ALEMBIC)
    state, dice, tried = tmp_path / "state", Random("making"), 0  # noqa: S311 - a play
    make_old(state) if is_old else state.mkdir()
    disk = Disk()
    disk.begin(state)
    record = tmp_path / "record"
    command = [sys.executable, "-m", "tests.crash.making", str(state)]
    subprocess.run(command, cwd=ROOT, env=watching(state, record), check=True)
    made = False
    for number, deed in enumerate(deeds(record)):
        made = made or deed.what == SAID
        disk.do(deed)
        if number % (1 if thorough else 17) == 0:
            shutil.rmtree(state)
            state.mkdir()
            lay_out(disk.lose_power(dice))
            with tallied("power cuts while a catalogue is made"):
                check(state, made=made)
            tried += 1
    assert tried


def test_a_catalogue_has_its_name_for_good_before_anything_lies_beside_it(tmp_path: Path) -> None:
    """So no cut, on no file system, leaves a log alone: that would be taken for what is left of a lost catalogue."""
    state, record = tmp_path / "state", tmp_path / "record"
    state.mkdir()
    command = [sys.executable, "-m", "tests.crash.making", str(state)]
    subprocess.run(command, cwd=ROOT, env=watching(state, record), check=True)
    made, flushed, *_ = deeds(record)
    assert (made.what, made.name) == ("c", str(state / sqlite.FILE))
    assert (flushed.what, flushed.name) == ("s", str(state))


def check(state: Path, *, made: bool) -> None:
    """It is not read before it is whole; it is whole after the next start; and once it was made it stays so."""
    if made:
        Store.open(state, read_only=True, clock=lambda: datetime.now(UTC)).close()
    else:
        refuse_or_read(state)
    Store.open(state, clock=lambda: datetime.now(UTC)).close()
    with closing(sqlite3.connect(state / sqlite.FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(migrate.HEAD,)]


def refuse_or_read(state: Path) -> None:
    """Whoever looks is told that there is none yet, or that it is old; or it is there."""
    try:
        Store.open(state, read_only=True, clock=lambda: datetime.now(UTC)).close()
    except (ObjectNotFound, DatabaseFailure) as refusal:
        assert refusal.advice  # noqa: PT017 - either may be
