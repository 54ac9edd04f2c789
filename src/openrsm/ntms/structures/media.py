"""What is told of media and pools: structures under the names of ``ntmsapi.h``."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from openrsm.ntms.enumerations import (
    NtmsAllocationPolicy,
    NtmsBarCodeState,
    NtmsDeallocationPolicy,
    NtmsMediaState,
    NtmsObjectsTypes,
    NtmsPartitionState,
    NtmsPoolType,
    NtmsReadWriteCharacteristics,
)


@dataclass(slots=True, kw_only=True)
class NTMS_PMIDINFORMATION:
    """A physical medium."""

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
    dwMediaTypeCode: int = 0
    dwDensityCode: int = 0
    MountedPartition: UUID | None = None


@dataclass(slots=True, kw_only=True)
class NTMS_PARTITIONINFORMATION:
    """One side of a medium."""

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
    Capacity: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_LMIDINFORMATION:
    """A logical medium."""

    MediaPool: UUID | None = None
    dwNumberOfPartitions: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_MEDIAPOOLINFORMATION:
    """A media pool."""

    PoolType: NtmsPoolType = NtmsPoolType.NTMS_POOLTYPE_UNKNOWN
    MediaType: UUID | None = None
    Parent: UUID | None = None
    AllocationPolicy: NtmsAllocationPolicy = NtmsAllocationPolicy(0)
    DeallocationPolicy: NtmsDeallocationPolicy = NtmsDeallocationPolicy(0)
    dwMaxAllocates: int = 0
    dwNumberOfPhysicalMedia: int = 0
    dwNumberOfLogicalMedia: int = 0
    dwNumberOfMediaPools: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_MEDIATYPEINFORMATION:
    """A media type."""

    MediaType: int = 0
    NumberOfSides: int = 0
    ReadWriteCharacteristics: NtmsReadWriteCharacteristics = NtmsReadWriteCharacteristics.NTMS_MEDIARW_UNKNOWN
    DeviceType: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_FILESYSTEM_INFO:
    """The label of a medium with a file system."""

    FileSystemType: str = ""
    VolumeName: str = ""
    SerialNumber: int = 0
