"""Reconciling the catalogue with what a library reports: which cartridge lies where, found by looking only.

:func:`reconcile` takes an element status and what is catalogued, and says what changed. Every cartridge seen becomes
one catalogued medium or a new one; every catalogued medium is in one place or offline. How cartridges are told apart
stands in :mod:`openrsm.domain.matching`. A cartridge in the robot's hand, or one that was on its way, is where it is
seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from openrsm.domain import bar_codes
from openrsm.domain.drive import DriveEvent, DriveState
from openrsm.domain.drive_types import native_types
from openrsm.domain.equipment import Changer, Drive, Library, Port, Slot
from openrsm.domain.matching import Matching, Spot, match, same_code, sightings
from openrsm.domain.recognition import cleaner_type, is_cleaner, type_of
from openrsm.domain.slot import PORT_CONTENT, SLOT, PortEvent, SlotEvent, SlotState
from openrsm.domain.values import BarCodeState, DriveId, LibraryId, Medium, MediumId, Place, PlaceKind, PortId, SlotId


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One element as the library reports it.

    Attributes:
        address: Its element address.
        kind: Slot, drive, port or robot.
        full: Whether it holds a cartridge.
        accessible: Whether the robot can reach what it holds.
        bar_code: None if there is none, or it was not read.
        source_address: The address that the cartridge last came from, if the library says so.
        cleaner: The library marks the cartridge as a cleaning cartridge.
        trouble: The exception the library reports for the element, in words.
        unsure: The library does not know whether it holds one.
        density: SSC density code of the cartridge, where a drive tells it.
    """

    address: int
    kind: PlaceKind
    full: bool
    accessible: bool = True
    bar_code: str | None = None
    source_address: int | None = None
    cleaner: bool = False
    trouble: str = ""
    unsure: bool = False
    density: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What is catalogued of a library.

    Attributes:
        media: The media that are catalogued in it.
        elsewhere: Media that are offline, or were last in a library that is away, and have the key
            (:func:`openrsm.domain.bar_codes.key`) of a bar code that was seen.
        held: Those of which another library has to say first that it misses them; see :mod:`openrsm.domain.doubles`.
    """

    library: Library
    slots: Sequence[Slot] = ()
    drives: Sequence[Drive] = ()
    ports: Sequence[Port] = ()
    changers: Sequence[Changer] = ()
    media: Sequence[Medium] = ()
    elsewhere: Sequence[Medium] = ()
    held: Sequence[Medium] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCartridge:
    """A cartridge that no catalogued medium is.

    Attributes:
        media_type: None if neither bar code nor library tells.
        duplicate: A catalogued or another seen cartridge has the same bar code; its name should say so.
        bar_code_state: Unreadable if the library reads bar codes and has none for it.
        home_slot_id: The slot it lies in, else came from if that is nobody's.
        origin: The library that holds the one medium with its bar code: it may have come from there.
    """

    place: Place
    bar_code: str | None
    bar_code_state: BarCodeState
    media_type: str | None
    cleaner: bool
    duplicate: bool = False
    home_slot_id: SlotId | None = None
    origin: LibraryId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something a person should look at; ``what`` says it in words.

    Attributes:
        is_held: A medium is concerned that another library holds.
    """

    what: str
    is_held: bool = False
    bar_code: str | None = None
    places: tuple[Place, ...] = ()
    media: tuple[MediumId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What changed since the catalogue was written; media and elements that are not named stay as they are.

    Attributes:
        slots: What happened to slots.
        ports: What happened to ports.
        drives: What happened to drives, in order.
        occupants: Every full element, with the medium in it; None for a new one (see ``new``).
        moved: Media of this library that lie elsewhere in it.
        arrived_known: Media that were offline, or in a library that is away, and are now in this one.
        new: Cartridges that are to be catalogued.
        missing: Media of this library that are nowhere in it: they go offline.
        bar_codes: Media whose bar code was learnt, became unreadable, or is readable again.
        homes: Media whose home slot changed; None if another cartridge lies there.
        conflicts: What could not be decided.
    """

    slots: tuple[tuple[SlotId, SlotEvent], ...] = ()
    ports: tuple[tuple[PortId, PortEvent], ...] = ()
    drives: tuple[tuple[DriveId, DriveEvent], ...] = ()
    occupants: tuple[tuple[Place, MediumId | None], ...] = ()
    moved: tuple[tuple[MediumId, Place], ...] = ()
    arrived_known: tuple[tuple[MediumId, Place], ...] = ()
    new: tuple[NewCartridge, ...] = ()
    missing: tuple[MediumId, ...] = ()
    bar_codes: tuple[tuple[MediumId, str | None, BarCodeState], ...] = ()
    homes: tuple[tuple[MediumId, SlotId | None], ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class _Elements:
    """The catalogued elements by address and by place."""

    def __init__(self, catalogue: Catalogue) -> None:
        kinds: tuple[tuple[PlaceKind, Sequence[Slot | Drive | Port | Changer]], ...] = (
            (PlaceKind.SLOT, catalogue.slots),
            (PlaceKind.DRIVE, catalogue.drives),
            (PlaceKind.PORT, catalogue.ports),
            (PlaceKind.ROBOT, catalogue.changers),
        )
        self.places = {
            element.address: Place(kind=kind, element_id=element.id) for kind, elements in kinds for element in elements
        }
        self.slots = frozenset(slot.id for slot in catalogue.slots)

    def place_at(self, address: int | None) -> Place | None:
        """The element of that address; None if it is not catalogued."""
        return self.places.get(address) if address is not None else None


def reconcile(seen: Iterable[Seen], catalogue: Catalogue) -> Findings:
    """What changed: see :class:`Findings`.

    Args:
        seen: A complete element status of the library, taken while nothing moved.
        catalogue: What is catalogued; its elements must be the library's, whatever lies in them.
    """
    elements = _Elements(catalogue)
    reported = {each.address: each for each in seen}
    spots = tuple(_spots(reported, elements))
    matching = match(spots, (*catalogue.media, *catalogue.elsewhere), catalogue.held)
    homes = _homes(spots, matching, elements)
    local = {medium.id for medium in catalogue.media}
    pairs = matching.pairs
    kept = _kept(reported, elements, matching)
    open_media = (medium for medium in matching.open_media if medium.place.element_id not in kept)
    gone = (medium for medium in open_media if medium.place.kind is not PlaceKind.OFFLINE)
    return Findings(
        slots=tuple(_slot_events(reported, [slot for slot in catalogue.slots if slot.id not in kept])),
        ports=tuple(_port_events(reported, [port for port in catalogue.ports if port.id not in kept])),
        drives=tuple(_drive_events(reported, [drive for drive in catalogue.drives if drive.id not in kept], matching)),
        occupants=tuple((spot.place, _id(matching.medium_in(spot.place))) for spot in spots),
        moved=tuple((m.id, spot.place) for spot, m in pairs if m.id in local and m.place != spot.place),
        arrived_known=tuple((m.id, spot.place) for spot, m in pairs if m.id not in local),
        new=tuple(_new(spot, homes[spot.place], matching, catalogue) for spot in matching.open_spots),
        missing=tuple(medium.id for medium in gone if medium.id in local),
        bar_codes=tuple(_bar_code_changes(pairs)),
        homes=tuple((m.id, homes[spot.place]) for spot, m in pairs if m.home_slot_id != homes[spot.place]),
        conflicts=(*_duplicates(matching, spots, catalogue), *_strangers(reported, elements)),
    )


def _kept(reported: Mapping[int, Seen], elements: _Elements, matching: Matching) -> frozenset[UUID | None]:
    """The elements that keep what is catalogued in them: the library does not know, and it was not seen elsewhere."""
    unsure = {place for address, place in elements.places.items() if address in reported and reported[address].unsure}
    return frozenset(medium.place.element_id for medium in matching.open_media if medium.place in unsure)


def _spots(reported: Mapping[int, Seen], elements: _Elements) -> Iterator[Spot]:
    for address, seen in reported.items():
        if seen.full and address in elements.places:
            yield Spot(
                place=elements.places[address],
                bar_code=bar_codes.clean(seen.bar_code),
                source=elements.place_at(seen.source_address),
                cleaner=seen.cleaner,
                density=seen.density,
            )


def _id(medium: Medium | None) -> MediumId | None:
    return medium.id if medium else None


# --- What it means for cartridges -------------------------------------------------------------------------------------


def _new(spot: Spot, home: SlotId | None, matching: Matching, catalogue: Catalogue) -> NewCartridge:
    library = catalogue.library
    cleaner = is_cleaner(spot.bar_code, spot.cleaner)
    default = library.default_type or _drives_type(catalogue.drives)
    unread = spot.bar_code is None and library.has_bar_codes
    return NewCartridge(
        place=spot.place,
        bar_code=spot.bar_code,
        bar_code_state=BarCodeState.UNREADABLE if unread else BarCodeState.OK,
        media_type=cleaner_type(spot.bar_code, default) if cleaner else type_of(spot.bar_code, spot.density, default),
        cleaner=cleaner,
        duplicate=matching.is_duplicate(spot),
        home_slot_id=home,
        origin=_origin(spot, matching, catalogue),
    )


def _origin(spot: Spot, matching: Matching, catalogue: Catalogue) -> LibraryId | None:
    """Where the cartridge would be missed; None if it could be several media, or the medium several cartridges."""
    alike = [medium for medium in (*catalogue.media, *catalogue.elsewhere, *catalogue.held) if same_code(spot, medium)]
    is_alone = len(alike) == 1 and len(matching.seen_with(spot.bar_code)) == 1
    return alike[0].library_id if is_alone and alike[0] in catalogue.held else None


def _slot(place: Place | None) -> SlotId | None:
    """The slot that a place is; None if it is none."""
    return SlotId(place.element_id) if place and place.kind is PlaceKind.SLOT and place.element_id else None


def _drives_type(drives: Iterable[Drive]) -> str | None:
    """What the drives of a library have in common: the native type of all of them; None if they differ."""
    types = {drive.type_name for drive in drives if drive.type_name}
    return next(iter(native_types(types.pop())), None) if len(types) == 1 else None


def _bar_code_changes(pairs: Iterable[tuple[Spot, Medium]]) -> Iterator[tuple[MediumId, str | None, BarCodeState]]:
    for spot, medium in pairs:
        before = (medium.bar_code, medium.bar_code_state)
        after = _bar_code_after(spot.bar_code, medium)
        if after != before:
            yield medium.id, *after


def _bar_code_after(read: str | None, medium: Medium) -> tuple[str | None, BarCodeState]:
    if read is not None:
        return medium.bar_code or read, BarCodeState.OK
    return medium.bar_code, BarCodeState.UNREADABLE if medium.bar_code else medium.bar_code_state


def _homes(spots: Sequence[Spot], matching: Matching, elements: _Elements) -> dict[Place, SlotId | None]:
    """Where each cartridge is at home, by where it lies: in its slot, if it lies in one.

    Else it keeps its home, unless another lies in it; one without a home gets the slot that it came from, if that is
    nobody's.
    """
    free = elements.slots - {_slot(spot.place) for spot in spots}
    away = [spot for spot in spots if spot.place.kind is not PlaceKind.SLOT]
    mine = [(medium.home_slot_id, spot) for spot in away if (medium := matching.medium_in(spot.place))]
    homes: dict[Place, SlotId | None] = {}
    for slot, spot in (*mine, *((_slot(spot.source), spot) for spot in away)):
        if spot.place not in homes and slot in free and slot not in homes.values():
            homes[spot.place] = slot
    return {spot.place: _slot(spot.place) or homes.get(spot.place) for spot in spots}


# --- What it means for elements ---------------------------------------------------------------------------------------


def _slot_events(reported: Mapping[int, Seen], slots: Iterable[Slot]) -> Iterator[tuple[SlotId, SlotEvent]]:
    for slot in slots:
        event = _slot_event(reported.get(slot.address))
        marked = slot.state is SlotState.NEEDS_INVENTORY and event is SlotEvent.FILL
        if SLOT[slot.state][event] is not slot.state and not marked:
            yield slot.id, event


def _slot_event(seen: Seen | None) -> SlotEvent:
    """An empty slot that the robot cannot reach, or that is not reported at all, is one whose magazine is out."""
    if seen is not None and seen.full:
        return SlotEvent.FILL
    return SlotEvent.CLEAR if seen is not None and seen.accessible else SlotEvent.VANISH


def _port_events(reported: Mapping[int, Seen], ports: Iterable[Port]) -> Iterator[tuple[PortId, PortEvent]]:
    for port in ports:
        if port.address in reported:
            event = PortEvent.FILL if reported[port.address].full else PortEvent.CLEAR
            if PORT_CONTENT[port.content][event] is not port.content:
                yield port.id, event


def _drive_events(
    reported: Mapping[int, Seen], drives: Iterable[Drive], matching: Matching
) -> Iterator[tuple[DriveId, DriveEvent]]:
    for drive in drives:
        if drive.address in reported:
            found = _id(matching.medium_in(Place(kind=PlaceKind.DRIVE, element_id=drive.id)))
            full = reported[drive.address].full
            events = _events_of_full(drive, found) if full else _events_of_empty(drive)
            yield from ((drive.id, event) for event in events)


def _events_of_full(drive: Drive, found: MediumId | None) -> tuple[DriveEvent, ...]:
    if drive.state is DriveState.DISMOUNTED:
        return (DriveEvent.FIND,)
    expected = drive.medium_id is not None and drive.medium_id == found
    return () if expected or drive.state is DriveState.BEING_CLEANED else (DriveEvent.REMOVE, DriveEvent.FIND)


def _events_of_empty(drive: Drive) -> tuple[DriveEvent, ...]:
    """A drive being cleaned may wait for its cleaning cartridge; one that had it has lost it."""
    waits = drive.state is DriveState.BEING_CLEANED and drive.medium_id is None
    return () if waits or drive.state is DriveState.DISMOUNTED else (DriveEvent.REMOVE,)


# --- What a person should look at -------------------------------------------------------------------------------------


def _duplicates(matching: Matching, spots: Sequence[Spot], catalogue: Catalogue) -> Iterator[Conflict]:
    doubtful = {spot.bar_code: spot for spot in matching.open_spots if matching.is_duplicate(spot)}
    for code, spot in doubtful.items():
        held = [medium for medium in catalogue.held if same_code(spot, medium)]
        yield Conflict(
            what=f"several cartridges have the bar code {code}" + (", one of them in another library" if held else ""),
            is_held=bool(held),
            bar_code=code,
            places=sightings(spots, code),
            media=tuple(m.id for m in (*catalogue.media, *catalogue.elsewhere, *held) if same_code(spot, m)),
        )


def _strangers(reported: Mapping[int, Seen], elements: _Elements) -> Iterator[Conflict]:
    for address, seen in reported.items():
        if seen.full and address not in elements.places:
            yield Conflict(
                what=f"a cartridge lies in {seen.kind.value} element {address}, which is not catalogued",
                bar_code=seen.bar_code,
            )
