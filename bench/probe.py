"""What a fresh process needs for a catalogue: milliseconds, and megabytes of resident memory, as JSON on its output.

python -m bench.probe FOLDER CARTRIDGES

Memory is what the kernel says the process holds, not what Python counts: the database's page cache is in it, and
nothing slows the process down while it is measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.service import Service

FEW = 20
KIBIBYTES_A_MEGABYTE = 1e6 / 1024


def main() -> None:
    """Measure and print."""
    folder, cartridges = Path(sys.argv[1]), int(sys.argv[2])
    print(json.dumps(measured(folder, cartridges)))


def measured(folder: Path, cartridges: int) -> dict[str, float]:
    """Every figure by name; what ends in ``memory`` is in megabytes, all else in milliseconds."""
    start = perf_counter()
    from bench.service import service  # noqa: PLC0415 - what importing the program takes is measured, too

    found = {"import": _since(start), "program memory": resident()}
    start = perf_counter()
    with service(folder) as running:
        found |= {"open": _since(start), "open memory": resident()}
        found |= _queries(running, cartridges)
        found["queries memory"] = resident()
        found |= _listings(running)
    return found | {"highest memory": resident("VmHWM")}


def _queries(running: Service, cartridges: int) -> dict[str, float]:
    from bench.catalogue import DRAWING, LARGE, SMALL, bar_code  # noqa: PLC0415 - after the program itself
    from openrsm.surface.media import AllocateOptions  # noqa: PLC0415 - likewise

    media, session = running.manager.media, running.session
    some = iter(range(0, cartridges, cartridges // (FEW + 1)))
    return {
        "show by bar code": _typical(lambda: media.show(session, bar_code(next(some)))),
        "list a pool of 100": _typical(lambda: media.list(session, pool=SMALL)),
        "status": _typical(lambda: running.manager.objects.status(session)),
        "list the pools": _typical(lambda: running.manager.pools.list(session)),
        "allocate": _typical(lambda: media.allocate(session, LARGE, AllocateOptions())),
        "allocate, drawn from free": _typical(lambda: media.allocate(session, DRAWING, AllocateOptions())),
    }


def _listings(running: Service) -> dict[str, float]:
    """Answers that grow with the catalogue; asked once each."""
    manager, session = running.manager, running.session
    return {
        "show a library": _once(lambda: manager.libraries.show(session, "library1")),
        "list a library": _once(lambda: manager.media.list(session, library="library1")),
        "list everything": _once(lambda: manager.media.list(session)),
    }


def _typical(call: Callable[[], object]) -> float:
    """The median of a few; the first, which compiles the statements, does not count."""
    call()
    return median(_once(call) for _ in range(FEW))


def _once(call: Callable[[], object]) -> float:
    start = perf_counter()
    call()
    return _since(start)


def _since(start: float) -> float:
    return 1000 * (perf_counter() - start)


def resident(which: str = "VmRSS") -> float:
    """Megabytes that this process holds, or held at most (VmHWM)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(which)) / KIBIBYTES_A_MEGABYTE


if __name__ == "__main__":
    main()
