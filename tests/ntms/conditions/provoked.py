"""How each documented condition is provoked by its real cause; what goes the same way for all stands in general.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from openrsm import ntms
from openrsm.surface.media import AllocateOptions
from tests.conformance.surface_bench import EVE, LIBRARY, POOL, ROOT, SMALL, Bench, eventually
from tests.ntms.conditions.basics import Ready, drive, library, lmid, pool, side
from tests.ntms.conditions.ready import FOR_EVER, READY, allocating, dismounting, mounting

Case = tuple[str, str]
"""A function, and what it documents to return."""

Provoke = Callable[[Bench, ntms.HANDLE], Callable[[], Any]]
"""Prepares everything, and returns the call."""


def changed(name: str, **other: object) -> Provoke:
    """The call that would succeed, but for these arguments."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench).but(**other)
        return lambda: ready.do(session)

    return provoke


def of_nothing(name: str) -> Provoke:
    """The call that would succeed, on an object that there is not."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench).unknown()
        return lambda: ready.do(session)

    return provoke


def made(make: Callable[[Bench], Ready]) -> Provoke:
    """A call that is made otherwise."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = make(bench)
        return lambda: ready.do(session)

    return provoke


# --- Mounting ---


def with_both_drives_taken(bench: Bench, **other: object) -> Ready:
    bench.mount(*bench.lmids(2))
    return mounting(lmid(bench)).but(**other)


def mount_elsewhere(bench: Bench) -> Ready:
    second = Path(bench.place).with_name("second")
    bench.manager.libraries.add(bench.session, "second", f"virtual:{second}?{SMALL}&prefix=W")
    other = bench.manager.drives.show(bench.session, "second/drive1").drive.id
    return with_drive(bench, other)


def with_drive(bench: Bench, wanted: UUID) -> Ready:
    specific = ntms.NTMS_MOUNT_READ | ntms.NTMS_MOUNT_SPECIFIC_DRIVE
    return mounting(lmid(bench)).but(lpDriveId=[wanted], dwOptions=specific)


def offline(bench: Bench) -> UUID:
    bench.take_out("V00006L9")
    return side(bench, "V00006L9")


def mount_cleaner(bench: Bench) -> Ready:
    bench.hands.insert("CLNU01L1", "slot:8")
    bench.inventory()
    return mounting(side(bench, "CLNU01L1"))


def mount_disabled(bench: Bench) -> Ready:
    bench.done(bench.manager.media.disable(bench.session, "V00001L9"))
    return mounting(side(bench, "V00001L9"))


def mount_complete(bench: Bench) -> Ready:
    held = bench.lmid()
    bench.manager.media.complete(bench.session, held)
    return mounting(UUID(held)).but(dwOptions=ntms.NTMS_MOUNT_WRITE)


