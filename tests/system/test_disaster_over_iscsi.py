"""The catalogue is lost and restored from an export, on a real robot over iSCSI.

tgt's drives ignore SILI, so that no label can be read in them: rebuilding from labels alone is shown elsewhere
(tests/cli/test_rebuild.py).
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.lab.fixtures import fresh_library
from tests.lab.lab import TgtLibrary
from tests.system.command import Rsm

__all__ = ["fresh_library"]  # a fixture that this file's test asks for by name

pytestmark = [pytest.mark.system, pytest.mark.tgt]


def test_an_export_and_an_inventory_bring_a_lost_catalogue_back(tmp_path: Path, fresh_library: TgtLibrary) -> None:
    rsm = Rsm(tmp_path / "state")
    rsm.prepare(fresh_library.url(), "A00001L5", "A00002L5", "A00003L5")
    held, later = rsm.allocated("backups/daily"), rsm.allocated("backups/daily")
    before = rsm.places()
    copy = shutil.copy(rsm.json("database", "export")["file"], tmp_path / "away.sqlite")
    rsm("mount", later)
    mounted = rsm.places()
    assert mounted != before
    shutil.rmtree(rsm.state)
    rsm("pool", "create", "nothing")
    (rsm.state / "export").mkdir(exist_ok=True)
    shutil.copy(copy, rsm.state / "export" / "catalogue.sqlite")
    rsm("database", "import")
    rsm("library", "inventory", "vtl")
    assert rsm.places() == mounted
    shown = rsm.json("database", "show")
    assert shown["marked"] is None
    assert [entry["detail"] for entry in shown["differences"]] == ["1 moved: A00002L5"]
    rsm("mount", held)
    rsm("dismount", held)
    rsm("dismount", later)
    assert rsm.places() == before
