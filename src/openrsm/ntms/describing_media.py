"""Media, their sides, what is allocated of them, pools and types, in the header's structures."""

from __future__ import annotations

from typing import Final

from openrsm.domain.drive_types import DriveType
from openrsm.domain.media_types import MEDIA_TYPES, DeviceKind, MediaType
from openrsm.domain.type_guids import guid_of
from openrsm.domain.values import LogicalMedium, Medium, ObjectType, PlaceKind, Side, SideId
from openrsm.ntms.constants import FILE_DEVICE_CHANGER
from openrsm.ntms.describing import described, times_of
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
from openrsm.ntms.structures import (
    NTMS_CHANGERTYPEINFORMATION,
    NTMS_DRIVETYPEINFORMATION,
    NTMS_LMIDINFORMATION,
    NTMS_MEDIAPOOLINFORMATION,
    NTMS_MEDIATYPEINFORMATION,
    NTMS_OBJECTINFORMATION,
    NTMS_PARTITIONINFORMATION,
    NTMS_PMIDINFORMATION,
)
from openrsm.surface.views import MediumView, ObjectSettings, PoolView

PLACES: Final = {
    PlaceKind.SLOT: NtmsObjectsTypes.NTMS_STORAGESLOT,
    PlaceKind.DRIVE: NtmsObjectsTypes.NTMS_DRIVE,
    PlaceKind.PORT: NtmsObjectsTypes.NTMS_IEPORT,
    PlaceKind.ROBOT: NtmsObjectsTypes.NTMS_CHANGER,
    PlaceKind.OFFLINE: NtmsObjectsTypes.NTMS_STORAGESLOT,
}
"""What a cartridge lies in; one that is offline counts as lying in a slot."""


def medium(view: MediumView, mounted: SideId | None) -> NTMS_OBJECTINFORMATION:
    """A cartridge; ``mounted`` is the side of it that its drive has mounted."""
    one = view.medium
    densities = MEDIA_TYPES[one.media_type].densities
    info = NTMS_PMIDINFORMATION(
        CurrentLibrary=one.library_id,
        MediaPool=one.pool_id,
        Location=one.place.element_id,
        LocationType=PLACES[one.place.kind],
        MediaType=guid_of(ObjectType.MEDIA_TYPE, one.media_type),
        HomeSlot=one.home_slot_id,
        szBarCode=one.bar_code or "",
        BarCodeState=_bar_code_state(one),
        szSequenceNumber=str(one.sequence),
        MediaState=NtmsMediaState(one.state),
        dwNumberOfPartitions=len(view.sides),
        dwDensityCode=densities[0] if densities else 0,
        MountedPartition=mounted,
    )
    return described(
        ObjectType.PHYSICAL_MEDIA,
        one.id,
        info,
        times_of(one),
        name=one.name,
        description=one.description,
        enabled=one.enabled,
    )


def _bar_code_state(one: Medium) -> NtmsBarCodeState:
    return NtmsBarCodeState(one.bar_code_state) if one.bar_code else NtmsBarCodeState.NTMS_BARCODESTATE_UNREADABLE


def side(one: Side) -> NTMS_OBJECTINFORMATION:
    """One side of a cartridge; nobody knows its capacity."""
    label = one.label_id.encode()
    info = NTMS_PARTITIONINFORMATION(
        PhysicalMedia=one.medium_id,
        LogicalMedia=one.logical_id,
        State=NtmsPartitionState(one.state),
        Side=one.number,
        dwOmidLabelIdLength=len(label),
        OmidLabelId=label,
        szOmidLabelType=one.label_type,
        szOmidLabelInfo=one.label_info,
        dwMountCount=one.mounts,
        dwAllocateCount=one.allocations,
    )
    return described(ObjectType.SIDE, one.id, info, times_of(one), name=one.name, description=one.description)


def logical(one: LogicalMedium) -> NTMS_OBJECTINFORMATION:
    """What an application was given; always one side."""
    info = NTMS_LMIDINFORMATION(MediaPool=one.pool_id, dwNumberOfPartitions=1)
    return described(ObjectType.LOGICAL_MEDIA, one.id, info, times_of(one), name=one.name, description=one.description)


def pool(view: PoolView) -> NTMS_OBJECTINFORMATION:
    """A pool; 0 allocations at most means no limit."""
    one = view.pool
    info = NTMS_MEDIAPOOLINFORMATION(
        PoolType=NtmsPoolType(one.kind),
        MediaType=guid_of(ObjectType.MEDIA_TYPE, one.media_type) if one.media_type else None,
        Parent=one.parent_id,
        AllocationPolicy=NtmsAllocationPolicy(int(one.draw_from_free)),
        DeallocationPolicy=NtmsDeallocationPolicy(int(one.return_to_free)),
        dwMaxAllocates=one.max_allocations or 0,
        dwNumberOfPhysicalMedia=view.media,
        dwNumberOfLogicalMedia=view.logical,
        dwNumberOfMediaPools=view.pools,
    )
    return described(ObjectType.POOL, one.id, info, times_of(one), name=one.name, description=one.description)


def media_type(one: MediaType, said: ObjectSettings) -> NTMS_OBJECTINFORMATION:
    """A media type."""
    info = NTMS_MEDIATYPEINFORMATION(
        MediaType=one.code,
        NumberOfSides=one.sides,
        ReadWriteCharacteristics=NtmsReadWriteCharacteristics(one.writes),
        DeviceType=int(one.device),
    )
    guid = guid_of(ObjectType.MEDIA_TYPE, one.name)
    return described(
        ObjectType.MEDIA_TYPE, guid, info, times_of(said), name=one.name, description=said.description or ""
    )


def drive_type(one: DriveType, said: ObjectSettings) -> NTMS_OBJECTINFORMATION:
    """A drive type; what it reads tells what kind of device it is."""
    device = min((MEDIA_TYPES[name].device for name in one.reads), default=DeviceKind.TAPE)
    info = NTMS_DRIVETYPEINFORMATION(szProduct=one.name, NumberOfHeads=1, DeviceType=int(device))
    guid = guid_of(ObjectType.DRIVE_TYPE, one.name)
    return described(
        ObjectType.DRIVE_TYPE, guid, info, times_of(said), name=one.name, description=said.description or ""
    )


def changer_type(name: str, vendor: str, product: str, said: ObjectSettings) -> NTMS_OBJECTINFORMATION:
    """A changer type."""
    info = NTMS_CHANGERTYPEINFORMATION(szVendor=vendor, szProduct=product, DeviceType=FILE_DEVICE_CHANGER)
    guid = guid_of(ObjectType.CHANGER_TYPE, name)
    return described(ObjectType.CHANGER_TYPE, guid, info, times_of(said), name=name, description=said.description or "")
