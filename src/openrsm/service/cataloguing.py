"""Entering a new library into the catalogue, and forgetting one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import Final, Protocol, TypeVar
from uuid import uuid4

from openrsm.domain.departure import Departure, on_departure
from openrsm.domain.drive_types import native_types
from openrsm.domain.equipment import Changer, Door, Drive, Library, Port, Slot
from openrsm.domain.library import InventoryMethod, LibraryKind, Operational
from openrsm.domain.machine import fire
from openrsm.domain.medium import MEDIUM, MediumEvent
from openrsm.domain.standalone import kind_of
from openrsm.domain.values import OFFLINE, ChangerId, DoorId, DriveId, LibraryId, Medium, PortId, SlotId
from openrsm.drivers import contract
from openrsm.drivers.contract import Element, ElementKind, OpenedLibrary
from openrsm.errors import AlreadyExists
from openrsm.service import defaults
from openrsm.service.label_work import reconsider_all
from openrsm.service.shares import check_name_of_library
from openrsm.service.system_pools import SYSTEM_KINDS, system_pool
from openrsm.store.database import Transaction

E = TypeVar("E")


class Group(Protocol[E]):
    """A table of elements of libraries."""

    def of(self, library_id: LibraryId) -> list[E]:
        """Those of one library."""
        ...

    def delete(self, value: E) -> None:
        """Remove one."""
        ...


OFFLINE_NAME = "offline"


def ensure_offline_library(tx: Transaction) -> None:
    """The one permanent library of media that are in none."""
    if tx.libraries.by_name(OFFLINE_NAME) is None:
        offline = Library(
            id=LibraryId(uuid4()),
            name=OFFLINE_NAME,
            kind=LibraryKind.OFFLINE,
            operational=Operational.READY,
            inventory_method=InventoryMethod.NONE,
        )
        defaults.for_library(tx, tx.libraries.insert(offline))


def check_new(tx: Transaction, name: str, url: str, serial: str) -> None:
    """Refuse a library that is catalogued.

    Raises:
        AlreadyExists: Its name, its address or its serial number is known, or a share has its name.
    """
    for known in tx.libraries.all():
        if known.name == name:
            raise AlreadyExists(f"there is a library {name!r}", "choose another name")
        if known.url == url or (serial and known.serial == serial):
            raise AlreadyExists(f"that library is catalogued as {known.name!r}", "use it under that name")
    check_name_of_library(tx, name)


def catalogue(tx: Transaction, name: str, url: str, opened: OpenedLibrary, elements: Iterable[Element]) -> Library:
    """Insert a library with all its elements, and the system's pools for what its drives take."""
    identity, abilities = opened.changer.identity, opened.changer.abilities
    check_new(tx, name, url, identity.serial)
    geometry = opened.changer.geometry
    library = tx.libraries.insert(
        Library(
            id=LibraryId(uuid4()),
            name=name,
            kind=kind_of(robots=geometry.robots.count, slots=geometry.slots.count),
            url=url,
            inventory_method=InventoryMethod.FAST if abilities.bar_codes else InventoryMethod.SLOT,
            default_type=opened.default_type,
            has_bar_codes=abilities.bar_codes,
            has_door=abilities.has_door,
            moves_at_once=abilities.moves_at_once,
            vendor=identity.vendor,
            product=identity.product,
            serial=identity.serial,
            revision=identity.revision,
        )
    )
    defaults.for_library(tx, library)
    _insert_elements(tx, library, opened, elements)
    for type_name in {kind for one in opened.drives for kind in native_types(one.drive.type_name)}:
        for pool_kind in SYSTEM_KINDS:
            system_pool(tx, pool_kind, type_name)
    return library


def _insert_elements(tx: Transaction, library: Library, opened: OpenedLibrary, elements: Iterable[Element]) -> None:
    by_kind: dict[ElementKind, list[int]] = {kind: [] for kind in ElementKind}
    for element in sorted(elements, key=lambda one: one.address):
        by_kind[element.kind].append(element.address)
    for number, address in enumerate(by_kind[ElementKind.ROBOT], 1):
        tx.changers.insert(_changer(library, number, address, opened))
    for number, address in enumerate(by_kind[ElementKind.DRIVE], 1):
        tx.drives.insert(_drive(library, number, address, opened))
    tx.slots.insert_all(
        [
            Slot(id=SlotId(uuid4()), library_id=library.id, number=number, address=address)
            for number, address in enumerate(by_kind[ElementKind.SLOT], 1)
        ]
    )
    for number, address in enumerate(by_kind[ElementKind.PORT], 1):
        tx.ports.insert(Port(id=PortId(uuid4()), library_id=library.id, number=number, address=address))
    if library.has_door:
        tx.doors.insert(Door(id=DoorId(uuid4()), library_id=library.id, number=1))


