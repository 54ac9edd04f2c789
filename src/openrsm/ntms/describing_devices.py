"""Libraries and their devices, in the header's structures."""

from __future__ import annotations

from collections.abc import Iterable

from openrsm.domain.equipment import Changer, Door, Library
from openrsm.domain.library import LibraryKind
from openrsm.domain.settings import UNCOUNTED
from openrsm.domain.type_guids import guid_of
from openrsm.domain.values import ObjectType
from openrsm.ntms.describing import described, times_of
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
from openrsm.ntms.structures import (
    NTMS_CHANGERINFORMATION,
    NTMS_DRIVEINFORMATION,
    NTMS_IEDOORINFORMATION,
    NTMS_IEPORTINFORMATION,
    NTMS_LIBRARYINFORMATION,
    NTMS_OBJECTINFORMATION,
    NTMS_STORAGESLOTINFORMATION,
)
from openrsm.surface.views import DriveView, LibraryDetail, PortView, SlotView


def library(detail: LibraryDetail) -> NTMS_OBJECTINFORMATION:
    """A library with what it has."""
    one = detail.summary.library
    info = NTMS_LIBRARYINFORMATION(
        LibraryType=NtmsLibraryType(one.kind),
        LibrarySupportsDriveCleaning=one.kind is LibraryKind.ROBOTIC,
        BarCodeReaderInstalled=one.has_bar_codes,
        InventoryMethod=NtmsInventoryMethod(one.inventory_method),
        FirstDriveNumber=_first(view.drive.number for view in detail.drives),
        CleanerSlot=one.cleaner_slot_id,
        dwCleanerUsesRemaining=UNCOUNTED if one.cleaner_uses is None else one.cleaner_uses,
        dwNumberOfDrives=len(detail.drives),
        FirstSlotNumber=_first(view.slot.number for view in detail.slots),
        dwNumberOfSlots=len(detail.slots),
        FirstDoorNumber=_first(door.number for door in detail.doors),
        dwNumberOfDoors=len(detail.doors),
        FirstPortNumber=_first(view.port.number for view in detail.ports),
        dwNumberOfPorts=len(detail.ports),
        FirstChangerNumber=_first(changer.number for changer in detail.changers),
        dwNumberOfChangers=len(detail.changers),
        dwNumberOfMedia=detail.summary.media,
        dwNumberOfMediaTypes=len(detail.media_types),
        dwNumberOfLibRequests=detail.summary.open_work,
        AutoRecovery=one.auto_recovery,
        dwFlags=_flags(detail),
    )
    return described(
        ObjectType.LIBRARY,
        one.id,
        info,
        times_of(one),
        name=one.name,
        description=one.description,
        enabled=one.enabled,
        operational=one.operational,
    )


def _first(numbers: Iterable[int]) -> int:
    return min(numbers, default=0)


def _flags(detail: LibraryDetail) -> NtmsLibraryFlags:
    """Cleaning cartridges are known by their bar codes everywhere."""
    one, flag = detail.summary.library, NtmsLibraryFlags
    flags = flag.NTMS_LIBRARYFLAG_RECOGNIZECLEANERBARCODE
    if one.kind is LibraryKind.OFFLINE:
        flags |= flag.NTMS_LIBRARYFLAG_FIXEDOFFLINE
    if detail.cleaner:
        flags |= flag.NTMS_LIBRARYFLAG_CLEANERPRESENT
    if one.cleaner_uses is None:
        flags |= flag.NTMS_LIBRARYFLAG_IGNORECLEANERUSESREMAINING
    return flags


def changer_type_of(one: Library) -> str:
    """What the changers of a library are."""
    return f"{one.vendor} {one.product}".strip()


def changer(one: Changer, of: Library) -> NTMS_OBJECTINFORMATION:
    """A robot; what opens it is its library's address."""
    info = NTMS_CHANGERINFORMATION(
        Number=one.number,
        ChangerType=guid_of(ObjectType.CHANGER_TYPE, changer_type_of(of)),
        szSerialNumber=one.serial,
        szRevision=one.revision,
        szDeviceName=of.url,
        Library=one.library_id,
    )
    return described(
        ObjectType.CHANGER,
        one.id,
        info,
        times_of(one),
        name=one.name,
        description=one.description,
        enabled=one.enabled,
        operational=one.operational,
    )


def drive(view: DriveView) -> NTMS_OBJECTINFORMATION:
    """A drive."""
    one = view.drive
    info = NTMS_DRIVEINFORMATION(
        Number=one.number,
        State=NtmsDriveState(one.state),
        DriveType=guid_of(ObjectType.DRIVE_TYPE, one.type_name),
        szDeviceName=one.device_path,
        szSerialNumber=one.serial,
        szRevision=one.revision,
        dwMountCount=one.mounts,
        LastCleanedTs=one.cleaned_at,
        SavedPartitionId=one.side_id,
        Library=one.library_id,
        dwDeferDismountDelay=one.dismount_delay,
    )
    return described(
        ObjectType.DRIVE,
        one.id,
        info,
        times_of(one),
        name=one.name,
        description=one.description,
        enabled=one.enabled,
        operational=one.operational,
    )


def slot(view: SlotView) -> NTMS_OBJECTINFORMATION:
    """A slot."""
    one = view.slot
    info = NTMS_STORAGESLOTINFORMATION(Number=one.number, State=NtmsSlotState(one.state), Library=one.library_id)
    return described(ObjectType.SLOT, one.id, info, times_of(one), description=one.description)


def port(view: PortView) -> NTMS_OBJECTINFORMATION:
    """A port."""
    one = view.port
    info = NTMS_IEPORTINFORMATION(
        Number=one.number,
        Content=NtmsPortContent(one.content),
        Position=NtmsPortPosition(one.position),
        MaxExtendSecs=one.max_extend,
        Library=one.library_id,
    )
    return described(ObjectType.PORT, one.id, info, times_of(one), description=one.description)


def door(one: Door) -> NTMS_OBJECTINFORMATION:
    """A door."""
    info = NTMS_IEDOORINFORMATION(
        Number=one.number, State=NtmsDoorState(one.state), MaxOpenSecs=one.max_open, Library=one.library_id
    )
    return described(ObjectType.DOOR, one.id, info, times_of(one), description=one.description)
