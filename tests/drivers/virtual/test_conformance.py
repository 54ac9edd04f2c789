"""The virtual library keeps every promise of the contract."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from openrsm.drivers.virtual.discover import open_virtual
from tests.conformance.bench import Bench
from tests.conformance.changer import ChangerConformance
from tests.conformance.drive import DriveConformance


def bench(folder: Path, query: str) -> Iterator[Bench]:
    made = Bench.of(open_virtual(f"virtual:{folder}?{query}"))
    yield made
    made.close()


@pytest.fixture(
    params=[
        "",
        "type=LTO-5&drives=4&slots=50&ports=3",
        "drives=1&slots=5&ports=0&cartridges=2&doors=0&cleaner=1",
        "barcodes=0",
        "type=MO-5-RW",
        "realistic=1&timescale=0.000001",
    ]
)
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Libraries that differ in what they are able to do."""
    yield from bench(tmp_path / "library", request.param)


class TestVirtualChanger(ChangerConformance):
    pass


class TestVirtualDrive(DriveConformance):
    pass
