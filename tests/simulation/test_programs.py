"""Programs that know slots by numbers, commands that are killed, and a service that is: what must not be is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from openrsm.domain.changers import Cell, Changer
from openrsm.domain.values import Medium
from openrsm.service import carrying
from openrsm.service.sessions import Session
from openrsm.simulation import people, programs
from openrsm.simulation.acting import DAY, HOUR, Actor, Role, Until
from openrsm.simulation.running import Simulation
from openrsm.simulation.site import Site
from openrsm.store.database import Transaction
from openrsm.surface.simulation import SimulationOptions, SimulationReport
from openrsm.surface.views import WorkView
from tests.torture.tally import tallied

pytestmark = [pytest.mark.slow, pytest.mark.torture]


def played(folder: Path, *roles: Role) -> SimulationReport:
    """What a simulation of a day tells in which those take part, and an operator."""
    options = SimulationOptions(days=1, slots=30, faults=0, people=False)
    return Simulation(folder, options, [], roles=[people.operators, *roles]).run()


def often(role: Role) -> Role:
    """The same, but what it waits for by chance comes in an hour."""

    def act(site: Site, dice: Random) -> Actor:
        actor = role(site, dice)
        wait = next(actor)
        while True:
            picture = yield wait if isinstance(wait, Until) else min(wait, HOUR)
            wait = actor.send(picture)

    return act


def test_programs_commands_and_a_service_that_is_killed_over_and_over_lose_nothing(tmp_path: Path) -> None:
    busy = (programs.changer_program, programs.commands, programs.person_with_mtx, programs.labels, programs.crashes)
    with tallied("simulated hours", 24):
        report = played(tmp_path, *map(often, busy))
        assert report.violations == []
    assert report.crashes > 5
    assert report.mounts > 5
    assert report.carried > 2


def test_a_kill_that_takes_back_what_was_acknowledged_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = tmp_path / "old"

    def forgetful(site: Site, _dice: Random) -> Actor:
        yield HOUR
        copytree(site.folder / "state", old)
        site.allocate("archive")
        monkeypatch.setattr("openrsm.simulation.site.copytree", lambda _, to: old.rename(to))
        site.crash()
        yield DAY

    assert "is nobody's any more" in played(tmp_path / "folder", forgetful).violations[0]


def test_a_motion_of_which_nobody_asks_after_a_kill_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openrsm.service.opening.settle_move", lambda *_: None)
    busy = (programs.changer_program, programs.crashes)
    assert any(" has no end, " in one for one in played(tmp_path, *map(often, busy)).violations)


def test_a_mount_that_outlives_its_command_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openrsm.service.ended_mounts.end", lambda *_, **__: set())
    assert "is held by a session that has ended" in played(tmp_path, often(programs.commands)).violations[0]


def test_a_number_that_changes_by_itself_is_found(tmp_path: Path) -> None:
    def change(site: Site, _dice: Random) -> Actor:
        yield HOUR
        with closing(sqlite3.connect(site.folder / "state" / "catalogue.sqlite")) as catalogue, catalogue:
            catalogue.execute("UPDATE share_media SET number = 9 WHERE number = 1")
        site.allocate("archive")
        yield DAY

    assert "had number 1, and has 9 now" in played(tmp_path, change).violations[0]


def test_a_cartridge_that_is_carried_to_another_slot_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    right = carrying._transfer  # noqa: SLF001 - what goes wrong in it shows only here

    def wrong(tx: Transaction, me: Session, changer: Changer, medium: Medium, cell: Cell) -> WorkView:
        empty = [one for one in changer.cells if one.medium is None and one.number != cell.number]
        return right(tx, me, changer, medium, empty[0])

    monkeypatch.setattr("openrsm.service.carrying._transfer", wrong)
    assert "was carried to element" in played(tmp_path, often(programs.person_with_mtx)).violations[0]
