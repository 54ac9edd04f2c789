"""Conditions that are provoked in the same way for all functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from openrsm import ntms
from tests.conformance.surface_bench import EVE, LIBRARY, Bench
from tests.ntms.conditions import database, offline, ui
from tests.ntms.conditions.cleaning import PROVOKED_CLEANING
from tests.ntms.conditions.detecting import PROVOKED as DETECTING
from tests.ntms.conditions.ports import PROVOKED_PORTS
from tests.ntms.conditions.provoked import PROVOKED, Case, Provoke, changed, made, of_nothing
from tests.ntms.conditions.ready import READY
from tests.ntms.conditions.requests import PROVOKED_REQUESTS
from tests.ntms.spec import functions


def documented(error: str) -> list[str]:
    """The functions that document it, of those that there are and take a session."""
    return [name for name in functions() if error in functions()[name]["returns"] and name in READY]


def succeeding(name: str) -> Provoke:
    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench)
        return lambda: ready.do(session)

    return provoke


def after_closing(name: str) -> Provoke:
    """A session, or a notification, that was closed."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench)
        if ready.handle is None:
            ntms.CloseNtmsSession(session)
            return lambda: ready.do(session)
        handle = ready.handle(session)
        ntms.CloseNtmsNotification(handle)
        return lambda: getattr(ntms, name)(handle, *ready.arguments.values())

    return provoke


def by_stranger(name: str) -> Provoke:
    """Somebody who may look at the libraries, as everybody may, and nothing else."""

    def provoke(bench: Bench, _session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench)
        eve = ntms.attach(bench.manager, EVE, "prying")
        return lambda: ready.do(eve)

    return provoke


