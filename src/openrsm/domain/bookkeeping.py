"""Whether a catalogue contradicts itself: one look at the whole of it, and what must hold of it whatever happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from openrsm.domain import bar_codes, troubles
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Changer, Drive, Library, Port, Slot
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.medium import MediumState
from openrsm.domain.records import Move, OperatorRequest, WorkItem
from openrsm.domain.side import SideState
from openrsm.domain.slot import PortContent, SlotState
from openrsm.domain.troubles import Finding
from openrsm.domain.values import (
    LibraryId,
    LogicalId,
    LogicalMedium,
    Medium,
    MediumId,
    PlaceKind,
    Side,
    SlotId,
    WorkId,
)
from openrsm.domain.work import IN_DRIVE, WorkState

_TAKEN = frozenset({SideState.ALLOCATED, SideState.COMPLETE})
_IN_A_DRIVE = frozenset({MediumState.MOUNTED, MediumState.LOADED, MediumState.UNLOADED})
_WANTED = frozenset({MediumState.IN_USE, MediumState.OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The whole catalogue at one instant.

    Attributes:
        work: The items that have not ended.
        requests: The operator requests that want an answer.
        moves: The motions that are open.
        moving: The cartridges that the service moves at this instant.
    """

    libraries: Mapping[LibraryId, Library]
    drives: Sequence[Drive]
    slots: Sequence[Slot]
    ports: Sequence[Port]
    changers: Sequence[Changer]
    media: Mapping[MediumId, Medium]
    sides: Mapping[MediumId, Sequence[Side]]
    logical: Mapping[LogicalId, LogicalMedium]
    work: Mapping[WorkId, WorkItem]
    requests: Sequence[OperatorRequest]
    moves: Sequence[Move]
    moving: Collection[MediumId] = ()

    def elements(self) -> dict[UUID, tuple[PlaceKind, LibraryId]]:
        """Every element by its id: what kind of place it is, and of which library."""
        kinds: tuple[tuple[PlaceKind, Sequence[Slot | Port | Drive | Changer]], ...] = (
            (PlaceKind.SLOT, self.slots),
            (PlaceKind.PORT, self.ports),
            (PlaceKind.DRIVE, self.drives),
            (PlaceKind.ROBOT, self.changers),
        )
        return {element.id: (kind, element.library_id) for kind, group in kinds for element in group}

    def occupants(self) -> dict[UUID, Medium]:
        """The medium in each element that holds one."""
        return {one.place.element_id: one for one in self.media.values() if one.place.element_id}


def check(books: Books) -> Iterator[Finding]:
    """Everything that is wrong."""
    yield from _places(books)
    yield from _contents(books)
    yield from _drives(books)
    yield from _homes(books)
    yield from _holders(books)
    yield from _media(books)
    yield from _sides(books)
    yield from _logical(books)
    yield from _codes(books)
    yield from _work(books)
    yield from _requests(books)
    yield from _moves(books)


# --- Cartridges and places --------------------------------------------------------------------------------------------


def _places(books: Books) -> Iterator[Finding]:
    elements = books.elements()
    for medium in books.media.values():
        library = books.libraries[medium.library_id]
        there = elements.get(medium.place.element_id) if medium.place.element_id else None
        outside = library.kind is LibraryKind.OFFLINE and medium.place.kind is PlaceKind.OFFLINE
        if not outside and there != (medium.place.kind, library.id):
            what = f"{medium.name} is said to be in a {medium.place.kind.value} that library {library.name} has not"
            yield Finding(
                trouble=troubles.PLACE_UNKNOWN,
                subject=medium.name,
                what=what,
                object_id=medium.id,
                library_id=library.id,
            )


def _contents(books: Books) -> Iterator[Finding]:
    there = books.occupants()
    for slot in books.slots:
        if slot.state in (SlotState.FULL, SlotState.EMPTY):
            yield from _content(books, slot, "slot", there.get(slot.id), full=slot.state is SlotState.FULL)
    for port in books.ports:
        if port.content in (PortContent.FULL, PortContent.EMPTY):
            yield from _content(books, port, "port", there.get(port.id), full=port.content is PortContent.FULL)


