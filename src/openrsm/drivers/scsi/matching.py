"""Which drive sits behind which drive element: by identifier, or not at all (pure).

Order says nothing: addresses, logical unit numbers and device names are counted by different people. A wrong match
writes onto the wrong cartridge, so whatever is not certain is left unmatched, with the reason in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openrsm.drivers.scsi.inquiry import Designator


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A drive that was found.

    Attributes:
        place: Where, in the words of its transport; unique.
        names: What it may be recognised by: its serial number, and its identifiers with what is in them.
        beside: It is on the very same target as the changer.
    """

    place: str
    names: frozenset[str]
    beside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The result: for each drive element the place of its drive, or the reason why there is none."""

    matched: Mapping[int, str] = field(default_factory=dict)
    unmatched: Mapping[int, str] = field(default_factory=dict)


def names_of(serial: str, designators: Sequence[Designator]) -> frozenset[str]:
    """What a drive may be recognised by (VPD pages 80h and 83h); the ports' identifiers are not the drive's own."""
    own = [each.names for each in designators if each.association != 1]
    return frozenset({serial}).union(*own) - {""}


def match(elements: Mapping[int, Designator | None], candidates: Sequence[Candidate]) -> Matches:
    """Match each drive element, whose identifier is None where the library does not tell, to a drive."""
    if not any(elements.values()):
        return _without_identifiers(list(elements), candidates)
    found = {address: _recognised(identifier, candidates) for address, identifier in elements.items()}
    places = [places[0] for places in found.values() if len(places) == 1]
    matched = {
        address: places_[0] for address, places_ in found.items() if len(places_) == 1 and places.count(places_[0]) == 1
    }
    unmatched = {
        address: _reason(elements[address], found[address], len(candidates))
        for address in elements
        if address not in matched
    }
    return Matches(matched=matched, unmatched=unmatched)


def _recognised(identifier: Designator | None, candidates: Sequence[Candidate]) -> list[str]:
    names = identifier.names if identifier else frozenset()
    return [each.place for each in candidates if names & each.names]


def _without_identifiers(addresses: Sequence[int], candidates: Sequence[Candidate]) -> Matches:
    """One drive element, one drive on the changer's own target: an autoloader, where nothing is left to guess."""
    beside = [each for each in candidates if each.beside]
    if len(addresses) == 1 and len(beside) == 1:
        return Matches(matched={addresses[0]: beside[0].place})
    why = f"the library does not tell which drive is behind it, and {_counted(len(candidates))} could be"
    return Matches(unmatched=dict.fromkeys(addresses, why))


def _reason(identifier: Designator | None, places: Sequence[str], count: int) -> str:
    if identifier is None:
        return "the library names no drive behind it; the bay may be empty, or the drive off"
    if not identifier.whole:
        return f"the library cut the drive's identifier short, at {identifier.text!r}"
    if len(places) > 1:
        return f"{len(places)} drives answer to {identifier.serial!r}: {', '.join(places)}"
    if places:
        return f"the library names {identifier.serial!r} behind another drive element too"
    return f"none of {_counted(count)} found here answers to {identifier.serial!r}"


def _counted(count: int) -> str:
    return "1 drive" if count == 1 else f"{count} drives"
