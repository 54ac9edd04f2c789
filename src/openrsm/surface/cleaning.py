"""Cleaning drives: the slot for the cleaning cartridge, that cartridge, and the cleaning itself."""

from __future__ import annotations

from typing import Protocol

from openrsm.domain.values import SessionId
from openrsm.surface.views import Ref, WorkView


class Cleaning(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, InvalidLibrary or InvalidDrive (no such thing), SystemFault."""

    def clean(self, session: SessionId, drive: Ref) -> WorkView:
        """Queue the cleaning of a drive, as soon as it is free (CleanNtmsDrive); one that is queued already is told.

        Where no cartridge can do it, an operator is asked for one. A stand-alone drive is cleaned by hand: that it was
        is recorded. Cleanings do not outlive a restart of the service.

        Raises:
            ResourceNotPresent: The library does not answer.
            ResourceDisabled: The drive or its library is disabled.
            DeviceNotAvailable: The drive is out of order.
        """
        ...

    def reserve(self, session: SessionId, library: Ref, slot: int, *, uses: int | None = None) -> WorkView:
        """Queue keeping a slot, by its number, for the cleaning cartridge (ReserveNtmsCleanerSlot).

        It is empty, or the cleaning cartridge lies in it already.

        Args:
            session: Of the caller.
            library: Which.
            slot: Its number, counted from 1.
            uses: How often that cartridge still cleans; None if that is not to be counted.

        Raises:
            CleanerSlotSet: One is kept already.
            ResourceNotAvailable: There is no such slot, or another cartridge lies in it or returns to it.
            LibraryOffline: It is the offline library.
            DeviceNotAvailable: It does not answer.
            InvalidParameter: A negative number of uses.
        """
        ...

    def release(self, session: SessionId, library: Ref) -> WorkView:
        """Queue keeping no slot any more (ReleaseNtmsCleanerSlot).

        Raises:
            ResourceNotPresent: None is kept.
            CleanerInstalled: The cleaning cartridge is still there.
            Busy: One is being brought in, or taken out.
            ResourceDisabled: The library is disabled.
            DeviceNotAvailable: It does not answer.
            LibraryOffline: It is the offline library.
        """
        ...

    def inject(self, session: SessionId, library: Ref, *, uses: int | None = None) -> WorkView:
        """Queue taking in a cleaning cartridge through the ports (InjectNtmsCleaner); end it with ``work.stop``.

        Raises:
            CleanerSlotNotSet: No slot is kept for it.
            ResourceNotAvailable: There is one already, or something else lies in its slot.
            NotSupported: The library has no ports: open its door, and put the cartridge into the slot.
            LibraryOffline: It is the offline library.
            ResourceDisabled: It is disabled.
            DeviceNotAvailable: It does not answer.
            InvalidParameter: A negative number of uses.
        """
        ...

    def eject(self, session: SessionId, library: Ref) -> WorkView:
        """Queue bringing the cleaning cartridge to the ports; it is then forgotten (EjectNtmsCleaner).

        Raises:
            ResourceNotPresent: There is none.
            Busy: A drive is being cleaned with it.
            NotSupported: The library has no ports.
            LibraryOffline: It is the offline library.
            ResourceDisabled: It is disabled.
            DeviceNotAvailable: It does not answer.
        """
        ...
