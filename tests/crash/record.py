"""What a process has done to its files, in order: written by recorder.c, and by itself where it says how far it is."""

from __future__ import annotations

import json
import os
import struct
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.lab.lab import require

RECORDED, RECORD = "RECORDED", "RECORD"
"""The folder whose files are watched, and the file that is written, in the environment of a process."""
SAID: Final = "a"
"""The process says something."""
_HEAD: Final = struct.Struct("<cQQQ")


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One deed; what the letters mean stands in recorder.c."""

    what: str
    name: str
    offset: int = 0
    rest: bytes = b""

    @property
    def said(self) -> dict[str, Any]:
        """What the process said."""
        found: dict[str, Any] = json.loads(self.rest)
        return found


def watching(folder: Path, record: Path) -> Mapping[str, str]:
    """The environment of a process that is watched while it works in a folder."""
    require("gcc")
    shim = record.with_suffix(".so")
    source = Path(__file__).with_name("recorder.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", shim, source, "-ldl", "-lpthread"], check=True)
    return {**os.environ, "LD_PRELOAD": str(shim), RECORDED: str(folder), RECORD: str(record)}


def say(**what: object) -> None:
    """Note among the deeds of this process what it has come to, if it is watched."""
    if RECORD in os.environ:
        rest = json.dumps(what).encode()
        with Path(os.environ[RECORD]).open("ab", buffering=0) as record:
            record.write(_HEAD.pack(SAID.encode(), 0, 0, len(rest)) + rest)


def deeds(record: Path) -> Iterator[Deed]:
    """All of them, in order."""
    with record.open("rb") as file:
        while head := file.read(_HEAD.size):
            what, offset, of_name, of_rest = _HEAD.unpack(head)
            name, rest = file.read(of_name).decode(), file.read(of_rest)
            yield Deed(what=what.decode(), name=name, offset=offset, rest=rest)
