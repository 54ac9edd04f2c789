"""The table of what is learnt of drives and media; history, like others that :mod:`openrsm.store.schema` names."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Column, Index, String, Table

from openrsm.domain.health import Occasion
from openrsm.store.columns import Key, Numbers, Stamp, Word, number
from openrsm.store.schema import metadata

readings: Final = Table(
    "readings",
    metadata,
    Column("id", Key(), primary_key=True),
    *[Column(f"{it}_id", Key(), nullable=False) for it in ("library", "drive", "medium")],
    Column("at", Stamp(), nullable=False),
    Column("occasion", Word(Occasion), nullable=False),
    *[Column(name, String(), nullable=False) for name in ("error", "error_text")],
    Column("alerts", Numbers(), nullable=False),
    *[Column(f"written_{it}", number()) for it in ("corrected", "uncorrected", "processed")],
    *[Column(f"read_{it}", number()) for it in ("corrected", "uncorrected", "processed")],
    *[Column(name, number()) for name in ("loads", "written_mb", "read_mb")],
    Column("forgotten", Boolean(), nullable=False),
    Index(None, "at"),
    Index(None, "drive_id", "at"),
    Index(None, "medium_id", "at"),
)
