"""Whether a mount or a dismount may be accepted (MS-RSMP 3.2.5.2.2.1-2, in its order of checks)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openrsm.domain.assignment import assign
from openrsm.domain.drive import DriveState
from openrsm.domain.drive_types import supports
from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.machine import word
from openrsm.domain.out_of_order import out_of_order
from openrsm.domain.records import WorkItem
from openrsm.domain.side import SideState
from openrsm.domain.steps import Seat
from openrsm.domain.values import LibraryId, Medium, PlaceKind, Side
from openrsm.domain.work import IN_DRIVE, MountAccess, Operation
from openrsm.errors import (
    DeviceNotAvailable,
    DriveMediaMismatch,
    InvalidLibrary,
    InvalidMedia,
    InvalidParameter,
    InvalidState,
    MediaNotAvailable,
    MediaOffline,
    NoSupportingDrives,
    ResourceDisabled,
    ResourceNotAvailable,
    WriteProtect,
)

UNMOUNTABLE: Final[Mapping[SideState, str]] = {
    SideState.UNKNOWN: "first run: rsm media identify {name}",
    SideState.UNPREPARED: "wait until its free label is written, see: rsm work list",
    SideState.INCOMPATIBLE: "no drive could use it, so run: rsm eject {name}",
}
"""The states in which mounting makes no sense, with what to do instead."""

PRIORITIES = range(-15, 16)
LONGEST_WAIT = 1e9
"""Seconds, some thirty years: more is a slip, and None waits for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One medium of a call: the side, its cartridge, and the drive asked for, if one was."""

    side: Side
    medium: Medium
    drive: Drive | None = None


def check_call(media: int, drives: int, priority: int) -> None:
    """The numbers of a mount call.

    Raises:
        InvalidParameter: No media, another number of drives than of media, or a priority out of range.
    """
    if not media:
        raise InvalidParameter("no medium is named", "name at least one")
    if drives and drives != media:
        raise InvalidParameter(f"{media} media but {drives} drives are named", "name one drive for each medium")
    if priority not in PRIORITIES:
        raise InvalidParameter(f"priority {priority} is out of range", "give -15 (last) to 15 (first)")


def check_seconds(seconds: float | None, what: str) -> None:
    """A time that a call allows; None is no limit.

    Raises:
        InvalidParameter: It is negative, not a number, or longer than anybody waits.
    """
    if seconds is not None and not 0 <= seconds <= LONGEST_WAIT:
        raise InvalidParameter(f"{what} of {seconds} seconds", f"give 0 to {LONGEST_WAIT:.0f}, or none for no limit")


def check_distinct(wanted: Sequence[Wanted]) -> None:
    """A call names no cartridge and no drive twice.

    Raises:
        InvalidMedia: A cartridge is named twice, be it by two of its sides.
        InvalidParameter: A drive is.
    """
    for place, one in enumerate(wanted):
        for other in wanted[:place]:
            if one.medium.id == other.medium.id:
                raise InvalidMedia(f"medium {one.medium.name} is named twice", "name each cartridge once")
            if one.drive is not None and other.drive is not None and one.drive.id == other.drive.id:
                raise InvalidParameter(f"drive {one.drive.name} is named twice", "name one drive for each medium")


def check_write(wanted: Iterable[Wanted], *, write: bool) -> None:
    """Complete sides are not written any more.

    Raises:
        WriteProtect: A side is complete and write access is wanted.
    """
    for one in wanted:
        if write and one.side.state is SideState.COMPLETE:
            raise WriteProtect(f"medium {one.medium.name} is complete", "mount it for reading")


def check_enabled(wanted: Iterable[Wanted], library: Library) -> None:
    """Media, drives and the library are in service.

    Raises:
        ResourceDisabled: One is disabled.
    """
    if not library.enabled:
        raise ResourceDisabled(f"library {library.name} is disabled", f"run: rsm library enable {library.name}")
    for one in wanted:
        if not one.medium.enabled:
            raise ResourceDisabled(f"medium {one.medium.name} is disabled", f"run: rsm media enable {one.medium.name}")
        if one.drive is not None and not one.drive.enabled:
            raise ResourceDisabled(f"drive {one.drive.name} is disabled", f"run: rsm drive enable {one.drive.name}")


def check_together(wanted: Iterable[Wanted], library: Library) -> None:
    """Everything of one call is in one library, and each drive takes its medium.

    Raises:
        DriveMediaMismatch: It is not so.
    """
    for one in wanted:
        if one.medium.library_id != library.id and one.medium.place.kind is not PlaceKind.OFFLINE:
            what = f"medium {one.medium.name} is not in library {library.name}"
            raise DriveMediaMismatch(what, "mount the media of one library in one call")
        if one.drive is not None and one.drive.library_id != library.id:
            what = f"drive {one.drive.name} is not in library {library.name}, where {one.medium.name} is"
            raise DriveMediaMismatch(what, "name a drive of that library")
        if one.drive is not None and not supports(one.drive.type_name, one.medium.media_type, write=False):
            what = f"drive {one.drive.name} ({one.drive.type_name}) does not take {one.medium.media_type} media"
            raise DriveMediaMismatch(what, "name another drive")


def check_states(wanted: Iterable[Wanted]) -> None:
    """Sides are in a state in which mounting makes sense; foreign and import sides are, to identify them.

    Raises:
        InvalidState: A side is not, or the medium is a cleaning cartridge.
    """
    for one in wanted:
        if one.medium.cleaner:
            raise InvalidState(f"{one.medium.name} is a cleaning cartridge", "mount a data medium")
        if (advice := UNMOUNTABLE.get(one.side.state)) is not None:
            name = one.medium.name
            raise InvalidState(f"medium {name} is {word(one.side.state)}", advice.format(name=name))


def check_online(wanted: Iterable[Wanted]) -> None:
    """For callers that forbid asking an operator.

    Raises:
        MediaOffline: A medium is offline.
    """
    for one in wanted:
        if one.medium.place.kind is PlaceKind.OFFLINE:
            advice = "insert it, or mount without the option to fail rather than have an operator asked"
            raise MediaOffline(f"medium {one.medium.name} is offline", advice)


def check_capacity(items: Sequence[tuple[WorkItem, Medium]], drives: Iterable[Drive]) -> None:
    """The library could ever serve the call, whatever is in use now.

    Raises:
        NoSupportingDrives: No enabled drive takes a medium.
        ResourceNotAvailable: There are fewer suitable drives than media.
    """
    seats = [Seat(drive=drive, medium=None) for drive in drives if drive.enabled]
    for item, medium in items:
        if assign([(item, medium)], seats) is None:
            use = "writes" if item.option & MountAccess.WRITE else "takes"
            what = f"no enabled drive {use} {medium.media_type} media such as {medium.name}"
            raise NoSupportingDrives(what, "enable or add such a drive")
    if assign(items, seats) is None:
        what = f"{len(items)} media need {len(items)} suitable drives at once, and there are fewer"
        raise ResourceNotAvailable(what, "mount fewer media in one call")


def check_dismount(one: Wanted, library: Library, drive: Drive | None, open_items: Iterable[WorkItem]) -> Drive:
    """Whether a medium may be dismounted; returns the drive it is in.

    Raises:
        MediaOffline, InvalidState, MediaNotAvailable, DeviceNotAvailable: As :class:`~openrsm.surface.mounts.Mounts`.
    """
    name = one.medium.name
    if one.medium.place.kind is PlaceKind.OFFLINE or library.kind is LibraryKind.OFFLINE:
        raise MediaOffline(f"medium {name} is offline", "there is nothing to dismount")
    if not one.medium.enabled:
        raise MediaNotAvailable(f"medium {name} is disabled", f"run: rsm media enable {name}")
    if drive is None:
        raise InvalidState(f"medium {name} is not in a drive", "mount it first")
    check_devices(library, drive)
    for item in open_items:
        check_item(name, item)
    return drive


def check_devices(library: Library, drive: Drive) -> None:
    """Drive and library can work.

    Raises:
        DeviceNotAvailable: One is disabled or out of order.
    """
    if not library.enabled:
        raise DeviceNotAvailable(f"library {library.name} is disabled", f"run: rsm library enable {library.name}")
    if not drive.enabled:
        raise DeviceNotAvailable(f"drive {drive.name} is disabled", f"run: rsm drive enable {drive.name}")
    if drive.operational is not Operational.READY:
        raise out_of_order(library, drive)


def check_item(name: str, item: WorkItem) -> None:
    """Whether an open item leaves room for a dismount.

    Raises:
        InvalidState: The medium is being mounted, dismounted or carried.
    """
    if item.operation is Operation.DISMOUNT:
        raise InvalidState(f"medium {name} is being dismounted (work item {item.number})", "wait for it")
    if item.operation is Operation.TRANSFER:
        raise InvalidState(f"medium {name} is being carried (work item {item.number})", "wait for it")
    if item.operation in IN_DRIVE and item.drive_id is not None:
        what = f"medium {name} is being mounted (work item {item.number})"
        raise InvalidState(what, f"wait for it, or run: rsm work cancel {item.number}")


def check_releasable(name: str, drive: Drive, *, side_matches: bool, deferred: bool) -> None:
    """A side can be dismounted only where it is mounted; a released one only be sent home.

    Raises:
        InvalidState: It is not so.
    """
    if not side_matches:
        raise InvalidState(f"another side of medium {name} is mounted", "name that side")
    if deferred and drive.state is DriveState.DISMOUNTABLE:
        raise InvalidState(f"medium {name} is dismounted already and waits in drive {drive.name}", "nothing to do")
    if deferred and drive.state is not DriveState.LOADED:
        raise InvalidState(f"medium {name} is {word(drive.state)} in drive {drive.name}", "wait for it")


def target_library(wanted: Sequence[Wanted], libraries: Sequence[Library], able: Sequence[Library]) -> Library:
    """Where a call is to be served.

    The library of the first medium that is online; else that of the drive asked for; else the one the first medium
    was last in; else the first that can take it.

    Raises:
        NoSupportingDrives: All media are offline and no library takes them.
        InvalidLibrary: The catalogue lacks the library of a medium or of a drive.
    """
    by_id = {library.id: library for library in libraries}
    for one in wanted:
        if one.medium.place.kind is not PlaceKind.OFFLINE:
            return _known(by_id, one.medium.library_id, f"medium {one.medium.name}")
    for one in wanted:
        if one.drive is not None:
            return _known(by_id, one.drive.library_id, f"drive {one.drive.name}")
    last = wanted[0].medium.last_library_id
    if last in {library.id for library in able} and last is not None:
        return by_id[last]
    if not able:
        medium = wanted[0].medium
        what = f"no library has an enabled drive for {medium.media_type} media such as {medium.name}"
        raise NoSupportingDrives(what, "enable or add such a drive")
    return able[0]


def _known(libraries: Mapping[LibraryId, Library], library_id: LibraryId, what: str) -> Library:
    if library_id not in libraries:
        raise InvalidLibrary(f"{what} is catalogued in a library that is not ({library_id})", "restore a backup")
    return libraries[library_id]
