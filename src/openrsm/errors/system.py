"""What the machine under the service failed in."""

from __future__ import annotations

from typing import ClassVar

from openrsm.errors.base import Actor, RsmError


class SystemFault(RsmError):
    """The catalogue or the machine failed; nothing that was acknowledged is lost."""


class NotEnoughMemory(SystemFault):
    """The operating system refused memory."""

    code = "NOT_ENOUGH_MEMORY"
    win32 = 8


class DatabaseFailure(SystemFault):
    """The catalogue cannot be read or written."""

    code = "DATABASE_FAILURE"
    win32 = 4313


class DatabaseFull(SystemFault):
    """The file system, or the size limit, leaves no room for the catalogue."""

    code = "DATABASE_FULL"
    win32 = 4314


class ServiceUnavailable(SystemFault):
    """The service cannot be reached, or was not heard of again; what was asked of it last may have been done."""

    code = "SERVICE_UNAVAILABLE"
    win32 = 1722


class RecognitionFailed(SystemFault):
    """What is written on a medium, or a recogniser that the site added, stalled or ended the recognition of labels."""

    code = "BAD_FORMAT"
    win32 = 11
    acts: ClassVar[Actor] = "operator"
