"""What a benchmark found, as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from rich import box
from rich.console import Console
from rich.table import Table

from bench.machine import Machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One thing measured.

    Attributes:
        name: What it is.
        value: The median over the rounds.
        unit: Of ``value`` and ``base``.
        base: The median of the yardstick's values; None if there is no yardstick.
        ratio: The median of each round's ratio of the two.
    """

    name: str
    value: float
    unit: str
    base: float | None = None
    ratio: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A benchmark's figures, the sizes with which they were measured, and what their yardstick is."""

    name: str
    sizes: dict[str, int]
    yardstick: str
    figures: Sequence[Figure]


def figure(name: str, unit: str, values: Sequence[float], base: Sequence[float] = ()) -> Figure:
    """The figure of one value a round; ``base`` holds the yardstick's value of the same rounds."""
    if not base:
        return Figure(name=name, value=median(values), unit=unit)
    ratios = [value / yardstick for value, yardstick in zip(values, base, strict=True)]
    return Figure(name=name, value=median(values), unit=unit, base=median(base), ratio=median(ratios))


def show(console: Console, result: Result) -> None:
    """Print a benchmark's table."""
    sizes = ", ".join(f"{value:,} {name}" for name, value in result.sizes.items())
    table = Table(title=f"{result.name}: {sizes}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("median of the rounds")
    for heading in ("", "unit", result.yardstick, "ratio"):
        table.add_column(heading, justify="left" if heading == "unit" else "right")
    for each in result.figures:
        table.add_row(each.name, readable(each.value), each.unit, readable(each.base), readable(each.ratio))
    console.print(table)


def readable(value: float | None) -> str:
    """Three digits that matter; whole numbers from a hundred on; nothing for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def save(path: Path, machine: Machine, results: Sequence[Result]) -> None:
    """Write the JSON."""
    found = {"machine": asdict(machine), "benchmarks": [asdict(result) for result in results]}
    path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
