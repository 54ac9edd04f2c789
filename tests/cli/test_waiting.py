import pytest

from openrsm.cli.waiting import check, failure_of
from openrsm.domain.work import WorkState
from openrsm.errors import Cancelled, RsmError, TimedOut, UnableToLoad
from tests.cli import samples


def test_items_that_passed_are_a_success() -> None:
    check([samples.work(state=WorkState.PASSED)])


def test_the_first_failure_is_the_command_s() -> None:
    failed = samples.work(
        state=WorkState.FAILED, error=UnableToLoad.code, error_text="Drive 1 does not take A00001L9; try another"
    )
    with pytest.raises(RsmError) as raised:
        check([samples.work(state=WorkState.PASSED), failed])
    assert raised.value.headline() == (
        "UNABLE_TO_LOAD_MEDIUM (4324): "
        "Work item 7 (dismount A00001L9) failed: Drive 1 does not take A00001L9; try another"
    )


def test_a_cancelled_item_says_so() -> None:
    assert failure_of(samples.work(state=WorkState.CANCELLED)).code == Cancelled.code


def test_an_item_that_goes_on_is_a_time_out() -> None:
    waits = failure_of(samples.work(state=WorkState.WAITING, reason="waits for a program to close the drive"))
    assert isinstance(waits, TimedOut)
    assert "waits for a program to close the drive; wait again: rsm work wait 7" in str(waits)
