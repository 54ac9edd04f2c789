"""Shares: pools and drives that applications have of a library, and the numbers of their media."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.Uuid()
_TEXT = sa.String()
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of shares, and let work items name where they bring a medium."""
    for make in (_shares, _share_pools, _share_drives, _share_media):
        make()
    op.add_column("work", sa.Column("destination_kind", _TEXT, nullable=True))
    op.add_column("work", sa.Column("destination_id", _ID, nullable=True))


def _columns(kind: sa.types.TypeEngine[Any], *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


def _shares() -> None:
    op.create_table(
        "shares",
        *_columns(_ID, "id"),
        *_columns(_TEXT, "name"),
        *_columns(_ID, "library_id"),
        *_columns(_STAMP, "created", "modified"),
        sa.PrimaryKeyConstraint("id", name="pk_shares"),
        sa.UniqueConstraint("name", name="uq_shares_name"),
        _refers("shares", "library_id", "libraries"),
    )


def _share_pools() -> None:
    op.create_table(
        "share_pools",
        *_columns(_ID, "library_id", "pool_id", "share_id"),
        sa.PrimaryKeyConstraint("library_id", "pool_id", name="pk_share_pools"),
        _refers("share_pools", "pool_id", "pools"),
        _refers("share_pools", "share_id", "shares"),
    )


def _share_drives() -> None:
    op.create_table(
        "share_drives",
        *_columns(_ID, "share_id"),
        *_columns(_NUMBER, "number"),
        *_columns(_ID, "drive_id"),
        sa.PrimaryKeyConstraint("share_id", "number", name="pk_share_drives"),
        sa.UniqueConstraint("share_id", "drive_id", name="uq_share_drives_share_id_drive_id"),
        _refers("share_drives", "share_id", "shares"),
        _refers("share_drives", "drive_id", "drives"),
    )


def _share_media() -> None:
    op.create_table(
        "share_media",
        *_columns(_ID, "share_id", "medium_id"),
        *_columns(_NUMBER, "number"),
        sa.PrimaryKeyConstraint("share_id", "medium_id", name="pk_share_media"),
        sa.UniqueConstraint("share_id", "number", name="uq_share_media_share_id_number"),
        _refers("share_media", "share_id", "shares"),
        _refers("share_media", "medium_id", "media"),
    )
