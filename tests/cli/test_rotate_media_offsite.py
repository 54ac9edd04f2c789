"""The commands of docs/how-to/rotate-media-offsite.md, run as they stand there, with somebody at the ports."""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.places import kind_at
from tests.cli.conftest import Rsm
from tests.conformance.surface_bench import PATIENCE, eventually

pytestmark = pytest.mark.slow

PAGE: Final = Path(__file__).parents[2] / "docs" / "how-to" / "rotate-media-offsite.md"
BLOCK: Final = re.compile(r"(?:^    .*\n)+", re.MULTILINE)
OUT: Final = ("V00001L9", "V00002L9")


@pytest.fixture
def written(bare: Rsm) -> tuple[Rsm, list[str]]:
    """A library with two ports, and the LMIDs of its cartridges."""
    bare(f"library add vlib 'virtual:{bare.library}?drives=1&slots=4&ports=2&type=LTO-9&cartridges=2&doors=0'")
    bare("pool create backups/daily --type LTO-9 --draw-from-free")
    for name in OUT:
        bare(f"media move {name} Free/LTO-9")
    return bare, [bare.allocated() for _ in OUT]


def steps() -> Iterator[tuple[str, list[str]]]:
    """Each command of the page, and what it says that the command prints."""
    for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        for part in block.split("    $ rsm ")[1:]:
            line, *shown = part.splitlines()
            yield line, [words for each in shown if (words := " ".join(each.split()))]


@contextmanager
def somebody_at_the_ports(rsm: Rsm) -> Iterator[None]:
    """Whatever comes is taken out."""
    with ThreadPoolExecutor(1) as threads:
        taking = threads.submit(eventually, lambda: take(rsm))
        yield
        assert taking.result(PATIENCE)


def take(rsm: Rsm) -> bool:
    """Take out what lies in ports, once all of it does; whether it did."""
    library = rsm.hands.look()
    there = [kind_at(library, address) is ElementKind.PORT for address in library.contents]
    if not all(there):
        return False
    for name in OUT:
        rsm.hands.take(name)
    return True


def test_the_page_does_what_it_says(written: tuple[Rsm, list[str]]) -> None:
    rsm, lmids = written
    for line, shown in steps():
        typed = line.replace("LMID", lmids[0]).replace("OTHER", lmids[1])
        if line.startswith("eject"):
            with somebody_at_the_ports(rsm):
                printed = rsm(typed)
        else:
            printed = rsm(typed)
        told = [" ".join(each.split()) for each in printed.splitlines() if each]
        assert not shown or told == shown, line
    [boxed] = rsm.items("media list --location '*box 7'")
    assert boxed["medium"]["name"] == "V00002L9"


def test_the_page_shows_every_step() -> None:
    assert [line.split()[0] for line, _ in steps()] == ["eject"] + ["media"] * 4 + ["swap"]
