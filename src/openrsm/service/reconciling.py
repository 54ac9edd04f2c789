"""Making the catalogue agree with what a library reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from openrsm.domain import bar_codes
from openrsm.domain.aftermath import resolve_move
from openrsm.domain.drive import DRIVE, DriveEvent
from openrsm.domain.equipment import Library
from openrsm.domain.inventory import Catalogue, Findings, NewCartridge, Seen, reconcile
from openrsm.domain.machine import accepts, fire
from openrsm.domain.medium import MEDIUM, MediumEvent
from openrsm.domain.naming import renamed
from openrsm.domain.records import Move, MoveOutcome
from openrsm.domain.slot import PORT_CONTENT, SLOT
from openrsm.domain.values import OFFLINE, DriveId, LibraryId, Medium, Place, PlaceKind
from openrsm.drivers.contract import Element, ElementKind
from openrsm.service import doubles
from openrsm.service.cataloguing import erase
from openrsm.service.elements import Elements
from openrsm.service.label_work import mark
from openrsm.service.newcomers import insert_medium, offline_library
from openrsm.service.outcomes import close_move, relocate, remember_side
from openrsm.service.pooling import return_if_due
from openrsm.service.records import complete_requests, is_given, set_drive, vacate
from openrsm.store.database import Transaction

KINDS = {
    ElementKind.ROBOT: PlaceKind.ROBOT,
    ElementKind.SLOT: PlaceKind.SLOT,
    ElementKind.PORT: PlaceKind.PORT,
    ElementKind.DRIVE: PlaceKind.DRIVE,
}


def seen(element: Element) -> Seen:
    """An element as the domain takes it."""
    return Seen(
        address=element.address,
        kind=KINDS[element.kind],
        full=element.full,
        accessible=element.accessible,
        bar_code=element.bar_code,
        source_address=element.source,
        cleaner=element.cleaner,
        trouble=element.trouble,
        unsure=element.unsure,
        density=element.density,
    )


def reconcile_library(tx: Transaction, library_id: LibraryId, elements: Iterable[Element]) -> Findings:
    """Compare element status with the catalogue and make the catalogue agree; returns what was found."""
    reported = [seen(element) for element in elements]
    catalogue = read_catalogue(tx, library_id, reported)
    findings = reconcile(reported, catalogue)
    _apply(tx, catalogue.library, findings)
    for newcomer, missed in list(doubles.followed(tx, library_id)):
        _take_for(tx, newcomer, missed)
    return findings


def read_catalogue(tx: Transaction, library_id: LibraryId, reported: Sequence[Seen]) -> Catalogue:
    """What is catalogued of a library, and media elsewhere whose bar code it shows."""
    codes = {code for one in reported if (code := bar_codes.clean(one.bar_code))}
    own = tx.media.in_library(library_id)
    known = {medium.bar_code for medium in own}
    strangers = [code for code in codes if code not in known]
    alike = [medium for code in strangers for medium in tx.media.by_bar_code(code) if medium.library_id != library_id]
    held = {medium.id for medium in alike if doubles.holds(tx, medium)}
    return Catalogue(
        library=tx.libraries.get(library_id),
        slots=tx.slots.of(library_id),
        drives=tx.drives.of(library_id),
        ports=tx.ports.of(library_id),
        changers=tx.changers.of(library_id),
        media=own,
        elsewhere=[medium for medium in alike if medium.id not in held],
        held=[medium for medium in alike if medium.id in held],
    )


def settle_move(tx: Transaction, move: Move, elements: Iterable[Element], detail: str) -> MoveOutcome:
    """Close an open row of the journal by what the library shows; a motion that happened counts as done."""
    medium = tx.media.get(move.medium_id)
    places = Elements.read(tx, move.library_id).places
    shown = {places[element.address]: seen(element) for element in elements if element.address in places}
    ends = (shown.get(move.source), shown.get(move.destination))
    others = [(place, one) for place, one in shown.items() if place not in (move.source, move.destination)]
    resolution = resolve_move(move, *ends, bar_code=medium.bar_code, others=others)
    close_move(tx, move, resolution.outcome, f"{detail}: {resolution.why}" if detail else resolution.why)
    if resolution.outcome is MoveOutcome.DONE:
        relocate(tx, medium, move.destination)
        remember_side(tx, move)
    return resolution.outcome


def in_words(findings: Findings) -> str:
    """What an inventory found to be different, in one line; empty if nothing."""
    counts = (
        (len(findings.new), "new"),
        (len(findings.arrived_known), "back"),
        (len(findings.moved), "moved"),
        (len(findings.missing), "missing"),
    )
    told = [f"{count} {what}" for count, what in counts if count]
    told += [conflict.what for conflict in findings.conflicts]
    return ", ".join(told)


def _apply(tx: Transaction, library: Library, findings: Findings) -> None:
    arrivals = [*findings.moved, *findings.arrived_known]
    for medium_id, _ in findings.arrived_known:
        vacate(tx, tx.media.get(medium_id).place)  # in a library that is away, which shows no content of its own
    for medium_id in [*findings.missing, *(key for key, _ in arrivals)]:
        lift(tx, tx.media.get(medium_id))
    _contents(tx, findings)
    for medium_id in findings.missing:
        goes_offline(tx, tx.media.get(medium_id))
    for medium_id, place in arrivals:
        set_down(tx, library, tx.media.get(medium_id), place)
    _identities(tx, findings)
    for cartridge in findings.new:
        _catalogue_cartridge(tx, library, cartridge)


def lift(tx: Transaction, medium: Medium) -> None:
    """First every cartridge that is not where it was leaves its place, so that swapped ones never share one."""
    if medium.place.kind is PlaceKind.DRIVE and medium.place.element_id is not None:
        drive = tx.drives.find(DriveId(medium.place.element_id))
        if drive is not None and drive.medium_id == medium.id:
            tx.drives.change(drive, replace(drive, medium_id=None, vouched_id=None))
    tx.media.change(medium, replace(medium, place=OFFLINE))


def _contents(tx: Transaction, findings: Findings) -> None:
    for slot_id, event in findings.slots:
        slot = tx.slots.get(slot_id)
        tx.slots.change(slot, replace(slot, state=fire(SLOT, slot.state, event)))
    for port_id, content in findings.ports:
        port = tx.ports.get(port_id)
        tx.ports.change(port, replace(port, content=fire(PORT_CONTENT, port.content, content)))
    for drive_id, happened in findings.drives:
        _drive_found(tx, drive_id, happened)


def _drive_found(tx: Transaction, drive_id: DriveId, event: DriveEvent) -> None:
    drive = tx.drives.get(drive_id)
    if not accepts(DRIVE, drive.state, event):
        return
    since = tx.now if event is DriveEvent.FIND else None
    state = fire(DRIVE, drive.state, event)
    holder = drive.holder if is_given(tx, drive) else None
    set_drive(tx, drive, replace(drive, state=state, holder=holder, dismountable_since=since))


def goes_offline(tx: Transaction, medium: Medium) -> None:
    """A cartridge is in no library any more; it was lifted from its place before."""
    state = fire(MEDIUM, medium.state, MediumEvent.SETTLE)
    offline = offline_library(tx)
    tx.media.change(
        medium,
        replace(medium, state=state, library_id=offline.id, home_slot_id=None, last_library_id=medium.library_id),
    )


def set_down(tx: Transaction, library: Library, medium: Medium, place: Place) -> None:
    """A cartridge is in a place of the library, after it was elsewhere or offline."""
    if place.kind is PlaceKind.DRIVE and place.element_id is not None:
        drive = tx.drives.get(DriveId(place.element_id))
        tx.drives.change(drive, replace(drive, medium_id=medium.id))
    arrived = medium.library_id != library.id
    event = MediumEvent.FOUND if accepts(MEDIUM, medium.state, MediumEvent.FOUND) else MediumEvent.SETTLE
    after = replace(medium, place=place, library_id=library.id, state=fire(MEDIUM, medium.state, event))
    back = replace(after, home_slot_id=None, location="", last_library_id=None)
    tx.media.change(medium, back if arrived else after)
    if arrived:
        complete_requests(tx, medium.id)
        arrived_medium = tx.media.get(medium.id)
        return_if_due(tx, arrived_medium, tx.pools.get(arrived_medium.pool_id))


def _identities(tx: Transaction, findings: Findings) -> None:
    for medium_id, code, state in findings.bar_codes:
        medium = tx.media.get(medium_id)
        sides = tx.sides.of(medium_id)
        after = replace(medium, bar_code=code, bar_code_state=state)
        tx.media.change(medium, renamed(medium, sides, after, sides))
    for medium_id, home in findings.homes:
        medium = tx.media.get(medium_id)
        tx.media.change(medium, replace(medium, home_slot_id=home))


def _catalogue_cartridge(tx: Transaction, library: Library, cartridge: NewCartridge) -> None:
    medium = insert_medium(tx, library, cartridge, library.id)
    mark(tx, medium)
    if cartridge.place.kind is PlaceKind.DRIVE and cartridge.place.element_id is not None:
        drive = tx.drives.get(DriveId(cartridge.place.element_id))
        tx.drives.change(drive, replace(drive, medium_id=medium.id))
    if cartridge.origin is not None:
        doubles.ask(tx, cartridge.origin)


def _take_for(tx: Transaction, newcomer: Medium, missed: Medium) -> None:
    """A newcomer is the medium that another library misses: the one is where the other was thought to be."""
    library = tx.libraries.get(newcomer.library_id)
    lift(tx, newcomer)
    erase(tx, tx.media.get(newcomer.id))
    set_down(tx, library, tx.media.get(missed.id), newcomer.place)
    there = tx.media.get(missed.id)
    tx.media.change(there, replace(there, home_slot_id=newcomer.home_slot_id))