def mount_refused(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    ready = mounting(offline(bench))

    def do() -> None:
        pending = bench.threads.submit(ready.do, session)
        [request] = eventually(bench.requests)
        ntms.CancelNtmsOperatorRequest(session, request.request.id)
        pending.result(30)

    return do


def mount_closed(bench: Bench, _session: ntms.HANDLE) -> Callable[[], Any]:
    ready = with_both_drives_taken(bench)
    other = ntms.attach(bench.manager, ROOT, "other")

    def do() -> None:
        pending = bench.threads.submit(ready.do, other)
        eventually(lambda: bench.manager.work.list(bench.session))
        ntms.CloseNtmsSession(other)
        pending.result(30)

    return do


def dismount_drive_disabled(bench: Bench) -> UUID:
    held = bench.lmid()
    bench.mount(held)
    bench.done(bench.manager.drives.disable(bench.session, "drive1", now=True))
    return UUID(held)


def dismount_medium_disabled(bench: Bench) -> Ready:
    held = bench.lmid()
    [mounted] = bench.mount(held)
    bench.manager.media.disable(bench.session, mounted.medium.name)
    bench.manager.settle()
    return dismounting(UUID(held))


def drive_disabled(bench: Bench) -> Ready:
    dismount_drive_disabled(bench)
    return Ready("DismountNtmsDrive", {"lpDriveId": drive(bench)})


# --- Media and pools ---


def own_pool(bench: Bench) -> Ready:
    """An allocation from a pool that is empty and may not draw from another."""
    bench.create_pool("own", "LTO-9")
    return allocating(bench, "own")


def allocate_refused(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    ready = own_pool(bench).but(dwTimeout=FOR_EVER)

    def do() -> None:
        pending = bench.threads.submit(ready.do, session)
        [request] = eventually(bench.requests)
        ntms.CancelNtmsOperatorRequest(session, request.request.id)
        pending.result(30)

    return do


def next_of_last(bench: Bench) -> Ready:
    held = bench.manager.media.allocate(bench.session, POOL, AllocateOptions(new=True)).logical.id
    return allocating(bench).but(lpMediaId=held, dwOptions=ntms.NTMS_ALLOCATE_NEXT)


def complete_mounted(bench: Bench) -> Ready:
    held = bench.lmid()
    bench.mount(held)
    return Ready("SetNtmsMediaComplete", {"lpMediaId": UUID(held)})


def by_stranger_at_the_top(bench: Bench, _session: ntms.HANDLE) -> Callable[[], Any]:
    ready = READY["CreateNtmsMediaPool"](bench).but(lpPoolName="hers")
    eve = ntms.attach(bench.manager, EVE, "prying")
    return lambda: ready.do(eve)


def retire_allocated(bench: Bench) -> Ready:
    return Ready("DecommissionNtmsMedia", {"lpMediaId": bench.medium(bench.lmid()).sides[0].id})


def move_mounted(bench: Bench) -> Ready:
    bench.mount("V00001L9")
    return READY["MoveToNtmsMediaPool"](bench)


def move_to(make: Callable[[Bench], UUID]) -> Provoke:
    return made(lambda bench: READY["MoveToNtmsMediaPool"](bench).but(lpPoolId=make(bench)))


def other_type(bench: Bench) -> UUID:
    bench.create_pool("old", "LTO-8")
    return pool(bench, "old")


def pool_in_use(bench: Bench) -> Ready:
    bench.lmid()
    return Ready("DeleteNtmsMediaPool", {"lpPoolId": pool(bench)})


# --- Libraries and requests ---


def on_offline_library(name: str) -> Provoke:
    def make(bench: Bench) -> Ready:
        found = library(bench, "offline")
        if name == "InventoryNtmsLibrary":
            return READY[name](bench).but(lpLibraryId=found)
        if "lpLibrary" in (ready := READY[name](bench)).arguments:
            return ready.but(lpLibrary=found)
        return Ready(name, {"dwType": ntms.NTMS_LIBRARY, "lpObjectId": found})

    return made(make)


def inventory_disabled(bench: Bench) -> Ready:
    ready = READY["InventoryNtmsLibrary"](bench)
    bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
    return ready


def twice(name: str, other: str) -> Provoke:
    """The call again when it has been carried out."""

    def make(bench: Bench) -> Ready:
        return replace(READY[other](bench), name=name)

    return made(make)


def again(name: str) -> Provoke:
    """The call a second time."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench)
        ready.do(session)
        bench.manager.settle()
        return lambda: ready.do(session)

    return provoke


def on_a_slot(name: str) -> Provoke:
    """Rights are asked of an object that has none of its own."""

    def make(bench: Bench) -> Ready:
        slot = bench.manager.libraries.show(bench.session, LIBRARY).slots[0].slot.id
        return READY[name](bench).but(lpObjectId=slot, dwType=ntms.NTMS_STORAGESLOT)

    return made(make)


def nothing_new(_bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    notification = ntms.OpenNtmsNotification(session, ntms.NTMS_LIBRARY)
    return lambda: ntms.WaitForNtmsNotification(notification, 0)


PROVOKED: Final[Mapping[Case, Provoke]] = {
    ("MountNtmsMedia", "ERROR_BUSY"): made(
        lambda bench: with_both_drives_taken(bench, dwOptions=ntms.NTMS_MOUNT_ERROR_NOT_AVAILABLE)
    ),
    ("MountNtmsMedia", "ERROR_CANCELLED"): mount_closed,
    ("MountNtmsMedia", "ERROR_DRIVE_MEDIA_MISMATCH"): made(mount_elsewhere),
    ("MountNtmsMedia", "ERROR_INVALID_DRIVE"): made(lambda bench: with_drive(bench, uuid4())),
    ("MountNtmsMedia", "ERROR_INVALID_PARAMETER"): changed("MountNtmsMedia", dwCount=0),
    ("MountNtmsMedia", "ERROR_INVALID_STATE"): made(mount_cleaner),
    ("MountNtmsMedia", "ERROR_MEDIA_OFFLINE"): made(
        lambda bench: mounting(offline(bench)).but(dwOptions=ntms.NTMS_MOUNT_ERROR_OFFLINE)
    ),
    ("MountNtmsMedia", "ERROR_REQUEST_REFUSED"): mount_refused,
    ("MountNtmsMedia", "ERROR_RESOURCE_DISABLED"): made(mount_disabled),
    ("MountNtmsMedia", "ERROR_RESOURCE_NOT_AVAILABLE"): made(lambda bench: mounting(*[lmid(bench) for _ in range(3)])),
    ("MountNtmsMedia", "ERROR_TIMEOUT"): made(lambda bench: with_both_drives_taken(bench, dwTimeout=50)),
    ("MountNtmsMedia", "ERROR_WRITE_PROTECT"): made(mount_complete),
    ("DismountNtmsMedia", "ERROR_DEVICE_NOT_AVAILABLE"): made(
        lambda bench: dismounting(dismount_drive_disabled(bench))
    ),
    ("DismountNtmsMedia", "ERROR_INVALID_PARAMETER"): changed("DismountNtmsMedia", lpMediaId=None),
    ("DismountNtmsMedia", "ERROR_INVALID_STATE"): made(lambda bench: dismounting(lmid(bench))),
    ("DismountNtmsMedia", "ERROR_MEDIA_OFFLINE"): made(lambda bench: dismounting(offline(bench))),
    ("DismountNtmsMedia", "ERROR_MEDIA_NOT_AVAILABLE"): made(dismount_medium_disabled),
    ("AllocateNtmsMedia", "ERROR_CANCELLED"): allocate_refused,
    ("AllocateNtmsMedia", "ERROR_INVALID_MEDIA"): made(next_of_last),
    ("AllocateNtmsMedia", "ERROR_INVALID_PARAMETER"): changed("AllocateNtmsMedia", lpMediaPool=None),
    ("AllocateNtmsMedia", "ERROR_MEDIA_OFFLINE"): made(lambda bench: allocating(bench).but(lpPartition=offline(bench))),
    ("AllocateNtmsMedia", "ERROR_MEDIA_UNAVAILABLE"): made(
        lambda bench: own_pool(bench).but(dwOptions=ntms.NTMS_ALLOCATE_ERROR_IF_UNAVAILABLE)
    ),
    ("AllocateNtmsMedia", "ERROR_TIMEOUT"): made(lambda bench: own_pool(bench).but(dwTimeout=50)),
    ("DecommissionNtmsMedia", "ERROR_INVALID_STATE"): made(retire_allocated),
    ("SetNtmsMediaComplete", "ERROR_INVALID_STATE"): made(complete_mounted),
    ("CreateNtmsMediaPool", "ERROR_ACCESS_DENIED"): by_stranger_at_the_top,
    ("CreateNtmsMediaPool", "ERROR_ALREADY_EXISTS"): again("CreateNtmsMediaPool"),
    ("CreateNtmsMediaPool", "ERROR_INVALID_MEDIA"): changed("CreateNtmsMediaPool", lpMediaType=uuid4()),
    ("CreateNtmsMediaPool", "ERROR_INVALID_NAME"): changed("CreateNtmsMediaPool", lpPoolName="new\\" + 600 * "p"),
    ("CreateNtmsMediaPool", "ERROR_INVALID_PARAMETER"): changed("CreateNtmsMediaPool", lpPoolName=None),
    ("CreateNtmsMediaPool", "ERROR_OBJECT_NOT_FOUND"): changed("CreateNtmsMediaPool", dwAction=ntms.NTMS_OPEN_EXISTING),
    ("GetNtmsMediaPoolName", "ERROR_INSUFFICIENT_BUFFER"): changed("GetNtmsMediaPoolName", lpdwBufSize=3),
    ("MoveToNtmsMediaPool", "ERROR_BUSY"): made(move_mounted),
    ("MoveToNtmsMediaPool", "ERROR_INVALID_MEDIA_POOL"): move_to(lambda bench: pool(bench, "Import/LTO-9")),
    ("MoveToNtmsMediaPool", "ERROR_MEDIA_INCOMPATIBLE"): move_to(other_type),
    ("DeleteNtmsMediaPool", "ERROR_NOT_EMPTY"): made(pool_in_use),
    ("DeleteNtmsLibrary", "ERROR_INVALID_STATE"): made(
        lambda bench: Ready("DeleteNtmsLibrary", {"lpLibraryId": library(bench)})
    ),
    ("DismountNtmsDrive", "ERROR_DEVICE_NOT_AVAILABLE"): made(drive_disabled),
    ("DismountNtmsDrive", "ERROR_INVALID_STATE"): made(
        lambda bench: Ready("DismountNtmsDrive", {"lpDriveId": drive(bench)})
    ),
    ("InventoryNtmsLibrary", "ERROR_LIBRARY_OFFLINE"): on_offline_library("InventoryNtmsLibrary"),
    ("InventoryNtmsLibrary", "ERROR_RESOURCE_DISABLED"): made(inventory_disabled),
    ("EnableNtmsObject", "ERROR_INVALID_PARAMETER"): changed("EnableNtmsObject", dwType=ntms.NTMS_MEDIA_POOL),
    ("EnableNtmsObject", "ERROR_INVALID_STATE"): twice("EnableNtmsObject", "DisableNtmsObject"),
    ("EnableNtmsObject", "ERROR_LIBRARY_OFFLINE"): on_offline_library("EnableNtmsObject"),
    ("DisableNtmsObject", "ERROR_INVALID_PARAMETER"): changed("DisableNtmsObject", dwType=ntms.NTMS_MEDIA_POOL),
    ("DisableNtmsObject", "ERROR_INVALID_STATE"): twice("DisableNtmsObject", "EnableNtmsObject"),
    ("DisableNtmsObject", "ERROR_LIBRARY_OFFLINE"): on_offline_library("DisableNtmsObject"),
    ("SetNtmsRequestOrder", "ERROR_INVALID_PARAMETER"): changed("SetNtmsRequestOrder", dwOrderNumber=0),
    ("CancelNtmsOperatorRequest", "ERROR_INVALID_STATE"): again("CancelNtmsOperatorRequest"),
    ("EnumerateNtmsObject", "ERROR_INSUFFICIENT_BUFFER"): changed("EnumerateNtmsObject", lpdwListSize=7),
    ("EnumerateNtmsObject", "ERROR_INVALID_PARAMETER"): changed("EnumerateNtmsObject", dwType=ntms.NTMS_LOGICAL_MEDIA),
    ("GetNtmsObjectInformation", "ERROR_INVALID_PARAMETER"): changed("GetNtmsObjectInformation", lpInfo=None),
    ("GetNtmsObjectSecurity", "ERROR_NO_SECURITY_ON_OBJECT"): on_a_slot("GetNtmsObjectSecurity"),
    ("SetNtmsObjectSecurity", "ERROR_INVALID_PARAMETER"): changed("SetNtmsObjectSecurity", lpSecurityDescriptor=None),
    ("SetNtmsObjectSecurity", "ERROR_NO_SECURITY_ON_OBJECT"): on_a_slot("SetNtmsObjectSecurity"),
    ("WaitForNtmsNotification", "ERROR_TIMEOUT"): nothing_new,
    ("CloseNtmsNotification", "ERROR_INVALID_PARAMETER"): lambda _bench, _session: (
        lambda: ntms.CloseNtmsNotification(None)
    ),
}
"""What takes a cause of its own."""
