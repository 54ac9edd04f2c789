"""Which marked media are to be identified next, and which no drive can read a label of, or write one on.

An inventory marks slots and is done (MS-RSMP 3.2.5.2.1.6); the marks are the queue. Only as many items as keep the
drives busy are made at a time, so that a large library does not fill its queue with them.

As for mounts, the kinds of the catalogued drives count, whether these work now or not. What none of them takes would
wait for ever, and keep others from being identified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from openrsm.domain.assignment import fits
from openrsm.domain.drive_types import DRIVE_TYPES, supports
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LabelUse
from openrsm.domain.records import WorkItem
from openrsm.domain.steps import Fail, Identify, Misfit, Snapshot
from openrsm.domain.values import Medium
from openrsm.domain.work import Operation
from openrsm.errors import NoSupportingDrives

AHEAD: Final = 2
"""Items for each drive."""

LABEL_WORK: Final = frozenset({Operation.PROCESS_LABEL, Operation.WRITE_FREE_LABEL})
"""Operations for which a drive is wanted to read a label or to write one."""


def identifications(snapshot: Snapshot) -> Iterator[Identify | Misfit]:
    """What to queue now, and what never to: that takes no room from the others."""
    drives = [seat.drive for seat in snapshot.seats]
    if snapshot.library.labels is LabelUse.IGNORE or not _tells_kinds(drives):
        return
    for medium in snapshot.marked:
        if not is_supported(medium, drives, write=False):
            yield Misfit(medium_id=medium.id, why=str(_unsupported(medium, snapshot.library, write=False)))
    queued = sum(item.operation is Operation.PROCESS_LABEL for item in snapshot.work)
    room = max(0, AHEAD * len(snapshot.seats) - queued)
    for medium in [one for one in snapshot.marked if is_supported(one, drives, write=False)][:room]:
        yield Identify(medium_id=medium.id)


def _tells_kinds(drives: Iterable[Drive]) -> bool:
    """Whether the kind of any drive is known: where drives have yet to answer, nothing is said of media."""
    return any(drive.type_name in DRIVE_TYPES for drive in drives)


def without_drive(snapshot: Snapshot, item: WorkItem) -> Fail | None:
    """Label work that no drive could ever do ends: the drive was removed or exchanged, or the medium's type changed."""
    medium = snapshot.media.get(item.medium_id) if item.medium_id else None
    if medium is None or item.operation not in LABEL_WORK or any(fits(seat, item, medium) for seat in snapshot.seats):
        return None
    write = item.operation is Operation.WRITE_FREE_LABEL
    return Fail(work_ids=(item.id,), error=_unsupported(medium, snapshot.library, write=write))


def is_supported(medium: Medium, drives: Iterable[Drive], *, write: bool) -> bool:
    """Whether one of the drives reads such media, or writes them."""
    return any(supports(drive.type_name, medium.media_type, write=write) for drive in drives)


def check_supported(medium: Medium, library: Library, drives: Iterable[Drive], *, write: bool) -> None:
    """Refuse label work that no drive of the library could ever do.

    Raises:
        NoSupportingDrives: None reads such media; or none writes them, if that is wanted.
    """
    if not is_supported(medium, drives, write=write):
        raise _unsupported(medium, library, write=write)


def _unsupported(medium: Medium, library: Library, *, write: bool) -> NoSupportingDrives:
    use = "writes" if write else "reads"
    what = f"no drive of library {library.name} {use} {medium.media_type} media such as {medium.name}"
    return NoSupportingDrives(what, "add such a drive, or bring the medium to a library that has one")
