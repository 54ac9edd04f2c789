"""Time and memory to open, query and allocate from a large catalogue, as a ratio to the same with a small one.

Each catalogue is made in bulk, which is not counted, and then probed by fresh processes; see probe.py.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final

from bench import catalogue
from bench.figures import Figure, Result, figure

NAME = "scale"
ROOT: Final = Path(__file__).resolve().parents[1]

Found = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured."""

    cartridges: int = 100_000
    yardstick: int = 1_000
    rounds: int = 5


def run(folder: Path, sizes: Sizes) -> Result:
    """Measure, in this folder."""
    counts = (sizes.yardstick, sizes.cartridges)
    for each in counts:
        catalogue.make(_state(folder, each), each)
    rounds = [[_probed(folder, each) for each in counts] for _ in range(sizes.rounds)]
    small, large = [list(column) for column in zip(*rounds, strict=True)]
    on_disk = [_megabytes(folder, each) for each in counts]
    named = {each.name: getattr(sizes, each.name) for each in fields(sizes)}
    disk = figure("on disk", "MB", on_disk[1:], on_disk[:1])
    return Result(
        name=NAME,
        sizes=named,
        yardstick=f"{sizes.yardstick:,} cartridges",
        figures=[*_figures(small, large), disk],
    )


def _state(folder: Path, cartridges: int) -> Path:
    return folder / f"state-{cartridges}"


def _probed(folder: Path, cartridges: int) -> Found:
    command = [sys.executable, "-m", "bench.probe", str(_state(folder, cartridges)), str(cartridges)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    found: Found = json.loads(done.stdout)
    return found


def _megabytes(folder: Path, cartridges: int) -> float:
    return sum(file.stat().st_size for file in _state(folder, cartridges).iterdir()) / 1e6


def _figures(small: Sequence[Found], large: Sequence[Found]) -> list[Figure]:
    return [
        figure(name, _unit(name), [found[name] for found in large], [found[name] for found in small])
        for name in large[0]
    ]


def _unit(name: str) -> str:
    return "MB" if name.endswith("memory") else "ms"
