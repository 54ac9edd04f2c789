"""Libraries and their drives: add, look at, inventory, enable, disable, remove."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openrsm.domain.library import InventoryMethod, LabelUse
from openrsm.domain.library_types import LibraryType
from openrsm.domain.values import SessionId
from openrsm.surface.views import DriveView, LibraryDetail, LibraryView, Ref, WorkView


class Libraries(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, InvalidLibrary (no such library) and SystemFault."""

    def add(self, session: SessionId, name: str, url: str) -> LibraryView:
        """Open the library at ``url``, catalogue its elements and take a first inventory; returns when that is done.

        Raises:
            AlreadyExists: A library of that name, or at that address or serial number, is catalogued.
            InvalidName, InvalidParameter: Name or address malformed.
            NotSupported, DeviceFault: What is there is no library, or does not answer.
        """
        ...

    def list(self, session: SessionId) -> Sequence[LibraryView]:
        """All libraries, the offline one last."""
        ...

    def show(self, session: SessionId, library: Ref) -> LibraryDetail:
        """One library with everything in it."""
        ...

    def inventory(
        self, session: SessionId, library: Ref, method: InventoryMethod = InventoryMethod.DEFAULT
    ) -> WorkView:
        """Queue an inventory.

        A fast one has the bar codes read; without a reader it is the same as SLOT, which asks what is where. What is
        found in slots that were empty is identified where labels are used.

        None, as a method or as the library's default, asks the library nothing. A full one marks every cartridge and
        ends; then each is identified when a drive has time for it, but for those that no drive reads: what of them was
        never read is incompatible, until the library has a drive that does. STOP ends the one under way, and the
        identifications that have not begun.

        Raises:
            LibraryOffline: It is the offline library.
            ResourceDisabled: It is disabled.
            NotSupported: A full inventory where labels are ignored.
            InvalidState: There is nothing to stop.
        """
        ...

    def refresh(self, session: SessionId, library: Ref) -> WorkView:
        """Queue a look at a drive in no library: have people changed its cartridge (SetNtmsDeviceChangeDetection)?

        Raises:
            LibraryOffline: It is the offline library.
            ResourceDisabled: It is disabled.
            NotSupported: It is no stand-alone drive; inventories are for those.
        """
        ...

    def set_labels(self, session: SessionId, library: Ref, labels: LabelUse) -> LibraryView:
        """What is to be done with the labels of its media from now on.

        Where they are to be ignored, identifications that have not begun end, but for those asked for by name.

        Raises:
            LibraryOffline: It is the offline library.
        """
        ...

    def types(self, session: SessionId, library: Ref) -> Sequence[LibraryType]:
        """The media types of a library, by name: those that its drives take, that were added, that lie in it."""
        ...

    def add_type(self, session: SessionId, library: Ref, media_type: str) -> Sequence[LibraryType]:
        """Say that it takes media of a type, so that there are pools for them (AddNtmsMediaType); twice is once.

        Which drive takes which medium is known by the kind of the drive, and is not changed by this.

        Raises:
            LibraryOffline: It is the offline library.
            InvalidParameter: There is no such media type.
        """
        ...

    def remove_type(self, session: SessionId, library: Ref, media_type: str) -> Sequence[LibraryType]:
        """Take that back (DeleteNtmsMediaType); the system's pools of a type that nothing has any more go with it.

        Raises:
            LibraryOffline: It is the offline library.
            InvalidParameter: There is no such media type.
            NotEmpty: It holds media of that type.
            IndigenousType: A drive of it takes them by its kind.
        """
        ...

    def inject(self, session: SessionId, library: Ref, *, many: bool = False) -> WorkView:
        """Queue opening its ports to people, and taking in what they put there (InjectNtmsMedia).

        The ports stay open until they are full, their time is over, or the item is stopped; then each cartridge is
        carried to an empty slot. With ``many`` they are opened again, until it is stopped. A stand-alone drive waits
        until it has a cartridge.

        Raises:
            LibraryOffline: It is the offline library.
            DeviceNotAvailable: It is disabled.
            NotSupported: It has no ports; or it is a stand-alone drive, and is to take in many.
            LibraryFull: It has no empty slot, or is a drive that holds a cartridge.
        """
        ...

    def retract(self, session: SessionId, library: Ref) -> WorkView:
        """Have an inject of many take in what lies in the ports, and go on.

        Raises:
            InvalidOperation: There is none under way.
        """
        ...

    def open_door(
        self, session: SessionId, library: Ref, method: InventoryMethod = InventoryMethod.DEFAULT
    ) -> WorkView:
        """Queue unlocking its doors (AccessNtmsLibraryDoor).

        Nothing moves from then on until a door was opened and closed again, or the item is stopped. An inventory by
        ``method`` follows, or none.

        Raises:
            ResourceDisabled: It is disabled.
            LibraryOffline: It is the offline library.
            ResourceNotPresent: It has no door.
            NotSupported: A full inventory where labels are ignored; or STOP, as the item is stopped instead.
        """
        ...

    def enable(self, session: SessionId, library: Ref) -> WorkView:
        """Queue its return to service.

        Raises:
            LibraryOffline: It is the offline library.
            InvalidState: It is enabled.
        """
        ...

    def disable(self, session: SessionId, library: Ref, *, now: bool = False) -> WorkView:
        """Queue taking it out of service.

        New work is refused at once. Drives are emptied; media in use are waited for, unless ``now``: then they stay
        in their drives, and dismounting them is refused until the library is enabled again.

        Raises:
            LibraryOffline: It is the offline library.
            InvalidState: It is disabled.
        """
        ...

    def remove(self, session: SessionId, library: Ref) -> None:
        """Forget it and its devices. Allocated and free media become offline; unrecognized and import media go too.

        Raises:
            LibraryOffline: It is the offline library, which is permanent.
            InvalidState: It is neither disabled nor absent, or it has work under way; or it is there, and a medium in
                it is in use.
        """
        ...


