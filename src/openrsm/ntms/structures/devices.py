"""What is told of libraries and devices: structures under the names of ``ntmsapi.h``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openrsm.ntms.enumerations import (
    NtmsDoorState,
    NtmsDriveState,
    NtmsLibraryFlags,
    NtmsLibraryType,
    NtmsPortContent,
    NtmsPortPosition,
    NtmsSlotState,
)
from openrsm.ntms.options import NtmsInventoryMethod


@dataclass(slots=True, kw_only=True)
class NTMS_LIBRARYINFORMATION:
    """A library."""

    LibraryType: NtmsLibraryType = NtmsLibraryType.NTMS_LIBRARYTYPE_UNKNOWN
    CleanerSlot: UUID | None = None
    CleanerSlotDefault: UUID | None = None
    LibrarySupportsDriveCleaning: bool = False
    BarCodeReaderInstalled: bool = False
    InventoryMethod: NtmsInventoryMethod = NtmsInventoryMethod.NTMS_INVENTORY_NONE
    dwCleanerUsesRemaining: int = 0
    FirstDriveNumber: int = 0
    dwNumberOfDrives: int = 0
    FirstSlotNumber: int = 0
    dwNumberOfSlots: int = 0
    FirstDoorNumber: int = 0
    dwNumberOfDoors: int = 0
    FirstPortNumber: int = 0
    dwNumberOfPorts: int = 0
    FirstChangerNumber: int = 0
    dwNumberOfChangers: int = 0
    dwNumberOfMedia: int = 0
    dwNumberOfMediaTypes: int = 0
    dwNumberOfLibRequests: int = 0
    Reserved: UUID | None = None
    AutoRecovery: bool = False
    dwFlags: NtmsLibraryFlags = NtmsLibraryFlags(0)


@dataclass(slots=True, kw_only=True)
class NTMS_CHANGERINFORMATION:
    """The robot of a library."""

    Number: int = 0
    ChangerType: UUID | None = None
    szSerialNumber: str = ""
    szRevision: str = ""
    szDeviceName: str = ""
    ScsiPort: int = 0
    ScsiBus: int = 0
    ScsiTarget: int = 0
    ScsiLun: int = 0
    Library: UUID | None = None


@dataclass(slots=True, kw_only=True)
class NTMS_CHANGERTYPEINFORMATION:
    """A changer type."""

    szVendor: str = ""
    szProduct: str = ""
    DeviceType: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_DRIVEINFORMATION:
    """A drive."""

    Number: int = 0
    State: NtmsDriveState = NtmsDriveState.NTMS_DRIVESTATE_DISMOUNTED
    DriveType: UUID | None = None
    szDeviceName: str = ""
    szSerialNumber: str = ""
    szRevision: str = ""
    ScsiPort: int = 0
    ScsiBus: int = 0
    ScsiTarget: int = 0
    ScsiLun: int = 0
    dwMountCount: int = 0
    LastCleanedTs: datetime | None = None
    SavedPartitionId: UUID | None = None
    Library: UUID | None = None
    Reserved: UUID | None = None
    dwDeferDismountDelay: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_DRIVETYPEINFORMATION:
    """A drive type."""

    szVendor: str = ""
    szProduct: str = ""
    NumberOfHeads: int = 0
    DeviceType: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_STORAGESLOTINFORMATION:
    """A slot."""

    Number: int = 0
    State: NtmsSlotState = NtmsSlotState.NTMS_SLOTSTATE_UNKNOWN
    Library: UUID | None = None


@dataclass(slots=True, kw_only=True)
class NTMS_IEDOORINFORMATION:
    """A door."""

    Number: int = 0
    State: NtmsDoorState = NtmsDoorState.NTMS_DOORSTATE_UNKNOWN
    MaxOpenSecs: int = 0
    Library: UUID | None = None


@dataclass(slots=True, kw_only=True)
class NTMS_IEPORTINFORMATION:
    """A port."""

    Number: int = 0
    Content: NtmsPortContent = NtmsPortContent.NTMS_PORTCONTENT_UNKNOWN
    Position: NtmsPortPosition = NtmsPortPosition.NTMS_PORTPOSITION_UNKNOWN
    MaxExtendSecs: int = 0
    Library: UUID | None = None
