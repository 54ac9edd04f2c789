"""The catalogue has no room left when a motion ends, as root of a mount name space: ``full_meanwhile.py FOLDER``."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from structlog.testing import capture_logs

from tests.conformance.surface_bench import SMALL, Bench, Clock, eventually
from tests.service.observed import host
from tests.surface.catalogue import file_of, opened
from tests.surface.conftest import opened as serving
from tests.surface.programs.trial import outcome

BLOCK = 4096


def fill(ballast: Path) -> None:
    """All the room that is left, down to the last page."""
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(BLOCK))
        except OSError:
            pass


def told(bench: Bench) -> dict[str, dict[str, object]]:
    """How it went while there was no room, and afterwards."""
    bench.hands.add_fault("move", "slow:2")
    lmid = bench.lmid()
    with closing(opened(file_of(bench))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    [queued] = bench.mount(lmid, nowait=True)
    eventually(lambda: bench.medium(lmid).moves)
    ballast = file_of(bench).with_name("ballast")
    with capture_logs() as logged:
        fill(ballast)
        eventually(lambda: [entry for entry in logged if entry.get("action") == "round_failed"])
        allocate: dict[str, object] = {"got": outcome(bench.lmid), "ready": host(bench).health().ready}
    ballast.unlink()
    state = bench.done(queued.work).item.state.name
    return {"allocate": allocate, "mount": {"state": state, "motions": bench.motions(), "agrees": bench.agrees()}}


def main(folder: Path) -> None:
    """The state has a small file system of its own; the library has room."""
    state, clock = folder / "state", Clock()
    state.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(state)], check=True)
    with capture_logs(), closing(Bench.begin(serving(state, clock), folder / "library", clock, SMALL)) as bench:
        found = told(bench)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
