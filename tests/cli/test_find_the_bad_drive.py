"""The commands of docs/how-to/find-the-bad-drive.md, run as they stand there on a library whose first drive ages."""

from __future__ import annotations

from typing import Final

import pytest

from tests.cli.conftest import Rsm
from tests.cli.pages import follow, steps

pytestmark = pytest.mark.slow

PAGE: Final = "find-the-bad-drive.md"


@pytest.fixture
def aged(rsm: Rsm) -> Rsm:
    """Three media did well in the second drive, and were hurt in the first."""
    rsm.hands.add_fault("load", "uncorrected:2", where="drive:1", times=2)
    rsm.hands.add_fault("load", "alert:5", where="drive:1", nth=3)
    media = [rsm.allocated() for _ in range(3)]
    for drive in ("vlib/drive2", "vlib/drive1"):
        for lmid in media:
            rsm(f"mount {lmid} --drive {drive}")
            rsm(f"dismount {lmid}")
    return rsm


def test_the_page_finds_the_drive_that_ages_and_trusts_it_again(aged: Rsm) -> None:
    for line, shown in steps(PAGE):
        follow(aged, line, shown)


def test_the_page_shows_every_step() -> None:
    assert [line.split()[0] for line, _ in steps(PAGE)] == ["health"] * 3 + ["drive"] * 2 + ["health"] * 2
