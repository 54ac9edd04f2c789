"""The commands that a how-to page shows, with what it says that they print."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.cli.conftest import Rsm

HOW_TO: Final = Path(__file__).parents[2] / "docs" / "how-to"
BLOCK: Final = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")


def steps(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a page, and what it says that the command prints."""
    for line, shown in commands(page):
        if line.startswith("rsm "):
            yield line.removeprefix("rsm "), [words for each in shown if (words := said(each))]


def commands(page: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a page, whichever it is, and the lines that it says that the command prints."""
    for block in BLOCK.findall((HOW_TO / page).read_text(encoding="utf-8")):
        for part in block.split("    $ ")[1:]:
            line, *shown = part.splitlines()
            yield line, [each.removeprefix("    ") for each in shown]


def said(line: str) -> str:
    """A line without what depends on the day and on the width of columns."""
    return " ".join(MOMENT.sub("THEN", line).split())


def printed_by(rsm: Rsm, line: str) -> list[str]:
    """What a command prints that is to succeed; it may say on stderr what it waits for."""
    ended = rsm.try_(line)
    assert ended.status == 0, (line, ended.err)
    return [said(each) for each in ended.out.splitlines() if each]


def follow(rsm: Rsm, line: str, shown: list[str]) -> None:
    """Run a command, and compare what it prints with what the page shows of it."""
    printed = printed_by(rsm, line)
    assert not shown or printed == shown, line
