"""A real drive (tgt over iSCSI) taken for a library; a changer plays the person. What tgt does wrongly is marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from openrsm.drivers.scsi.discover import open_iscsi
from openrsm.drivers.standalone.discover import open_standalone
from tests.conformance.lone import LoneBench, LoneConformance
from tests.lab.lab import tgt_library

pytestmark = [pytest.mark.system, pytest.mark.tgt]

BESIDE: Final = 500
"""The drive's address in the library that it is really in."""

FIRST_SLOT: Final = 1000

NO_UNLOAD: Final = "tgt: UNLOAD does nothing, so the tape stays ready"
UNTOLD: Final = "tgt tells nobody that a cartridge was changed (28/00), and its cartridges have no number of their own"

QUIRKS: Final = {
    "test_an_ejected_cartridge_lies_in_the_mouth_or_is_out_of_sight": NO_UNLOAD,
    "test_what_lies_in_the_mouth_is_taken_in_again": NO_UNLOAD,
    "test_a_change_of_cartridges_is_told": UNTOLD,
    "test_between_two_cartridges_that_were_changed_unseen_the_drive_is_empty_once": UNTOLD,
    "test_the_same_cartridge_may_come_back_unseen": UNTOLD,
}
"""Promises that this target breaks, not the driver: when it keeps one, the test fails and the line goes."""


@pytest.fixture(autouse=True)
def known_quirk(request: pytest.FixtureRequest) -> None:
    reason = QUIRKS.get(getattr(request, "function", request.node).__name__)
    if reason:
        request.applymarker(pytest.mark.xfail(reason=reason))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[LoneBench]:
    with tgt_library(tmp_path / "library") as tgt:
        hands = open_iscsi(tgt.url())
        held: list[int] = []

        def insert(number: int) -> None:
            held.append(FIRST_SLOT + number - 1)
            hands.changer.move(held[-1], BESIDE)

        def take() -> None:
            hands.changer.move(BESIDE, held.pop())

        bench = LoneBench.at(open_standalone(f"standalone:{tgt.url(1)}"), insert, take)
        yield bench
        bench.close()
        hands.changer.close()
        for one in hands.drives:
            one.drive.close()


class TestStandaloneChanger(LoneConformance):
    pass
