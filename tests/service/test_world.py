"""A state of the catalogue counts as compared with what is really there only where it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.service.world import World, hands
from tests.torture.tally import FOLDER, STATES, totals

QUERY = "drives=1&slots=4&ports=0&cartridges=0&type=LTO-9&doors=1"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with closing(World(tmp_path)) as world:
        yield world


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (folder := tmp_path / "tallies").mkdir()
    monkeypatch.setenv(FOLDER, str(folder))
    return folder


def add(world: World, name: str, folder: Path) -> None:
    world.manager.libraries.add(world.sessions[0], name, f"virtual:{folder / name}?{QUERY}")
    world.manager.settle()


def test_a_state_counts_once_every_library_can_be_looked_at(world: World, counted: Path, tmp_path: Path) -> None:
    for name in ("one", "other"):
        add(world, name, tmp_path)
    world.rest()
    assert totals(counted) == {STATES: (1, 1)}
    person = hands(world.libraries()[0])
    person.open()
    world.rest()
    assert totals(counted) == {STATES: (1, 1)}
    person.close()
    world.rest()
    assert totals(counted) == {STATES: (2, 2)}


def test_without_a_library_there_is_nothing_to_compare(world: World, counted: Path) -> None:
    world.rest()
    assert totals(counted) == {}
