"""Columns that the tables of the schema have in common."""

from __future__ import annotations

from enum import Enum
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, String

from openrsm.domain.values import PlaceKind
from openrsm.store.columns import Key, Stamp, Word, number


def key() -> Column[Any]:
    """The primary key."""
    return Column("id", Key(), primary_key=True)


def of(name: str, target: str, *, null: bool = False) -> Column[Any]:
    """A foreign key."""
    return Column(name, Key(), ForeignKey(f"{target}.id"), nullable=null)


def reference(name: str) -> Column[Any]:
    """An id that may outlive what it names."""
    return Column(name, Key())


def texts(*names: str) -> list[Column[Any]]:
    """Columns of text."""
    return [Column(name, String(), nullable=False) for name in names]


def numbers(*names: str) -> list[Column[Any]]:
    """Columns of whole numbers."""
    return [Column(name, number(), nullable=False) for name in names]


def flags(*names: str) -> list[Column[Any]]:
    """Columns of truth values."""
    return [Column(name, Boolean(), nullable=False) for name in names]


def word(name: str, kind: type[Enum], *, null: bool = False) -> Column[Any]:
    """A member of an enumeration."""
    return Column(name, Word(kind), nullable=null)


def stamp(name: str, *, null: bool = False) -> Column[Any]:
    """A moment."""
    return Column(name, Stamp(), nullable=null)


def identity() -> list[Column[Any]]:
    """What a device says of itself."""
    return texts("vendor", "product", "serial", "revision")


def place(prefix: str) -> list[Column[Any]]:
    """Where a cartridge is; see :mod:`.mapping`."""
    return [word(f"{prefix}_kind", PlaceKind), reference(f"{prefix}_id")]


def requester(prefix: str, *, null: bool = False) -> list[Column[Any]]:
    """On whose behalf; see :mod:`.mapping`."""
    names = [Column(f"{prefix}_{part}", String(), nullable=null) for part in ("application", "user", "computer")]
    return [*names, reference(f"{prefix}_session_id")]
