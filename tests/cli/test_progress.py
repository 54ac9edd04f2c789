import pytest

from openrsm.cli.progress import nobody, progress, progress_text
from openrsm.cli.streams import tell
from openrsm.domain.work import Operation, WorkState
from openrsm.surface.telling import Reasons
from tests.cli import samples

WAITS = samples.work(state=WorkState.WAITING, reason="waits for a drive: drive 1 in use by backup since 14:02")
STARTS = samples.work(state=WorkState.IN_PROCESS, operation=Operation.MOUNT)
DISABLED = samples.work(state=WorkState.WAITING, reason="waits for a drive: drive 1 disabled")
PASSED = samples.work(state=WorkState.PASSED)


def test_progress_says_why_an_item_waits() -> None:
    assert progress_text([WAITS]) == "A00001L9: waits for a drive: drive 1 in use by backup since 14:02"


def test_progress_says_what_an_item_does() -> None:
    assert progress_text([STARTS]) == "A00001L9: mount, in process"


def test_what_has_ended_is_no_progress() -> None:
    assert progress_text([PASSED]) == ""


def test_a_log_gets_a_line_for_each_change_of_the_reason(capsys: pytest.CaptureFixture[str]) -> None:
    told = Reasons(tell)
    for view in (STARTS, WAITS, WAITS, DISABLED, STARTS, WAITS, PASSED):
        told([view])
    printed = capsys.readouterr()
    assert [line.rpartition(": ")[2] for line in printed.err.splitlines()] == [
        "drive 1 in use by backup since 14:02",
        "drive 1 disabled",
        "drive 1 in use by backup since 14:02",
    ]
    assert printed.out == ""


def test_what_never_waits_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    told = Reasons(tell)
    for view in (STARTS, PASSED):
        told([view])
    assert capsys.readouterr().err == ""


def test_machines_get_no_progress() -> None:
    with progress("mounting", quiet=True) as told:
        assert told is nobody
