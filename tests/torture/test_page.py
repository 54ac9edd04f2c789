"""docs/reference/faults.md says what the fault matrix holds true."""

from __future__ import annotations

from openrsm.drivers.scsi.sense_words import WORDS
from tests.torture.page import PAGE, page
from tests.torture.t10 import assigned


def test_the_reference_of_faults_is_up_to_date() -> None:
    """If this fails, run scripts/faults."""
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_code_of_the_standard_has_words_but_those_of_vendors() -> None:
    assert {code for code in assigned() if code not in WORDS} == {(0x04, 0x80), (0x40, 0x80)}
