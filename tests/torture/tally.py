"""What was tried to break the service, and how much of it held: counted in every process, printed at the end."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER = "OPENRSM_TALLIES"
"""Names the folder in which the processes of a test run note what they tried; see tests/conftest.py."""

STATES: Final = "states compared with what is really there"
"""Each is one catalogue, looked through for lost, doubled and misplaced cartridges: tests/service/invariants.py."""


def tally(what: str, tried: int, held: int) -> None:
    """Note that ``tried`` cells, points, inputs... were tried, and how many of them held."""
    if (folder := os.environ.get(FOLDER)) is None:
        return
    line = json.dumps({"what": what, "tried": tried, "held": held})
    with (Path(folder) / f"{os.getpid()}.jsonl").open("a", encoding="utf-8") as file:
        file.write(line + "\n")


@dataclass
class Trial:
    """What is tried in a block, which may not know before how much that is, and whether it held."""

    tried: int = 1
    held: bool = True


@contextmanager
def tallied(what: str, tried: int = 1) -> Iterator[Trial]:
    """Note what is tried in the block; nothing of it held if the block ends with an error, or says so."""
    trial, held = Trial(tried), False
    try:
        yield trial
        held = trial.held
    finally:
        tally(what, trial.tried, trial.tried * held)


def totals(folder: Path) -> Mapping[str, tuple[int, int]]:
    """For everything that was tried: how often, and how often it held."""
    tried: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            noted = json.loads(line)
            tried[noted["what"]] += noted["tried"]
            held[noted["what"]] += noted["held"]
    return {what: (tried[what], held[what]) for what in sorted(tried)}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What a run comes to: the lines to print, and those of them that say what is wrong."""

    lines: Sequence[str]
    failures: Sequence[str]


def verdict(
    counted: Mapping[str, tuple[int, int]], expected: Collection[str], *, passed: bool, absent: Collection[str] = ()
) -> Verdict:
    """What was tried and held, and whether that is everything that was expected to be; no test passed of ``absent``.

    Nothing good is said of a run that has not ``passed``: what failed may have ended before it was counted.
    """
    lines = [f"{tried:>12,} {what}, {held:,} held" for what, (tried, held) in counted.items()]
    failures = [f"{tried - held:,} {what} did not hold" for what, (tried, held) in counted.items() if held < tried]
    failures += [f"nothing was tried of: {what}" for what in expected if not counted.get(what, (0, 0))[0]]
    failures += [f"no test has passed of: {file}" for file in absent]
    states, _ = counted.get(STATES, (0, 0))
    if passed and not failures and states:
        lines.append(f"zero lost, zero doubled, zero wrong, in {states:,} {STATES}")
    return Verdict(lines=[*lines, *(f"WRONG: {failure}" for failure in failures)], failures=failures)
