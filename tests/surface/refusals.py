"""How each documented refusal is provoked: the operation, the error, and what to do for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from openrsm.domain.values import ObjectType
from openrsm.surface.media import AllocateOptions
from openrsm.surface.pools import PoolOptions
from tests.conformance.surface_bench import EVE, LIBRARY, POOL, ROOT, SMALL, Bench, eventually
from tests.surface.calls import CALLS, asked, waiting
from tests.surface.spec import Case


@dataclass(frozen=True)
class Provoked:
    """A call that is refused.

    Attributes:
        do: Makes it.
        names: What the refusal names.
        accepted: It was accepted first and failed while it waited, so that history tells of it.
    """

    do: Callable[[], object]
    names: str
    accepted: bool = False


Provoke = Callable[[Bench], Provoked]


def by_stranger(operation: str) -> Provoke:
    """Somebody who has no right on anything but to look."""

    def provoke(bench: Bench) -> Provoked:
        call = CALLS[operation](bench)
        eve = bench.manager.sessions.open("prying", EVE)
        return Provoked(lambda: call.do(eve, call.ref), "eve may not")

    return provoke


def shut_out(operation: str) -> Provoke:
    """Somebody who may not even look at the library, as nobody may but administrators."""

    def provoke(bench: Bench) -> Provoked:
        provoked = by_stranger(operation)(bench)
        bench.manager.security.revoke(bench.session, f"library:{LIBRARY}", "everyone")
        return provoked

    return provoke


def after_closing(operation: str) -> Provoke:
    """A session that was closed."""

    def provoke(bench: Bench) -> Provoked:
        call = CALLS[operation](bench)
        closed = bench.manager.sessions.open("done", ROOT)
        bench.manager.sessions.close(closed)
        return Provoked(lambda: call.do(closed, call.ref), "session")

    return provoke


def of_nobody(operation: str) -> Provoke:
    """An object that there is not."""

    def provoke(bench: Bench) -> Provoked:
        call = CALLS[operation](bench)
        return Provoked(lambda: call.do(bench.session, "nobody"), "'nobody'")

    return provoke


# --- Mounting ---


def mount_busy(bench: Bench) -> Provoked:
    bench.mount(*bench.lmids(2))
    lmid = bench.lmid()
    return Provoked(lambda: bench.mount(lmid, error_if_busy=True), "drive 1 in use by backup", accepted=True)


def mount_cancelled(bench: Bench) -> Provoked:
    bench.mount(*bench.lmids(2))
    lmid = bench.lmid()

    def do() -> None:
        other = bench.manager.sessions.open("other", ROOT)
        pending = bench.pending(lmid, session=other)
        pending.until_waiting()
        bench.manager.sessions.close(other)
        pending.result()

    return Provoked(do, "session", accepted=True)


def mount_drive_elsewhere(bench: Bench) -> Provoked:
    lmid = bench.lmid()
    second = Path(bench.place).with_name("second")
    bench.manager.libraries.add(bench.session, "second", f"virtual:{second}?{SMALL}&prefix=W")
    return Provoked(lambda: bench.mount(lmid, drives=("second/drive1",)), "second/drive1")


def mount_unknown_drive(bench: Bench) -> Provoked:
    lmid = bench.lmid()
    return Provoked(lambda: bench.mount(lmid, drives=("drive9",)), "'drive9'")


def mount_nothing(bench: Bench) -> Provoked:
    return Provoked(bench.mount, "medium")


def mount_cleaner(bench: Bench) -> Provoked:
    bench.hands.insert("CLNU01L1", "slot:8")
    bench.inventory()
    return Provoked(lambda: bench.mount("CLNU01L1"), "CLNU01L1")


def mount_offline(bench: Bench) -> Provoked:
    bench.take_out("V00006L9")
    return Provoked(lambda: bench.mount("V00006L9", error_if_offline=True), "V00006L9")


def mount_refused(bench: Bench) -> Provoked:
    bench.take_out("V00006L9")

    def do() -> None:
        pending = bench.pending("V00006L9")
        pending.until_waiting()
        bench.manager.operators.refuse(bench.session, str(bench.requests()[0].request.number))
        pending.result()

    return Provoked(do, "V00006L9", accepted=True)


def mount_disabled(bench: Bench) -> Provoked:
    bench.done(bench.manager.media.disable(bench.session, "V00001L9"))
    return Provoked(lambda: bench.mount("V00001L9"), "V00001L9")


def mount_too_many(bench: Bench) -> Provoked:
    lmids = bench.lmids(3)
    return Provoked(lambda: bench.mount(*lmids), "3 media")


def mount_too_late(bench: Bench) -> Provoked:
    bench.mount(*bench.lmids(2))
    lmid = bench.lmid()
    return Provoked(lambda: bench.mount(lmid, timeout=0), "drive 1 in use by backup", accepted=True)


def mount_complete(bench: Bench) -> Provoked:
    lmid = bench.lmid()
    name = bench.manager.media.complete(bench.session, lmid).medium.name
    return Provoked(lambda: bench.mount(lmid, write=True), name)


# --- Media and pools ---


def allocating(bench: Bench, pool: str, names: str, **options: object) -> Provoked:
    wanted = AllocateOptions(**options)  # type: ignore[arg-type] # fields of AllocateOptions
    return Provoked(lambda: bench.manager.media.allocate(bench.session, pool, wanted), names)


def allocate_refused(bench: Bench) -> Provoked:
    bench.create_pool("own", "LTO-9")

    def do() -> None:
        wanted = AllocateOptions(timeout=None)
        future = bench.threads.submit(bench.manager.media.allocate, bench.session, "own", wanted)
        bench.manager.operators.refuse(bench.session, str(eventually(bench.requests)[0].request.number))
        future.result(30)

    return Provoked(do, "own", accepted=True)


def allocate_next_of_last(bench: Bench) -> Provoked:
    lmid = bench.lmid(new=True)
    return allocating(bench, POOL, bench.medium(lmid).medium.name, next_of=lmid)


def allocate_new_and_next(bench: Bench) -> Provoked:
    return allocating(bench, POOL, "next", new=True, next_of=bench.lmid())


def allocate_offline(bench: Bench) -> Provoked:
    bench.take_out("V00006L9")
    return allocating(bench, POOL, "V00006L9", side="V00006L9")


def allocate_from_empty(bench: Bench) -> Provoked:
    bench.create_pool("own", "LTO-9")
    return allocating(bench, "own", "own", error_if_unavailable=True, timeout=None)


def allocate_too_late(bench: Bench) -> Provoked:
    bench.create_pool("own", "LTO-9")
    waits = allocating(bench, "own", "own", timeout=0.05)
    return Provoked(waits.do, waits.names, accepted=True)


def retire_allocated(bench: Bench) -> Provoked:
    name = bench.medium(bench.lmid()).medium.name
    return Provoked(lambda: bench.manager.media.decommission(bench.session, name), name)


def complete_mounted(bench: Bench) -> Provoked:
    lmid = bench.lmid()
    [mounted] = bench.mount(lmid)
    return Provoked(lambda: bench.manager.media.complete(bench.session, lmid), mounted.medium.name)


def creating(path: str, names: str, options: PoolOptions) -> Provoke:
    return lambda bench: Provoked(lambda: bench.manager.pools.create(bench.session, path, options), names)


def moving(name: str, pool: str) -> Provoke:
    return lambda bench: Provoked(lambda: bench.manager.media.move(bench.session, name, pool), pool)


def move_mounted(bench: Bench) -> Provoked:
    bench.mount("V00001L9")
    return Provoked(lambda: bench.manager.media.move(bench.session, "V00001L9", POOL), "V00001L9")


def move_to_other_type(bench: Bench) -> Provoked:
    bench.create_pool("old", "LTO-8")
    return Provoked(lambda: bench.manager.media.move(bench.session, "V00001L9", "old"), "V00001L9")


def delete_pool_in_use(bench: Bench) -> Provoked:
    bench.lmid()
    return Provoked(lambda: bench.manager.pools.delete(bench.session, POOL), POOL)


# --- Devices and requests ---


def remove_enabled(bench: Bench) -> Provoked:
    return Provoked(lambda: bench.manager.libraries.remove(bench.session, LIBRARY), LIBRARY)


def dismount_disabled(bench: Bench) -> Provoked:
    bench.mount(bench.lmid())
    bench.done(bench.manager.drives.disable(bench.session, "drive1", now=True))
    return Provoked(lambda: bench.manager.drives.dismount(bench.session, "drive1"), f"{LIBRARY}/drive1")


def dismount_empty(bench: Bench) -> Provoked:
    return Provoked(lambda: bench.manager.drives.dismount(bench.session, "drive1"), f"{LIBRARY}/drive1")


def on_offline_library(method: str) -> Provoke:
    def provoke(bench: Bench) -> Provoked:
        call = getattr(bench.manager.libraries, method)
        return Provoked(lambda: call(bench.session, "offline"), "offline")

    return provoke


def inventory_disabled(bench: Bench) -> Provoked:
    bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
    return Provoked(lambda: bench.manager.libraries.inventory(bench.session, LIBRARY), LIBRARY)


def view_slots_of_pool(bench: Bench) -> Provoked:
    return Provoked(lambda: bench.manager.objects.view(bench.session, ObjectType.SLOT, POOL), "pool")


def disable_twice(bench: Bench) -> Provoked:
    bench.done(bench.manager.drives.disable(bench.session, "drive1"))
    return Provoked(lambda: bench.manager.drives.disable(bench.session, "drive1"), f"{LIBRARY}/drive1")


def enable_enabled(bench: Bench) -> Provoked:
    return Provoked(lambda: bench.manager.drives.enable(bench.session, "drive1"), f"{LIBRARY}/drive1")


def refuse_twice(bench: Bench) -> Provoked:
    number = asked(bench)
    bench.manager.operators.refuse(bench.session, number)
    return Provoked(lambda: bench.manager.operators.refuse(bench.session, number), f"operator request {number}")


def order_zeroth(bench: Bench) -> Provoked:
    number = waiting(bench)
    return Provoked(lambda: bench.manager.work.order(bench.session, number, 0), "position 0")


def purge_the_future(bench: Bench) -> Provoked:
    return Provoked(lambda: bench.manager.work.purge(bench.session, older_than=-1), "-1")


NOBODY: Final[Mapping[str, str]] = {
    "MountNtmsMedia": "ERROR_INVALID_MEDIA",
    "AllocateNtmsMedia": "ERROR_INVALID_MEDIA_POOL",
    "DeallocateNtmsMedia": "ERROR_INVALID_MEDIA",
    "DecommissionNtmsMedia": "ERROR_INVALID_MEDIA",
    "SetNtmsMediaComplete": "ERROR_INVALID_MEDIA",
    "MoveToNtmsMediaPool": "ERROR_INVALID_MEDIA",
    "DeleteNtmsMediaPool": "ERROR_INVALID_MEDIA_POOL",
    "DeleteNtmsLibrary": "ERROR_INVALID_LIBRARY",
    "DismountNtmsDrive": "ERROR_INVALID_DRIVE",
    "InventoryNtmsLibrary": "ERROR_INVALID_LIBRARY",
    "CancelNtmsLibraryRequest": "ERROR_OBJECT_NOT_FOUND",
    "EnumerateNtmsObject": "ERROR_OBJECT_NOT_FOUND",
    "CancelNtmsOperatorRequest": "ERROR_OBJECT_NOT_FOUND",
    "SatisfyNtmsOperatorRequest": "ERROR_OBJECT_NOT_FOUND",
    "GetNtmsRequestOrder": "ERROR_OBJECT_NOT_FOUND",
    "SetNtmsRequestOrder": "ERROR_OBJECT_NOT_FOUND",
}
"""What an unknown object is refused with."""

NO_LIMIT: Final = PoolOptions(media_type="LTO-9", max_allocations=0)

PROVOKED: Final[Mapping[Case, Provoke]] = {
    ("EnumerateNtmsObject", "ERROR_ACCESS_DENIED"): shut_out("EnumerateNtmsObject"),
    ("GetNtmsRequestOrder", "ERROR_ACCESS_DENIED"): shut_out("GetNtmsRequestOrder"),
    **{(operation, error): of_nobody(operation) for operation, error in NOBODY.items()},
    ("MountNtmsMedia", "ERROR_BUSY"): mount_busy,
    ("MountNtmsMedia", "ERROR_CANCELLED"): mount_cancelled,
    ("MountNtmsMedia", "ERROR_DRIVE_MEDIA_MISMATCH"): mount_drive_elsewhere,
    ("MountNtmsMedia", "ERROR_INVALID_DRIVE"): mount_unknown_drive,
    ("MountNtmsMedia", "ERROR_INVALID_PARAMETER"): mount_nothing,
    ("MountNtmsMedia", "ERROR_INVALID_STATE"): mount_cleaner,
    ("MountNtmsMedia", "ERROR_MEDIA_OFFLINE"): mount_offline,
    ("MountNtmsMedia", "ERROR_REQUEST_REFUSED"): mount_refused,
    ("MountNtmsMedia", "ERROR_RESOURCE_DISABLED"): mount_disabled,
    ("MountNtmsMedia", "ERROR_RESOURCE_NOT_AVAILABLE"): mount_too_many,
    ("MountNtmsMedia", "ERROR_TIMEOUT"): mount_too_late,
    ("MountNtmsMedia", "ERROR_WRITE_PROTECT"): mount_complete,
    ("AllocateNtmsMedia", "ERROR_CANCELLED"): allocate_refused,
    ("AllocateNtmsMedia", "ERROR_INVALID_MEDIA"): allocate_next_of_last,
    ("AllocateNtmsMedia", "ERROR_INVALID_PARAMETER"): allocate_new_and_next,
    ("AllocateNtmsMedia", "ERROR_MEDIA_OFFLINE"): allocate_offline,
    ("AllocateNtmsMedia", "ERROR_MEDIA_UNAVAILABLE"): allocate_from_empty,
    ("AllocateNtmsMedia", "ERROR_TIMEOUT"): allocate_too_late,
    ("DecommissionNtmsMedia", "ERROR_INVALID_STATE"): retire_allocated,
    ("SetNtmsMediaComplete", "ERROR_INVALID_STATE"): complete_mounted,
    ("CreateNtmsMediaPool", "ERROR_ALREADY_EXISTS"): creating(POOL, POOL, PoolOptions(media_type="LTO-9")),
    ("CreateNtmsMediaPool", "ERROR_INVALID_NAME"): creating("a//b", "a//b", PoolOptions(media_type="LTO-9")),
    ("CreateNtmsMediaPool", "ERROR_INVALID_PARAMETER"): creating(
        "a", "0", PoolOptions(media_type="LTO-9", max_allocations=0)
    ),
    ("MoveToNtmsMediaPool", "ERROR_BUSY"): move_mounted,
    ("MoveToNtmsMediaPool", "ERROR_INVALID_MEDIA_POOL"): moving("V00001L9", "Unrecognized/LTO-9"),
    ("MoveToNtmsMediaPool", "ERROR_MEDIA_INCOMPATIBLE"): move_to_other_type,
    ("DeleteNtmsMediaPool", "ERROR_NOT_EMPTY"): delete_pool_in_use,
    ("DeleteNtmsLibrary", "ERROR_INVALID_STATE"): remove_enabled,
    ("DismountNtmsDrive", "ERROR_DEVICE_NOT_AVAILABLE"): dismount_disabled,
    ("DismountNtmsDrive", "ERROR_INVALID_STATE"): dismount_empty,
    ("InventoryNtmsLibrary", "ERROR_LIBRARY_OFFLINE"): on_offline_library("inventory"),
    ("InventoryNtmsLibrary", "ERROR_RESOURCE_DISABLED"): inventory_disabled,
    ("EnumerateNtmsObject", "ERROR_INVALID_PARAMETER"): view_slots_of_pool,
    ("DisableNtmsObject", "ERROR_INVALID_STATE"): disable_twice,
    ("DisableNtmsObject", "ERROR_LIBRARY_OFFLINE"): on_offline_library("disable"),
    ("EnableNtmsObject", "ERROR_INVALID_STATE"): enable_enabled,
    ("EnableNtmsObject", "ERROR_LIBRARY_OFFLINE"): on_offline_library("enable"),
    ("CancelNtmsOperatorRequest", "ERROR_INVALID_STATE"): refuse_twice,
    ("SetNtmsRequestOrder", "ERROR_INVALID_PARAMETER"): order_zeroth,
    ("DeleteNtmsRequests", "ERROR_INVALID_PARAMETER"): purge_the_future,
}
