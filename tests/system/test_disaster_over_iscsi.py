"""The catalogue is lost on a real robot over iSCSI: restored from an export, and from nothing but the labels."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

import pytest

from openrsm.drivers.scsi import cdb as spc
from openrsm.drivers.scsi import cdb_tape as ssc
from openrsm.drivers.scsi.command import Cdb
from openrsm.drivers.scsi.iscsi import IscsiTransport, parse_address
from openrsm.drivers.scsi.libiscsi import Libiscsi
from openrsm.drivers.scsi.link import Link
from tests.cli import conftest
from tests.cli.rebuilding import allocated, lose, reported, steps
from tests.conformance.label_bench import volume
from tests.lab.fixtures import fresh_library
from tests.lab.lab import TgtLibrary
from tests.system.command import Rsm

__all__ = ["fresh_library"]  # a fixture that this file's tests ask for by name

pytestmark = [pytest.mark.system, pytest.mark.tgt, pytest.mark.torture]

MINE: Final = "A00001L5"
FREE: Final = "A00002L5"
BLANK: Final = ["A00003L5", "A00004L5", "A00005L5", "A00006L5"]


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


def carry_out(device_path: str, *commands: tuple[Cdb, bytes]) -> list[bytes]:
    """What a program does in a drive that it was given, after it has rewound the tape; what each command answers."""
    drive = Link(IscsiTransport(parse_address(device_path), Libiscsi()))
    drive.ask(spc.test_unit_ready())  # meets the attention that greets every connection
    answers = [drive.run(command, data) for command, data in ((ssc.rewind(), b""), *commands)]
    drive.close()
    return answers[1:]


def test_labels_alone_bring_back_all_that_the_media_tell(tmp_path: Path, fresh_library: TgtLibrary) -> None:
    rsm = conftest.Rsm(tmp_path)
    url = fresh_library.url()
    rsm(f"library add vlib {url}")
    rsm("library labels vlib write")
    for name in (MINE, FREE):
        rsm(f"media move {name} Free/LTO-5")
    rsm("pool create backups/daily --type LTO-5 --draw-from-free --return-to-free")
    lmid = rsm.allocated()
    device_path = rsm(f"mount {lmid} --write").strip()
    carry_out(device_path, (ssc.write_block(80), volume("DAY001")), (ssc.write_filemarks(1), b""))
    rsm(f"dismount {lmid}")
    assert set(allocated(rsm)) == {MINE}
    lose(rsm)
    every = [step.replace("LTO-9", "LTO-5") for step in steps("The day after, with nothing")]
    add, check, inventory, _unclaimed, make, _look, adopt, free, report, _write = every
    for step in (add.replace("virtual:LIBRARY", url), check, inventory):
        rsm(step)
    assert reported(rsm, report) == {"unclaimed": [MINE, FREE], "blank": BLANK}
    for step in (make, adopt, free):
        rsm(step)
    assert reported(rsm, report) == {"adopted": [MINE], "free": [FREE], "blank": BLANK}
    [block] = carry_out(rsm("mount DAY001").strip(), (ssc.read_block(80), b""))
    assert block == volume("DAY001")
    rsm("dismount DAY001")
