"""Shares, their pools and drives, and the numbers of their media."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Delete, Insert, bindparam, delete, insert, select

from openrsm.domain.equipment import Drive
from openrsm.domain.shares import Share
from openrsm.domain.values import DriveId, LibraryId, Medium, MediumId, PoolId, ShareId
from openrsm.store import schema
from openrsm.store import schema_shares as tables
from openrsm.store.mapping import NounMapping
from openrsm.store.objects import Objects, Unit

_SHARES: Final = NounMapping(Share, tables.shares)
_DRIVES: Final = NounMapping(Drive, schema.drives)
_MEDIA: Final = NounMapping(Medium, schema.media)

_share: Final = tables.shares.c
_pool: Final = tables.share_pools.c
_drive: Final = tables.share_drives.c
_medium: Final = tables.share_media.c

_EVERY: Final = _SHARES.select().order_by(_share.name)
_BY_NAME: Final = _SHARES.select().where(_share.name == bindparam("name"))
_OF_LIBRARY: Final = _EVERY.where(_share.library_id == bindparam("library"))
_WITH_POOL: Final = _EVERY.join(tables.share_pools, _pool.share_id == _share.id).where(
    _pool.pool_id == bindparam("pool")
)
_WITH_DRIVE: Final = _EVERY.join(tables.share_drives, _drive.share_id == _share.id).where(
    _drive.drive_id == bindparam("drive")
)
_POOLS: Final = select(_pool.share_id, _pool.pool_id)
_DRIVES_OF: Final = (
    _DRIVES.select()
    .join(tables.share_drives, _drive.drive_id == schema.drives.c.id)
    .where(_drive.share_id == bindparam("share"))
    .order_by(_drive.number)
)
_MEDIA_OF: Final = (
    select(_medium.number, *_MEDIA.columns)
    .join(schema.media, schema.media.c.id == _medium.medium_id)
    .where(_medium.share_id == bindparam("share"))
    .order_by(_medium.number)
)
_NUMBERS: Final = select(_medium.medium_id, _medium.number).where(_medium.share_id == bindparam("share"))

_ADD_POOL: Final = insert(tables.share_pools)
_ADD_DRIVE: Final = insert(tables.share_drives)
_ADD_MEDIUM: Final = insert(tables.share_media)
_NO_POOLS: Final = delete(tables.share_pools).where(_pool.share_id == bindparam("share"))
_NO_DRIVES: Final = delete(tables.share_drives).where(_drive.share_id == bindparam("share"))
_NO_MEDIA: Final = delete(tables.share_media).where(_medium.share_id == bindparam("share"))
_FREE: Final = _NO_MEDIA.where(_medium.medium_id == bindparam("medium"))
_FORGET: Final = delete(tables.share_media).where(_medium.medium_id == bindparam("medium"))


class Shares(Objects[Share, ShareId]):
    """The shares; names are unique. Nobody is told of their changes."""

    kind = "share"
    object_type = None
    mapping = _SHARES
    name_field = "name"

    def all(self) -> list[Share]:
        """Every share, by name."""
        return self._list(_EVERY)

    def by_name(self, name: str) -> Share | None:
        """The share of that name."""
        return self._one(_BY_NAME, name=name)

    def of_library(self, library_id: LibraryId) -> list[Share]:
        """Those of a library, by name."""
        return self._list(_OF_LIBRARY, library=library_id)

    def with_pool(self, pool_id: PoolId) -> list[Share]:
        """Those that have a pool, by name."""
        return self._list(_WITH_POOL, pool=pool_id)

    def with_drive(self, drive_id: DriveId) -> list[Share]:
        """Those that have a drive, by name."""
        return self._list(_WITH_DRIVE, drive=drive_id)

    def pools(self) -> Mapping[ShareId, Collection[PoolId]]:
        """The pools of every share; one without pools has none."""
        found: defaultdict[ShareId, set[PoolId]] = defaultdict(set)
        for row in self._unit.look(_POOLS, {}):
            found[row.share_id].add(row.pool_id)
        return found

    def drives(self, share_id: ShareId) -> list[Drive]:
        """The drives of a share, in the order of their numbers."""
        return [_DRIVES.value(row) for row in self._unit.look(_DRIVES_OF, {"share": share_id})]

    def media(self, share_id: ShareId) -> list[tuple[int, Medium]]:
        """The media of a share with their numbers, by number."""
        return [(row[0], _MEDIA.value(row[1:])) for row in self._unit.look(_MEDIA_OF, {"share": share_id})]

    def numbers(self, share_id: ShareId) -> dict[MediumId, int]:
        """The numbers of a share's media."""
        return {row.medium_id: row.number for row in self._unit.look(_NUMBERS, {"share": share_id})}

    def set_pools(self, share: Share, pools: Collection[PoolId]) -> None:
        """Let it have these pools and no others.

        Raises:
            InvalidState: Another share of its library has one of them.
        """
        rows = [{"library_id": share.library_id, "pool_id": pool_id, "share_id": share.id} for pool_id in pools]
        self._replace(_NO_POOLS, _ADD_POOL, share, rows)

    def set_drives(self, share: Share, drives: Sequence[DriveId]) -> None:
        """Let it have these drives and no others, numbered from 0."""
        rows = [
            {"share_id": share.id, "number": number, "drive_id": drive_id} for number, drive_id in enumerate(drives)
        ]
        self._replace(_NO_DRIVES, _ADD_DRIVE, share, rows)

    def _replace(self, clear: Delete, add: Insert, share: Share, rows: list[dict[str, Any]]) -> None:
        self.touch(share)
        self._unit.act(clear, {"share": share.id})
        if rows:
            self._unit.act(add, rows)

    def give(self, share: Share, numbers: Mapping[MediumId, int]) -> None:
        """Give media their numbers.

        Raises:
            InvalidState: A number is another medium's, or a medium has one.
        """
        rows = [{"share_id": share.id, "medium_id": key, "number": number} for key, number in numbers.items()]
        if rows:
            self._unit.act(_ADD_MEDIUM, rows)

    def free(self, share: Share, media: Collection[MediumId]) -> None:
        """Take their numbers from media."""
        for medium_id in media:
            self._unit.act(_FREE, {"share": share.id, "medium": medium_id})

    def delete(self, value: Share) -> None:
        """As all objects' delete; what it had, it has no more."""
        for statement in (_NO_POOLS, _NO_DRIVES, _NO_MEDIA):
            self._unit.act(statement, {"share": value.id})
        super().delete(value)


def forget(unit: Unit, medium_id: MediumId) -> None:
    """A medium that leaves the catalogue leaves its numbers to others."""
    unit.act(_FORGET, {"medium": medium_id})
