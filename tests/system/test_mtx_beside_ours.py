"""The real mtx and ``rsm-mtx`` with the same lines on two tgt libraries that are alike, and both on the same one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from openrsm.changer import desk
from openrsm.changer.install import install
from openrsm.client.address import address_of
from openrsm.client.opening import open_client
from tests.changer.ours import Ended, Ours
from tests.changer.processes import COMMANDS, Processes
from tests.daemon.service import Service, running
from tests.lab.fixtures import shim_folder
from tests.lab.lab import SgShim, require, sgshim, tgt_library

__all__ = ["shim_folder"]  # a fixture that this file's tests ask for by name

pytestmark = [pytest.mark.system, pytest.mark.tgt, pytest.mark.slow]

NAME: Final = "vtl"
ALONE, SHARED = "/dev/sg8", "/dev/sg9"
"""The library that only mtx has, and the one that the service has."""

LINES: Final = (
    # Looking, and what is asked wrongly.
    "status",
    "nobarcode status",
    "noattach status inquiry",
    "inquiry",
    "inventory",
    "",
    "bogus",
    "status bogus",
    "--version",
    "load",
    "load abc",
    "load 0 1",
    "load 99 1",
    "load 1 9",
    "load 8 1",
    "unload",
    "unload 1 0",
    "unload 99 0",
    "unload 1 9",
    "transfer",
    "transfer 1",
    "transfer 1 0",
    "transfer 99 1",
    "transfer 1 99",
    "transfer 8 9",
    "transfer 1 2",
    "transfer 1 1",
    "exchange",
    "exchange 1",
    "exchange 1 99",
    "position 1",
    "eject",
    "eepos transfer 1 2",
    "eepos 4 transfer 1 2",
    # Moving.
    "load 1 0",
    "load 1 0",
    "load 2 0",
    "load 1 1",
    "unload 3",
    "load 2 1 extra",
    "unload 8 1",
    "unload",
    "transfer 8 2",
    "transfer 3 12",
    "load 12 1",
    "unload 11 1",
    "eepos 0 transfer 11 3",
    "first",
    "first",
    "next",
    "previous",
    "next 0",
    "last",
    "load 5 1",
    "previous 1",
    "unload 10 1",
    "last 0",
    "next 0",
    "first 9",
    "unload 1 0 load 2",
    "unload",
)


@dataclass(frozen=True)
class Bench:
    """Two libraries: mtx has both, the service one."""

    shim: SgShim
    service: Service
    ours: Ours

    def both(self, line: str) -> tuple[Ended, Ended]:
        """What mtx says and does with its own library, and ``rsm-mtx`` with the service's; under one name."""
        ours = self.ours.mtx(f"-f {NAME} {line}")
        return self.real(ALONE, line), Ended(ours.status, ours.out.replace(f" {NAME}:", f" {ALONE}:"), ours.err)

    def real(self, device: str, line: str) -> Ended:
        ended = self.shim.run("mtx", "-f", device, *line.split(), check=False)
        return Ended(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """For all tests of this file, each of which has libraries of its own."""
    with running(tmp_path_factory.mktemp("service") / "state") as service:
        yield service


@pytest.fixture
def bench(tmp_path: Path, shim_folder: Path, service: Service) -> Iterator[Bench]:
    require("mtx")
    with tgt_library(tmp_path / "alone") as alone, tgt_library(tmp_path / "shared") as shared:
        service.api("POST", "/libraries", {"name": NAME, "url": shared.url()})
        shim = sgshim(shim_folder, {ALONE: alone.url(), SHARED: shared.url()})
        ours = Ours(lambda: open_client(address_of(f"unix:{service.path}")), state=service.path.parent)
        yield Bench(shim, service, ours)
        queued = service.api("POST", f"/libraries/{NAME}/disable", {})["item"]["id"]
        service.api("GET", f"/work-items?item={queued}", Prefer="wait=30")
        service.api("DELETE", f"/libraries/{NAME}")


def test_every_line_says_and_does_what_it_does_with_mtx(bench: Bench) -> None:
    for line in LINES:
        real, ours = bench.both(line)
        assert ours.out.splitlines() == real.out.splitlines(), line
        assert ours == real, line
        assert bench.both("status")[1] == bench.both("status")[0], line
    on_the_same = bench.real(SHARED, "status").out.replace(SHARED, NAME)
    assert bench.ours.mtx(f"-f {NAME} status").out == on_the_same


def test_what_mtx_moves_behind_our_back_is_seen_reported_and_left_there(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def same() -> bool:
        return bench.ours.mtx(f"-f {NAME} status").out == bench.real(SHARED, "status").out.replace(SHARED, NAME)

    assert bench.real(SHARED, "transfer 1 9").status == 0
    assert bench.ours.mtx(f"-f {NAME} inventory").status == 0
    assert same()
    told = bench.service.until("medium_found", medium="A00001L5")
    assert (told["event"], told["source"], told["destination"]) == ("moved behind our back", "slot 1", "slot 9")
    monkeypatch.setattr(desk, "AGE", 0.0)
    assert bench.real(SHARED, "load 2 1").status == 0
    assert same()
    assert bench.service.until("medium_found", medium="A00002L5")["destination"] == "drive 2"
    unloaded = bench.ours.mtx(f"-f {NAME} unload 2 1")
    assert unloaded == Ended(0, "Unloading drive 1 into Storage Element 2...done\n", "")
    assert same()


def test_a_drive_that_cannot_be_loaded_fails_with_the_last_line_of_mtx(bench: Bench) -> None:
    real, ours = bench.both("load 2 2")
    assert (ours.status, ours.out) == (real.status, real.out)
    assert (
        ours.err.splitlines()[-1] == real.err.splitlines()[-1] == "MOVE MEDIUM from Element Address 1001 to 502 Failed"
    )


def test_the_installed_commands_speak_on_tgt_as_mtx_does(bench: Bench, tmp_path: Path) -> None:
    install(tmp_path / "bin", COMMANDS)
    installed = Processes(tmp_path / "bin", bench.ours.state)
    assert installed("mtx", "-f", NAME, "status") == bench.ours.mtx(f"-f {NAME} status")
    assert installed("mtx", "-f", NAME, "load", "1", "0") == bench.real(ALONE, "load 1 0")
    assert installed("mtx-changer", NAME, "loaded", "1", "/dev/nst0", "0") == Ended(0, "1\n", "")
    assert installed("mtx-changer", NAME, "unload", "1", "/dev/nst0", "0") == Ended(0, "", "")
    assert installed("mtx", "-f", NAME, "status").out == bench.real(SHARED, "status").out.replace(SHARED, NAME)
