"""The functions about ports, doors, slots and attributes, with arguments with which they succeed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from openrsm import ntms
from openrsm.domain.values import ObjectType
from tests.conformance.surface_bench import LIBRARY, ROOT, Bench
from tests.ntms.conditions.basics import Ready, drive, library, lmid, medium

COLOR: Final = "color"


def slot(bench: Bench, number: int = 1) -> UUID:
    return bench.manager.libraries.show(bench.session, LIBRARY).slots[number - 1].slot.id


def ejecting(bench: Bench) -> Ready:
    arguments = {
        "lpMediaId": medium(bench, "V00001L9"),
        "lpEjectOperation": None,
        "dwAction": ntms.NTMS_EJECT_START,
    }
    return Ready("EjectNtmsMedia", arguments, "lpMediaId")


def injecting(bench: Bench) -> Ready:
    arguments = {"lpLibraryId": library(bench), "lpInjectOperation": None, "dwAction": ntms.NTMS_INJECT_START}
    return Ready("InjectNtmsMedia", arguments, "lpLibraryId")


def accessing(bench: Bench) -> Ready:
    """Another library has a door."""
    address = f"virtual:{bench.place.with_name('closet')}?drives=1&slots=2&ports=0&cartridges=1&prefix=C&doors=1"
    closet = bench.manager.libraries.add(bench.session, "closet", address).library.id
    arguments = {"lpLibraryId": closet, "dwAction": ntms.NTMS_INVENTORY_DEFAULT}
    return Ready("AccessNtmsLibraryDoor", arguments, "lpLibraryId")


def identifying(bench: Bench) -> Ready:
    arguments = {"lpSlotId": slot(bench), "dwOption": ntms.NTMS_DISMOUNT_IMMEDIATE}
    return Ready("IdentifyNtmsSlot", arguments, "lpSlotId")


def reading(bench: Bench) -> Ready:
    of = drive(bench)
    bench.manager.objects.set_attribute(bench.session, ObjectType.DRIVE, str(of), COLOR, b"red")
    arguments = {"lpObjectId": of, "dwType": ntms.NTMS_DRIVE, "lpAttributeName": COLOR, "lpAttributeSize": 3}
    return Ready("GetNtmsObjectAttribute", arguments, "lpObjectId")


def writing(bench: Bench) -> Ready:
    arguments = {
        "lpObjectId": drive(bench),
        "dwType": ntms.NTMS_DRIVE,
        "lpAttributeName": COLOR,
        "lpAttributeData": b"red",
        "dwAttributeSize": 3,
    }
    return Ready("SetNtmsObjectAttribute", arguments, "lpObjectId")


def setting(bench: Bench) -> Ready:
    of = drive(bench)
    session = ntms.attach(bench.manager, ROOT, "backup")
    told = ntms.GetNtmsObjectInformation(session, of, ntms.NTMS_OBJECTINFORMATION(dwType=ntms.NTMS_DRIVE))
    return Ready(
        "SetNtmsObjectInformation",
        {"lpObjectId": of, "lpInfo": replace(told, szDescription="the left one")},
        "lpObjectId",
    )


def telling(bench: Bench) -> Ready:
    volume = b"VOL1MINE01".ljust(79) + b"4"
    arguments = {
        "lpMediaId": lmid(bench),
        "labelType": ntms.NTMS_OMID_TYPE_RAW_LABEL,
        "numberOfBytes": len(volume),
        "lpBuffer": volume,
    }
    return Ready("UpdateNtmsOmidInfo", arguments, "lpMediaId")


READY_PORTS: Final[Mapping[str, Callable[[Bench], Ready]]] = {
    "EjectNtmsMedia": ejecting,
    "InjectNtmsMedia": injecting,
    "AccessNtmsLibraryDoor": accessing,
    "IdentifyNtmsSlot": identifying,
    "GetNtmsObjectAttribute": reading,
    "SetNtmsObjectAttribute": writing,
    "SetNtmsObjectInformation": setting,
    "UpdateNtmsOmidInfo": telling,
}
