"""What an answer that is no success becomes."""

from __future__ import annotations

import json

import pytest

from openrsm.client.problems import error_in
from openrsm.client.transport import Answer
from openrsm.errors import (
    DestinationFull,
    DeviceFault,
    DeviceNotAvailable,
    EndOfData,
    NotEmpty,
    NoticesLost,
    RsmError,
    ServiceUnavailable,
    SystemFault,
)


def refused(status: int, code: str) -> RsmError:
    body = {"code": code, "detail": "it went wrong", "advice": "do it again", "colour": "blue"}
    return error_in(Answer(status=status, headers={}, body=json.dumps(body).encode()), "unix:/here")


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (409, NotEmpty.code, NotEmpty),
        (502, NotEmpty.code, DestinationFull),
        (409, DeviceFault.code, DeviceNotAvailable),
        (502, DeviceFault.code, DeviceFault),
        (410, NoticesLost.code, NoticesLost),
        (502, NoticesLost.code, EndOfData),
        (503, SystemFault.code, SystemFault),
        (500, RsmError.code, RsmError),
        (418, "A_CODE_OF_TOMORROW", RsmError),
    ],
)
def test_the_code_and_the_status_tell_the_class(status: int, code: str, kind: type[RsmError]) -> None:
    error = refused(status, code)
    assert type(error) is kind
    assert str(error) == "it went wrong; do it again"


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"code": 1, "detail": "x"}', b'{"code": "BUSY"}', b"\xff"])
def test_what_is_no_problem_of_ours_is_somebody_elses(body: bytes) -> None:
    error = error_in(Answer(status=502, headers={}, body=body), "unix:/here")
    assert isinstance(error, ServiceUnavailable)
    assert "unix:/here" in error.what
    assert "502" in error.what