def shut_out(name: str) -> Provoke:
    """Somebody who may not even look at the library or the computer, once the session is open."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        call = by_stranger(name)(bench, session)
        bench.manager.security.revoke(bench.session, f"library:{LIBRARY}", "everyone")
        bench.manager.security.revoke(bench.session, "computer", "everyone")
        return call

    return provoke


SEEN_BY_ALL: Final = (
    "EnumerateNtmsObject",
    "GetNtmsRequestOrder",
    "GetNtmsObjectInformation",
    "OpenNtmsNotification",
    "WaitForNtmsOperatorRequest",
    "GetNtmsObjectAttribute",
    "GetNtmsUIOptions",
)
"""What needs no more than what everybody may at first."""

NOBODY: Final[Mapping[str, str]] = {
    "MountNtmsMedia": "ERROR_INVALID_MEDIA",
    "DismountNtmsMedia": "ERROR_INVALID_MEDIA",
    "AllocateNtmsMedia": "ERROR_INVALID_MEDIA_POOL",
    "DeallocateNtmsMedia": "ERROR_INVALID_MEDIA",
    "DecommissionNtmsMedia": "ERROR_INVALID_MEDIA",
    "SetNtmsMediaComplete": "ERROR_INVALID_MEDIA",
    "MoveToNtmsMediaPool": "ERROR_INVALID_MEDIA",
    "GetNtmsMediaPoolName": "ERROR_INVALID_MEDIA_POOL",
    "DeleteNtmsMediaPool": "ERROR_INVALID_MEDIA_POOL",
    "DeleteNtmsLibrary": "ERROR_INVALID_LIBRARY",
    "InventoryNtmsLibrary": "ERROR_INVALID_LIBRARY",
    "DismountNtmsDrive": "ERROR_INVALID_DRIVE",
    "CleanNtmsDrive": "ERROR_INVALID_DRIVE",
    "ReserveNtmsCleanerSlot": "ERROR_INVALID_LIBRARY",
    "ReleaseNtmsCleanerSlot": "ERROR_INVALID_LIBRARY",
    "InjectNtmsCleaner": "ERROR_INVALID_LIBRARY",
    "EjectNtmsCleaner": "ERROR_INVALID_LIBRARY",
    "EnableNtmsObject": "ERROR_OBJECT_NOT_FOUND",
    "DisableNtmsObject": "ERROR_OBJECT_NOT_FOUND",
    "CancelNtmsLibraryRequest": "ERROR_OBJECT_NOT_FOUND",
    "GetNtmsRequestOrder": "ERROR_OBJECT_NOT_FOUND",
    "SetNtmsRequestOrder": "ERROR_OBJECT_NOT_FOUND",
    "SatisfyNtmsOperatorRequest": "ERROR_OBJECT_NOT_FOUND",
    "CancelNtmsOperatorRequest": "ERROR_OBJECT_NOT_FOUND",
    "SubmitNtmsOperatorRequest": "ERROR_OBJECT_NOT_FOUND",
    "WaitForNtmsOperatorRequest": "ERROR_OBJECT_NOT_FOUND",
    "GetNtmsObjectInformation": "ERROR_OBJECT_NOT_FOUND",
    "EnumerateNtmsObject": "ERROR_OBJECT_NOT_FOUND",
    "GetNtmsObjectSecurity": "ERROR_OBJECT_NOT_FOUND",
    "SetNtmsObjectSecurity": "ERROR_OBJECT_NOT_FOUND",
    **offline.NOBODY,
    **ui.NOBODY,
}
"""What an unknown object fails with."""

NULL: Final[Mapping[str, str]] = {
    "DeallocateNtmsMedia": "lpMediaId",
    "DecommissionNtmsMedia": "lpMediaId",
    "SetNtmsMediaComplete": "lpMediaId",
    "MoveToNtmsMediaPool": "lpPoolId",
    "GetNtmsMediaPoolName": "lpPoolId",
    "DeleteNtmsMediaPool": "lpPoolId",
    "DeleteNtmsLibrary": "lpLibraryId",
    "InventoryNtmsLibrary": "lpLibraryId",
    "DismountNtmsDrive": "lpDriveId",
    "CleanNtmsDrive": "lpDriveId",
    "ReserveNtmsCleanerSlot": "lpSlot",
    "ReleaseNtmsCleanerSlot": "lpLibrary",
    "InjectNtmsCleaner": "lpLibrary",
    "EjectNtmsCleaner": "lpLibrary",
    "CancelNtmsLibraryRequest": "lpRequestId",
    "GetNtmsRequestOrder": "lpRequestId",
    "WaitForNtmsOperatorRequest": "lpRequestId",
    "DeleteNtmsRequests": "lpRequestId",
    "SatisfyNtmsOperatorRequest": "lpRequestId",
    "CancelNtmsOperatorRequest": "lpRequestId",
    "GetNtmsObjectSecurity": "lpObjectId",
    **offline.NULL,
}
"""An argument that may not be null."""


def provocations() -> dict[Case, Provoke]:
    """Every condition that one call in a service that works shows, and how."""
    denied = {
        name: shut_out(name) if name in SEEN_BY_ALL else by_stranger(name) for name in documented("ERROR_ACCESS_DENIED")
    }
    return {
        **{(name, "ERROR_SUCCESS"): succeeding(name) for name in documented("ERROR_SUCCESS")},
        **{(name, "ERROR_INVALID_HANDLE"): after_closing(name) for name in documented("ERROR_INVALID_HANDLE")},
        **{(name, "ERROR_ACCESS_DENIED"): provoke for name, provoke in denied.items()},
        **{(name, error): of_nothing(name) for name, error in NOBODY.items()},
        **{(name, "ERROR_INVALID_PARAMETER"): changed(name, **{null: None}) for name, null in NULL.items()},
        **PROVOKED,
        **PROVOKED_CLEANING,
        **PROVOKED_REQUESTS,
        **PROVOKED_PORTS,
        **DETECTING,
        **database.PROVOKED,
        **ui.PROVOKED,
        **{case: made(make) for case, make in offline.MADE.items()},
    }