def _changer(library: Library, number: int, address: int, opened: OpenedLibrary) -> Changer:
    identity = opened.changer.identity
    return Changer(
        id=ChangerId(uuid4()),
        library_id=library.id,
        number=number,
        address=address,
        name=f"{library.name}/changer{number}",
        vendor=identity.vendor,
        product=identity.product,
        serial=identity.serial,
        revision=identity.revision,
    )


def _drive(library: Library, number: int, address: int, opened: OpenedLibrary) -> Drive:
    plain = Drive(
        id=DriveId(uuid4()), library_id=library.id, number=number, address=address, name=f"{library.name}/drive{number}"
    )
    found = next((one.drive for one in opened.drives if one.address == address), None)
    if found is None:
        why = opened.unmatched.get(address, "no drive was found behind its element")
        return replace(plain, operational=Operational.NOT_PRESENT, trouble=why)
    return as_it_answers(plain, found)


def as_it_answers(drive: Drive, found: contract.Drive) -> Drive:
    """A drive as what answers behind its element says of itself."""
    return replace(
        drive,
        type_name=found.type_name,
        device_path=found.device_path,
        vendor=found.identity.vendor,
        product=found.identity.product,
        serial=found.identity.serial,
        revision=found.identity.revision,
    )


def catalogue_new_drives(tx: Transaction, library: Library, opened: OpenedLibrary) -> None:
    """Insert the drives that answer and are not catalogued: they were removed, and are back (DeleteNtmsDrive)."""
    known = tx.drives.of(library.id)
    free = (number for number in count(1) if number not in {drive.number for drive in known})
    new = sorted({one.address for one in opened.drives} - {drive.address for drive in known})
    for address in new:
        tx.drives.insert(_drive(library, next(free), address, opened))
    if new:
        reconsider_all(tx, library.id)


def forget(tx: Transaction, library: Library) -> None:
    """Remove a library; its media go offline, or go, by the rules of departure (MS-RSMP 3.2.5.2.1.1)."""
    offline = tx.libraries.by_name(OFFLINE_NAME)
    for medium in tx.media.in_library(library.id):
        if offline is not None and _is_kept(tx, medium):
            _depart(tx, medium, offline)
        else:
            erase(tx, medium)
    for item in tx.work.of_library(library.id):
        tx.work.delete(item)
    for request in tx.operators.of_library(library.id):
        tx.operators.delete(request)
    for move in tx.moves.of_library(library.id):
        tx.moves.delete(move)
    _erase_all(tx.changers, library.id)
    _erase_all(tx.drives, library.id)
    _erase_all(tx.slots, library.id)
    _erase_all(tx.ports, library.id)
    _erase_all(tx.doors, library.id)
    tx.libraries.delete(library)


def _erase_all(group: Group[E], library_id: LibraryId) -> None:
    for element in group.of(library_id):
        group.delete(element)


def _is_kept(tx: Transaction, medium: Medium) -> bool:
    kind = tx.pools.get(medium.pool_id).kind
    return on_departure(medium, kind, tx.sides.of(medium.id), tx.computer.get()) is Departure.KEPT


def _depart(tx: Transaction, medium: Medium, offline: Library) -> None:
    # A library that went away may have left it in a drive.
    state = fire(MEDIUM, medium.state, MediumEvent.SETTLE)
    tx.media.change(
        medium,
        replace(medium, state=state, library_id=offline.id, place=OFFLINE, home_slot_id=None, last_library_id=None),
    )


EVERY: Final = 1_000_000
"""More motions than a cartridge ever makes."""


def erase(tx: Transaction, medium: Medium) -> None:
    """Forget a medium, its sides, and its motions."""
    for move in tx.moves.of_medium(medium.id, EVERY):
        tx.moves.delete(move)
    for side in tx.sides.of(medium.id):
        tx.sides.delete(side)
    tx.media.delete(medium)
