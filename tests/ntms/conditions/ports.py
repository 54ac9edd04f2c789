"""How the documented conditions of the functions about ports, doors, slots and attributes are provoked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from openrsm import ntms
from tests.conformance.surface_bench import LIBRARY, Bench
from tests.ntms.conditions.basics import Ready, library, medium
from tests.ntms.conditions.provoked import Case, Provoke
from tests.ntms.conditions.ready_ports import READY_PORTS


def other(name: str, **arguments: object) -> Provoke:
    """The call that would succeed, but for these arguments."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY_PORTS[name](bench).but(**arguments)
        return lambda: ready.do(session)

    return provoke


def after(name: str, prepare: Callable[[Bench], object]) -> Provoke:
    """The call, once something has happened."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY_PORTS[name](bench)
        prepare(bench)
        return lambda: ready.do(session)

    return provoke


def disable_library(bench: Bench, name: str = LIBRARY) -> None:
    bench.done(bench.manager.libraries.disable(bench.session, name))


def disable_closet(bench: Bench) -> None:
    disable_library(bench, "closet")


def fill(bench: Bench) -> None:
    for number in (7, 8):
        bench.hands.insert(f"F0000{number}L9", f"slot:{number}")
    bench.inventory()


def in_the_offline_library(name: str) -> Provoke:
    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready: Ready = READY_PORTS[name](bench).but(lpLibraryId=library(bench, "offline"))
        return lambda: ready.do(session)

    return provoke


def offline_medium(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    bench.take_out("V00006L9")
    ready = READY_PORTS["EjectNtmsMedia"](bench).but(lpMediaId=medium(bench, "V00006L9"))
    return lambda: ready.do(session)


def mounted_medium(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    [mounted] = bench.mount(bench.lmid())
    ready = READY_PORTS["EjectNtmsMedia"](bench).but(lpMediaId=mounted.medium.id)
    return lambda: ready.do(session)


def disabled_medium(bench: Bench) -> None:
    bench.done(bench.manager.media.disable(bench.session, "V00001L9"))


def no_door(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    return lambda: ntms.AccessNtmsLibraryDoor(session, library(bench), ntms.NTMS_INVENTORY_DEFAULT)


def no_attribute(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    ready = READY_PORTS["GetNtmsObjectAttribute"](bench).but(lpAttributeName="shape")
    return lambda: ready.do(session)


PROVOKED_PORTS: Final[Mapping[Case, Provoke]] = {
    ("EjectNtmsMedia", "ERROR_BUSY"): mounted_medium,
    ("EjectNtmsMedia", "ERROR_DEVICE_NOT_AVAILABLE"): after("EjectNtmsMedia", disable_library),
    ("EjectNtmsMedia", "ERROR_INVALID_OPERATION"): other(
        "EjectNtmsMedia", lpEjectOperation=uuid4(), dwAction=ntms.NTMS_EJECT_STOP
    ),
    ("EjectNtmsMedia", "ERROR_INVALID_PARAMETER"): other("EjectNtmsMedia", dwAction=ntms.NTMS_EJECT_ASK_USER),
    ("EjectNtmsMedia", "ERROR_LIBRARY_OFFLINE"): offline_medium,
    ("EjectNtmsMedia", "ERROR_MEDIA_NOT_AVAILABLE"): after("EjectNtmsMedia", disabled_medium),
    ("InjectNtmsMedia", "ERROR_DEVICE_NOT_AVAILABLE"): after("InjectNtmsMedia", disable_library),
    ("InjectNtmsMedia", "ERROR_INVALID_OPERATION"): other(
        "InjectNtmsMedia", lpInjectOperation=uuid4(), dwAction=ntms.NTMS_INJECT_STOP
    ),
    ("InjectNtmsMedia", "ERROR_INVALID_PARAMETER"): other("InjectNtmsMedia", dwAction=4),
    ("InjectNtmsMedia", "ERROR_LIBRARY_OFFLINE"): in_the_offline_library("InjectNtmsMedia"),
    ("InjectNtmsMedia", "ERROR_LIBRARY_FULL"): after("InjectNtmsMedia", fill),
    ("AccessNtmsLibraryDoor", "ERROR_INVALID_PARAMETER"): other("AccessNtmsLibraryDoor", dwAction=99),
    ("AccessNtmsLibraryDoor", "ERROR_LIBRARY_OFFLINE"): in_the_offline_library("AccessNtmsLibraryDoor"),
    ("AccessNtmsLibraryDoor", "ERROR_RESOURCE_DISABLED"): after("AccessNtmsLibraryDoor", disable_closet),
    ("AccessNtmsLibraryDoor", "ERROR_RESOURCE_NOT_PRESENT"): no_door,
    ("IdentifyNtmsSlot", "ERROR_INVALID_PARAMETER"): other("IdentifyNtmsSlot", dwOption=3),
    ("IdentifyNtmsSlot", "ERROR_OBJECT_NOT_FOUND"): other("IdentifyNtmsSlot", lpSlotId=uuid4()),
    ("GetNtmsObjectAttribute", "ERROR_INSUFFICIENT_BUFFER"): other("GetNtmsObjectAttribute", lpAttributeSize=2),
    ("GetNtmsObjectAttribute", "ERROR_INVALID_PARAMETER"): other("GetNtmsObjectAttribute", lpAttributeName=None),
    ("GetNtmsObjectAttribute", "ERROR_OBJECT_NOT_FOUND"): no_attribute,
    ("SetNtmsObjectAttribute", "ERROR_INVALID_NAME"): other("SetNtmsObjectAttribute", lpAttributeName=33 * "n"),
    ("SetNtmsObjectAttribute", "ERROR_INVALID_PARAMETER"): other("SetNtmsObjectAttribute", lpAttributeData=None),
    ("SetNtmsObjectAttribute", "ERROR_NO_DATA"): other(
        "SetNtmsObjectAttribute", lpAttributeData=70_000 * b"b", dwAttributeSize=70_000
    ),
    ("SetNtmsObjectAttribute", "ERROR_OBJECT_NOT_FOUND"): other("SetNtmsObjectAttribute", lpObjectId=uuid4()),
    ("SetNtmsObjectInformation", "ERROR_INVALID_PARAMETER"): other("SetNtmsObjectInformation", lpInfo=None),
    ("SetNtmsObjectInformation", "ERROR_OBJECT_NOT_FOUND"): other("SetNtmsObjectInformation", lpObjectId=uuid4()),
    ("UpdateNtmsOmidInfo", "ERROR_INVALID_PARAMETER"): other("UpdateNtmsOmidInfo", lpMediaId=None),
    ("UpdateNtmsOmidInfo", "ERROR_INVALID_MEDIA"): other("UpdateNtmsOmidInfo", lpMediaId=uuid4()),
}
"""What takes a cause of its own."""
