"""The fault matrix over SCSI: at every step of every operation, everything that a robot or a drive may answer.

The service, the driver and the target are real; a transport between the last two answers in the device's stead.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import pytest

from openrsm.drivers.scsi import sense as keys
from openrsm.errors import Refusal
from tests.lab.lab import tgt_library
from tests.service.world import temporary_folder
from tests.torture.cells import Cell, all_cells_of, cells_of, faults_of, sampled
from tests.torture.commands import COMMANDS
from tests.torture.expecting import Kind, kind_of
from tests.torture.injecting import Script, Sent, Step, sense
from tests.torture.plays import PLAYS, Play
from tests.torture.stage import Stage
from tests.torture.tally import tallied
from tests.torture.trying import next_mount, recorded, try_cell
from tests.torture.ways import injected, over_iscsi

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.system, pytest.mark.tgt, pytest.mark.long]

AT_ONCE: Final = 75
"""Cells that one service is led through; its history would make the next ones slow."""


TOLD: Final = {
    "load": [
        ("changer", "READ ELEMENT STATUS", "8 bytes come through"),
        ("drive", "REWIND", "device node gone"),
        ("drive", "READ (6)", "04/44/00 FILEMARK"),
        ("changer", "MOVE MEDIUM", "no answer, done later"),
    ],
    "unload": [("changer", "TEST UNIT READY", "RESERVATION CONFLICT, again and again")],
    "label read": [("changer", "MOVE MEDIUM", "05/24/00")],
    "label write": [
        ("drive", "WRITE FILEMARKS (6)", "no answer, done"),
        ("drive", "SPACE (6)", "GOOD, not done"),
        ("drive", "SPACE (6)", "08/00/05"),
    ],
    "clean": [("changer", "MOVE MEDIUM", "06/3b/12")],
    "eject": [("changer", "MOVE MEDIUM", "CHECK CONDITION without sense")],
    "inject": [("changer", "INITIALIZE ELEMENT STATUS WITH RANGE", "05/24/00")],
    "move": [("changer", "MOVE MEDIUM", "no answer, done later")],
}
"""Cells that once told of something wrong: they are always tried."""


def told_before(play: Play, sent: Sequence[Sent]) -> list[Cell]:
    """Those of an operation."""
    first = {(each.step.device, each.step.command): each for each in reversed(sent)}
    return [
        Cell(play=play.name, step=first[device, command].step, effect=first[device, command].cdb.effect, fault=fault)
        for device, command, name in TOLD.get(play.name, ())
        for fault in faults_of(first[device, command])
        if fault.name == name
    ]


SPARED: Final = {"label read": 2, "label write": 2}
"""Work on labels begins and ends like a mount, so that half of its steps will do for the sample."""


@contextmanager
def staged() -> Iterator[Stage]:
    """A service, a library and a script of their own."""
    script = Script()
    with temporary_folder() as folder, injected(script), tgt_library(Path(folder) / "library") as target:
        stage = Stage(Path(folder), over_iscsi(target), script)
        try:
            yield stage
        finally:
            stage.close()


@contextmanager
def noted(where: str) -> Iterator[None]:
    """An error is told with where it was."""
    try:
        yield
    except Exception as error:
        error.add_note(where)
        raise


def failures(play: Play, *, thorough: bool, everything: bool) -> Iterator[str]:
    """What was wrong in which cell of an operation; the stage is set anew after each."""
    left: list[Cell] | None = None
    while left is None or left:
        with staged() as stage:
            turn = PLAYS.index(play)
            sent = recorded(stage, play)
            assert {(each.step.device, each.step.command) for each in sent} == set(COMMANDS[play.name])
            every = all_cells_of(play.name, sent) if everything else cells_of(play.name, sent, turn)
            if left is None:
                left = (
                    every
                    if thorough
                    else [*sampled(every, turn)[:: SPARED.get(play.name, 1)], *told_before(play, sent)]
                )
            yield from _until_wrong(stage, play, left)


def _until_wrong(stage: Stage, play: Play, left: list[Cell]) -> Iterator[str]:
    for _ in range(min(AT_ONCE, len(left))):
        cell = left.pop(0)
        with tallied("fault cells") as trial, noted(f"in, or after the cell before, {cell}"):
            result = try_cell(stage, play, cell)
            trial.held = result.holds
        if not trial.held:
            yield f"{cell}: {result}\n{stage.story()}"
        if not trial.held or kind_of(cell.fault) is Kind.LIE:
            return  # after a lie the journal cannot be held against what comes next


LIKE_A_MOVE: Final = frozenset({"export", "import"})
"""The long form alone tries them: they take the same commands, and differ in where a cartridge lies."""


@pytest.mark.timeout(10_800)  # of everything; half an hour is enough for the rest
@pytest.mark.parametrize(
    "play",
    [pytest.param(play, marks=pytest.mark.exhaustive if play.name in LIKE_A_MOVE else ()) for play in PLAYS],
    ids=[play.name for play in PLAYS],
)
def test_nothing_is_lost_or_stuck_whatever_fails(play: Play, *, thorough: bool, everything: bool) -> None:
    found = list(failures(play, thorough=thorough, everything=everything))
    assert not found, "\n\n".join(found[:10])


STUCK: Final = Step(device="drive", command="LOAD UNLOAD (unload)")
UNREACHED: Final = Step(device="changer", command="MOVE MEDIUM")


@pytest.mark.parametrize("step", [STUCK, UNREACHED], ids=["does not let go", "cannot be emptied"])
def test_after_three_failures_in_a_row_an_operator_is_asked_to_see_to_the_drive(step: Step) -> None:
    with tallied("fault cells"), staged() as stage:
        stage.ended(stage.mount(stage.own))
        stage.script.arm(step, sense(keys.HARDWARE, 0x40, 0x80), for_ever=True)
        stage.until(lambda: bool(_dismounted_again(stage)))
        [request] = stage.asked()
        assert request.startswith("See to drive vtl/drive1: ")
        assert "04/40/80" in request
        stage.script.disarm()
        stage.heal()
        _dismounted_again(stage)
        stage.put_away()
        assert (stage.wrong() or next_mount(stage)) == []


def _dismounted_again(stage: Stage) -> Sequence[str]:
    """Whoever has it mounted tries once more, if he still has it; what operators are asked for then."""
    with suppress(Refusal):
        stage.ended(stage.dismount(stage.own))
    return stage.asked()
