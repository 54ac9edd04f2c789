"""What a run's figures depend on besides the code; nothing that names the machine."""

from __future__ import annotations

import os
import platform
import sqlite3
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """Where a run took place."""

    cores: int
    system: str
    python: str
    sqlite: str
    file_system: str
    load: float


def this_machine(folder: Path) -> Machine:
    """This one; ``folder`` is where the catalogues lie. ``load`` tells how busy it was before the run."""
    return Machine(
        cores=len(os.sched_getaffinity(0)),
        system=f"{platform.system()} {platform.machine()}",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        file_system=file_system(folder),
        load=os.getloadavg()[0],
    )


def file_system(folder: Path) -> str:
    """The kind of file system below a folder, e.g. ``ext4``."""
    mounts = [line.split() for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
    inside = [(len(point), kind) for _, point, kind, *_ in mounts if folder.resolve().is_relative_to(point)]
    return max(inside)[1] if inside else "unknown"
