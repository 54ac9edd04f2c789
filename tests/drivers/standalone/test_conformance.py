"""A virtual drive in no library keeps every promise of a drive, and of a library as far as it is one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from openrsm.drivers.contract import Readiness
from openrsm.drivers.standalone.discover import open_standalone
from openrsm.drivers.virtual.hands import Hands
from openrsm.errors import RemovalPrevented
from tests.conformance.drive import DriveConformance
from tests.conformance.lone import LoneBench, LoneConformance

LABELS = ("A00001", "A00002")


@pytest.fixture(params=["type=LTO-9", "type=LTO-5", "type=LTO-8&realistic=1&timescale=0.000001"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LoneBench]:
    opened = open_standalone(f"standalone:virtual:{tmp_path / 'desk'}?{request.param}")
    hands = Hands(tmp_path / "desk")

    def insert(number: int) -> None:
        hands.insert(LABELS[number - 1])

    def take() -> None:
        hands.take("drive:1")

    bench = LoneBench.at(opened, insert, take)
    yield bench
    bench.close()


class TestStandaloneChanger(LoneConformance):
    def test_the_cartridges_memory_tells_its_bar_code(self, library: LoneBench) -> None:
        library.mount(1)
        assert library.element(library.drive_address).bar_code == LABELS[0]

    def test_nothing_is_ejected_while_a_program_has_the_drive_open(self, library: LoneBench) -> None:
        drive = library.mount(1)
        with Path(drive.device_path).open("rb"), pytest.raises(RemovalPrevented):
            library.opened.changer.move(library.drive_address, library.port)
        assert library.element(library.drive_address).full


class TestStandaloneDrive(DriveConformance):
    def test_an_unloaded_cartridge_may_be_taken(  # type: ignore[override] # by a person: there is no robot
        self, library: LoneBench
    ) -> None:
        library.mount(1).unload()
        library.take()
        assert library.drive.status().readiness is Readiness.EMPTY
