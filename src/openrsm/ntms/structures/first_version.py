"""Structures as the first version of the API had them, under the names of ``ntmsapi.h``; nothing here uses them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openrsm.ntms.enumerations import (
    NtmsBarCodeState,
    NtmsLibraryType,
    NtmsLmOperation,
    NtmsLmState,
    NtmsMediaState,
    NtmsObjectsTypes,
    NtmsOpreqCommand,
    NtmsOpreqState,
    NtmsPartitionState,
)
from openrsm.ntms.options import NtmsInventoryMethod


@dataclass(slots=True, kw_only=True)
class NTMS_I1_LIBRARYINFORMATION:
    """A library, as the first version had it."""

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


@dataclass(slots=True, kw_only=True)
class NTMS_I1_LIBREQUESTINFORMATION:
    """A library request, as the first version had it."""

    OperationCode: NtmsLmOperation = NtmsLmOperation.NTMS_LM_REMOVE
    OperationOption: int = 0
    State: NtmsLmState = NtmsLmState.NTMS_LM_QUEUED
    PartitionId: UUID | None = None
    DriveId: UUID | None = None
    PhysMediaId: UUID | None = None
    Library: UUID | None = None
    SlotId: UUID | None = None
    TimeQueued: datetime | None = None
    TimeCompleted: datetime | None = None
    szApplication: str = ""
    szUser: str = ""
    szComputer: str = ""


@dataclass(slots=True, kw_only=True)
class NTMS_I1_PMIDINFORMATION:
    """A physical medium, as the first version had it."""

    CurrentLibrary: UUID | None = None
    MediaPool: UUID | None = None
    Location: UUID | None = None
    LocationType: NtmsObjectsTypes = NtmsObjectsTypes.NTMS_UNKNOWN
    MediaType: UUID | None = None
    HomeSlot: UUID | None = None
    szBarCode: str = ""
    BarCodeState: NtmsBarCodeState = NtmsBarCodeState.NTMS_BARCODESTATE_OK
    szSequenceNumber: str = ""
    MediaState: NtmsMediaState = NtmsMediaState.NTMS_MEDIASTATE_IDLE
    dwNumberOfPartitions: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_I1_PARTITIONINFORMATION:
    """One side of a medium, as the first version had it."""

    PhysicalMedia: UUID | None = None
    LogicalMedia: UUID | None = None
    State: NtmsPartitionState = NtmsPartitionState.NTMS_PARTSTATE_UNKNOWN
    Side: int = 0
    dwOmidLabelIdLength: int = 0
    OmidLabelId: bytes = b""
    szOmidLabelType: str = ""
    szOmidLabelInfo: str = ""
    dwMountCount: int = 0
    dwAllocateCount: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_I1_OPREQUESTINFORMATION:
    """An operator request, as the first version had it."""

    Request: NtmsOpreqCommand = NtmsOpreqCommand.NTMS_OPREQ_UNKNOWN
    Submitted: datetime | None = None
    State: NtmsOpreqState = NtmsOpreqState.NTMS_OPSTATE_UNKNOWN
    szMessage: str = ""
    Arg1Type: NtmsObjectsTypes = NtmsObjectsTypes.NTMS_UNKNOWN
    Arg1: UUID | None = None
    Arg2Type: NtmsObjectsTypes = NtmsObjectsTypes.NTMS_UNKNOWN
    Arg2: UUID | None = None
    szApplication: str = ""
    szUser: str = ""
    szComputer: str = ""
