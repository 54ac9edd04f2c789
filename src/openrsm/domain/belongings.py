"""Where the books contradict themselves in who has what: drives their holders, sides their owners."""

from __future__ import annotations

from collections.abc import Iterator

from openrsm.domain import troubles
from openrsm.domain.books import Books
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.side import SideState
from openrsm.domain.troubles import Finding, Trouble
from openrsm.domain.values import LogicalMedium, Side

_TAKEN = frozenset({SideState.ALLOCATED, SideState.COMPLETE})


def contradictions(books: Books) -> Iterator[Finding]:
    """What cannot be, whatever people do."""
    yield from _holders(books)
    yield from _sides(books)
    yield from _reservations(books)
    yield from _logical(books)


# --- Drives -----------------------------------------------------------------------------------------------------------


def _holders(books: Books) -> Iterator[Finding]:
    given = books.given()
    for drive in books.drives.values():
        if drive.holder is not None and drive.id not in given and not _is_mounted_in(drive):
            what = f"is held by {drive.holder.application} of {drive.holder.user}, who has nothing mounted in it and "
            yield _of_drive(troubles.HELD_BY_NOBODY, drive, f"{what}waits for nothing")
        elif drive.holder is not None and drive.held_since is None:
            what = f"is held by {drive.holder.application} of {drive.holder.user} since nobody knows when"
            yield _of_drive(troubles.HELD_SINCE, drive, what)
        elif drive.holder is None and (drive.held_since or drive.ownerless_since):
            yield _of_drive(troubles.HELD_SINCE, drive, "is held by nobody, and says since when")


def _is_mounted_in(drive: Drive) -> bool:
    """A mount that is done; what its cartridge says of that is judged apart."""
    return drive.state is DriveState.LOADED and drive.medium_id is not None


def _of_drive(trouble: Trouble, drive: Drive, what: str) -> Finding:
    return Finding(
        trouble=trouble,
        subject=drive.name,
        what=f"{drive.name} ({drive.state.name.lower()}) {what}",
        object_id=drive.id,
        library_id=drive.library_id,
    )


# --- Sides ------------------------------------------------------------------------------------------------------------


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


def _reservations(books: Books) -> Iterator[Finding]:
    """A medium that an LMID still names has an owner, if not one that its sides know of: it is left to him."""
    owned = {one.side_id for one in books.logical.values()}
    for medium in books.media.values():
        sides = books.sides[medium.id]
        has_owner = any(side.state in _TAKEN or side.id in owned for side in sides)
        for side in sides if not has_owner else ():
            if side.state is SideState.RESERVED:
                what = f"side {side.number} of {medium.name} is reserved, and no other side is anybody's"
                yield Finding(
                    trouble=troubles.RESERVED_WRONG,
                    subject=medium.name,
                    what=what,
                    object_id=side.id,
                    library_id=medium.library_id,
                )


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
