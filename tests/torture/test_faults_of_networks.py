"""The fault matrix of the network before an iSCSI library: whatever happens to a frame, no cartridge is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from openrsm.domain.work import OPEN, WorkState
from tests.lab.lab import tgt_library
from tests.service.world import temporary_folder
from tests.torture.injecting import Script
from tests.torture.plays import PLAYS, Play
from tests.torture.proxy import Plan, Proxy, Trick, proxied
from tests.torture.stage import Stage, waits_for_people
from tests.torture.tally import tallied
from tests.torture.trying import QUICKLY, came_to, next_mount
from tests.torture.ways import injected, over_iscsi

pytestmark = [pytest.mark.torture, pytest.mark.slow, pytest.mark.system, pytest.mark.tgt, pytest.mark.long]

PATIENCE: Final = 2
"""Seconds that an answer is waited for: as few as a busy computer can do with."""

DRIVE: Final = 1
CHANGER: Final = 3
MOVE: Final = (CHANGER, 0xA5)
STATUS: Final = (CHANGER, 0xB8)
SCAN: Final = (CHANGER, 0x07)
READY: Final = (DRIVE, 0x00)
REWIND: Final = (DRIVE, 0x01)
READ: Final = (DRIVE, 0x08)
WRITE: Final = (DRIVE, 0x0A)
FILEMARKS: Final = (DRIVE, 0x10)
UNLOAD: Final = (DRIVE, 0x1B)
LOG: Final = (DRIVE, 0x4D)
SCAN_PORTS: Final = (CHANGER, 0x37)

STEPS: Final = {
    "load": (MOVE, STATUS, READY, REWIND, READ),
    "unload": (UNLOAD, MOVE, REWIND),
    "inventory": (SCAN, STATUS),
    "label read": (MOVE, STATUS, READ, UNLOAD),
    "label write": (MOVE, STATUS, READ, WRITE, FILEMARKS, UNLOAD),
    "clean": (MOVE, STATUS, LOG),
    "eject": (MOVE, STATUS),
    "open the ports": (STATUS,),
    "inject": (MOVE, STATUS, SCAN_PORTS),
    "move": (MOVE, STATUS),
    "export": (MOVE, STATUS),
    "import": (MOVE,),
}
BROKE_DOWN: Final = bytes.fromhex("700004000000000a00000000150100000000")
"""04/15/01: the mechanics could not reach a position."""

TURN: Final = 3 * len(Trick) + 1
"""One cell in so many is in the sample: another trick each time."""

DONE_UNLESS: Final = frozenset({Trick.REFUSED, Trick.SWALLOWED})
"""Tricks after which the command was not carried out; after all others it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A trick at a command of an operation."""

    play: Play
    lun: int
    opcode: int
    trick: Trick


CELLS: Final = [
    Cell(play=play, lun=lun, opcode=opcode, trick=trick)
    for play in PLAYS
    for lun, opcode in STEPS.get(play.name, ())
    for trick in Trick
]


@contextmanager
def staged() -> Iterator[tuple[Stage, Proxy]]:
    """A service whose library is behind a proxy."""
    script = Script()
    with (
        temporary_folder() as folder,
        injected(script, patience=PATIENCE),
        tgt_library(Path(folder) / "library") as target,
        proxied(target.port) as proxy,
    ):
        stage = Stage(Path(folder), over_iscsi(target, proxy.port), script)
        try:
            yield stage, proxy
        finally:
            stage.close()


def problems(stage: Stage, proxy: Proxy, cell: Cell) -> Iterator[str]:
    """What is wrong after the trick, and after it was seen to."""
    cell.play.set_up(stage)
    proxy.arm(Plan(lun=cell.lun, opcode=cell.opcode, trick=cell.trick, sense=BROKE_DOWN))
    ended = came_to(stage, cell.play.begin(stage))
    if not stage.until(lambda: proxy.struck > 0, QUICKLY):  # some commands come after the end
        yield "the command was not met"
    proxy.arm(None)
    moves = (cell.lun, cell.opcode) == MOVE
    if moves and (ended.item.state is not WorkState.FAILED) is (cell.trick in DONE_UNLESS):
        yield f"the motion was {'not ' * (cell.trick in DONE_UNLESS)}done, and the item {ended.item.state.name}"
    if ended.item.state in OPEN and not waits_for_people(ended.item):
        yield f"it is {ended.item.state.name}: {ended.item.reason}"
    cell.play.clean_up(stage)
    stage.heal()
    stage.put_away()
    yield from stage.wrong() or next_mount(stage)


def failures(cells: Sequence[Cell]) -> Iterator[str]:
    """What was wrong in which cell."""
    with staged() as (stage, proxy):
        for cell in cells:
            with tallied("fault cells") as trial:
                wrong = list(problems(stage, proxy, cell))
                trial.held = not wrong
            if wrong:
                yield f"{cell.play.name} {cell.lun} {cell.opcode:02x} {cell.trick}: {wrong}\n{stage.story()}"


@pytest.mark.timeout(1500)
def test_whatever_the_network_does_nothing_is_lost(*, thorough: bool) -> None:
    sample = CELLS[::TURN] + CELLS[2 : len(Trick)]
    parts = [[cell for cell in CELLS if cell.play is play] for play in PLAYS] if thorough else [sample]
    found = [failure for cells in parts for failure in failures(cells)]
    assert not found, "\n\n".join(found[:5])
