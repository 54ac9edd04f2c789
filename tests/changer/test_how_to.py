"""The commands of docs/how-to/from-mtx-to-openrsm.md, run as they stand there, for all that they are to print."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest

from openrsm.changer.install import install
from openrsm.daemon import open_state
from tests.changer.ours import Ended, Ours
from tests.changer.processes import COMMANDS
from tests.cli.conftest import Rsm
from tests.cli.pages import commands

pytestmark = pytest.mark.slow

PAGE: Final = "from-mtx-to-openrsm.md"
URL: Final = "scsi:/dev/sg3"
LOCAL: Final = "/usr/local/lib/openrsm"
ARCHIVES: Final = "/var/lib/bacula"


@pytest.fixture
def run(tmp_path: Path) -> Callable[[str], Ended]:
    """A shell on a computer of which the page could speak: what it names lies in a folder of the test's own."""
    rsm = Rsm(tmp_path)
    ours = Ours(lambda: open_state(rsm.state, read_only=False).manager, state=rsm.state)
    library = f"virtual:{rsm.library}?drives=2&slots=6&ports=1&type=LTO-9&cartridges=4&doors=0"
    here: Mapping[str, str] = {URL: f"'{library}'", LOCAL: str(tmp_path / "bin"), ARCHIVES: str(tmp_path)}

    def plain(ended: Ended) -> Ended:
        return Ended(ended.status, ended.out.replace(str(tmp_path / "bin"), LOCAL), ended.err)

    def install_in(folder: str) -> Ended:
        return plain(Ended(0, f"{install(Path(folder), COMMANDS)}\n", ""))

    def shell(line: str) -> Ended:
        for named, place in here.items():
            line = line.replace(named, place)
        command, _, rest = line.partition(" ")
        match command, shlex.split(rest):
            case "rsm", _:
                ended = rsm.try_(rest)
                return Ended(ended.status, ended.out, ended.err)
            case "rsm-mtx", ["--install", folder]:
                return install_in(folder)
            case (("rsm-mtx" | "mtx"), _):
                return ours.mtx(rest, device="vlib")
            case _:
                return ours.changer(rest)

    return shell


def test_the_page_moves_a_library_from_mtx_to_the_service(run: Callable[[str], Ended]) -> None:
    steps = list(commands(PAGE))
    assert {line.split()[0] for line, _ in steps} == {"rsm", "rsm-mtx", "mtx", "rsm-changer"}
    for line, shown in steps:
        ended = run(line)
        printed = [each.rstrip() for each in (ended.out + ended.err).splitlines()]
        expected = [each.rstrip() for each in shown if each.strip()]
        assert not expected or printed == expected, line
        refused = any("Full" in each for each in expected) and "load" in line
        assert ended.status == int(refused), (line, ended.err)
