"""mtx's complaints, as mtx 1.3.12 made them."""

import pytest

from openrsm.changer.words import cannot_open, not_moved, sense
from openrsm.errors import (
    AccessDenied,
    Busy,
    DestinationFull,
    HardwareFault,
    InvalidState,
    NotEmpty,
    ObjectNotFound,
    RsmError,
    ServiceUnavailable,
    SourceEmpty,
    TimedOut,
)

RECORDED = """\
mtx: Request Sense: Long Report=yes
mtx: Request Sense: Valid Residual=no
mtx: Request Sense: Error Code=70 (Current)
mtx: Request Sense: Sense Key=Hardware Error
mtx: Request Sense: FileMark=no
mtx: Request Sense: EOM=no
mtx: Request Sense: ILI=no
mtx: Request Sense: Additional Sense Code = 15
mtx: Request Sense: Additional Sense Qualifier = 01
mtx: Request Sense: BPV=no
mtx: Request Sense: Error in CDB=no
mtx: Request Sense: SKSV=no
"""


def test_sense_data_is_told_as_mtx_does() -> None:
    assert sense("Hardware Error", 0x15, 0x01) == RECORDED


def test_a_fault_is_told_with_its_sense_and_its_elements_behind_what_openrsm_says() -> None:
    told = not_moved(HardwareFault("the gripper is stuck", "see to it"), 1001, 502)
    first, _, rest = told.partition("\n")
    assert first == "mtx: DEVICE_NOT_AVAILABLE (4319): the gripper is stuck; see to it"
    assert rest == f"{RECORDED}MOVE MEDIUM from Element Address 1001 to 502 Failed\n"


@pytest.mark.parametrize(
    ("error", "key", "code"),
    [
        (Busy("x"), "Illegal Request", "53"),
        (AccessDenied("x"), "Illegal Request", "20"),
        (TimedOut("x"), "Aborted Command", "00"),
        (ServiceUnavailable("x"), "Not Ready", "04"),
        (InvalidState("x"), "Illegal Request", "24"),
    ],
)
def test_every_refusal_has_sense_data(error: RsmError, key: str, code: str) -> None:
    told = not_moved(error, 1, 2)
    assert f"Sense Key={key}\n" in told
    assert f"Additional Sense Code = {code}\n" in told


def test_what_is_empty_or_full_meanwhile_is_told_in_one_line() -> None:
    assert not_moved(SourceEmpty("x"), 1007, 500) == "Source Element Address 1007 is Empty\n"
    assert not_moved(DestinationFull("x"), 1000, 1006) == "Destination Element Address 1006 is Already Full\n"
    assert not_moved(NotEmpty("x"), 1000, 1006) == "Destination Element Address 1006 is Already Full\n"


def test_a_changer_that_is_not_to_be_had_cannot_be_opened() -> None:
    assert cannot_open("x", ObjectNotFound("y")) == "cannot open SCSI device 'x' - No such file or directory\n"
    assert cannot_open("x", AccessDenied("y")) == "cannot open SCSI device 'x' - Permission denied\n"
    assert "cannot be reached" in cannot_open("x", ServiceUnavailable("the service cannot be reached"))
