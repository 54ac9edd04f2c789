"""A library of one drive, and a command line that finds ``rsm`` as tar's script does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from tests.cli.conftest import Rsm


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Rsm:
    """One drive, four free cartridges and a pool: made once, and kept to be put back for each test."""
    folder = tmp_path_factory.mktemp("running")
    made = Rsm(folder / "now")
    made(f"library add vlib 'virtual:{made.library}?drives=1&slots=5&ports=1&type=LTO-9&cartridges=4&doors=0'")
    for number in range(1, 5):
        made(f"media move V0000{number}L9 Free/LTO-9")
    made("pool create backups/daily --type LTO-9 --draw-from-free --return-to-free")
    copytree(folder / "now", folder / "kept", symlinks=True)
    return made


@pytest.fixture(autouse=True)
def _work_in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Commands find ``rsm``, and files of their own."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def rsm(furnished: Rsm, monkeypatch: pytest.MonkeyPatch) -> Rsm:
    """As it was furnished."""
    now = furnished.state.parent
    rmtree(now)
    copytree(now.with_name("kept"), now, symlinks=True)
    monkeypatch.setenv("OPENRSM_STATE", str(furnished.state))
    return furnished


def free(rsm: Rsm) -> list[str]:
    """The cartridges that nobody has."""
    return [view["medium"]["name"] for view in rsm.items("media list --pool Free/LTO-9")]


def in_the_drive(rsm: Rsm) -> str:
    """The drive's state, and who has it."""
    [view] = rsm.items("drive list")
    holder = view["drive"]["holder"]
    return f"{view['drive']['state']} {holder['application'] if holder else 'nobody'}"
