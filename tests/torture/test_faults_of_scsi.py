"""The fault matrix over SCSI: at every step of every operation, everything that a robot or a drive may answer.

The service, the driver and the target are real; a transport between the last two answers in the device's stead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from tests.lab.lab import tgt_library
from tests.service.world import temporary_folder
from tests.torture.cells import Cell, cells_of, sampled
from tests.torture.injecting import Script
from tests.torture.plays import PLAYS, Play
from tests.torture.stage import Stage, injected
from tests.torture.tally import tally
from tests.torture.trying import recorded, try_cell

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.system, pytest.mark.tgt, pytest.mark.long]

AT_ONCE: Final = 150
"""Cells that one service is led through; its history would make the next ones slow."""


@contextmanager
def staged() -> Iterator[Stage]:
    """A service, a library and a script of their own."""
    script = Script()
    with temporary_folder() as folder, injected(script), tgt_library(Path(folder) / "library") as target:
        stage = Stage(Path(folder), target, script)
        try:
            yield stage
        finally:
            stage.close()


def failures(play: Play, *, thorough: bool) -> Iterator[str]:
    """What was wrong in which cell of an operation; the stage is set anew after each."""
    left: list[Cell] | None = None
    while left is None or left:
        with staged() as stage:
            turn = PLAYS.index(play)
            every = cells_of(play.name, recorded(stage, play), turn)
            left = (every if thorough else sampled(every, turn)) if left is None else left
            yield from _until_wrong(stage, play, left)


def _until_wrong(stage: Stage, play: Play, left: list[Cell]) -> Iterator[str]:
    for _ in range(min(AT_ONCE, len(left))):
        cell = left.pop(0)
        result = try_cell(stage, play, cell)
        held = result.struck and not result.wrong
        tally("fault cells", held=int(held))
        if not held:
            yield f"{cell}: {result}\n{stage.story()}"
            return


@pytest.mark.timeout(3000)
@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.name)
def test_nothing_is_lost_or_stuck_whatever_fails(play: Play, *, thorough: bool) -> None:
    found = list(failures(play, thorough=thorough))
    assert not found, "\n\n".join(found[:10])
