"""What a virtual library says unasked, and what scripted faults do to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from openrsm.drivers.contract import ElementKind
from openrsm.drivers.virtual.faults import UNHURT, Effect, consult
from openrsm.drivers.virtual.model import Happening, Library
from openrsm.drivers.virtual.places import kind_at, place_name

REMEMBERED: Final = 64
"""How many happenings are kept for changers that have not asked for long."""


def tell(library: Library, what: str, *, contents_suspect: bool) -> Library:
    """The library has something to say to everybody."""
    said = Happening(what=what, contents_suspect=contents_suspect)
    return replace(library, happened=library.happened + 1, happenings=(*library.happenings, said)[-REMEMBERED:])


def told_since(library: Library, seen: int) -> Sequence[Happening]:
    """What happened after the first ``seen`` happenings, as far as it is remembered."""
    missed = library.happened - seen
    return library.happenings[-missed:] if missed > 0 else ()


def struck(library: Library, operation: str, *addresses: int) -> tuple[Library, Effect]:
    """What the scripted faults do to an operation at some elements."""
    if not library.faults:
        return library, UNHURT
    places = {place_name(library, address) for address in addresses}
    for address in addresses:
        if cartridge := library.contents.get(address):
            places |= {cartridge.key, cartridge.bar_code or ""}
    faults, effect = consult(library.faults, operation, places)
    after = (
        replace(library, faults=faults, gone=library.gone or effect.vanishes) if faults != library.faults else library
    )
    for address in addresses:
        if kind_at(library, address) is ElementKind.DRIVE:
            after = _marked(after, operation, address, effect)
    return after, effect


def _marked(library: Library, operation: str, address: int, effect: Effect) -> Library:
    """The drive remembers what it has met."""
    if not (effect.alert or effect.corrected or effect.uncorrected):
        return library
    drive = library.drive(address).counting(operation, effect.corrected, effect.uncorrected)
    alerts = drive.alerts | {effect.alert} if effect.alert else drive.alerts
    return library.with_drive(address, replace(drive, alerts=alerts))
