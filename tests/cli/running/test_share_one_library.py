"""docs/how-to/share-one-library.md, run as it stands; tests/system/test_bacula.py has the Baculas."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Rsm
from tests.cli.pages import HOW_TO, printed_by, steps
from tests.cli.running.test_page import same
from tests.lab.bacula import DEVICE, STORAGE

pytestmark = [pytest.mark.system, pytest.mark.slow]

PAGE: Final = "share-one-library.md"


@pytest.fixture
def site(bare: Rsm, monkeypatch: pytest.MonkeyPatch) -> Rsm:
    """A library of two drives, whose seven cartridges may be overwritten."""
    bare(f"library add vlib 'virtual:{bare.library}?drives=2&slots=9&ports=1&type=LTO-8&cartridges=7&doors=0'")
    for number in range(1, 8):
        bare(f"media move V0000{number}L8 Free/LTO-8")
    monkeypatch.setenv("OPENRSM_STATE", str(bare.state))
    return bare


def test_the_page_does_what_it_says(site: Rsm) -> None:
    Path("data").mkdir()
    for line, shown in steps(PAGE):
        printed = run_by_a_shell(line) if line.startswith("run ") else printed_by(site, line)
        assert not shown or same(printed) == same(shown), line


def run_by_a_shell(line: str) -> list[str]:
    """What a command that runs another one says on stderr, but for what it waits for."""
    ended = subprocess.run(["sh", "-c", f"rsm {line}"], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return [one for one in ended.stderr.splitlines() if "waits for a drive" not in one]


def test_the_page_configures_bacula_as_the_one_that_was_tried() -> None:
    page = (HOW_TO / PAGE).read_text(encoding="utf-8")
    for directive in ("Changer Command", "Changer Device", "Drive Index", "Archive Device", "Maximum Changer Wait"):
        assert f"{directive} = " in page
        assert f"{directive} = " in STORAGE + DEVICE
