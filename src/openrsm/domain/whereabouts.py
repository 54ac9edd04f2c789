"""Where the books contradict themselves in what is where: cartridges, their places and their homes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from openrsm.domain import bar_codes, troubles
from openrsm.domain.books import Books
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Port, Slot
from openrsm.domain.library import LibraryKind
from openrsm.domain.slot import PortContent, SlotState
from openrsm.domain.troubles import Finding
from openrsm.domain.values import Medium, PlaceKind, SlotId


def contradictions(books: Books) -> Iterator[Finding]:
    """What cannot be, whatever people do."""
    yield from _places(books)
    yield from _contents(books)
    yield from _drives(books)
    yield from _homes(books)


def _places(books: Books) -> Iterator[Finding]:
    elements = books.elements()
    for medium in books.media.values():
        library = books.libraries[medium.library_id]
        kind, element = elements.get(medium.place.element_id, (None, None)) if medium.place.element_id else (None, None)
        outside = library.kind is LibraryKind.OFFLINE and medium.place.kind is PlaceKind.OFFLINE
        is_there = element is not None and kind is medium.place.kind and element.library_id == library.id
        if not (outside or is_there):
            yield Finding(
                trouble=troubles.PLACE_UNKNOWN,
                subject=medium.name,
                what=f"{medium.name} is said to be in a {medium.place.kind.value} that library {library.name} has not",
                object_id=medium.id,
                library_id=library.id,
            )


def _contents(books: Books) -> Iterator[Finding]:
    there = books.occupants()
    for slot in books.slots:
        if slot.state is not SlotState.NEEDS_INVENTORY:  # as it is while an inventory is taken
            yield from _content(books, slot, "slot", slot.state, there.get(slot.id))
    for port in books.ports:
        yield from _content(books, port, "port", port.content, there.get(port.id))


def _content(
    books: Books, element: Slot | Port, kind: str, said: SlotState | PortContent, held: Medium | None
) -> Iterator[Finding]:
    if (said in (SlotState.FULL, PortContent.FULL)) is (held is None):
        word = said.name.lower().replace("_", " ")
        yield Finding(
            trouble=troubles.CONTENT_WRONG,
            subject=books.libraries[element.library_id].name,
            what=f"{kind} {element.number} is {word}, and {name_of(held)} is in it",
            library_id=element.library_id,
        )


def _drives(books: Books) -> Iterator[Finding]:
    there = books.occupants()
    for drive in books.drives.values():
        held = there.get(drive.id)
        waits = drive.state is DriveState.BEING_CLEANED and held is None
        agrees = waits or (drive.state is DriveState.DISMOUNTED) is (held is None)
        if not agrees or drive.medium_id != (held.id if held else None):
            named = books.media.get(drive.medium_id) if drive.medium_id else None
            state = drive.state.name.lower()
            yield Finding(
                trouble=troubles.DRIVE_WRONG,
                subject=drive.name,
                what=f"{drive.name} ({state}) holds {name_of(named)}, and {name_of(held)} says to be in it",
                object_id=drive.id,
                library_id=drive.library_id,
            )


def name_of(medium: Medium | None) -> str:
    """As people call it."""
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


def shared_codes(books: Books) -> Iterator[Finding]:
    """Bar codes that people have given to several cartridges: what they did, and no contradiction."""
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
