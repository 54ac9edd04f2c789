"""The fault matrix knows every question that the SCSI driver has about sense data, so that it misses no difference."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

import pytest

from openrsm.drivers import scsi
from openrsm.drivers.scsi import cdb as spc
from openrsm.drivers.scsi import cdb_changer as smc
from openrsm.drivers.scsi import cdb_tape as ssc
from openrsm.drivers.scsi.sense import (
    HARDWARE,
    ILLEGAL_REQUEST,
    MEDIUM,
    MISCOMPARE,
    NO_SENSE,
    NOT_READY,
    UNIT_ATTENTION,
    Sense,
    decode,
)
from openrsm.drivers.scsi.transport import GOOD, Reply
from tests.torture.cells import faults_of
from tests.torture.commands import COMMANDS
from tests.torture.injecting import Sent, Step, complaint
from tests.torture.treatment import treatment
from tests.torture.variants import END, INVALID, MARK, OTHER_LENGTH, RESIDUE, Variant, variants_of

VENDOR = 0x9
SHORTER = replace(OTHER_LENGTH, information=RESIDUE)
POINTED = Sense(key=ILLEGAL_REQUEST, asc=INVALID, field=4, field_in_cdb=True)
FIELDS = {each.name for each in fields(Sense)}
LOOKED_AT = FIELDS | {"code"}
"""Everything of sense data but their words."""
ASKED = {
    ("faults", "_wrong_address"),
    ("faults", "attention_for"),
    ("faults", "fits"),
    ("faults", "may_be_sent_again"),
    ("faults", "says_door_open"),
    ("link", "_is_news_of_the_past"),
    ("link", "ask"),
    ("link", "done"),
    ("link", "error"),
    ("link", "is_deferred"),
    ("link", "is_unknown_command"),
    ("link", "objects_to_a_field"),
    ("readiness", "_readiness"),
    ("readiness", "status_of"),
    ("sense", "code"),
    ("sense", "words"),
    ("stops", "early_stop"),
    ("stops", "is_filemark"),
    ("stops", "length_told"),
}
"""Where they are looked at; ``treatment`` asks all of these, but for what is told, or has the key as it is."""
OF_SOMETHING_ELSE = {("naming", "_by_density")}
"""A density has a code, too."""


def looks() -> Iterator[tuple[str, str]]:
    for path in Path(scsi.__file__).parent.glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and LOOKED_AT & {
                each.attr for each in ast.walk(function) if isinstance(each, ast.Attribute)
            }:
                yield path.stem, function.name


def test_nothing_else_of_the_driver_looks_at_sense_data() -> None:
    assert set(looks()) == ASKED | OF_SOMETHING_ELSE


def test_codes_that_differ_in_words_alone_are_treated_alike() -> None:
    cdb = spc.test_unit_ready()
    mute, deaf = (Sense(key=NOT_READY, asc=asc) for asc in (0x08, 0x09))
    assert treatment(mute, cdb) == treatment(deaf, cdb)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(Sense(key=HARDWARE, asc=0x04, ascq=0x03), Sense(key=HARDWARE, asc=0x44), id="the error"),
        pytest.param(Sense(key=MISCOMPARE, asc=0x1D), Sense(key=VENDOR, asc=0x1D), id="the key"),
        pytest.param(Sense(key=MEDIUM, asc=0x11), Sense(key=MEDIUM, asc=0x11, deferred=True), id="of the past"),
        pytest.param(Sense(key=NOT_READY, asc=4, ascq=1), Sense(key=NOT_READY, asc=4, ascq=5), id="how ready it is"),
        pytest.param(Sense(key=UNIT_ATTENTION, asc=0x5A), Sense(key=UNIT_ATTENTION, asc=0x3F), id="what is suspect"),
        pytest.param(Sense(key=UNIT_ATTENTION, asc=0x28), Sense(key=UNIT_ATTENTION, asc=0x28, ascq=1), id="a change"),
        pytest.param(Sense(key=UNIT_ATTENTION, asc=0x2F), Sense(key=UNIT_ATTENTION, asc=0x2A), id="whether again"),
        pytest.param(Sense(key=NO_SENSE, ascq=5), Sense(key=NO_SENSE, ascq=4), id="the end of the data"),
        pytest.param(Sense(key=ILLEGAL_REQUEST, asc=0x24), Sense(key=ILLEGAL_REQUEST, asc=0x26), id="a field"),
    ],
)
def test_codes_that_differ_in_one_answer_alone_are_not_treated_alike(one: Sense, other: Sense) -> None:
    cdb = ssc.write_block(512)
    assert treatment(one, cdb) != treatment(other, cdb)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(MARK, replace(MARK, filemark=False), id="a filemark"),
        pytest.param(MARK, replace(MARK, key=HARDWARE), id="a filemark that a failure has beside it"),
        pytest.param(END, replace(END, eom=False), id="the end of the tape"),
        pytest.param(SHORTER, replace(SHORTER, ili=False), id="another length"),
        pytest.param(SHORTER, replace(SHORTER, information=None), id="a length that is not told"),
        pytest.param(SHORTER, replace(SHORTER, information=-RESIDUE), id="shorter or longer"),
        pytest.param(POINTED, replace(POINTED, field=None), id="a field that is not told"),
        pytest.param(POINTED, replace(POINTED, field=10), id="another field"),
        pytest.param(POINTED, replace(POINTED, field_in_cdb=False), id="a parameter"),
    ],
)
def test_what_is_told_besides_codes_is_treated_in_its_own_way(one: Sense, other: Sense) -> None:
    cdb = smc.move_medium(robot=1, source=2, destination=3)
    assert treatment(one, cdb) != treatment(other, cdb)


def test_each_field_of_sense_data_is_told_by_some_fault() -> None:
    cdb = spc.test_unit_ready()
    steps = {Step(device=device, command=command) for each in COMMANDS.values() for device, command in each}
    told = [fault.sense for step in steps for fault in faults_of(Sent(step=step, cdb=cdb)) if fault.sense is not None]
    assert {name for name in FIELDS if len({getattr(sense, name) for sense in told}) > 1} == FIELDS


def nothing() -> Reply:
    return Reply(status=GOOD)


VARIANTS = {each for commands in COMMANDS.values() for _, command in commands for each in variants_of(command)}


@pytest.mark.parametrize("variant", sorted(VARIANTS, key=str), ids=str)
def test_what_is_said_is_what_the_driver_reads(variant: Variant) -> None:
    reply = complaint(variant.sense, descriptor=variant.descriptor)("it", spc.test_unit_ready(), nothing)
    assert (reply.sense[0] in {0x72, 0x73}, decode(reply.sense)) == (variant.descriptor, variant.sense)


@pytest.mark.parametrize("command", sorted({command for commands in COMMANDS.values() for _, command in commands}))
def test_no_two_faults_of_a_command_have_the_same_name(command: str) -> None:
    sent = Sent(step=Step(device="drive", command=command), cdb=ssc.write_block(512))
    names = [fault.name for fault in faults_of(sent)]
    assert len(set(names)) == len(names)
