"""The commands of docs/how-to/find-the-bad-drive.md, run as they stand there on a library whose first drive ages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Rsm

pytestmark = pytest.mark.slow

PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "find-the-bad-drive.md"
BLOCK: Final = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


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


def steps() -> Iterator[tuple[str, list[str]]]:
    """Each command of the page, and what it says that the command prints."""
    for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        for part in block.split("    $ rsm ")[1:]:
            line, *shown = part.splitlines()
            yield line, [words for each in shown if (words := said(each))]


def said(line: str) -> str:
    """A line without what depends on the day and on the width of columns."""
    return " ".join(MOMENT.sub("THEN", line).split())


def test_the_page_finds_the_drive_that_ages_and_trusts_it_again(aged: Rsm) -> None:
    for line, shown in steps():
        printed = [said(each) for each in aged(line).splitlines() if each]
        assert not shown or printed == shown, line


def test_the_page_shows_every_step() -> None:
    assert [line.split()[0] for line, _ in steps()] == ["health"] * 3 + ["drive"] * 2 + ["health"] * 2
