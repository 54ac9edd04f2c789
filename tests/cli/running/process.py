"""``rsm run`` as a process of its own, and the process that it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from tests.conformance.surface_bench import PATIENCE, eventually

BRIEF: Final = 2.0
"""Seconds; the lease of these processes, so short that a test can wait until it is over."""

_RSM: Final = f"""\
import signal
import openrsm.client.manager
from openrsm.daemon import main
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # under nohup it is ignored, and so would children
openrsm.client.manager.LEASE = {BRIEF}
main()
"""


class Running:
    """One ``rsm run``, killed with all that it started when the block ends."""

    def __init__(self, state: Path, script: str, *options: str) -> None:
        """Have a shell run ``script`` with a new medium; it begins by telling its process number."""
        environment = os.environ | {"OPENRSM_STATE": str(state)}
        line = ["run", "--pool", "backups/daily", "--application", "nightly", *options]
        command = [sys.executable, "-c", _RSM, *line, "--", "sh", "-c", f"echo $$; {script}"]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=environment)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.communicate()

    def line(self) -> str:
        """The next line of the command."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def told(self, words: str) -> bool:
        """Whether it says so on stderr, sooner or later."""
        assert self.process.stderr is not None
        return any(words in line for line in self.process.stderr)

    def command(self) -> int:
        """The process number of the command; it runs."""
        return int(self.line())

    def ended(self) -> int:
        """Its exit status."""
        return self.process.wait(PATIENCE)


def is_gone(process: int) -> bool:
    """Whether a process has ended, sooner or later."""
    return eventually(lambda: not _runs(process))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
