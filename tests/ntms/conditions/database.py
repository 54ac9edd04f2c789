"""How the conditions of exporting and importing the catalogue are provoked."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from openrsm import ntms
from tests.conformance.surface_bench import Bench

Case = tuple[str, str]
Provoke = Callable[[Bench, ntms.HANDLE], Callable[[], Any]]


def with_the_copies_locked(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    """A backup carries the copies away, and has locked their folder for that time."""
    folder = Path(bench.manager.database.export(bench.session).file).parent

    def export() -> None:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        try:
            ntms.ExportNtmsDatabase(session)
        finally:
            os.close(handle)

    return export


def of_a_damaged_copy(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    Path(bench.manager.database.export(bench.session).file).write_bytes(b"nobody's catalogue" * 1000)
    return lambda: ntms.ImportNtmsDatabase(session)


PROVOKED: Final[Mapping[Case, Provoke]] = {
    ("ExportNtmsDatabase", "ERROR_SHARING_VIOLATION"): with_the_copies_locked,
    ("ImportNtmsDatabase", "ERROR_DATABASE_FAILURE"): of_a_damaged_copy,
}
