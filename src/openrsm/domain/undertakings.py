"""Where the books contradict themselves in what is under way: work, requests, and the states that come of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from openrsm.domain import troubles
from openrsm.domain.books import Books
from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive
from openrsm.domain.library import Operational
from openrsm.domain.medium import MediumState
from openrsm.domain.records import WorkItem
from openrsm.domain.troubles import Finding, Trouble
from openrsm.domain.values import DriveId, Medium, PlaceKind
from openrsm.domain.whereabouts import name_of
from openrsm.domain.work import IN_DRIVE, WorkState

COUPLED: Final[Mapping[MediumState, tuple[DriveState, ...]]] = {
    MediumState.MOUNTED: (DriveState.MOUNTED, DriveState.BEING_CLEANED),
    MediumState.LOADED: (DriveState.LOADED,),
    MediumState.UNLOADED: (DriveState.UNLOADED,),
}
"""What the drive of a medium may be while the medium is in its hands."""

_WANTED = frozenset({MediumState.IN_USE, MediumState.OPERATOR})


def contradictions(books: Books) -> Iterator[Finding]:
    """What cannot be, whatever people do."""
    yield from _media(books)
    yield from _work(books)
    yield from _requests(books)


# --- Media and drives -------------------------------------------------------------------------------------------------


def _media(books: Books) -> Iterator[Finding]:
    wanted = {item.medium_id for item in books.open_work()}
    for medium in books.media.values():
        drive = books.drives.get(DriveId(medium.place.element_id)) if medium.place.element_id else None
        state = medium.state.name.lower().replace("_", " ")
        if medium.state in _WANTED and medium.id not in wanted:
            what = f"{medium.name} is {state}, and no work item concerns it"
            yield _of_medium(troubles.MEDIUM_WAITS, medium, what)
        elif medium.state in COUPLED and drive is None:
            what = f"{medium.name} is {state}, and it is in a {medium.place.kind.value}"
            yield _of_medium(troubles.MEDIUM_WAITS, medium, what)
        elif drive is not None and not _agree(medium, drive):
            what = f"{medium.name} is {state} in {drive.name}, which is {drive.state.name.lower().replace('_', ' ')}"
            yield _of_medium(troubles.STATES_DIFFER, medium, what)
        elif medium.state is MediumState.OPERATOR and medium.place.kind is not PlaceKind.OFFLINE:
            what = f"{medium.name} is asked of an operator, and it is in a {medium.place.kind.value}"
            yield _of_medium(troubles.ASKED_THOUGH_THERE, medium, what)


def _agree(medium: Medium, drive: Drive) -> bool:
    if drive.state is DriveState.LOADED:
        return medium.state is MediumState.LOADED
    return medium.state not in COUPLED or drive.state in COUPLED[medium.state]


def _of_medium(trouble: Trouble, medium: Medium, what: str) -> Finding:
    return Finding(trouble=trouble, subject=medium.name, what=what, object_id=medium.id, library_id=medium.library_id)


# --- Work -------------------------------------------------------------------------------------------------------------


def _work(books: Books) -> Iterator[Finding]:
    for item in books.open_work():
        state = item.state.name.lower().replace("_", " ")
        if lacks := _lacks(books, item):
            yield _of_item(books, troubles.WORK_LOST, item, f"is {state}, and its {lacks} is gone")
        elif item.operation in IN_DRIVE and item.state is WorkState.IN_PROCESS and (why := _has_no_drive(books, item)):
            yield _of_item(books, troubles.WORK_ASTRAY, item, f"is {state}, and {why}")
        elif item.state is WorkState.WAITING and not item.reason:
            yield _of_item(books, troubles.UNREASONED, item, "waits, and does not say for what")


def _lacks(books: Books, item: WorkItem) -> str:
    gone = (
        ("library", item.library_id not in books.libraries),
        ("medium", item.medium_id is not None and item.medium_id not in books.media),
        ("drive", item.drive_id is not None and item.drive_id not in books.drives),
    )
    return " and ".join(what for what, is_gone in gone if is_gone)


def _has_no_drive(books: Books, item: WorkItem) -> str:
    if item.medium_id is None:
        return ""  # the cleaning of a stand-alone drive, which people do: it is given none, and is over at once
    if item.drive_id is None:
        return "has been given no drive"
    drive = books.drives[item.drive_id]
    if drive.holder == item.requester:
        return ""
    return f"its drive {drive.name} is held by {drive.holder.application if drive.holder else 'nobody'}"


def _of_item(books: Books, trouble: Trouble, item: WorkItem, what: str) -> Finding:
    return Finding(
        trouble=trouble,
        subject=f"work item {item.number}",
        what=f"work item {item.number} {what}",
        object_id=item.id,
        library_id=item.library_id if item.library_id in books.libraries else None,
    )


def _requests(books: Books) -> Iterator[Finding]:
    open_ids = {item.id for item in books.open_work()}
    for request in books.asked():
        if request.work_id is not None and request.work_id not in open_ids:
            yield Finding(
                trouble=troubles.REQUEST_LOST,
                subject=f"operator request {request.number}",
                what=f"operator request {request.number} ({request.message}) stands for work that has ended",
                object_id=request.id,
                library_id=request.library_id,
            )


# --- Motions ----------------------------------------------------------------------------------------------------------


def open_motions(books: Books) -> Iterator[Finding]:
    """Motions that nothing carries on; while something moves, they are as they should be."""
    for move in books.moves:
        library = books.libraries.get(move.library_id)
        if move.closed_at is not None or move.medium_id in books.moving:
            continue
        if library is None or library.operational is not Operational.READY:
            continue  # it is settled when it is opened
        name = name_of(books.media.get(move.medium_id))
        yield Finding(
            trouble=troubles.MOTION_OPEN,
            subject=name,
            what=f"the motion of {name} to a {move.destination.kind.value} has no end, and nothing moves",
            object_id=move.id,
            library_id=library.id,
        )
