"""The command on a state of its own, with a virtual library to work on."""

import json
import shlex
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from openrsm.cli.app import execute
from openrsm.daemon import open_state, simulate
from openrsm.drivers.virtual.human import Hands


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    status: int
    out: str
    err: str


class Rsm:
    """``rsm`` in this process, on one state folder."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.library = folder / "library"

    @property
    def hands(self) -> Hands:
        """Somebody in front of the library."""
        return Hands(self.library)

    def try_(self, line: str) -> Ended:
        with capture_logs(), redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
            words = [*shlex.split(line), "--state", str(self.state)]
            status = execute(open_state, words, simulator=simulate)
        return Ended(status, out.getvalue(), err.getvalue())

    def __call__(self, line: str) -> str:
        """What the command printed; it is to succeed, and to say nothing on stderr."""
        ended = self.try_(line)
        assert (ended.status, ended.err) == (0, ""), line
        return ended.out

    def json(self, line: str) -> Any:
        return json.loads(self(f"{line} --json"))

    def items(self, line: str) -> list[Any]:
        items: list[Any] = self.json(line)["items"]
        return items

    def refused(self, line: str) -> str:
        """The code of the error with which the command failed."""
        ended = self.try_(f"{line} --json")
        assert (ended.status, ended.out) == (1, ""), line
        code: str = json.loads(ended.err)["error"]["code"]
        return code

    def allocated(self) -> str:
        return self("allocate --pool backups/daily --application backup").strip()


@pytest.fixture
def bare(tmp_path: Path) -> Rsm:
    """A state folder that does not exist yet."""
    return Rsm(tmp_path)


@pytest.fixture
def rsm(bare: Rsm) -> Rsm:
    """A library of two drives and four cartridges: three free, one unrecognized; and a pool that draws from free."""
    return furnished(bare)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Rsm:
    """The same, shared by tests that only look."""
    return furnished(Rsm(tmp_path_factory.mktemp("shown")))


def furnished(rsm: Rsm) -> Rsm:
    rsm(f"library add vlib 'virtual:{rsm.library}?drives=2&slots=6&ports=1&type=LTO-9&cartridges=4&doors=0'")
    for name in ("V00001L9", "V00002L9", "V00003L9"):
        rsm(f"media move {name} Free/LTO-9")
    rsm("pool create backups/daily --type LTO-9 --draw-from-free --return-to-free")
    return rsm
