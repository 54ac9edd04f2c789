"""The commands as processes, installed in a folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.changer.ours import Ended

COMMANDS = Path(sys.executable).parent


@dataclass(frozen=True)
class Processes:
    """Commands in a folder, on one state."""

    folder: Path
    state: Path
    more: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("OPENRSM_")}
        return {**clean, "OPENRSM_STATE": str(self.state), **self.more}

    def __call__(self, name: str, *words: str) -> Ended:
        """Run one to its end."""
        ended = subprocess.run(
            [self.folder / name, *words], env=self.environment, capture_output=True, text=True, check=False, timeout=120
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def into(self, output: int, name: str, *words: str) -> Ended:
        """Run one that writes there."""
        ended = subprocess.run(
            [self.folder / name, *words],
            env=self.environment,
            stdout=output,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=120,
        )
        return Ended(ended.returncode, "", ended.stderr)

    def begin(self, name: str, *words: str) -> subprocess.Popen[str]:
        """Start one; its stderr can be read."""
        return subprocess.Popen(
            [self.folder / name, *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
