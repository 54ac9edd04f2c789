"""The main job through a real kernel: runs inside the guest, where CHANGER names the library's /dev/sgN."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.system.command import Rsm


def test_tar_writes_and_reads_what_rsm_mount_printed(tmp_path: Path) -> None:
    rsm = Rsm(tmp_path / "state")
    rsm.prepare(f"scsi:{os.environ['CHANGER']}", "A00001L5", "A00002L5")
    told = subprocess.run(["mtx", "-f", os.environ["CHANGER"], "status"], capture_output=True, text=True, check=True)
    assert all(bar_code in told.stdout for bar_code in rsm.places())
    source = tmp_path / "data"
    source.mkdir()
    (source / "numbers").write_bytes(os.urandom(300_000))
    first, second = rsm.allocated("backups/daily"), rsm.allocated("backups/daily")
    paths = rsm("mount", first, second, "--write").split()
    assert sorted(paths) == ["/dev/nst0", "/dev/nst1"]
    for path in paths:
        subprocess.run(["tar", "-C", source, "-b", "20", "-cf", path, "numbers"], check=True)
    rsm("dismount", first, "--deferred", "--wait")
    (again,) = rsm("mount", first).split()
    assert again == paths[0]
    for path in paths:
        subprocess.run(["mt", "-f", path, "rewind"], check=True)
        read = subprocess.run(["tar", "-b", "20", "-xOf", path, "numbers"], check=True, capture_output=True)
        assert read.stdout == (source / "numbers").read_bytes()
    rsm("dismount", first, second, "--wait")
    assert {place.split()[0] for place in rsm.places().values()} == {"slot"}
