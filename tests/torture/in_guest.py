"""Run by test_faults_in_a_kernel.py inside the guest kernel: a part of the fault matrix, over /dev/sgN."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.cells import cells_of, sampled
from tests.torture.injecting import Script
from tests.torture.plays import PLAYS, Play
from tests.torture.stage import Stage
from tests.torture.tally import tally
from tests.torture.trying import recorded, try_cell
from tests.torture.ways import injected_into_kernel, nodes_by_path, through_kernel

CHANGER = os.environ["CHANGER"]
TRIED = ("load", "unload", "inventory")


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    script = Script()
    folder: Path = tmp_path_factory.mktemp("stage")
    with injected_into_kernel(script, nodes_by_path(CHANGER)):
        made = Stage(folder, through_kernel(CHANGER), script)
        yield made
        made.close()


@pytest.mark.parametrize("play", [play for play in PLAYS if play.name in TRIED], ids=lambda play: play.name)
def test_nothing_is_lost_or_stuck_whatever_fails(stage: Stage, play: Play) -> None:
    found = []
    for cell in sampled(cells_of(play.name, recorded(stage, play), 1), 3):
        result = try_cell(stage, play, cell)
        held = result.struck and not result.wrong
        tally("fault cells", held=int(held))
        if not held:
            found.append(f"{cell}: {result}\n{stage.story()}")
    assert not found, "\n\n".join(found)
