"""The command ``rsm`` as a process of its own, on a state folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RSM = Path(sys.executable).with_name("rsm")


@dataclass(frozen=True, slots=True)
class Rsm:
    """``rsm`` on one state folder."""

    state: Path

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """However it ends."""
        environment = {**os.environ, "OPENRSM_STATE": str(self.state), "NO_COLOR": "1"}
        return subprocess.run([RSM, *words], env=environment, capture_output=True, text=True, check=False, timeout=250)

    def __call__(self, *words: str) -> str:
        """Its output; it is to succeed."""
        ended = self.run(*words)
        assert ended.returncode == 0, f"rsm {' '.join(words)}: {ended.stderr}{ended.stdout}"
        return ended.stdout

    def json(self, *words: str) -> Any:
        """What it prints with ``--json``."""
        return json.loads(self(*words, "--json"))

    def refused(self, *words: str) -> str:
        """Its first line on standard error; it is to be refused."""
        ended = self.run(*words)
        assert ended.returncode == 1, f"rsm {' '.join(words)}: {ended.returncode} {ended.stdout}"
        return ended.stderr.splitlines()[0]

    def places(self) -> dict[str, str]:
        """Where each cartridge is, by bar code."""
        media = self.json("media", "list")["items"]
        return {each["medium"]["bar_code"]: each["where"] for each in media}

    def allocated(self, pool: str) -> str:
        """A new LMID."""
        return self("allocate", "--pool", pool).strip()

    def prepare(self, url: str, *free: str) -> None:
        """Add the library, free some cartridges, and make a pool that draws on them."""
        self("library", "add", "vtl", url)
        for bar_code in free:
            self("media", "move", bar_code, "Free/LTO-5")
        self("pool", "create", "backups/daily", "--type", "LTO-5", "--draw-from-free")
