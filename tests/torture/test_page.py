"""docs/reference/faults.md says what the fault matrix holds true."""

from __future__ import annotations

import pytest

from openrsm.drivers.scsi.command import Cdb, Direction, Effect
from openrsm.drivers.scsi.sense_words import WORDS
from tests.torture.cells import all_cells_of, cells_of, faults_of, likeness
from tests.torture.commands import COMMANDS
from tests.torture.injecting import Sent, Step
from tests.torture.page import PAGE, page
from tests.torture.t10 import assigned


def test_the_reference_of_faults_is_up_to_date() -> None:
    """If this fails, run scripts/faults."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_code_of_the_standard_has_words_but_those_of_vendors() -> None:
    assert {code for code in assigned() if code not in WORDS} == {(0x04, 0x80), (0x40, 0x80)}


@pytest.mark.parametrize(
    ("device", "command"), sorted({each for commands in COMMANDS.values() for each in commands}), ids=str
)
def test_in_all_operations_together_every_command_meets_every_kind_of_fault(device: str, command: str) -> None:
    cdb = Cdb(name=command, raw=bytes(6), direction=Direction.IN, length=0, effect=Effect.MOTION, timeout=1.0)
    sent = Sent(step=Step(device=device, command=command), cdb=cdb)
    plays = [play for play, commands in COMMANDS.items() if (device, command) in commands]
    met = {likeness(cell.fault, cdb) for play in plays for cell in cells_of(play, [sent], 0)}
    assert met == {likeness(fault, cdb) for fault in faults_of(sent)}


def test_of_everything_no_command_misses_any_fault_and_those_between_no_kind_of_one() -> None:
    cdb = Cdb(name="x", raw=bytes(6), direction=Direction.IN, length=0, effect=Effect.MOTION, timeout=1.0)
    sent = [Sent(step=Step(device="drive", command="x", nth=nth), cdb=cdb) for nth in (1, 2, 3)]
    every = [fault.name for fault in faults_of(sent[0])]
    met = {nth: [cell.fault for cell in all_cells_of("load", sent) if cell.step.nth == nth] for nth in (1, 2, 3)}
    assert sorted(fault.name for fault in met[1]) == sorted(fault.name for fault in met[3]) == sorted(every)
    assert {likeness(fault, cdb) for fault in met[2]} == {likeness(fault, cdb) for fault in faults_of(sent[0])}
    assert len(met[2]) < len(every)
