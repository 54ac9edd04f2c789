"""What functions fail with on a full file system, and where memory is refused; each in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.lab.lab import refuse
from tests.ntms.conditions.general import documented
from tests.ntms.conditions.reasons import CANNOT_HAPPEN
from tests.ntms.conditions.test_devices import EJECT
from tests.surface.plights import NAME_SPACES, ROOT

pytestmark = [pytest.mark.slow, pytest.mark.system]


def shown(error: str) -> list[str]:
    return [name for name in documented(error) if (name, error) not in CANNOT_HAPPEN]


FULL: Final = [*shown("ERROR_DATABASE_FULL"), EJECT]
MEMORY: Final = shown("ERROR_NOT_ENOUGH_MEMORY")

PLIGHTS: Final = {
    *((name, "ERROR_DATABASE_FULL") for name in FULL),
    *((name, "ERROR_NOT_ENOUGH_MEMORY") for name in MEMORY),
}
"""What is provoked here."""


def tell(plight: str, folder: Path, *names: str, before: tuple[str, ...] = ()) -> dict[str, str]:
    """With what each of the functions fails."""
    command = [*before, sys.executable, "-m", "tests.ntms.programs.plight", plight, str(folder), *names]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=250, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    told: dict[str, str] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="session")
def full_disk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("full")
    for prefix in NAME_SPACES:
        command = [*prefix, "mount", "-t", "tmpfs", "tmpfs", str(folder)]
        if subprocess.run(command, check=False, capture_output=True).returncode == 0:
            return tell("full", folder, *FULL, before=prefix)
    return refuse("this system lets nobody mount a file system in a name space of his own")


@pytest.mark.parametrize("name", FULL)
def test_a_full_disk_fails_the_call(full_disk: dict[str, str], name: str) -> None:
    assert full_disk[name] == "ERROR_DATABASE_FULL"


@pytest.mark.parametrize("name", MEMORY)
def test_refused_memory_fails_the_call(tmp_path: Path, name: str) -> None:
    assert tell("memory", tmp_path / "short", name) == {name: "ERROR_NOT_ENOUGH_MEMORY"}
