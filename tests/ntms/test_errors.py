"""Failures of the API carry the numbers of Windows."""

from __future__ import annotations

import pickle

import pytest

from openrsm import errors, ntms
from openrsm.api.problems import status_of
from openrsm.client.problems import ROOTS
from openrsm.errors import RsmError
from openrsm.ntms.errors import BY_CALL, EVERYWHERE, SYMBOLS, call, number_of
from openrsm.wire.errors import error_of
from tests.ntms.spec import functions


def below(root: type[RsmError]) -> list[type[RsmError]]:
    return [each for child in root.__subclasses__() for each in (child, *below(child))]


@pytest.mark.parametrize("kind", [one for one in below(RsmError) if one.__module__.startswith("openrsm.")])
def test_every_error_of_the_surface_has_a_documented_number(kind: type[RsmError]) -> None:
    abstract = {errors.Refusal, errors.Waited}
    assert number_of(kind("it is so"), "CloseNtmsSession") in SYMBOLS or kind in abstract


@pytest.mark.parametrize("kind", [one for one in below(RsmError) if one.__module__.startswith("openrsm.")])
def test_an_error_that_comes_over_a_socket_has_the_number_that_it_has_in_process(kind: type[RsmError]) -> None:
    here = kind("it is so")
    there = error_of(here.code, here.what, here.advice, ROOTS.get(status_of(here), ()))
    assert [number_of(there, name) for name in functions()] == [number_of(here, name) for name in functions()]


def test_a_failure_is_an_os_error_with_the_number_of_windows_and_its_name() -> None:
    failure = ntms.NtmsError(ntms.ERROR_INVALID_MEDIA, "there is no such medium")
    assert isinstance(failure, OSError)
    assert (failure.winerror, failure.symbol, failure.errno) == (4300, "ERROR_INVALID_MEDIA", None)
    assert str(failure) == "ERROR_INVALID_MEDIA (4300): there is no such medium"


def test_a_failure_can_be_sent_to_another_process() -> None:
    sent = pickle.loads(pickle.dumps(ntms.NtmsError(ntms.ERROR_BUSY, "in use")))  # noqa: S301 - our own
    assert (sent.winerror, str(sent)) == (170, "ERROR_BUSY (170): in use")


def test_an_error_of_the_surface_comes_back_as_the_failure_with_its_number() -> None:
    @call
    def CloseNtmsSession() -> None:  # noqa: N802 - the header's name
        raise errors.InvalidHandle("it is closed", "open another")

    with pytest.raises(ntms.NtmsError, match=r"ERROR_INVALID_HANDLE \(6\): it is closed; open another") as raised:
        CloseNtmsSession()
    assert isinstance(raised.value.__cause__, errors.InvalidHandle)


@pytest.mark.parametrize(
    ("error", "name", "number"),
    [
        (errors.ServiceUnavailable("gone"), "MountNtmsMedia", ntms.ERROR_NOT_CONNECTED),
        (errors.NotAuthenticated("who"), "MountNtmsMedia", ntms.ERROR_ACCESS_DENIED),
        (errors.DatabaseFull("full"), "MountNtmsMedia", ntms.ERROR_DATABASE_FULL),
        (errors.SystemFault("broken"), "MountNtmsMedia", ntms.ERROR_DATABASE_FAILURE),
        (errors.MissingDrive("which"), "DismountNtmsDrive", ntms.ERROR_INVALID_DRIVE),
        (errors.MissingDrive("which"), "DisableNtmsObject", ntms.ERROR_OBJECT_NOT_FOUND),
    ],
)
def test_the_table_says_what_is_called_otherwise(error: RsmError, name: str, number: int) -> None:
    assert number_of(error, name) == number


def test_the_table_names_documented_numbers_and_functions_alone() -> None:
    assert {number for table in (EVERYWHERE, *BY_CALL.values()) for number in table.values()} <= set(SYMBOLS)
    assert set(BY_CALL) <= set(functions())
