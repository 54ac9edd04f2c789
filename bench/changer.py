"""What changer programs ask all the time, beside ``mtx status`` on the same emulated library over iSCSI.

A running service has the library. Each command is a process of its own, as Bacula and scripts start them: ours ask the
service over its Unix socket, mtx logs in at the library and asks that. ``rsm-mtx --install`` makes ours of C where it
can; how long they take without a compiler, and what the start of an interpreter alone takes, stands below.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from bench.emulated import CHANGER, Unavailable, emulated
from bench.figures import Figure, Result, figure
from bench.requests import running
from openrsm.changer.install import QUICK, install
from tests.lab.lab import SgShim, TgtLibrary

NAME = "changer"
YARDSTICK = "mtx status"
LIBRARY = "vtl"
COMMANDS = Path(sys.executable).parent
LOADED: Final = ("rsm-changer", LIBRARY, "loaded", "0", "/dev/nst0", "0")
STATUS: Final = ("rsm-mtx", "-f", LIBRARY, "status")
SELDOM: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured."""

    calls: int = 30
    rounds: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A process that is started again and again; one call in so many, if it is a slow one."""

    name: str
    words: Sequence[str | Path]
    environment: Mapping[str, str]
    seldom: int = 1

    def milliseconds(self) -> float:
        """How long one call takes."""
        start = perf_counter()
        done = subprocess.run(self.words, env=self.environment, capture_output=True, check=False)
        taken = perf_counter() - start
        assert done.returncode == 0, done.stderr
        return 1000 * taken


def run(folder: Path, sizes: Sizes) -> Result:
    """Measure, in this folder. Raises Unavailable."""
    with emulated(folder) as (library, shim):
        rounds = _rounds(folder, library, shim, sizes)
    named = {each.name: getattr(sizes, each.name) for each in fields(sizes)}
    return Result(name=NAME, sizes=named, yardstick=YARDSTICK, figures=_figures(rounds))


def _rounds(folder: Path, library: TgtLibrary, shim: SgShim, sizes: Sizes) -> list[dict[str, float]]:
    state = folder / "state"
    ours = {**os.environ, "OPENRSM_STATE": str(state)}
    subprocess.run([COMMANDS / "rsm", "library", "add", LIBRARY, library.url()], env=ours, check=True)
    with running(state / "rsmd.sock", COMMANDS / "rsm", "serve", "--state", state):
        programs = [
            Program(name=YARDSTICK, words=("mtx", "-f", CHANGER, "status"), environment=shim.environment),
            *_ours(folder / "bin", ours),
        ]
        return [_round(programs, sizes.calls) for _ in range(sizes.rounds)]


def _round(programs: Sequence[Program], calls: int) -> dict[str, float]:
    """The median of each; they take turns call by call, so that what else the computer does slows down all of them."""
    taken: dict[str, list[float]] = {each.name: [] for each in programs}
    for call in range(calls):
        for each in programs:
            if call % each.seldom == 0:
                taken[each.name].append(each.milliseconds())
    return {name: median(values) for name, values in taken.items()}


def _ours(folder: Path, environment: Mapping[str, str]) -> Iterator[Program]:
    install(folder, COMMANDS)
    if not (folder / QUICK).exists():
        raise Unavailable("no C compiler is installed")
    for line in (LOADED, STATUS):
        yield Program(name=_said(line), words=(folder / line[0], *line[1:]), environment=environment)
    for line in (LOADED, STATUS):
        words = (COMMANDS / line[0], *line[1:])
        yield Program(name=f"{_said(line)}, no compiler", words=words, environment=environment, seldom=SELDOM)
    yield Program(name="start an interpreter", words=(sys.executable, "-I", "-S", "-c", ""), environment=environment)


def _said(line: Sequence[str]) -> str:
    return f"{line[0]} {'loaded' if 'loaded' in line else 'status'}"


def _figures(rounds: Sequence[dict[str, float]]) -> list[Figure]:
    base = [each[YARDSTICK] for each in rounds]
    return [figure(name, "ms", [each[name] for each in rounds], base) for name in rounds[0] if name != YARDSTICK]
