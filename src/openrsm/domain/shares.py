"""Shares: the part of a library that one application has, and the numbers that its media keep there.

A medium belongs to a share while it is in one of its pools and in its library. It gets the lowest number that is free
when it first does, and keeps it while it is offline; it loses it in another pool or another library.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Final

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LibraryKind
from openrsm.domain.pools import check_holds_media
from openrsm.domain.values import (
    BEGINNING,
    LibraryId,
    Medium,
    MediumId,
    PlaceKind,
    Pool,
    PoolId,
    PoolKind,
    Requester,
    ShareId,
)
from openrsm.errors import (
    AlreadyExists,
    Busy,
    DriveMediaMismatch,
    InvalidMediaPool,
    InvalidParameter,
    LibraryOffline,
    NotEmpty,
)

FIRST_SLOT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What an application has of a library for its own; its name is that application's, as holders and owners go."""

    id: ShareId
    name: str
    library_id: LibraryId
    created: datetime = BEGINNING
    modified: datetime = BEGINNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbering:
    """Which media lose their numbers, and which get one."""

    freed: Sequence[MediumId]
    given: Mapping[MediumId, int]


def renumber(
    share: Share, pools: Collection[PoolId], numbers: Mapping[MediumId, int], media: Iterable[Medium]
) -> Renumbering:
    """What the whereabouts of media mean for their numbers in a share.

    Args:
        share: Which share.
        pools: Its pools.
        numbers: The numbers of its media.
        media: Those that have come, gone or moved.
    """
    changed = sorted(media, key=lambda medium: medium.sequence)
    freed = [one.id for one in changed if one.id in numbers and not _stays(one, share, pools)]
    taken = {number for key, number in numbers.items() if key not in freed}
    new = [one.id for one in changed if one.id not in numbers and _belongs(one, share, pools)]
    return Renumbering(freed=freed, given=dict(zip(new, free_numbers(taken), strict=False)))


def free_numbers(taken: Collection[int]) -> Iterator[int]:
    """The numbers that no medium has, lowest first; without end."""
    return (number for number in count(FIRST_SLOT) if number not in taken)


def _belongs(medium: Medium, share: Share, pools: Collection[PoolId]) -> bool:
    return medium.pool_id in pools and medium.library_id == share.library_id


def _stays(medium: Medium, share: Share, pools: Collection[PoolId]) -> bool:
    """Or it comes back one day, to the number that it had."""
    away = medium.pool_id in pools and medium.place.kind is PlaceKind.OFFLINE
    return away or _belongs(medium, share, pools)


def check_number(number: int, mine: Medium, other: Medium | None) -> None:
    """Whether a medium may get a number: it is nobody's, or that of one that is not in the library.

    Raises:
        NotEmpty: The other lies there, or in a drive and will return there.
    """
    if other is not None and other.id != mine.id and other.place.kind is not PlaceKind.OFFLINE:
        raise NotEmpty(f"slot {number} is that of {other.name}", "name an empty slot")


# --- What may be made a share -----------------------------------------------------------------------------------------


def check_library(library: Library) -> None:
    """A share is part of a library that has devices.

    Raises:
        LibraryOffline: It has none.
    """
    if library.kind is LibraryKind.OFFLINE:
        raise LibraryOffline(f"{library.name} is the offline library", "name a library that has devices")


def check_pools(pools: Sequence[Pool], others: Mapping[PoolId, Share]) -> None:
    """Pools that a share may have; ``others`` says which other shares of its library have which.

    Raises:
        InvalidParameter: None is named, or one twice.
        InvalidMediaPool: One is the system's, or holds pools.
        AlreadyExists: One belongs to another share.
    """
    _check_once([pool.path for pool in pools], "pool")
    for pool in pools:
        if pool.kind is not PoolKind.APPLICATION:
            raise InvalidMediaPool(f"{pool.path} is a pool of the system's", "name pools of your applications")
        check_holds_media(pool)
        if pool.id in others:
            what = f"the pool {pool.path} belongs to the share {others[pool.id].name}"
            raise AlreadyExists(what, "a pool is in one share of a library at most")


def check_drives(drives: Sequence[Drive], library: Library) -> None:
    """Drives that a share may have; other shares may have them, too.

    Raises:
        InvalidParameter: None is named, or one twice.
        DriveMediaMismatch: One is in another library.
    """
    _check_once([drive.name for drive in drives], "drive")
    for drive in drives:
        if drive.library_id != library.id:
            raise DriveMediaMismatch(f"drive {drive.name} is not in library {library.name}", "name drives of it")


def _check_once(names: Sequence[str], what: str) -> None:
    if not names:
        raise InvalidParameter(f"no {what} is named", f"name at least one {what}")
    for name in names:
        if names.count(name) > 1:
            raise InvalidParameter(f"{what} {name} is named twice", f"name each {what} once")


def check_unused(share: Share, drives: Iterable[Drive], lost: Collection[MediumId]) -> None:
    """Whether a share may lose these drives and media: none of these drives holds one of its mounts, nor one of these.

    Raises:
        Busy: One does.
    """
    for drive in drives:
        if drive.holder is not None and is_of(drive.holder, share) and drive.medium_id in lost:
            what = f"a medium is mounted in drive {drive.name} for the share {share.name}"
            raise Busy(what, f"unload it first: rsm drive dismount {drive.name}")


def is_of(holder: Requester, share: Share) -> bool:
    """Whether something is held for a share."""
    return holder.application == share.name
