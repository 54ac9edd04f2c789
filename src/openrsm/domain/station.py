"""What may be ejected and injected (EjectNtmsMedia, InjectNtmsMedia): checked before anything is queued."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from openrsm.domain.equipment import Drive, Library, Port
from openrsm.domain.library import LibraryKind
from openrsm.domain.machine import word
from openrsm.domain.records import WorkItem
from openrsm.domain.values import Medium, MediumId
from openrsm.domain.work import Operation
from openrsm.errors import (
    Busy,
    DeviceNotAvailable,
    InvalidMedia,
    InvalidParameter,
    LibraryOffline,
    MediaNotAvailable,
    NotSupported,
)


def check_eject_call(*, queue: bool, force: bool) -> None:
    """How an eject is asked for.

    Raises:
        InvalidParameter: Two options that exclude each other.
    """
    if queue and force:
        raise InvalidParameter("queue and force exclude each other", "force the eject when it starts")


def check_distinct_media(media: Sequence[Medium]) -> None:
    """No medium twice.

    Raises:
        InvalidMedia: One is named twice.
    """
    seen: set[MediumId] = set()
    for medium in media:
        if medium.id in seen:
            raise InvalidMedia(f"medium {medium.name} is named twice", "name each medium once")
        seen.add(medium.id)


def check_station(library: Library, ports: Collection[Port]) -> None:
    """Whether cartridges go through the ports of a library.

    Raises:
        LibraryOffline: It is the offline library.
        DeviceNotAvailable: It is disabled.
        NotSupported: It has no ports.
    """
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "name what is in a library that has devices")
    if not library.enabled:
        raise DeviceNotAvailable(f"library {library.name} is disabled", f"run: rsm library enable {library.name}")
    if not ports:
        what = f"library {library.name} has no import/export ports"
        raise NotSupported(what, f"go through its door: rsm library open {library.name}")


def check_room(library: Library, ports: Collection[Port], count: int) -> None:
    """A batch is what the ports hold at once.

    Raises:
        Busy: It is more.
    """
    if count > len(ports):
        what = f"{count} media are to be ejected together, and library {library.name} has {len(ports)} ports"
        raise Busy(what, "eject some of them first")


def check_ejectable(medium: Medium, drive: Drive | None, items: Sequence[WorkItem], *, force: bool) -> None:
    """Whether a medium may be ejected.

    Args:
        medium: Which.
        drive: The drive that it is in.
        items: Work that names it and has not ended.
        force: Even if somebody uses it or waits for it.

    Raises:
        MediaNotAvailable: It is disabled.
        Busy: It is in use, or is being ejected already.
    """
    if not medium.enabled:
        raise MediaNotAvailable(f"medium {medium.name} is disabled", f"run: rsm media enable {medium.name}")
    for item in items:
        if item.operation in (Operation.EJECT, Operation.TRANSFER):
            what = f"medium {medium.name} is being {'ejected' if item.operation is Operation.EJECT else 'carried'}"
            raise Busy(f"{what} (work item {item.number})", "wait for its end")
    if force or any(item.operation is Operation.DISMOUNT for item in items):
        return
    for item in items:
        what = f"work item {item.number} ({word(item.operation)}) is about medium {medium.name}"
        raise Busy(what, "wait for its end, or force the eject")
    if drive is not None and drive.holder is not None:
        what = f"medium {medium.name} is mounted in drive {drive.name} for {drive.holder.application}"
        raise Busy(what, "dismount it, or force the eject")
