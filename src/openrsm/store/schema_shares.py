"""The tables of shares: which pools and drives of a library an application has, and the numbers of its media."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, ForeignKey, Table, UniqueConstraint

from openrsm.store.columns import Key, number
from openrsm.store.fields import identifier, numbers, part_of, stamp, texts
from openrsm.store.schema import metadata

shares: Final = Table(
    "shares",
    metadata,
    identifier(),
    *texts("name"),
    part_of("library_id", "libraries"),
    stamp("created"),
    stamp("modified"),
    UniqueConstraint("name"),
)

share_pools: Final = Table(
    "share_pools",
    metadata,
    Column("library_id", Key(), primary_key=True),
    Column("pool_id", Key(), ForeignKey("pools.id"), primary_key=True),  # so it is in one share of a library at most
    part_of("share_id", "shares"),
)

share_drives: Final = Table(
    "share_drives",
    metadata,
    Column("share_id", Key(), ForeignKey("shares.id"), primary_key=True),
    Column("number", number(), primary_key=True, autoincrement=False),
    part_of("drive_id", "drives"),
    UniqueConstraint("share_id", "drive_id"),
)

share_media: Final = Table(
    "share_media",
    metadata,
    Column("share_id", Key(), ForeignKey("shares.id"), primary_key=True),
    Column("medium_id", Key(), ForeignKey("media.id"), primary_key=True),
    *numbers("number"),
    UniqueConstraint("share_id", "number"),
)