class Drives(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, InvalidDrive (no such drive) and SystemFault.

    A drive is named by GUID, name (``vtl/drive1``), or serial number.
    """

    def list(self, session: SessionId, library: Ref | None = None) -> Sequence[DriveView]:
        """The drives of one library, or all."""
        ...

    def show(self, session: SessionId, drive: Ref) -> DriveView:
        """One drive."""
        ...

    def dismount(self, session: SessionId, drive: Ref) -> WorkView:
        """Queue the return of whatever is in the drive (DismountNtmsDrive); an owner's mount ends by it.

        A stand-alone drive keeps it, dismountable.

        Raises:
            InvalidState: It is empty, or being cleaned.
            DeviceNotAvailable: Drive or library is disabled.
        """
        ...

    def enable(self, session: SessionId, drive: Ref) -> WorkView:
        """Queue its return to service.

        Raises:
            InvalidState: It is enabled.
        """
        ...

    def disable(self, session: SessionId, drive: Ref, *, now: bool = False) -> WorkView:
        """Queue taking it out of service: no new mounts; it is emptied when its user is done, or at once if free.

        With ``now`` a medium in use stays in it, and dismounting it is refused until the drive is enabled again.

        Raises:
            InvalidState: It is disabled.
        """
        ...

    def remove(self, session: SessionId, drive: Ref) -> None:
        """Forget a drive that is gone (DeleteNtmsDrive). Work items that ended, moves and the audit trail stay.

        Should a drive answer there again when the library is opened, it is catalogued as a new one.

        Raises:
            InvalidState: It is there, holds a medium as far as is known, or work is to be done with it.
        """
        ...

    def set_delay(self, session: SessionId, drive: Ref, seconds: int) -> DriveView:
        """How long a cartridge released in it stays at least.

        Raises:
            InvalidParameter: Negative, or more than 30 days.
        """
        ...
