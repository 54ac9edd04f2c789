"""Kill a process that puts an imported catalogue in place, before each line of it: ``killed_import.py FOLDER``.

FOLDER holds a state in which a copy is marked; its catalogue and the copy each have a pool that names them. After every
kill the state must hold one of both, whole; and at the next start the new one, with the old one kept. Where the old one
is lost, and only its log is there, that is kept.
"""

import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from openrsm.store import exports, imports

WATCHED = {imports.__file__, exports.__file__}


def die_before(line: int) -> None:
    left = line

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename not in WATCHED:
            return None
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def install(state: Path, line: int) -> bool:
    """Whether it came to its end."""
    child = os.fork()
    if child == 0:
        die_before(line)
        imports.install(state)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFEXITED(status)


def named(file: Path) -> str:
    """What a catalogue that is whole names itself, as whoever opens it reads it."""
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=rw", uri=True)) as connection:
        with suppress(sqlite3.OperationalError):
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return str(connection.execute("SELECT path FROM pools").fetchone()[0])


def current(state: Path) -> str:
    """What the catalogue names itself; a lost one is the old one."""
    file = state / "catalogue.sqlite"
    return named(file) if file.exists() else "old"


def kept(state: Path) -> str | bytes:
    """What the one that was replaced names itself; of a lost one, its log."""
    [file] = (state / imports.KEPT).iterdir()
    return file.read_bytes() if file.suffix == ".sqlite-wal" else named(file)


def main(folder: Path) -> None:
    seen = {"old": 0, "new": 0}
    line, ended = 0, False
    log = folder / "state" / "catalogue.sqlite-wal"
    left = log.read_bytes() if log.exists() else "old"
    while not ended:
        line += 1
        state = Path(shutil.copytree(folder / "state", folder / "try"))
        ended = install(state, line)
        found = current(state)
        seen[found] += 1
        assert found == "new" or (state / imports.MARKED).exists(), "an old one is replaced at the next start"
        imports.install(state)
        assert named(state / "catalogue.sqlite") == "new"
        assert not (state / imports.MARKED).exists()
        assert kept(state) == left
        shutil.rmtree(state)
    assert min(seen.values()) > 0
    sys.stdout.write(f"{line} kills\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
