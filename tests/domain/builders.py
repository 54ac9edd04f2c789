"""Nouns with everything filled in that a test does not care about."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

from openrsm.domain.equipment import Changer, Drive, Library, Port, Slot
from openrsm.domain.values import (
    ChangerId,
    Computer,
    DriveId,
    LibraryId,
    Medium,
    MediumId,
    Place,
    PlaceKind,
    Pool,
    PoolId,
    PoolKind,
    PortId,
    Principal,
    Side,
    SideId,
    SlotId,
)

NAMESPACE = UUID("6d0f7a0e-2f0b-4a52-9c55-0d3c2b1f9e11")
LIBRARY_ID = LibraryId(uuid5(NAMESPACE, "library"))

ALICE = Principal(user="alice")
BOB = Principal(user="bob")
ROOT = Principal(user="root", administrator=True)


def an_id(name: str) -> UUID:
    """The same id for the same name, in every run."""
    return uuid5(NAMESPACE, name)


def a_pool(path: str = "backups", **values: Any) -> Pool:
    defaults: dict[str, Any] = {"media_type": "LTO-5", "kind": PoolKind.APPLICATION, "owner": "alice"}
    return Pool(id=PoolId(an_id(path)), name=path.rpartition("/")[2], path=path, **(defaults | values))


def a_system_pool(kind: PoolKind, media_type: str | None = "LTO-5") -> Pool:
    return a_pool(f"{kind.name}/{media_type}", kind=kind, media_type=media_type, owner="")


def a_medium(name: str = "A00001L5", **values: Any) -> Medium:
    defaults: dict[str, Any] = {
        "sequence": 1,
        "media_type": "LTO-5",
        "pool_id": PoolId(an_id("pool")),
        "library_id": LIBRARY_ID,
        "place": Place(kind=PlaceKind.SLOT, element_id=an_id("slot 1001")),
        "bar_code": name,
    }
    return Medium(id=MediumId(an_id(f"medium {name}")), name=name, **(defaults | values))


def a_side(medium: Medium | None = None, number: int = 0, **values: Any) -> Side:
    owner = medium or a_medium()
    return Side(id=SideId(an_id(f"side {owner.name} {number}")), medium_id=owner.id, number=number, **values)


def a_library(**values: Any) -> Library:
    defaults: dict[str, Any] = {"name": "vtl", "default_type": "LTO-5", "has_bar_codes": True}
    return Library(id=LIBRARY_ID, **(defaults | values))


def a_computer() -> Computer:
    return Computer(id=an_id("computer"), name="here")


def a_slot(address: int, **values: Any) -> Slot:
    return Slot(id=SlotId(an_id(f"slot {address}")), library_id=LIBRARY_ID, number=1, address=address, **values)


def a_port(address: int, **values: Any) -> Port:
    return Port(id=PortId(an_id(f"port {address}")), library_id=LIBRARY_ID, number=1, address=address, **values)


def a_drive(address: int, **values: Any) -> Drive:
    defaults: dict[str, Any] = {"type_name": "LTO-5"}
    return Drive(
        id=DriveId(an_id(f"drive {address}")),
        library_id=LIBRARY_ID,
        number=1,
        address=address,
        name=f"vtl/drive{address}",
        **(defaults | values),
    )


def a_changer(address: int = 1) -> Changer:
    return Changer(
        id=ChangerId(an_id(f"robot {address}")), library_id=LIBRARY_ID, number=1, address=address, name="robot"
    )


def place_of(element: Slot | Drive | Port | Changer) -> Place:
    kinds = {Slot: PlaceKind.SLOT, Drive: PlaceKind.DRIVE, Port: PlaceKind.PORT, Changer: PlaceKind.ROBOT}
    return Place(kind=kinds[type(element)], element_id=element.id)
