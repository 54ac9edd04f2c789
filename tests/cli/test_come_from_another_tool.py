"""The commands of docs/how-to/come-from-another-tool.md, run as they stand there on what Bacula did print."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from tests.cli.conftest import Rsm
from tests.cli.pages import printed_by, steps

pytestmark = pytest.mark.slow

PAGE: Final = "come-from-another-tool.md"
LISTED: Final = Path(__file__).with_name("foreign") / "bacula-list.txt"


@pytest.fixture
def old(bare: Rsm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rsm:
    """Six cartridges of which nobody knows anything; one is offsite, and its slot is another's."""
    bare(f"library add vlib 'virtual:{bare.library}?drives=1&slots=7&ports=1&type=LTO-9&cartridges=6&doors=0'")
    for name in ("V00004L9", "V00005L9", "V00006L9"):
        bare.hands.take(name)
    bare("library inventory vlib")
    bare.hands.insert("V00005L9", "slot:6")
    bare.hands.insert("V00006L9", "slot:7")
    bare("library inventory vlib")
    (tmp_path / "volumes.txt").write_text(LISTED.read_text())
    monkeypatch.chdir(tmp_path)
    return bare


def test_the_page_does_what_it_says(old: Rsm) -> None:
    for line, shown in steps(PAGE):
        printed = printed_by(old, line)
        assert not shown or printed == shown, line
        if line.endswith("--json"):
            again = json.loads("\n".join(printed))
            assert (again["pools"], again["claimed"], again["settled"]) == ([], [], 4)
    assert old.items("media list --pool Free/LTO-9") == []


def test_a_look_changes_nothing_and_says_so(old: Rsm) -> None:
    ended = old.try_("import bacula volumes.txt --library vlib")
    assert (ended.status, ended.err) == (0, "nothing was changed; do it with --apply\n")
    assert {view["pool"] for view in old.items("media list")} == {"Unrecognized/LTO-9"}


def test_a_file_of_another_kind_is_refused(old: Rsm) -> None:
    assert old.refused("import mtx-status volumes.txt --library vlib") == "INVALID_PARAMETER"
    assert old.refused("import bacula no-such-file --library vlib") == "INVALID_PARAMETER"
