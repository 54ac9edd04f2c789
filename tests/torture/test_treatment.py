"""The fault matrix knows every question that the SCSI driver has about sense data, so that it misses no difference."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from openrsm.drivers import scsi
from openrsm.drivers.scsi import cdb as spc
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
)
from tests.torture.treatment import treatment

VENDOR = 0x9
LOOKED_AT = {"asc", "ascq"}
ASKED = {
    ("drive", "space"),
    ("faults", "_is_about_an_address"),
    ("faults", "attention_for"),
    ("faults", "fits"),
    ("faults", "may_be_sent_again"),
    ("faults", "says_door_open"),
    ("link", "is_unknown_command"),
    ("link", "objects_to_a_field"),
    ("readiness", "_readiness"),
    ("sense", "code"),
    ("sense", "words"),
}
"""Where additional sense codes are looked at; ``treatment`` asks all of these, but for what is told."""


def looks() -> Iterator[tuple[str, str]]:
    for path in Path(scsi.__file__).parent.glob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and LOOKED_AT & {
                each.attr for each in ast.walk(function) if isinstance(each, ast.Attribute)
            }:
                yield path.stem, function.name


def test_nothing_else_of_the_driver_looks_at_additional_sense_codes() -> None:
    assert set(looks()) == ASKED


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
