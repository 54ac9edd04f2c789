"""Numbered slots and drives: a library, or a share of it, as changer programs see it; and what may be asked of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from openrsm.domain.drive_types import supports
from openrsm.domain.equipment import Drive, Library, Port, Slot
from openrsm.domain.library import LibraryKind
from openrsm.domain.records import Move, MoveOutcome, WorkItem
from openrsm.domain.shares import FIRST_SLOT, Share, is_of
from openrsm.domain.side import SideState
from openrsm.domain.slot import PortContent
from openrsm.domain.standalone import is_alone
from openrsm.domain.values import Medium, MediumId, Place, PlaceKind, Requester, Side
from openrsm.domain.work import IN_DRIVE, OPEN, WorkState
from openrsm.errors import (
    Busy,
    Empty,
    InvalidParameter,
    InvalidState,
    LibraryOffline,
    NotEmpty,
    NotSupported,
    ResourceDisabled,
    TimedOut,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A slot by its number.

    Attributes:
        place: The element that it is; None in a share, where numbers are no elements.
        medium: What lies in it.
        owner: Whose number it is: in a share, the medium that keeps it, wherever that is.
        address: The element's; in a share, the number.
    """

    number: int
    address: int
    place: Place | None = None
    medium: Medium | None = None
    owner: Medium | None = None

    @property
    def is_port(self) -> bool:
        """Whether it is an I/E element."""
        return self.place is not None and self.place.kind is PlaceKind.PORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Bay:
    """A drive by its number.

    Attributes:
        medium: What is in it, and belongs to the changer.
        slot: The number of the slot that it came from; 0 if that is not known.
    """

    number: int
    drive: Drive
    medium: Medium | None = None
    slot: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Changer:
    """A library or a share as numbered cells and bays; ``share`` is None for a library."""

    library: Library
    share: Share | None
    cells: Sequence[Cell]
    bays: Sequence[Bay]

    @property
    def name(self) -> str:
        """What people call it."""
        return self.share.name if self.share is not None else self.library.name

    def cell(self, number: int) -> Cell:
        """The slot of that number.

        Raises:
            InvalidParameter: There is none.
        """
        if not FIRST_SLOT <= number <= len(self.cells):
            raise InvalidParameter(f"{self.name} has no slot {number}", f"give 1 to {len(self.cells)}")
        return self.cells[number - FIRST_SLOT]

    def bay(self, number: int) -> Bay:
        """The drive of that number.

        Raises:
            InvalidParameter: There is none.
        """
        if not 0 <= number < len(self.bays):
            raise InvalidParameter(f"{self.name} has no drive {number}", f"give 0 to {len(self.bays) - 1}")
        return self.bays[number]


def of_library(
    library: Library,
    drives: Iterable[Drive],
    slots: Iterable[Slot],
    ports: Iterable[Port],
    media: Iterable[Medium],
    *,
    last: Mapping[MediumId, Move],
) -> Changer:
    """A library: slots by element address, then its I/E elements; drives by element address.

    ``last`` are the newest motions of the media that are in drives, which may have come from other places than those
    to which they return.
    """
    lying: Mapping[UUID | None, Medium] = {medium.place.element_id: medium for medium in media}
    places = [*_places(PlaceKind.SLOT, slots), *_places(PlaceKind.PORT, ports)]
    cells = [
        Cell(number=number, address=address, place=place, medium=lying.get(place.element_id))
        for number, (address, place) in enumerate(places, FIRST_SLOT)
    ]
    numbers = {cell.place.element_id: cell.number for cell in cells if cell.place}
    return Changer(library=library, share=None, cells=cells, bays=list(_bays(drives, lying, numbers, last)))


def _places(kind: PlaceKind, elements: Iterable[Slot | Port]) -> Iterator[tuple[int, Place]]:
    ordered = sorted(elements, key=lambda one: one.address)
    return ((one.address, Place(kind=kind, element_id=one.id)) for one in ordered)


def _bays(
    drives: Iterable[Drive],
    lying: Mapping[UUID | None, Medium],
    numbers: Mapping[UUID | None, int],
    last: Mapping[MediumId, Move],
) -> Iterator[Bay]:
    for number, drive in enumerate(sorted(drives, key=lambda one: one.address)):
        medium = lying.get(drive.id)
        slot = numbers.get(_origin(medium, last.get(medium.id)), 0) if medium is not None else 0
        yield Bay(number=number, drive=drive, medium=medium, slot=slot)


