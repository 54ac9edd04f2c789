"""Plights that a process of its own has to be in: a full file system, memory refused."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Final

from tests.lab.lab import refuse

ROOT: Final = Path(__file__).resolve().parents[2]
NAME_SPACES: Final = (("unshare", "--user", "--map-root-user", "--mount"), ("unshare", "--mount"))

Outcomes = dict[str, dict[str, object]]
WELL: Final = {"unchanged": True, "afterwards": "SUCCESS"}
"""Nothing was changed by the call, and when the plight is over it works."""


def tell(program: str, folder: Path, names: Collection[str], *, before: tuple[str, ...] = ()) -> Outcomes:
    """What a program of programs/ tells of the operations named."""
    command = [*before, sys.executable, "-m", f"tests.surface.programs.{program}", str(folder), *names]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=250, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    told: Outcomes = json.loads(done.stdout)
    return told


def full(folder: Path, names: Collection[str]) -> Outcomes:
    """How operations went on a full file system."""
    return mounting("full", folder, names)


def mounting(program: str, folder: Path, names: Collection[str] = ()) -> Outcomes:
    """What a program tells that mounts file systems: anybody may in a name space of his own, mostly."""
    for prefix in NAME_SPACES:
        command = [*prefix, "mount", "-t", "tmpfs", "tmpfs", str(folder)]
        if subprocess.run(command, check=False, capture_output=True).returncode == 0:
            return tell(program, folder, names, before=prefix)
    return refuse("this system lets nobody mount a file system in a name space of his own")


def short_of_memory(folder: Path, names: Collection[str]) -> Outcomes:
    """How operations went that needed more memory than there was."""
    return tell("memory", folder, names)
