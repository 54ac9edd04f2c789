"""Run benchmarks: ``python -m bench [--json FILE] [--in FOLDER] [NAME...]``."""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import structlog
from rich.console import Console

from bench import changer, cycles, dismounts, requests, scale, sharing
from bench.emulated import Unavailable
from bench.figures import Result, save, show
from bench.machine import this_machine

BENCHMARKS: Final[dict[str, Callable[[Path], Result]]] = {
    dismounts.NAME: lambda folder: dismounts.run(folder, dismounts.Sizes()),
    cycles.NAME: lambda folder: cycles.run(folder, cycles.Sizes()),
    requests.NAME: lambda folder: requests.run(folder, requests.Sizes()),
    scale.NAME: lambda folder: scale.run(folder, scale.Sizes()),
    changer.NAME: lambda folder: changer.run(folder, changer.Sizes()),
    sharing.NAME: lambda folder: sharing.run(folder, sharing.Sizes()),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what is asked for; the exit status is 1 if one of them cannot be run here."""
    asked = _parsed(arguments)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="bench", dir=asked.folder) as folder:
        machine = this_machine(Path(folder))
        console = Console()
        console.print(
            f"{machine.cores} cores, {machine.system}, {machine.file_system}, Python {machine.python}, "
            f"SQLite {machine.sqlite}, load {machine.load:.1f}\n"
        )
        results = _run(console, Path(folder), asked.names)
    if asked.json:
        save(asked.json, machine, results)
    return int(len(results) < len(asked.names))


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description="Measure OpenRSM; docs/performance.md says what.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(BENCHMARKS)}; all by default")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--in", type=Path, metavar="FOLDER", dest="folder", help="where the catalogues are made")
    asked = parser.parse_args(arguments)
    asked.names = asked.names or list(BENCHMARKS)
    if unknown := [name for name in asked.names if name not in BENCHMARKS]:
        parser.error(f"there is no benchmark {unknown[0]!r}; there are: {', '.join(BENCHMARKS)}")
    return asked


def _run(console: Console, folder: Path, names: Sequence[str]) -> list[Result]:
    results = []
    for name in names:
        try:
            (folder / name).mkdir()
            results.append(BENCHMARKS[name](folder / name))
        except Unavailable as missing:
            console.print(f"{name}: {missing}\n")
            continue
        show(console, results[-1])
        console.print()
    return results


if __name__ == "__main__":
    sys.exit(main())