def _origin(medium: Medium, move: Move | None) -> UUID | None:
    """Where what is in a drive was taken from; where it belongs if somebody else brought it there."""
    ours = move is not None and move.destination == medium.place and move.outcome is MoveOutcome.DONE
    return move.source.element_id if move is not None and ours else medium.home_slot_id


def of_share(
    share: Share, library: Library, drives: Sequence[Drive], media: Sequence[tuple[int, Medium]], room: int
) -> Changer:
    """A share: a slot for each number of its media, and as many as the library has (``room``) at least."""
    owners = dict(media)
    numbers = {medium.id: number for number, medium in media}
    at: Mapping[UUID | None, Medium] = {medium.place.element_id: medium for _, medium in media}
    bays = [_bay_of_share(number, drive, at.get(drive.id), numbers) for number, drive in enumerate(drives)]
    loaded = {bay.medium.id for bay in bays if bay.medium is not None}
    cells = [
        Cell(number=number, address=number, medium=_lies(owners.get(number), loaded), owner=owners.get(number))
        for number in range(FIRST_SLOT, max([room, *owners]) + 1)
    ]
    return Changer(library=library, share=share, cells=cells, bays=bays)


def _bay_of_share(number: int, drive: Drive, medium: Medium | None, numbers: Mapping[MediumId, int]) -> Bay:
    return Bay(number=number, drive=drive, medium=medium, slot=numbers[medium.id] if medium else 0)


def _lies(medium: Medium | None, loaded: Iterable[object]) -> Medium | None:
    """What a share sees in a slot: its medium, unless that is in one of its drives, or in no library."""
    away = medium is None or medium.id in loaded or medium.place.kind is PlaceKind.OFFLINE
    return None if away else medium


# --- What may be asked ------------------------------------------------------------------------------------------------


def check_usable(library: Library) -> None:
    """The library has devices and is in service.

    Raises:
        LibraryOffline: It is the offline library.
        ResourceDisabled: It is disabled.
    """
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "name a library that has devices")
    if not library.enabled:
        raise ResourceDisabled(f"library {library.name} is disabled", f"run: rsm library enable {library.name}")


def lying_in(changer: Changer, cell: Cell) -> Medium:
    """What lies in a slot.

    Raises:
        Empty: Nothing does.
    """
    if cell.medium is not None:
        return cell.medium
    where = next((f": its cartridge is in drive {bay.number}" for bay in changer.bays if bay.slot == cell.number), "")
    raise Empty(f"slot {cell.number} of {changer.name} is empty{where}", "name a full slot")


def check_loadable(changer: Changer, bay: Bay, me: Requester, items: Iterable[WorkItem]) -> None:
    """Whether an application may load a drive: nothing that it loaded is there, or about to be.

    What anybody has brought there in the name of a share, and is none of its media, is waited for: the share could not
    unload it.

    Raises:
        InvalidState: Something is.
    """
    mine = bay.medium is not None or changer.share is None
    if bay.drive.holder is not None and mine and is_same(bay.drive.holder, me, changer.share):
        what = bay.medium.name if bay.medium is not None else "a cartridge"
        raise InvalidState(f"drive {bay.number} of {changer.name} holds {what}", "unload it first")
    for item in items:
        wants = bay.drive.id in (item.drive_id, item.drive_wanted_id) and _concerns(item, changer)
        if item.operation in IN_DRIVE and wants and is_same(item.requester, me, changer.share):
            what = f"drive {bay.number} of {changer.name} is about to be loaded (work item {item.number})"
            raise InvalidState(what, f"wait for it, or run: rsm work cancel {item.number}")


def _concerns(item: WorkItem, changer: Changer) -> bool:
    """Whether an item is about a medium of the changer's: of a share, about one that has a number."""
    owners = {cell.owner.id for cell in changer.cells if cell.owner is not None}
    return changer.share is None or item.medium_id in owners


def in_drive(changer: Changer, bay: Bay) -> Medium:
    """What an application may unload from a drive.

    Raises:
        Empty: Nothing is in it, as far as the application may know.
        Busy: Another application has it.
    """
    if bay.medium is not None:
        return bay.medium
    if bay.drive.holder is not None:
        what = f"drive {bay.number} of {changer.name} is in use by {bay.drive.holder.application}"
        raise Busy(what, "wait until it is free")
    raise Empty(f"drive {bay.number} of {changer.name} is empty", "load it first")


