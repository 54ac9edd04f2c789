"""Drives that are in no library, each catalogued as a library of one drive without slots and without a robot.

People bring and take the cartridges. So any dismount leaves the cartridge where it is, dismountable (MS-RSMP calls it
done then), nothing goes home by itself, and whoever wants another cartridge waits until a person has changed them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openrsm.domain.drive import DriveState
from openrsm.domain.equipment import Drive, Library, Port
from openrsm.domain.library import LibraryKind
from openrsm.domain.reasons import no_drive
from openrsm.domain.records import WorkItem
from openrsm.domain.side import SideState
from openrsm.domain.steps import Release, Snapshot
from openrsm.domain.values import Medium, Place, PlaceKind, Side
from openrsm.errors import LibraryFull, NotSupported

LEFT_OVER = frozenset({DriveState.MOUNTED, DriveState.LOADED})
"""States in which a drive is somebody's; nobody's, its mount has ended or failed."""


def kind_of(*, robots: int, slots: int) -> LibraryKind:
    """What kind of library has so many of these: one without either is a drive."""
    return LibraryKind.ROBOTIC if robots or slots else LibraryKind.STANDALONE


def is_alone(library: Library) -> bool:
    """Whether a library is a drive, and nothing else."""
    return library.kind is LibraryKind.STANDALONE


def leftovers(snapshot: Snapshot) -> Iterator[Release]:
    """Cartridges that an ended mount left in a drive that keeps them: they are for whoever wants them next."""
    for seat in snapshot.seats:
        free = seat.drive.holder is None and not seat.busy
        if seat.keeps and free and seat.medium is not None and seat.drive.state in LEFT_OVER:
            yield Release(drive_id=seat.drive.id)


def in_other_hands(snapshot: Snapshot) -> str:
    """Why no person is asked to change cartridges now: somebody has the drive. Empty if nobody has."""
    held = [seat for seat in snapshot.seats if seat.keeps and (seat.drive.holder is not None or seat.busy)]
    return no_drive(held, [], snapshot.zone) if held else ""


def empty_drive(snapshot: Snapshot) -> Place | None:
    """A lone drive that can take in what lies in its mouth."""
    for seat in snapshot.seats:
        if seat.keeps and seat.medium is None and not seat.busy:
            return Place(kind=PlaceKind.DRIVE, element_id=seat.drive.id)
    return None


def has_taken_in(snapshot: Snapshot) -> bool:
    """Whether a lone drive holds a cartridge: it takes in what people insert without being told."""
    return any(seat.keeps and seat.medium is not None for seat in snapshot.seats)


def mouth(library: Library, port: Port) -> str:
    """Where people take out a cartridge."""
    return f"drive {library.name}" if is_alone(library) else f"port {port.number} of library {library.name}"


def bringing(library: Library) -> str:
    """What people are asked to do for an inject."""
    if is_alone(library):
        return f"insert a cartridge into drive {library.name}"
    return f"put cartridges into the ports of library {library.name}"


def check_inject(library: Library, inside: Medium | None, *, many: bool) -> None:
    """Whether a cartridge can be injected into a lone drive.

    Raises:
        NotSupported: Many are to be.
        LibraryFull: It holds one.
    """
    if many:
        raise NotSupported(f"drive {library.name} takes one cartridge at a time", "inject without many")
    if inside is not None:
        raise LibraryFull(f"drive {library.name} holds {inside.name}", "eject it first")


def wish(wanted: Medium, library: Library, application: str, inside: Medium | None) -> str:
    """What a person is asked to do for a mount of a medium that is offline."""
    if not is_alone(library):
        return f"Bring {wanted.name} to library {library.name}: {application} waits to mount it"
    if inside is None:
        return f"Insert {wanted.name} into drive {library.name}: {application} waits to mount it"
    return f"Change {inside.name} for {wanted.name} in drive {library.name}: {application} waits to mount it"


def is_meant(item: WorkItem, wanted: Medium, found: Medium, drive: Drive, sides: Sequence[Side]) -> bool:
    """Whether a cartridge in a lone drive is what a person says to have brought for a mount.

    It is if nothing else is known of it: it tells no name of its own, came after the mount was asked for, and nobody
    has done anything with it.
    """
    return (
        drive.state is DriveState.DISMOUNTABLE
        and drive.holder is None
        and found.bar_code is None
        and found.media_type == wanted.media_type
        and found.created >= item.queued_at
        and all(side.state is SideState.FOREIGN and not side.mounts for side in sides)
    )
