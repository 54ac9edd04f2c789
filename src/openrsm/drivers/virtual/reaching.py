"""What a person's hand does to a cartridge of a virtual library: finds it, makes it, takes it, puts it. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from openrsm.domain.recognition import is_cleaner, type_of
from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual import loading
from openrsm.drivers.virtual.happening import tell
from openrsm.drivers.virtual.kinds import CARTRIDGES, kind_named
from openrsm.drivers.virtual.model import PASSES, Cartridge, Library
from openrsm.drivers.virtual.places import kind_at, place_name, place_named
from openrsm.errors import InvalidParameter, InvalidState, ObjectNotFound, RemovalPrevented


def find(library: Library, what: str) -> tuple[int | None, Cartridge]:
    """A cartridge by place, key or bar code, and where it is; None for the shelf.

    Raises:
        ObjectNotFound: There is none.
        InvalidParameter: Several have that bar code, or there is no such place.
    """
    place = place_named(library, what)
    if place is not None and place in library.contents:
        return place, library.contents[place]
    everywhere = list(library.cartridges())
    found = [each for each in everywhere if each[1].key == what] or [e for e in everywhere if e[1].bar_code == what]
    if not found:
        raise ObjectNotFound(f"there is no cartridge {what}", "see: show")
    if len(found) > 1:
        keys = ", ".join(cartridge.key for _, cartridge in found)
        raise InvalidParameter(f"several cartridges are labelled {what}", f"name one of: {keys}")
    return found[0]


def new_cartridge(library: Library, bar_code: str | None, *, type_name: str | None, worm: bool) -> Cartridge:
    """A cartridge that never was in the library.

    Raises:
        InvalidParameter: The bar code cannot be printed, or there is no such type.
    """
    label = bar_code or ""
    if bar_code is not None and not re.fullmatch(r"[!-~]{1,32}", bar_code):
        raise InvalidParameter(f"{bar_code!r} is no bar code", "give 1 to 32 printable characters without blanks")
    cleaner = is_cleaner(bar_code, marked=False)
    usual = library.made_from.type
    kind = type_name or (usual if cleaner else type_of(bar_code, None, usual))
    if kind not in CARTRIDGES:
        raise InvalidParameter(f"there is no media type {kind!r}", f"name one of: {', '.join(CARTRIDGES)}")
    return Cartridge(
        key=_free_key(library, label),
        bar_code=bar_code,
        type_name=kind,
        worm=worm or kind_named(kind).worm,
        passes=PASSES if cleaner else None,
    )


def pull(library: Library, address: int) -> tuple[Library, Cartridge]:
    """A person takes the cartridge out of an element.

    Raises:
        ObjectNotFound: It is empty.
        InvalidState: The door is in the way.
        RemovalPrevented: It is locked, or its drive is not unloaded.
    """
    library = reached(library, address)
    if address not in library.contents:
        raise ObjectNotFound(f"{place_name(library, address)} is empty", "see: show")
    contents = dict(library.contents)
    cartridge = contents.pop(address)
    after = replace(library, contents=contents)
    return (loading.take(after, address) if is_drive(library, address) else after), cartridge


def put(library: Library, address: int, cartridge: Cartridge, now: float) -> Library:
    """A person puts a cartridge into an element.

    Raises:
        InvalidState: It is full, the robot is about to fill it, or the door is in the way.
        RemovalPrevented: It is locked.
    """
    library = reached(library, address)
    if address in library.contents or any(each.destination == address for each in library.agenda):
        raise InvalidState(f"{place_name(library, address)} is full", "name an empty place")
    if is_drive(library, address):
        after = loading.insert(library, address, cartridge, now)
        return after if after.made_from.slots else tell(after, "it was set in (06/28/00)", contents_suspect=True)
    return replace(library, contents={**library.contents, address: cartridge})


def reached(library: Library, address: int) -> Library:
    """The library after a person reached into an element: into a port any time, elsewhere through the door."""
    if kind_at(library, address) is not ElementKind.PORT:
        if library.made_from.doors and not library.door_open:
            raise InvalidState(f"the door is closed before {place_name(library, address)}", "open it first")
        return library
    if library.locked:
        raise RemovalPrevented("the ports are locked", "ask the library's manager to allow removal")
    return tell(library, "I/E element accessed (06/28/01)", contents_suspect=True)


def is_drive(library: Library, address: int) -> bool:
    """Whether it is a drive's element."""
    return kind_at(library, address) is ElementKind.DRIVE


def _free_key(library: Library, label: str) -> str:
    """The label as a file name, numbered if there is a cartridge of that key already."""
    stem = re.sub(r"[^A-Za-z0-9_-]", "_", label) or "unlabelled"
    taken = {cartridge.key for _, cartridge in library.cartridges()}
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
