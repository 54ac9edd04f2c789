"""Where things are in a virtual library: addresses, the names people give them, and element status."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256

from openrsm.drivers.contract import Element, ElementKind, Geometry, Span
from openrsm.drivers.virtual.model import FIRST, PHASES, Cartridge, DriveEvent, Library
from openrsm.errors import InvalidParameter


def geometry(library: Library) -> Geometry:
    """The elements of a library."""
    return Geometry(
        robots=span(library, ElementKind.ROBOT),
        slots=span(library, ElementKind.SLOT),
        ports=span(library, ElementKind.PORT),
        drives=span(library, ElementKind.DRIVE),
    )


def span(library: Library, kind: ElementKind) -> Span:
    """The addresses of the elements of one kind."""
    made = library.made_from
    counts = {
        ElementKind.ROBOT: 1,
        ElementKind.SLOT: made.slots,
        ElementKind.PORT: made.ports,
        ElementKind.DRIVE: made.drives,
    }
    return Span(first=FIRST[kind], count=counts[kind])


def kind_at(library: Library, address: int) -> ElementKind | None:
    """What kind of element has that address; None if none has."""
    for kind in ElementKind:
        where = span(library, kind)
        if where.first <= address < where.first + where.count:
            return kind
    return None


def place_name(library: Library, address: int) -> str:
    """An address as people say it: ``slot:3``."""
    kind = kind_at(library, address)
    return f"{kind.name.lower()}:{address - FIRST[kind] + 1}" if kind else f"address {address}"


def place_named(library: Library, text: str) -> int | None:
    """The address of ``slot:3``, ``port:1`` or ``drive:1``; None if the text is no such thing.

    Raises:
        InvalidParameter: The library has no such element.
    """
    matched = re.fullmatch(r"(slot|port|drive):(\d{1,6})", text, re.ASCII)
    if not matched:
        return None
    address = FIRST[ElementKind[matched[1].upper()]] + int(matched[2]) - 1
    if kind_at(library, address) is not ElementKind[matched[1].upper()]:
        where = span(library, ElementKind[matched[1].upper()])
        raise InvalidParameter(f"there is no {text}", f"it has {where.count} of the kind, counted from 1")
    return address


def drive_serial(library: Library, address: int) -> str:
    """The serial number of the drive behind a drive element."""
    return f"{library.serial}D{address - FIRST[ElementKind.DRIVE] + 1:03d}"


def memory_serial(library: Library, cartridge: Cartridge) -> str:
    """The serial number in a cartridge's memory (MAM attribute 0401h): its own in all the world."""
    return sha256(f"{library.serial}/{cartridge.key}".encode()).hexdigest()[:16].upper()


def elements(library: Library) -> Sequence[Element]:
    """Every element, by kind and address."""
    return [
        element(library, address, kind)
        for kind in ElementKind
        for where in [span(library, kind)]
        for address in range(where.first, where.first + where.count)
    ]


def element(library: Library, address: int, kind: ElementKind) -> Element:
    """One element as the library reports it."""
    cartridge = library.contents.get(address)
    is_drive = kind is ElementKind.DRIVE
    serial = drive_serial(library, address) if is_drive else None
    if address in library.out:
        return Element(address=address, kind=kind, full=False, accessible=False, trouble="its magazine is out")
    if cartridge is None:
        return Element(address=address, kind=kind, full=False, drive_serial=serial)
    read = library.made_from.barcodes and cartridge.readable
    return Element(
        address=address,
        kind=kind,
        full=True,
        accessible=not is_drive or DriveEvent.TAKE in PHASES[library.drive(address).phase],
        bar_code=cartridge.bar_code if read else None,
        unread=library.made_from.barcodes and (not cartridge.readable or cartridge.bar_code is None),
        source=cartridge.source,
        inverted=cartridge.inverted,
        drive_serial=serial,
        cleaner=cartridge.passes is not None,
    )
