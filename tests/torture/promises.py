"""What docs/reliability.md promises to have tried: the one list of it, for readers and for the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAGE: Final = ROOT / "docs" / "reliability.md"
HEADING: Final = "| Promise | Tested by | Counted as |"

_LINK: Final = re.compile(r"\[`(?P<shown>[^`]+)`\]\((?P<target>[^)]+)\)")
_COUNT: Final = re.compile(r"`(?P<count>[^`]+)`")


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A sentence, the tests that hold it, and what they count."""

    says: str
    tests: tuple[Path, ...]
    counts: tuple[str, ...]


def promises() -> list[Promise]:
    """Every row of the page's table."""
    return list(_rows(PAGE.read_text(encoding="utf-8")))


def promised() -> list[str]:
    """What a whole run must have counted."""
    return sorted({count for promise in promises() for count in promise.counts})


def files_of_tests() -> list[str]:
    """The files of the tests that hold the promises, as pytest names them: of each some test must have passed."""
    return sorted({str(test.relative_to(ROOT)) for promise in promises() for test in promise.tests})


def _rows(text: str) -> Iterator[Promise]:
    _, _, table = text.partition(HEADING)
    for line in table.splitlines()[2:]:
        if not line.startswith("|"):
            return
        says, tests, counts = (cell.strip() for cell in line.strip("|").split("|"))
        yield Promise(
            says=says,
            tests=tuple((PAGE.parent / found["target"]).resolve() for found in _LINK.finditer(tests)),
            counts=tuple(found["count"] for found in _COUNT.finditer(counts)),
        )
