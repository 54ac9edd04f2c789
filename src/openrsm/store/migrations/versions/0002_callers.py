"""Who may call and what was called: sessions, answers to repeat, rights and tokens."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.Uuid()
_TEXT = sa.String()
_FLAG = sa.Boolean()
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables of callers."""
    for make in (_sessions, _grants, _tokens):
        make()


def _columns(kind: sa.types.TypeEngine[Any], *names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=null) for name in names]


def _sessions() -> None:
    op.create_table(
        "sessions",
        *_columns(_ID, "id"),
        *_columns(_TEXT, "application", "user", "computer"),
        *_columns(_STAMP, "opened"),
        *_columns(sa.Float(), "lease", null=True),
        *_columns(_FLAG, "ends_mounts"),
        *_columns(_TEXT, "process"),
        *_columns(_STAMP, "ended", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )
    op.create_table(
        "calls",
        *_columns(_TEXT, "user", "key", "fingerprint", "answer"),
        *_columns(_STAMP, "at"),
        sa.PrimaryKeyConstraint("user", "key", name="pk_calls"),
    )
    op.create_index("ix_calls_at", "calls", ["at"])


def _grants() -> None:
    op.create_table(
        "grants",
        *_columns(_TEXT, "target_kind"),
        *_columns(_ID, "target_id"),
        *_columns(_TEXT, "grantee_kind", "grantee_name"),
        *_columns(_NUMBER, "rights"),
        sa.PrimaryKeyConstraint("target_kind", "target_id", "grantee_kind", "grantee_name", name="pk_grants"),
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        *_columns(_ID, "id"),
        *_columns(_TEXT, "name", "digest", "user"),
        *_columns(_STAMP, "created"),
        *_columns(_TEXT, "created_by"),
        *_columns(_STAMP, "expires", "last_used", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("name", name="uq_tokens_name"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
    )
