"""The commands of docs/how-to/rotate-media-offsite.md, run as they stand there, with somebody at the ports."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

import pytest

from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.places import kind_at
from tests.cli.conftest import Rsm
from tests.cli.pages import follow, steps
from tests.conformance.surface_bench import PATIENCE, eventually

pytestmark = pytest.mark.slow

PAGE: Final = "rotate-media-offsite.md"
OUT: Final = ("V00001L9", "V00002L9")


@pytest.fixture
def written(bare: Rsm) -> tuple[Rsm, list[str]]:
    """A library with two ports, and the LMIDs of its cartridges."""
    bare(f"library add vlib 'virtual:{bare.library}?drives=1&slots=4&ports=2&type=LTO-9&cartridges=2&doors=0'")
    bare("pool create backups/daily --type LTO-9 --draw-from-free")
    for name in OUT:
        bare(f"media move {name} Free/LTO-9")
    return bare, [bare.allocated() for _ in OUT]


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
    for line, shown in steps(PAGE):
        typed = line.replace("LMID", lmids[0]).replace("OTHER", lmids[1])
        if line.startswith("eject"):
            with somebody_at_the_ports(rsm):
                follow(rsm, typed, shown)
        else:
            follow(rsm, typed, shown)
    [boxed] = rsm.items("media list --location '*box 7'")
    assert boxed["medium"]["name"] == "V00002L9"


def test_the_page_shows_every_step() -> None:
    assert [line.split()[0] for line, _ in steps(PAGE)] == ["eject"] + ["media"] * 4 + ["swap"]
