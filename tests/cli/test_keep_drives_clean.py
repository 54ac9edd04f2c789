"""The commands of docs/how-to/keep-drives-clean.md, run as they stand there on a library with a cleaning cartridge."""

from __future__ import annotations

from typing import Final

import pytest

from tests.cli.conftest import Rsm
from tests.cli.pages import follow, steps

pytestmark = pytest.mark.slow

PAGE: Final = "keep-drives-clean.md"


def test_the_page_cleans_a_drive_and_takes_the_cartridge_out(rsm: Rsm) -> None:
    rsm.hands.insert("CLNU01L9", "slot:6")
    rsm("library inventory vlib")
    for line, shown in steps(PAGE):
        follow(rsm, line, shown)
        if line.startswith("drive clean"):
            drive = rsm.json("drive show vlib/drive1")["drive"]
            assert (drive["state"], drive["wants_cleaning"], drive["cleaned_at"] is None) == (
                "dismounted",
                False,
                False,
            )
            assert "CLNU01L9 in slot 6, 18 uses left" in rsm("library show vlib")
    assert rsm.hands.take("CLNU01L9")
    rsm("library inventory vlib")
    assert "no cartridge in slot 6, 0 uses left" in rsm("library show vlib")
