"""Operations to which the operating system refuses memory: ``memory.py FOLDER OPERATION...``.

The process's address space is limited to little more than it has; then each operation is given more than fits in there:
a name of many megabytes, or, where it takes none, many megabytes of work items.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.conformance.surface_bench import Bench
from tests.surface.calls import Call
from tests.surface.catalogue import file_of, opened
from tests.surface.programs.trial import main

LEFT = 16 << 20
NAME = "m" * (64 << 20)
ITEMS, TEXT = 3000, 16384
LONG_AGO = "'2026-01-01 00:00:00.000000+00:00'"


@contextmanager
def short(_bench: Bench) -> Iterator[None]:
    """A limit that is lifted afterwards."""
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + LEFT, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _many_ended_items(file: Path) -> None:
    """Copies of one that has ended, each with much to say."""
    with closing(opened(file)) as connection:
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(work)")]
        other = {
            "id": "lower(hex(randomblob(16)))",
            "number": "-n",
            "error_text": f"printf('%.{TEXT}c', 'x')",
            "ended_at": LONG_AGO,
        }
        values = ", ".join(other.get(name, f"work.{name}") for name in names)
        connection.execute(
            "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted LIMIT ?) "  # noqa: S608 - ours
            f"INSERT INTO work SELECT {values} FROM counted, work WHERE work.number = 1",
            (ITEMS,),
        )


def attempt(bench: Bench, call: Call) -> object:
    return call.do(bench.session, NAME)


def prepare(bench: Bench, call: Call) -> None:
    if not call.ref:
        _many_ended_items(file_of(bench))


if __name__ == "__main__":
    main(short, attempt, prepare)
