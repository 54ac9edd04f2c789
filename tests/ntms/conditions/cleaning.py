"""How the documented conditions of the functions about cleaning are provoked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final
from uuid import uuid4

from openrsm import ntms
from openrsm.domain.library import Operational
from openrsm.service.dispatch import PATIENCE
from tests.conformance.surface_bench import LIBRARY, Bench, eventually
from tests.ntms.conditions.provoked import Case, Provoke, changed, on_offline_library
from tests.ntms.conditions.ready import READY, kept


def in_a_disabled_library(name: str, **other: object) -> Provoke:
    """The call, once the library has been taken out of service."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench).but(**other)
        bench.done(bench.manager.libraries.disable(bench.session, LIBRARY))
        return lambda: ready.do(session)

    return provoke


def drive_out_of_order(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    """The first drive refuses everything until an operator has been asked to see to it."""
    bench.hands.add_fault("unload", "HardwareFault", where="drive:1", times=0)
    lmid = bench.lmid()
    bench.mount(lmid, drives=["drive1"])
    for _ in range(PATIENCE):
        bench.dismount(lmid)
        bench.pass_time(60)
    return lambda: READY["CleanNtmsDrive"](bench).do(session)


def library_gone(name: str) -> Provoke:
    """The library does not answer any more."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench)
        bench.manager.settle()
        bench.hands.add_fault("any", "vanish", times=0)
        bench.manager.libraries.inventory(bench.session, LIBRARY)
        eventually(lambda: _is_gone(bench))
        return lambda: ready.do(session)

    return provoke


def _is_gone(bench: Bench) -> bool:
    shown = bench.manager.libraries.show(bench.session, LIBRARY).summary.library
    return shown.operational is Operational.NOT_PRESENT


def second_slot(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    ready = READY["ReserveNtmsCleanerSlot"](bench)
    kept(bench)
    return lambda: ready.do(session)


def full_slot(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    taken = bench.manager.libraries.show(bench.session, LIBRARY).slots[0].slot.id
    ready = READY["ReserveNtmsCleanerSlot"](bench).but(lpSlot=taken)
    return lambda: ready.do(session)


def no_slot(name: str) -> Provoke:
    """The slot is given up before."""

    def provoke(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
        ready = READY[name](bench)
        bench.done(bench.manager.cleaning.release(bench.session, LIBRARY))
        return lambda: ready.do(session)

    return provoke


def one_there(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    ready = READY["InjectNtmsCleaner"](bench)
    bench.hands.insert("CLNU01L9", "slot:8")
    bench.inventory()
    return lambda: ready.do(session)


def stop_nothing(name: str, operation: str, action: int) -> Provoke:
    return changed(name, **{operation: uuid4(), "dwAction": action})


def without_ports(bench: Bench, session: ntms.HANDLE) -> Callable[[], Any]:
    address = f"virtual:{bench.place.with_name('closet')}?drives=1&slots=2&ports=0&cartridges=1&prefix=C"
    closet = bench.manager.libraries.add(bench.session, "closet", address).library.id
    return lambda: ntms.InjectNtmsCleaner(session, closet, uuid4(), 0, ntms.NTMS_INJECT_STOP)


PROVOKED_CLEANING: Final[Mapping[Case, Provoke]] = {
    ("CleanNtmsDrive", "ERROR_DEVICE_NOT_AVAILABLE"): drive_out_of_order,
    ("CleanNtmsDrive", "ERROR_RESOURCE_DISABLED"): in_a_disabled_library("CleanNtmsDrive"),
    ("CleanNtmsDrive", "ERROR_RESOURCE_NOT_PRESENT"): library_gone("CleanNtmsDrive"),
    ("ReserveNtmsCleanerSlot", "ERROR_CLEANER_SLOT_SET"): second_slot,
    ("ReserveNtmsCleanerSlot", "ERROR_DEVICE_NOT_AVAILABLE"): library_gone("ReserveNtmsCleanerSlot"),
    ("ReserveNtmsCleanerSlot", "ERROR_LIBRARY_OFFLINE"): on_offline_library("ReserveNtmsCleanerSlot"),
    ("ReserveNtmsCleanerSlot", "ERROR_RESOURCE_NOT_AVAILABLE"): full_slot,
    ("ReleaseNtmsCleanerSlot", "ERROR_DEVICE_NOT_AVAILABLE"): library_gone("ReleaseNtmsCleanerSlot"),
    ("ReleaseNtmsCleanerSlot", "ERROR_LIBRARY_OFFLINE"): on_offline_library("ReleaseNtmsCleanerSlot"),
    ("ReleaseNtmsCleanerSlot", "ERROR_RESOURCE_DISABLED"): in_a_disabled_library("ReleaseNtmsCleanerSlot"),
    ("ReleaseNtmsCleanerSlot", "ERROR_RESOURCE_NOT_PRESENT"): no_slot("ReleaseNtmsCleanerSlot"),
    ("InjectNtmsCleaner", "ERROR_CLEANER_SLOT_NOT_SET"): no_slot("InjectNtmsCleaner"),
    ("InjectNtmsCleaner", "ERROR_DEVICE_NOT_AVAILABLE"): library_gone("InjectNtmsCleaner"),
    ("InjectNtmsCleaner", "ERROR_RESOURCE_DISABLED"): in_a_disabled_library("InjectNtmsCleaner"),
    ("InjectNtmsCleaner", "ERROR_LIBRARY_OFFLINE"): on_offline_library("InjectNtmsCleaner"),
    ("InjectNtmsCleaner", "ERROR_RESOURCE_NOT_AVAILABLE"): one_there,
    ("InjectNtmsCleaner", "ERROR_NOT_SUPPORTED"): without_ports,
    ("InjectNtmsCleaner", "ERROR_INVALID_OPERATION"): stop_nothing(
        "InjectNtmsCleaner", "lpInjectOperation", ntms.NTMS_INJECT_STOP
    ),
    ("EjectNtmsCleaner", "ERROR_LIBRARY_OFFLINE"): on_offline_library("EjectNtmsCleaner"),
    ("EjectNtmsCleaner", "ERROR_RESOURCE_DISABLED"): in_a_disabled_library("EjectNtmsCleaner"),
    ("EjectNtmsCleaner", "ERROR_INVALID_OPERATION"): stop_nothing(
        "EjectNtmsCleaner", "lpEjectOperation", ntms.NTMS_EJECT_STOP
    ),
}
"""What takes a cause of its own."""
