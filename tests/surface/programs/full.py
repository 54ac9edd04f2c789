"""Operations on a full file system, as root of a mount name space: ``full.py FOLDER OPERATION...``."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.conformance.surface_bench import Bench
from tests.surface.catalogue import file_of, opened
from tests.surface.programs.trial import main

BLOCK = 4096


@contextmanager
def full(bench: Bench) -> Iterator[None]:
    """Something else takes all the room that is left, down to the last page."""
    with closing(opened(file_of(bench))) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ballast = bench.place.parent.parent / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(BLOCK))
        except OSError:
            pass
        yield
    ballast.unlink()


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", sys.argv[1]], check=True)
    main(full, lambda bench, call: call.do(bench.session, call.ref))