def _content(books: Books, element: Slot | Port, kind: str, held: Medium | None, *, full: bool) -> Iterator[Finding]:
    if full is (held is None):
        library = books.libraries[element.library_id]
        what = (
            f"{kind} {element.number} is {'full' if full else 'empty'}, and {held.name if held else 'nothing'} is in it"
        )
        yield Finding(
            trouble=troubles.CONTENT_WRONG, subject=f"{library.name}", what=what, library_id=element.library_id
        )


def _drives(books: Books) -> Iterator[Finding]:
    there = books.occupants()
    for drive in books.drives:
        held = there.get(drive.id)
        waits = drive.state is DriveState.BEING_CLEANED and held is None
        agrees = waits or (drive.state is DriveState.DISMOUNTED) is (held is None)
        if not agrees or drive.medium_id != (held.id if held else None):
            named = books.media.get(drive.medium_id) if drive.medium_id else None
            what = f"{drive.name} ({drive.state.name.lower()}) holds {_name(named)}, and {_name(held)} says to be in it"
            yield Finding(
                trouble=troubles.DRIVE_WRONG,
                subject=drive.name,
                what=what,
                object_id=drive.id,
                library_id=drive.library_id,
            )


def _name(medium: Medium | None) -> str:
    return medium.name if medium else "nothing"


def _homes(books: Books) -> Iterator[Finding]:
    owners = {slot.id: slot.library_id for slot in books.slots}
    homes: defaultdict[SlotId, list[Medium]] = defaultdict(list)
    for medium in books.media.values():
        if medium.home_slot_id is not None:
            homes[medium.home_slot_id].append(medium)
    for slot_id, media in homes.items():
        if len(media) > 1:
            names = ", ".join(sorted(one.name for one in media))
            yield Finding(
                trouble=troubles.HOME_SHARED,
                subject=names,
                what=f"{names} are at home in the same slot",
                object_id=slot_id,
                library_id=owners.get(slot_id, media[0].library_id),
            )


def _codes(books: Books) -> Iterator[Finding]:
    codes: defaultdict[str, list[Medium]] = defaultdict(list)
    for medium in books.media.values():
        if medium.bar_code is not None and medium.place.kind is not PlaceKind.OFFLINE:
            codes[bar_codes.key(medium.bar_code)].append(medium)
    for media in codes.values():
        if len(media) > 1:
            told = ", ".join(sorted(medium.name for medium in media))
            among = {medium.library_id for medium in media}
            yield Finding(
                trouble=troubles.CODE_SHARED,
                subject=told,
                what=f"{told} have the same bar code",
                library_id=among.pop() if len(among) == 1 else None,
            )


# --- Who has what -----------------------------------------------------------------------------------------------------


def _holders(books: Books) -> Iterator[Finding]:
    for drive in books.drives:
        if drive.holder is not None and not _is_held(books, drive):
            yield Finding(
                trouble=troubles.HELD_BY_NOBODY,
                subject=drive.name,
                what=f"{drive.name} ({drive.state.name.lower()}) is held by {drive.holder.application} of "
                f"{drive.holder.user}, who has nothing mounted in it and waits for nothing",
                object_id=drive.id,
                library_id=drive.library_id,
            )


def _is_held(books: Books, drive: Drive) -> bool:
    medium = books.media.get(drive.medium_id) if drive.medium_id else None
    if drive.state is DriveState.LOADED and medium is not None and medium.state is MediumState.LOADED:
        return True
    return any(
        item.operation in IN_DRIVE and item.state is WorkState.IN_PROCESS and item.drive_id == drive.id
        for item in books.work.values()
    )


