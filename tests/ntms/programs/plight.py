"""Functions in a plight that the process has to be in: ``plight.py full|memory FOLDER FUNCTION...``.

Memory: SQLite is allowed no more than it has (``PRAGMA hard_heap_limit``), which cannot be lifted again. The process
is told to end without closing anything, which would take memory, too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from structlog.testing import capture_logs

from openrsm import ntms
from tests.client.service import Service
from tests.conformance.surface_bench import ROOT, SMALL, Bench, Clock
from tests.ntms.conditions.devices import desk, eject
from tests.ntms.conditions.ready import READY
from tests.surface.catalogue import file_of
from tests.surface.catalogue import opened as catalogue
from tests.surface.conftest import opened
from tests.surface.programs.full import full

SIZE = "size=64m"


@contextmanager
def short(bench: Bench) -> Iterator[None]:
    """SQLite is refused every byte more."""
    connection = catalogue(file_of(bench))
    with suppress(MemoryError):  # it takes effect before there is room for its own answer
        connection.execute("PRAGMA hard_heap_limit = 1")
    yield


PLIGHTS = {"full": full, "memory": short}


def outcome(bench: Bench, plight: str, name: str) -> str:
    """With what the function fails."""
    session = ntms.attach(bench.manager, ROOT, "backup")
    ready = READY[name](bench)
    bench.manager.settle()
    with PLIGHTS[plight](bench):
        try:
            ready.do(session)
        except ntms.NtmsError as error:
            return error.symbol
    return "ERROR_SUCCESS"


def outcome_in_a_service(plight: str, folder: Path) -> str:
    """With what the function fails that opens a session of its own, for which it takes a service."""
    service = Service(folder, Clock())
    service.start()
    bench = desk(Bench.begin(service.client(), folder / "library", service.clock, SMALL))
    with PLIGHTS[plight](bench):
        try:
            eject(bench, service)
        except ntms.NtmsError as error:
            return error.symbol
    return "ERROR_SUCCESS"


def tried(plight: str, folder: Path, name: str) -> str:
    """How the function went on a bench of its own."""
    if name not in READY:
        return outcome_in_a_service(plight, folder.with_name("s"))  # the path of a socket is short
    clock = Clock()
    bench = Bench.begin(opened(folder / "state", clock), folder / "library", clock, SMALL)
    if plight == "memory":
        return outcome(bench, plight, name)
    with closing(bench):
        return outcome(bench, plight, name)


if __name__ == "__main__":
    chosen, place, *names = sys.argv[1:]
    Path(place).mkdir(exist_ok=True)
    if chosen == "full":
        subprocess.run(["mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", place], check=True)
    with capture_logs():
        found = {name: tried(chosen, Path(place) / name, name) for name in names}
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)
