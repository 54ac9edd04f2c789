"""What the programs share: try each operation in a plight that the process is in, and tell how it went."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path

from structlog.testing import capture_logs

from openrsm.errors import RsmError
from tests.conformance.surface_bench import SMALL, Bench, Clock
from tests.surface.calls import CALLS, Call
from tests.surface.catalogue import dump, file_of
from tests.surface.conftest import opened

Plight = Callable[[Bench], AbstractContextManager[None]]
Attempt = Callable[[Bench, Call], object]
Prepare = Callable[[Bench, Call], None]


def outcome(attempt: Callable[[], object]) -> str:
    """``CODE number``, or ``SUCCESS``; other exceptions by name."""
    try:
        attempt()
    except RsmError as error:
        return f"{error.code} {error.win32}"
    except BaseException as error:  # noqa: BLE001 - told as it is
        return repr(error)
    return "SUCCESS"


def tried(folder: Path, name: str, plight: Plight, attempt: Attempt, prepare: Prepare) -> dict[str, object]:
    """How an operation went in a plight, whether it changed anything, and how it went afterwards."""
    clock = Clock()
    bench = Bench.begin(opened(folder / "state", clock), folder / "library", clock, SMALL)
    with closing(bench):
        call = CALLS[name](bench)
        bench.manager.settle()
        prepare(bench, call)
        before = dump(file_of(bench))
        with plight(bench):
            got = outcome(lambda: attempt(bench, call))
        unchanged = dump(file_of(bench)) == before
        return {"got": got, "unchanged": unchanged, "afterwards": outcome(lambda: call.do(bench.session, call.ref))}


def main(plight: Plight, attempt: Attempt, prepare: Prepare = lambda _bench, _call: None) -> None:
    """``PROGRAM FOLDER OPERATION...``: prints what became of each, as JSON."""
    folder, *names = sys.argv[1:]
    with capture_logs(), suppress(BrokenPipeError):
        found = {name: tried(Path(folder) / name, name, plight, attempt, prepare) for name in names}
    sys.stdout.write(json.dumps(found))