def check_holder(changer: Changer, bay: Bay, me: Requester, *, administrator: bool, present: bool) -> None:
    """Whether somebody may unload what is in a drive: it is nobody's, or the same application's.

    Of a library, an administrator may also unload what somebody has left there: ``present`` says that whoever holds the
    drive is still there.

    Raises:
        Busy: It is another's.
    """
    holder = bay.drive.holder
    if holder is None or is_same(holder, me, changer.share) or (administrator and not present and not changer.share):
        return
    what = f"drive {bay.number} of {changer.name} is in use by {holder.application} of {holder.user}"
    raise Busy(what, "let it unload the drive, or run: rsm drive dismount")


def is_same(one: Requester, other: Requester, share: Share | None) -> bool:
    """Whether two requests come from the same application: of a share, that is the share itself; else it has a user."""
    if share is not None:
        return is_of(one, share)
    return (one.application, one.user) == (other.application, other.user)


def writes(drive: Drive, medium: Medium, side: Side) -> bool:
    """Whether a load asks for write access: wherever drive and side allow it."""
    return side.state is not SideState.COMPLETE and supports(drive.type_name, medium.media_type, write=True)


def check_in_time(item: WorkItem) -> None:
    """Whether a motion is over when somebody is not willing to wait for it any longer.

    Raises:
        TimedOut: It is not.
    """
    if item.state in OPEN:
        begun = item.state is WorkState.IN_PROCESS
        what = f"the time allowed ran out before work item {item.number} was done"
        raise TimedOut(what, "it has begun and goes on" if begun else "allow more time, or try later")


def check_carriable(medium: Medium, library: Library, items: Iterable[WorkItem]) -> None:
    """Whether a cartridge may be carried from slot to slot.

    Raises:
        NotSupported: The library has no robot.
        ResourceDisabled: It is disabled.
        InvalidState: It is the library's cleaning cartridge.
        Busy: It is about to be carried already.
    """
    if is_alone(library):
        raise NotSupported(f"library {library.name} is a stand-alone drive", "it has no slots")
    if not medium.enabled:
        raise ResourceDisabled(f"medium {medium.name} is disabled", f"run: rsm media enable {medium.name}")
    if medium.cleaner and medium.home_slot_id == library.cleaner_slot_id:
        raise InvalidState(f"{medium.name} is the cleaning cartridge of library {library.name}", "see: rsm cleaner")
    for item in items:
        raise Busy(f"work item {item.number} is about medium {medium.name}", "wait for its end")


def check_room(cell: Cell, medium: Medium, library: Library, port: Port | None) -> None:
    """Whether nothing lies in the slot of a library where a cartridge is to go; ``port`` is the slot, if it is one.

    Raises:
        NotEmpty: A cartridge does.
    """
    lies = cell.medium.name if cell.medium is not None else "a cartridge"
    unknown = port is not None and port.content is PortContent.FULL
    if (cell.medium is not None or unknown) and cell.medium != medium:
        raise NotEmpty(f"{lies} lies in slot {cell.number} of {library.name}", "name an empty slot")


def check_kept(cell: Cell, medium: Medium, library: Library, kept: Iterable[Medium], work: Iterable[WorkItem]) -> None:
    """Whether a slot of a library is kept for no other cartridge.

    Args:
        cell: The slot.
        medium: The cartridge that is to be brought there.
        library: The library.
        kept: The media that return to the slot.
        work: What is to be done in the library.

    Raises:
        NotEmpty: Another is on its way there, or will return there.
    """
    where, advice = f"slot {cell.number} of {library.name}", "name an empty slot"
    for other in kept:
        if other.id != medium.id and other.place.kind is not PlaceKind.PORT:
            raise NotEmpty(f"{where} is kept for {other.name}", advice)
    if library.cleaner_slot_id is not None and cell.place == slot_place(library.cleaner_slot_id):
        raise NotEmpty(f"{where} is kept for the cleaning cartridge", advice)
    for item in work:
        if item.destination is not None and item.destination == cell.place:
            raise NotEmpty(f"work item {item.number} brings a cartridge to {where}", advice)


def slot_place(slot_id: UUID) -> Place:
    """A slot as a place."""
    return Place(kind=PlaceKind.SLOT, element_id=slot_id)
