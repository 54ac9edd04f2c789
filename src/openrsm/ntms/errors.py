"""How calls fail: with a number of Windows, as Python's bindings of Win32 do; and which number each error has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from types import MappingProxyType
from typing import Final, ParamSpec, TypeVar

from openrsm import errors
from openrsm.errors import RsmError
from openrsm.ntms import codes

P = ParamSpec("P")
R = TypeVar("R")

Numbers = Mapping[type[RsmError], int]

SYMBOLS: Final[Mapping[int, str]] = MappingProxyType(
    {number: name for name, number in vars(codes).items() if name.startswith(("ERROR_", "RPC_S_"))}
)
"""The name of each number."""


class NtmsError(OSError):
    """A call failed.

    Attributes:
        winerror: The number, one of :mod:`openrsm.ntms.codes`.
        symbol: Its name, such as ``ERROR_INVALID_MEDIA``.
        strerror: What was wrong and what to do, in words.
    """

    def __init__(self, winerror: int, what: str) -> None:
        """The number of Windows is not one of Linux, so ``errno`` stays empty."""
        super().__init__(winerror, what)
        self.winerror = winerror
        self.symbol = SYMBOLS[winerror]
        self.strerror = what
        self.errno = None

    def __str__(self) -> str:
        """``ERROR_NAME (number): what; what to do``."""
        return f"{self.symbol} ({self.winerror}): {self.strerror}"


EVERYWHERE: Final[Numbers] = MappingProxyType(
    {
        errors.NotAuthenticated: codes.ERROR_ACCESS_DENIED,
        errors.ServiceUnavailable: codes.ERROR_NOT_CONNECTED,
        errors.SystemFault: codes.ERROR_DATABASE_FAILURE,
    }
)
"""Errors whose number no documented call has. All others fail with the number that they carry."""

_UNKNOWN: Final[Numbers] = MappingProxyType(
    {
        errors.InvalidDrive: codes.ERROR_OBJECT_NOT_FOUND,
        errors.InvalidLibrary: codes.ERROR_OBJECT_NOT_FOUND,
        errors.InvalidMedia: codes.ERROR_OBJECT_NOT_FOUND,
        errors.InvalidMediaPool: codes.ERROR_OBJECT_NOT_FOUND,
    }
)

BY_CALL: Final[Mapping[str, Numbers]] = MappingProxyType(
    {
        "ImportNtmsDatabase": {
            errors.ObjectNotFound: codes.ERROR_DATABASE_FAILURE,
            errors.StateLocked: codes.ERROR_DATABASE_FAILURE,
        },
        "CloseNtmsSession": {errors.ServiceUnavailable: codes.ERROR_CONNECTION_UNAVAIL},
        "CancelNtmsLibraryRequest": {errors.InvalidState: codes.ERROR_OBJECT_NOT_FOUND},
        "SatisfyNtmsOperatorRequest": {errors.InvalidState: codes.ERROR_OBJECT_NOT_FOUND},
        "EnableNtmsObject": _UNKNOWN,
        "SubmitNtmsOperatorRequest": _UNKNOWN,
        "GetNtmsObjectAttribute": _UNKNOWN,
        "SetNtmsObjectAttribute": _UNKNOWN,
        "SetNtmsObjectInformation": _UNKNOWN,
        "IdentifyNtmsSlot": _UNKNOWN,
        "DisableNtmsObject": _UNKNOWN,
        "EnumerateNtmsObject": _UNKNOWN,
        "GetNtmsObjectInformation": _UNKNOWN,
        "GetNtmsObjectSecurity": _UNKNOWN,
        "SetNtmsObjectSecurity": _UNKNOWN,
    }
)
"""Calls that document another number than the error carries. Those that take objects of any type know one number for
all that they do not find."""


def number_of(error: RsmError, name: str) -> int:
    """The number with which a call of that name fails of an error: that of the nearest class which a table names."""
    for kind in type(error).__mro__:
        for table in (BY_CALL.get(name, {}), EVERYWHERE):
            if kind in table:
                return table[kind]
        if "win32" in vars(kind):
            return error.win32
    return error.win32


@contextmanager
def failing_as(name: str) -> Iterator[None]:
    """Within it, errors of the surface are those of the call of that name, as is memory that is refused."""
    try:
        yield
    except MemoryError as error:
        raise NtmsError(codes.ERROR_NOT_ENOUGH_MEMORY, "the operating system refuses memory to this process") from error
    except RsmError as error:
        raise NtmsError(number_of(error, name), str(error)) from error


def call(function: Callable[P, R]) -> Callable[P, R]:
    """A function of the API: it raises :class:`NtmsError` and nothing of ours else."""

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        with failing_as(function.__name__):
            return function(*args, **kwargs)

    return called


def refuse(winerror: int, what: str) -> NtmsError:
    """The error by which this edge itself refuses an argument; to be raised."""
    return NtmsError(winerror, what)
