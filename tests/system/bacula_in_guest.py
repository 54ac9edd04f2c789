"""A Bacula on a real kernel's tape drives: runs inside the guest, where CHANGER names the library's /dev/sgN."""

from __future__ import annotations

import os
from pathlib import Path

from tests.daemon.service import running
from tests.lab.bacula import Changer, bacula
from tests.system.bacula_work import label_save_restore
from tests.system.command import RSM, Rsm

VOLUMES = ("A00001L5", "A00002L5")


def test_a_bacula_writes_on_one_drive_and_reads_on_the_other(tmp_path: Path) -> None:
    rsm = Rsm(tmp_path / "state")
    with running(rsm.state):
        rsm("library", "add", "vtl", f"scsi:{os.environ['CHANGER']}")
        rsm("pool", "create", "payroll", "--type", "LTO-5")
        for bar_code in VOLUMES:
            rsm("media", "move", bar_code, "Free/LTO-5")
            rsm("media", "move", bar_code, "payroll")
        drives = ("--drives", "vtl/drive1", "vtl/drive2")
        rsm("share", "create", "payroll", "--library", "vtl", "--pools", "payroll", *drives)
        changer = Changer(
            command=f"{RSM.with_name('rsm-changer')} %c %o %S %a %d",
            device="payroll",
            drives=["/dev/nst0", "/dev/nst1"],
            kind="Tape",
            environment={"OPENRSM_STATE": str(rsm.state)},
        )
        with bacula(tmp_path / "bacula", changer) as console:
            label_save_restore(console, VOLUMES)
        assert {place.split()[0] for place in rsm.places().values()} == {"slot"}
