"""The tables of who may call and what was called: sessions, answers to repeat, rights and tokens."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Float, Index, String, Table, UniqueConstraint

from openrsm.domain.rights import GranteeKind, Right, TargetKind
from openrsm.store.columns import Flags, Key, Word
from openrsm.store.fields import identifier, stamp, texts
from openrsm.store.schema import metadata

sessions: Final = Table(
    "sessions",
    metadata,
    identifier(),
    *texts("application", "user", "computer"),
    stamp("opened"),
    Column("lease", Float(), nullable=True),
    Column("ends_mounts", Boolean(), nullable=False),
    *texts("process"),
    stamp("ended", null=True),
)

calls: Final = Table(
    "calls",
    metadata,
    Column("user", String(), primary_key=True),
    Column("key", String(), primary_key=True),
    *texts("fingerprint", "answer"),
    stamp("at"),
    Index(None, "at"),
)

grants: Final = Table(
    "grants",
    metadata,
    Column("target_kind", Word(TargetKind), primary_key=True),
    Column("target_id", Key(), primary_key=True),
    Column("grantee_kind", Word(GranteeKind), primary_key=True),
    Column("grantee_name", String(), primary_key=True),
    Column("rights", Flags(Right), nullable=False),
)

tokens: Final = Table(
    "tokens",
    metadata,
    identifier(),
    *texts("name", "digest", "user"),
    stamp("created"),
    *texts("created_by"),
    stamp("expires", null=True),
    stamp("last_used", null=True),
    UniqueConstraint("name"),
    UniqueConstraint("digest"),
)