def _media(books: Books) -> Iterator[Finding]:
    wanted = {item.medium_id for item in books.work.values()}
    for medium in books.media.values():
        is_stuck = medium.state in _WANTED and medium.id not in wanted
        is_astray = medium.state in _IN_A_DRIVE and medium.place.kind is not PlaceKind.DRIVE
        if (is_stuck or is_astray) and medium.id not in books.moving:
            state = medium.state.name.lower().replace("_", " ")
            why = "no work item concerns it" if is_stuck else f"it is in a {medium.place.kind.value}"
            yield Finding(
                trouble=troubles.MEDIUM_WAITS,
                subject=medium.name,
                what=f"{medium.name} is {state}, and {why}",
                object_id=medium.id,
                library_id=medium.library_id,
            )


def _sides(books: Books) -> Iterator[Finding]:
    for medium in books.media.values():
        for side in books.sides[medium.id]:
            named = books.logical.get(side.logical_id) if side.logical_id else None
            if (side.state in _TAKEN) is not (named is not None) or (side.logical_id is not None and named is None):
                state = side.state.name.lower()
                what = f"side {side.number} of {medium.name} is {state}, and its LMID is {_lmid(side, named)}"
                yield Finding(trouble=troubles.SIDE_WRONG, subject=medium.name, what=what, object_id=side.id)


def _lmid(side: Side, named: LogicalMedium | None) -> str:
    if side.logical_id is None:
        return "none"
    return f"{side.logical_id}, which is {'there' if named else 'nowhere'}"


def _logical(books: Books) -> Iterator[Finding]:
    owners = {side.logical_id: (side, medium) for medium in books.media.values() for side in books.sides[medium.id]}
    for one in books.logical.values():
        side, medium = owners.get(one.id, (None, None))
        if side is None or medium is None:
            what = f"LMID {one.id} of {one.owner or 'nobody'} names no side"
            yield Finding(trouble=troubles.LMID_WRONG, subject=str(one.id), what=what, object_id=one.id)
        elif side.id != one.side_id:
            what = f"LMID {one.id} of {one.owner or 'nobody'} names another side than that of {medium.name} that has it"
            yield Finding(trouble=troubles.LMID_WRONG, subject=str(one.id), what=what, object_id=one.id)
        elif medium.pool_id != one.pool_id:
            what = f"LMID {one.id} is in another pool than its medium {medium.name}"
            yield Finding(trouble=troubles.POOLS_DIFFER, subject=medium.name, what=what, object_id=one.id)


# --- What is under way ------------------------------------------------------------------------------------------------


def _work(books: Books) -> Iterator[Finding]:
    drives = {drive.id for drive in books.drives}
    for item in books.work.values():
        lacks = [
            *(["library"] if item.library_id not in books.libraries else []),
            *(["medium"] if item.medium_id is not None and item.medium_id not in books.media else []),
            *(["drive"] if item.drive_id is not None and item.drive_id not in drives else []),
        ]
        if lacks:
            yield Finding(
                trouble=troubles.WORK_LOST,
                subject=f"work item {item.number}",
                what=f"work item {item.number} is {item.state.name.lower()}, and its {' and '.join(lacks)} is gone",
                object_id=item.id,
                library_id=item.library_id if item.library_id in books.libraries else None,
            )


def _requests(books: Books) -> Iterator[Finding]:
    for request in books.requests:
        if request.work_id is not None and request.work_id not in books.work:
            yield Finding(
                trouble=troubles.REQUEST_LOST,
                subject=f"operator request {request.number}",
                what=f"operator request {request.number} ({request.message}) stands for work that has ended",
                object_id=request.id,
                library_id=request.library_id,
            )


def _moves(books: Books) -> Iterator[Finding]:
    for move in books.moves:
        library = books.libraries.get(move.library_id)
        if library is None or library.operational is not Operational.READY or move.medium_id in books.moving:
            continue  # a library that is not ready is settled when it is opened
        medium = books.media.get(move.medium_id)
        yield Finding(
            trouble=troubles.MOTION_OPEN,
            subject=_name(medium),
            what=f"the motion of {_name(medium)} to a {move.destination.kind.value} has no end, and nothing moves",
            object_id=move.id,
            library_id=library.id,
        )
