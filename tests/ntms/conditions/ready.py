"""Each function with arguments with which it succeeds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from openrsm import ntms
from openrsm.domain.library import Operational
from openrsm.domain.operator import OperatorKind
from openrsm.domain.type_guids import guid_of
from openrsm.domain.values import ObjectType
from openrsm.surface.media import NewMedium
from tests.conformance.surface_bench import LIBRARY, POOL, Bench, eventually
from tests.conformance.surface_standalone import DESK, drive_folder
from tests.ntms.conditions.basics import Ready, drive, library, lmid, medium, one, pool, side
from tests.ntms.conditions.ready_ports import READY_PORTS
from tests.ntms.conditions.ui import READY_UI
from tests.service.observed import break_off

LTO_9: Final = guid_of(ObjectType.MEDIA_TYPE, "LTO-9")
DLT: Final = guid_of(ObjectType.MEDIA_TYPE, "DLT")
IMPORT: Final = "Import/LTO-9"
FOR_EVER: Final = ntms.INFINITE


def mounting(*media: UUID) -> Ready:
    """A mount that waits for as long as it takes."""
    arguments = {
        "lpMediaId": list(media),
        "lpDriveId": [],
        "dwCount": len(media),
        "dwOptions": ntms.NTMS_MOUNT_READ,
        "dwPriority": ntms.NTMS_PRIORITY_NORMAL,
        "dwTimeout": FOR_EVER,
    }
    return Ready("MountNtmsMedia", arguments, "lpMediaId")


def mount(bench: Bench) -> Ready:
    return mounting(lmid(bench))


def dismounting(media: UUID) -> Ready:
    arguments = {"lpMediaId": [media], "dwCount": 1, "dwOptions": ntms.NTMS_DISMOUNT_IMMEDIATE}
    return Ready("DismountNtmsMedia", arguments, "lpMediaId")


def dismount(bench: Bench) -> Ready:
    held = bench.lmid()
    bench.mount(held)
    return dismounting(UUID(held))


def allocating(bench: Bench, path: str = POOL) -> Ready:
    arguments = {
        "lpMediaPool": pool(bench, path),
        "lpPartition": None,
        "lpMediaId": None,
        "dwOptions": 0,
        "dwTimeout": 0,
    }
    return Ready("AllocateNtmsMedia", arguments, "lpMediaPool")


def moving(bench: Bench) -> Ready:
    arguments = {"lpMediaId": medium(bench, "V00001L9"), "lpPoolId": pool(bench)}
    return Ready("MoveToNtmsMediaPool", arguments, "lpMediaId")


def creating(bench: Bench) -> Ready:
    bench.create_pool("new", None)
    arguments = {"lpPoolName": "new\\pool", "lpMediaType": LTO_9, "dwAction": ntms.NTMS_CREATE_NEW}
    return Ready("CreateNtmsMediaPool", arguments)


def removable(bench: Bench) -> UUID:
    bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
    return library(bench)


def full_drive(bench: Bench) -> UUID:
    bench.mount(bench.lmid())
    return drive(bench)


def switched(name: str, make: Callable[[Bench], UUID]) -> Callable[[Bench], Ready]:
    def ready(bench: Bench) -> Ready:
        return Ready(name, {"dwType": ntms.NTMS_DRIVE, "lpObjectId": make(bench)}, "lpObjectId")

    return ready


def disabled_drive(bench: Bench) -> UUID:
    bench.done(bench.manager.drives.disable(bench.session, "drive1"))
    return drive(bench)


def waiting(bench: Bench) -> UUID:
    """A mount that waits, as all drives are in use."""
    bench.mount(*bench.lmids(2))
    return bench.queue(bench.lmid())[0].item.id


def asked(bench: Bench) -> UUID:
    """A request to bring a medium that is offline."""
    bench.take_out("V00006L9")
    bench.queue("V00006L9")
    return bench.requests()[0].request.id


def informing(bench: Bench) -> Ready:
    wanted = ntms.NTMS_OBJECTINFORMATION(dwType=ntms.NTMS_DRIVE)
    return Ready("GetNtmsObjectInformation", {"lpObjectId": drive(bench), "lpInfo": wanted}, "lpObjectId")


def enumerating(bench: Bench) -> Ready:
    arguments = {"lpContainerId": library(bench), "lpdwListSize": 100, "dwType": ntms.NTMS_STORAGESLOT, "dwOptions": 0}
    return Ready("EnumerateNtmsObject", arguments, "lpContainerId")


def reading_security(bench: Bench) -> Ready:
    arguments = {
        "lpObjectId": pool(bench),
        "dwType": ntms.NTMS_MEDIA_POOL,
        "RequestedInformation": ntms.DACL_SECURITY_INFORMATION,
        "nLength": 4096,
    }
    return Ready("GetNtmsObjectSecurity", arguments, "lpObjectId")


def writing_security(bench: Bench) -> Ready:
    entry = ntms.ACCESS_ALLOWED_ACE(Trustee="user:ann", Mask=ntms.NTMS_USE_ACCESS)
    arguments = {
        "lpObjectId": pool(bench),
        "dwType": ntms.NTMS_MEDIA_POOL,
        "SecurityInformation": ntms.DACL_SECURITY_INFORMATION,
        "lpSecurityDescriptor": ntms.SECURITY_DESCRIPTOR(Dacl=(entry,)),
    }
    return Ready("SetNtmsObjectSecurity", arguments, "lpObjectId")


def notified(session: ntms.HANDLE) -> ntms.HANDLE:
    return ntms.OpenNtmsNotification(session, ntms.NTMS_MEDIA_POOL)


def listening(name: str, **arguments: object) -> Callable[[Bench], Ready]:
    return lambda _bench: Ready(name, arguments, handle=notified)


def noticing(bench: Bench) -> Ready:
    def news(session: ntms.HANDLE) -> ntms.HANDLE:
        notification = notified(session)
        bench.create_pool("news", "LTO-9")
        return notification

    return Ready("WaitForNtmsNotification", {"dwTimeout": 1000}, handle=news)


@dataclass(frozen=True)
class Detecting(Ready):
    """A call that takes what Begin returned in the same session."""

    def do(self, session: ntms.HANDLE | None) -> Any:
        return getattr(ntms, self.name)(session, ntms.BeginNtmsDeviceChangeDetection(session), *self.arguments.values())


def desk(bench: Bench) -> UUID:
    """A drive in no library."""
    address = f"standalone:virtual:{drive_folder(bench)}?type=LTO-9"
    return bench.manager.libraries.add(bench.session, DESK, address).library.id


def watching(bench: Bench) -> Ready:
    return Detecting(
        "SetNtmsDeviceChangeDetection",
        {"lpRequestId": [desk(bench)], "dwType": ntms.NTMS_LIBRARY, "dwCount": 1},
        "lpRequestId",
    )


def polling(kind: int, make: Callable[[Bench], UUID]) -> Callable[[Bench], Ready]:
    """The same of something else, once."""

    def ready(bench: Bench) -> Ready:
        desk(bench)
        named = {"DetectHandle": None, "lpRequestId": [make(bench)], "dwType": int(kind), "dwCount": 1}
        return Ready("SetNtmsDeviceChangeDetection", named, "lpRequestId")

    return ready


by_medium: Final = polling(ntms.NTMS_PHYSICAL_MEDIA, lambda bench: medium(bench, "V00001L9"))
by_type: Final = polling(ntms.NTMS_MEDIA_TYPE, lambda _bench: LTO_9)


def cleaning(name: str, make: Callable[[Bench], object], **more: object) -> Callable[[Bench], Ready]:
    """A function about the cleaning cartridge of the library, once ``make`` has prepared it."""

    def ready(bench: Bench) -> Ready:
        make(bench)
        return Ready(name, {"lpLibrary": library(bench), **more}, "lpLibrary")

    return ready


def empty_slot(bench: Bench) -> UUID:
    """Slot 8."""
    return bench.manager.libraries.show(bench.session, LIBRARY).slots[7].slot.id


def reserving(bench: Bench) -> Ready:
    arguments = {"lpLibrary": library(bench), "lpSlot": empty_slot(bench)}
    return Ready("ReserveNtmsCleanerSlot", arguments, "lpLibrary")


def kept(bench: Bench) -> None:
    bench.done(bench.manager.cleaning.reserve(bench.session, LIBRARY, 8))


def with_cleaner(bench: Bench) -> None:
    bench.hands.insert("CLNU01L9", "slot:8")
    bench.inventory()
    kept(bench)


def importing(bench: Bench) -> Ready:
    bench.manager.database.export(bench.session)
    return Ready("ImportNtmsDatabase", {})


def submitted(bench: Bench) -> UUID:
    return bench.manager.operators.submit(bench.session, OperatorKind.MESSAGE, "come").request.id


def answered(bench: Bench) -> UUID:
    done = submitted(bench)
    bench.manager.operators.satisfy(bench.session, str(done))
    return done


def submitting(bench: Bench) -> Ready:
    arguments = {
        "dwRequest": ntms.NTMS_OPREQ_NEWMEDIA,
        "lpMessage": None,
        "lpArg1Id": pool(bench),
        "lpArg2Id": library(bench),
    }
    return Ready("SubmitNtmsOperatorRequest", arguments, "lpArg1Id")


def deleting(bench: Bench) -> Ready:
    arguments = {"lpRequestId": [answered(bench)], "dwType": ntms.NTMS_OPREQUEST, "dwCount": 1}
    return Ready("DeleteNtmsRequests", arguments, "lpRequestId")


def told_medium(bench: Bench, path: str = IMPORT, **told: Any) -> ntms.NTMS_OBJECTINFORMATION:
    about = ntms.NTMS_PMIDINFORMATION(MediaPool=pool(bench, path), szBarCode="T00001L9", dwNumberOfPartitions=1)
    return ntms.NTMS_OBJECTINFORMATION(dwType=ntms.NTMS_PHYSICAL_MEDIA, Info=replace(about, **told))


def told_side(**told: Any) -> ntms.NTMS_OBJECTINFORMATION:
    about = ntms.NTMS_PARTITIONINFORMATION(
        State=ntms.NTMS_PARTSTATE_IMPORT, dwOmidLabelIdLength=5, OmidLabelId=b"VAULT", szOmidLabelType="ANSI"
    )
    return ntms.NTMS_OBJECTINFORMATION(dwType=ntms.NTMS_PARTITION, Info=replace(about, **told))


def recording(bench: Bench) -> Ready:
    arguments = {
        "lpMedia": told_medium(bench),
        "lpList": [told_side()],
        "dwOptions": ntms.NTMS_ERROR_ON_DUPLICATE,
    }
    return Ready("CreateNtmsMedia", arguments)


def recorded(bench: Bench) -> UUID:
    new = NewMedium(pool=IMPORT, bar_code="T00002L9")
    return bench.manager.media.create(bench.session, new).medium.id


def swapping(bench: Bench) -> Ready:
    return Ready("SwapNtmsMedia", {"lpMediaId1": lmid(bench), "lpMediaId2": lmid(bench)}, "lpMediaId1")


def adding(bench: Bench) -> Ready:
    return Ready("AddNtmsMediaType", {"lpMediaTypeId": DLT, "lpLibId": library(bench)}, "lpLibId")


def taking_back(bench: Bench) -> Ready:
    bench.manager.libraries.add_type(bench.session, LIBRARY, "DLT")
    return replace(adding(bench), name="DeleteNtmsMediaType")


def retyping(bench: Bench) -> Ready:
    bench.create_pool("old", "LTO-8")
    arguments = {"lpMediaId": medium(bench, "V00001L9"), "lpPoolId": pool(bench, "old")}
    return Ready("ChangeNtmsMediaType", arguments, "lpMediaId")


def absent_drive(bench: Bench) -> UUID:
    """The library was away, and the drive does not answer since it is back."""
    bench.hands.add_fault("drive-status", "DeviceGone", where="drive:2", times=0)
    mend = break_off(bench)
    bench.manager.libraries.inventory(bench.session, LIBRARY)
    eventually(lambda: state(bench) is Operational.NOT_PRESENT)
    mend()
    eventually(lambda: bench.drive(2).drive.operational is Operational.NOT_PRESENT)
    bench.manager.settle()
    return drive(bench, 2)


def state(bench: Bench) -> Operational:
    return bench.manager.libraries.show(bench.session, LIBRARY).summary.library.operational


READY: Final[Mapping[str, Callable[[Bench], Ready]]] = {
    "ExportNtmsDatabase": lambda _bench: Ready("ExportNtmsDatabase", {}),
    "ImportNtmsDatabase": importing,
    **READY_PORTS,
    **READY_UI,
    "CloseNtmsSession": lambda _bench: Ready("CloseNtmsSession", {}),
    "MountNtmsMedia": mount,
    "DismountNtmsMedia": dismount,
    "AllocateNtmsMedia": allocating,
    "DeallocateNtmsMedia": one("DeallocateNtmsMedia", "lpMediaId", lmid),
    "DecommissionNtmsMedia": one("DecommissionNtmsMedia", "lpMediaId", lambda bench: side(bench, "V00001L9")),
    "SetNtmsMediaComplete": one("SetNtmsMediaComplete", "lpMediaId", lmid),
    "MoveToNtmsMediaPool": moving,
    "CreateNtmsMediaPool": creating,
    "GetNtmsMediaPoolName": one("GetNtmsMediaPoolName", "lpPoolId", pool, lpdwBufSize=512),
    "DeleteNtmsMediaPool": one("DeleteNtmsMediaPool", "lpPoolId", pool),
    "DeleteNtmsLibrary": one("DeleteNtmsLibrary", "lpLibraryId", removable),
    "CleanNtmsDrive": one("CleanNtmsDrive", "lpDriveId", drive),
    "ReserveNtmsCleanerSlot": reserving,
    "ReleaseNtmsCleanerSlot": cleaning("ReleaseNtmsCleanerSlot", kept),
    "InjectNtmsCleaner": cleaning(
        "InjectNtmsCleaner",
        kept,
        lpInjectOperation=None,
        dwNumberOfCleansLeft=20,
        dwAction=ntms.NTMS_INJECT_START,
    ),
    "EjectNtmsCleaner": cleaning(
        "EjectNtmsCleaner", with_cleaner, lpEjectOperation=None, dwAction=ntms.NTMS_EJECT_START
    ),
    "InventoryNtmsLibrary": one("InventoryNtmsLibrary", "lpLibraryId", library, dwAction=ntms.NTMS_INVENTORY_FAST),
    "DismountNtmsDrive": one("DismountNtmsDrive", "lpDriveId", full_drive),
    "EnableNtmsObject": switched("EnableNtmsObject", disabled_drive),
    "DisableNtmsObject": switched("DisableNtmsObject", drive),
    "CancelNtmsLibraryRequest": one("CancelNtmsLibraryRequest", "lpRequestId", waiting),
    "GetNtmsRequestOrder": one("GetNtmsRequestOrder", "lpRequestId", waiting),
    "SetNtmsRequestOrder": one("SetNtmsRequestOrder", "lpRequestId", waiting, dwOrderNumber=1),
    "SatisfyNtmsOperatorRequest": one("SatisfyNtmsOperatorRequest", "lpRequestId", asked),
    "CancelNtmsOperatorRequest": one("CancelNtmsOperatorRequest", "lpRequestId", asked),
    "SubmitNtmsOperatorRequest": submitting,
    "WaitForNtmsOperatorRequest": one("WaitForNtmsOperatorRequest", "lpRequestId", answered, dwTimeout=1000),
    "DeleteNtmsRequests": deleting,
    "GetNtmsObjectInformation": informing,
    "EnumerateNtmsObject": enumerating,
    "GetNtmsObjectSecurity": reading_security,
    "SetNtmsObjectSecurity": writing_security,
    "BeginNtmsDeviceChangeDetection": lambda _bench: Ready("BeginNtmsDeviceChangeDetection", {}),
    "SetNtmsDeviceChangeDetection": watching,
    "EndNtmsDeviceChangeDetection": lambda _bench: Detecting("EndNtmsDeviceChangeDetection", {}),
    "OpenNtmsNotification": lambda _bench: Ready("OpenNtmsNotification", {"dwType": ntms.NTMS_MEDIA_POOL}),
    "WaitForNtmsNotification": noticing,
    "CloseNtmsNotification": listening("CloseNtmsNotification"),
    "CreateNtmsMedia": recording,
    "DeleteNtmsMedia": one("DeleteNtmsMedia", "lpMediaId", recorded),
    "SwapNtmsMedia": swapping,
    "AddNtmsMediaType": adding,
    "DeleteNtmsMediaType": taking_back,
    "ChangeNtmsMediaType": retyping,
    "DeleteNtmsDrive": one("DeleteNtmsDrive", "lpDriveId", absent_drive),
}
"""Every function but OpenNtmsSession, which takes no session."""
