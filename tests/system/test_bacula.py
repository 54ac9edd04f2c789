"""Real Baculas with rsm-changer: two in their shares of one library with a script beside them, one on real drives."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from openrsm.changer.archive import NOTHING
from tests.daemon.service import running
from tests.lab.bacula import Changer, bacula, label_told_by_bls
from tests.lab.lab import guest
from tests.system.bacula_work import label_save_restore
from tests.system.command import RSM, Rsm

pytestmark = [pytest.mark.system, pytest.mark.slow, pytest.mark.long]

INSIDE: Final = Path(__file__).with_name("bacula_in_guest.py")
SHARES: Final = {"payroll": ("V00001L8", "V00002L8"), "archive": ("V00003L8", "V00004L8")}
SCRIPTS: Final = ("V00005L8", "V00006L8", "V00007L8")
DRIVES: Final = ("vlib/drive1", "vlib/drive2")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Rsm]:
    """A service with a library of two drives, a share of it for each Bacula, and a pool for scripts."""
    rsm = Rsm(tmp_path / "state")
    with running(rsm.state):
        rsm(
            "library", "add", "vlib", f"virtual:{tmp_path}/lib?drives=2&slots=9&ports=1&type=LTO-8&cartridges=7&doors=0"
        )
        for bar_code in (*SHARES["payroll"], *SHARES["archive"], *SCRIPTS):
            rsm("media", "move", bar_code, "Free/LTO-8")
        for share, bar_codes in SHARES.items():
            rsm("pool", "create", share, "--type", "LTO-8")
            for bar_code in bar_codes:
                rsm("media", "move", bar_code, share)
            rsm("share", "create", share, "--library", "vlib", "--pools", share, "--drives", *DRIVES)
        rsm("pool", "create", "scripts", "--type", "LTO-8", "--draw-from-free")
        yield rsm


def changer_of(rsm: Rsm, folder: Path, share: str) -> Changer:
    """File devices: links that rsm-changer points at what is loaded."""
    links = [folder / f"{share}-drive{number}" for number in range(len(DRIVES))]
    for link in links:
        link.symlink_to(NOTHING)
    return Changer(
        command=f"{RSM.with_name('rsm-changer')} %c %o %S %a %d",
        device=share,
        drives=[str(link) for link in links],
        environment={"OPENRSM_STATE": str(rsm.state)},
    )


def tar_over_three_volumes(rsm: Rsm, folder: Path) -> None:
    """Write with tar what does not fit on two cartridges, read it again, and compare."""
    data, restored, volumes = folder / "numbers", folder / "restored", folder / "volumes"
    data.write_bytes(os.urandom(2_500_000))
    restored.mkdir()
    several = ["-L", "1000", "-F", f"{RSM} next-volume"]
    rsm(
        "run", "--pool", "scripts", "--volumes", str(volumes), "--", "tar", "-C", str(folder), "-c", *several, "numbers"
    )
    lmids = volumes.read_text().split()
    assert len(lmids) == len(SCRIPTS)
    to_read = [word for lmid in lmids for word in ("--read", lmid)]
    rsm("run", "--immediate", *to_read, "--", "tar", "-C", str(restored), "-x", *several)
    assert (restored / "numbers").read_bytes() == data.read_bytes()


def test_two_baculas_and_a_script_share_one_library(site: Rsm, tmp_path: Path) -> None:
    with ExitStack() as daemons, ThreadPoolExecutor() as threads:
        consoles = {
            share: daemons.enter_context(bacula(tmp_path / share, changer_of(site, tmp_path, share)))
            for share in SHARES
        }
        working = [threads.submit(label_save_restore, consoles[share], SHARES[share]) for share in SHARES]
        working.append(threads.submit(tar_over_three_volumes, site, tmp_path))
        for each in working:
            each.result()
    assert {place.split()[0] for place in site.places().values()} == {"slot"}
    site("library", "labels", "vlib", "check")
    for share, (bar_code, _) in SHARES.items():
        recognised_as_bls_does(site, bar_code, tmp_path, share)


def recognised_as_bls_does(rsm: Rsm, bar_code: str, folder: Path, share: str) -> None:
    """The label that Bacula has just written is recognised, by the word of its own reader."""
    rsm("media", "identify", bar_code)
    [side] = rsm.json("media", "show", bar_code)["sides"]
    told = label_told_by_bls(folder / "lib" / "cartridges" / bar_code, bar_code, folder / f"{share}-label")
    assert (told["Id"], told["VolName"]) == ("Bacula 1.0 immortal", bar_code)
    assert (side["label_type"], side["label_id"]) == ("bacula", told["VolName"])
    assert side["label_info"] == f"{told['VolName']} of pool {told['PoolName']}"


def test_a_bacula_uses_the_tape_drives_of_a_real_kernel() -> None:
    plain = ["-q", "--color=no", "--tb=native", "-p", "no:cacheprovider", "-p", "no:xdist", "--timeout=280"]
    ran = guest([sys.executable, "-m", "pytest", *plain, str(INSIDE)])
    assert ran.returncode == 0, ran.stdout
    assert "1 passed" in ran.stdout
