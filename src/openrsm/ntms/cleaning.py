"""Cleaning: the slot for the cleaning cartridge, that cartridge, and drives."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from openrsm.domain.inject import EjectOption, InjectStage
from openrsm.domain.settings import UNCOUNTED
from openrsm.errors import InvalidOperation, NotSupported, Refusal
from openrsm.ntms.arguments import given, invalid, ref
from openrsm.ntms.errors import call
from openrsm.ntms.handles import HANDLE, session_of
from openrsm.ntms.stopping import stop

NONE: Final = 0
"""The number that no slot has."""


@call
def CleanNtmsDrive(hSession: HANDLE | None, lpDriveId: UUID | None) -> None:
    """Queue the cleaning of a drive.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.cleaning.clean(session, ref(lpDriveId, "lpDriveId"))


@call
def ReserveNtmsCleanerSlot(hSession: HANDLE | None, lpLibrary: UUID | None, lpSlot: UUID | None) -> None:
    """Queue keeping a slot for the cleaning cartridge; how often that cleans is not counted.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    library, wanted = ref(lpLibrary, "lpLibrary"), given(lpSlot, "lpSlot")
    slots = (view.slot for view in manager.libraries.show(session, library).slots)
    number = next((slot.number for slot in slots if slot.id == wanted), NONE)
    manager.cleaning.reserve(session, library, number)


@call
def ReleaseNtmsCleanerSlot(hSession: HANDLE | None, lpLibrary: UUID | None) -> None:
    """Queue keeping no slot any more.

    Raises:
        NtmsError: See the reference of the original.
    """
    manager, session = session_of(hSession)
    manager.cleaning.release(session, ref(lpLibrary, "lpLibrary"))


@call
def InjectNtmsCleaner(
    hSession: HANDLE | None,
    lpLibrary: UUID | None,
    lpInjectOperation: UUID | None,
    dwNumberOfCleansLeft: int,
    dwAction: int,
) -> UUID:
    """Queue taking in a cleaning cartridge, or stop it; returns the operation, which names it when it is stopped.

    Args:
        hSession: The session.
        lpLibrary: The library.
        lpInjectOperation: What to stop; not looked at with NTMS_INJECT_START.
        dwNumberOfCleansLeft: How often it still cleans; 0xFFFFFFFF if that is not counted.
        dwAction: NTMS_INJECT_START or NTMS_INJECT_STOP.

    Raises:
        NtmsError: See the reference of the original.
    """
    library = ref(lpLibrary, "lpLibrary")
    if dwAction == InjectStage.STOP:
        return _stop(hSession, library, lpInjectOperation, "lpInjectOperation", NotSupported)
    if dwAction != InjectStage.START:
        raise invalid(f"dwAction is {dwAction}; use NTMS_INJECT_START or NTMS_INJECT_STOP")
    manager, session = session_of(hSession)
    uses = None if dwNumberOfCleansLeft == UNCOUNTED else dwNumberOfCleansLeft
    return manager.cleaning.inject(session, library, uses=uses).item.id


@call
def EjectNtmsCleaner(
    hSession: HANDLE | None, lpLibrary: UUID | None, lpEjectOperation: UUID | None, dwAction: int
) -> UUID:
    """Queue bringing the cleaning cartridge to the ports, or stop it; returns the operation.

    Args:
        hSession: The session.
        lpLibrary: The library.
        lpEjectOperation: What to stop; not looked at with NTMS_EJECT_START.
        dwAction: NTMS_EJECT_START or NTMS_EJECT_STOP.

    Raises:
        NtmsError: See the reference of the original.
    """
    library = ref(lpLibrary, "lpLibrary")
    if dwAction == EjectOption.STOP:
        return _stop(hSession, library, lpEjectOperation, "lpEjectOperation", InvalidOperation)
    if dwAction != EjectOption.START:
        raise invalid(f"dwAction is {dwAction}; use NTMS_EJECT_START or NTMS_EJECT_STOP")
    manager, session = session_of(hSession)
    return manager.cleaning.eject(session, library).item.id


def _stop(handle: HANDLE | None, library: str, operation: UUID | None, name: str, without_ports: type[Refusal]) -> UUID:
    """End it before its time; without ports there is nothing of the kind (MS-RSMP 3.2.5.2.1.10)."""
    manager, session = session_of(handle)
    if not manager.libraries.show(session, library).ports:
        raise without_ports("the library has no ports", "open its door instead")
    return stop(manager, session, operation, name)
