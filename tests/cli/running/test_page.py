"""The commands of docs/how-to/run-a-command-on-a-tape.md, run by a shell as they stand there."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Rsm
from tests.cli.pages import said, steps

pytestmark = [pytest.mark.system, pytest.mark.slow]

PAGE: Final = "run-a-command-on-a-tape.md"
NAMED: Final = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|(?<= in )/\S+")


def same(lines: list[str]) -> list[str]:
    """Lines without what is made up for each medium, and differs from one drive to another."""
    return sorted(NAMED.sub("SOME", said(line)) for line in lines)


def test_the_page_does_what_it_says(rsm: Rsm) -> None:
    assert rsm.state.exists()
    image = Path("data/image")
    image.parent.mkdir()
    image.write_bytes(bytes(range(256)) * 1000)
    Path("restored").mkdir()
    for line, shown in steps(PAGE):
        ended = subprocess.run(["sh", "-c", f"rsm {line}"], capture_output=True, text=True, check=False)
        assert ended.returncode == 0, ended.stderr
        told = [one for one in (ended.stdout + ended.stderr).splitlines() if "waits for a drive" not in one]
        assert same(told) == same(shown), line
    assert Path("restored/data/image").read_bytes() == image.read_bytes()


def test_the_page_writes_and_reads_one_volume_and_several() -> None:
    assert ["--read" in line for line, _ in steps(PAGE)] == [False, True, False, True]
