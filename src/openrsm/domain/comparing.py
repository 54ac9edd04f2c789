"""In which points a library contradicts its catalogue: the findings of an inventory, as sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from openrsm.domain import troubles
from openrsm.domain.equipment import Drive, Port, Slot
from openrsm.domain.inventory import Catalogue, Findings
from openrsm.domain.troubles import Finding, Trouble
from openrsm.domain.values import DriveId, Place, PlaceKind


@dataclass(frozen=True, slots=True)
class _Names:
    """What is catalogued of a library, by its ids, as people call it."""

    catalogue: Catalogue

    def medium(self, key: UUID) -> str:
        known = (*self.catalogue.media, *self.catalogue.elsewhere, *self.catalogue.held)
        return next((medium.name for medium in known if medium.id == key), str(key))

    def place(self, place: Place) -> str:
        catalogue = self.catalogue
        elements: Sequence[Slot | Port | Drive] = (*catalogue.slots, *catalogue.ports, *catalogue.drives)
        found = next((one for one in elements if one.id == place.element_id), None)
        return f"{place.kind.value} {found.number}" if found else f"the {place.kind.value}"


def compare(findings: Findings, catalogue: Catalogue) -> Iterator[Finding]:
    """What an element status showed that is catalogued differently."""
    names = _Names(catalogue)
    explained = {place.element_id for _, place in (*findings.moved, *findings.arrived_known)}
    explained |= {cartridge.place.element_id for cartridge in findings.new}
    explained |= {medium.place.element_id for medium in catalogue.media if medium.id in _gone(findings)}
    for trouble, subject, what in _said(findings, names):
        yield Finding(trouble=trouble, subject=subject, what=what, library_id=catalogue.library.id)
    changed = [*findings.slots, *findings.ports, *findings.drives]
    for element_id in dict.fromkeys(key for key, _ in changed if key not in explained):
        where = names.place(_place_of(element_id, catalogue))
        what = f"{where} of {catalogue.library.name} is not as it is shown"
        yield Finding(trouble=troubles.CONTENT_DIFFERS, subject=where, what=what, library_id=catalogue.library.id)


def _gone(findings: Findings) -> set[UUID]:
    return {*findings.missing, *(key for key, _ in findings.moved)}


def _place_of(element_id: UUID, catalogue: Catalogue) -> Place:
    kinds = ((PlaceKind.SLOT, catalogue.slots), (PlaceKind.PORT, catalogue.ports), (PlaceKind.DRIVE, catalogue.drives))
    kind = next(kind for kind, group in kinds if element_id in {one.id for one in group})
    return Place(kind=kind, element_id=element_id)


def _said(findings: Findings, names: _Names) -> Iterator[tuple[Trouble, str, str]]:
    for key in findings.missing:
        yield troubles.MISSING, names.medium(key), f"{names.medium(key)} is nowhere in the library"
    for key, place in (*findings.moved, *findings.arrived_known):
        what = f"{names.medium(key)} is in {names.place(place)}, and catalogued elsewhere"
        yield troubles.ELSEWHERE, names.medium(key), what
    for cartridge in findings.new:
        code = cartridge.bar_code or "a cartridge without a bar code"
        yield troubles.STRANGER, code, f"{code} is in {names.place(cartridge.place)}, and not catalogued"
    for key, code_read, _ in findings.bar_codes:
        what = f"the bar code of {names.medium(key)} is {code_read or 'not to be read'} now"
        yield troubles.CODE_DIFFERS, names.medium(key), what
    for conflict in findings.conflicts:
        trouble = troubles.CODE_SHARED if conflict.is_held else troubles.DOUBTFUL
        yield trouble, conflict.bar_code or names.catalogue.library.name, conflict.what


def compare_drives(
    drives: Iterable[Drive], serials: Mapping[DriveId, str], reported: Collection[int]
) -> Iterator[Finding]:
    """Whether the drives are those that are catalogued.

    Args:
        drives: Those that are catalogued.
        serials: The serial numbers of those that were reached.
        reported: The addresses of the elements that the library has.
    """
    for drive in drives:
        if drive.id not in serials or drive.address not in reported:
            yield _of_drive(troubles.ABSENT, drive, f"{drive.name} is catalogued, and is not reached")
        elif drive.serial and (shown := serials[drive.id]) and shown != drive.serial:
            what = f"{drive.name} has the serial number {shown}, and was catalogued with {drive.serial}"
            yield _of_drive(troubles.EXCHANGED, drive, what)


def _of_drive(trouble: Trouble, drive: Drive, what: str) -> Finding:
    return Finding(trouble=trouble, subject=drive.name, what=what, object_id=drive.id, library_id=drive.library_id)
