"""The columns that tables are made of; see schema.py."""

from __future__ import annotations

from enum import Enum
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, String

from openrsm.domain.values import PlaceKind
from openrsm.store.columns import Key, Stamp, Word, number


def identifier() -> Column[Any]:
    """What tells a row from all others."""
    return Column("id", Key(), primary_key=True)


def part_of(name: str, target: str, *, null: bool = False) -> Column[Any]:
    """The row of another table that this one belongs to."""
    return Column(name, Key(), ForeignKey(f"{target}.id"), nullable=null)


def reference(name: str) -> Column[Any]:
    """A row that may be gone."""
    return Column(name, Key())


def texts(*names: str) -> list[Column[Any]]:
    """Texts, empty rather than missing."""
    return [Column(name, String(), nullable=False) for name in names]


def numbers(*names: str) -> list[Column[Any]]:
    """Whole numbers."""
    return [Column(name, number(), nullable=False) for name in names]


def flags(*names: str) -> list[Column[Any]]:
    """Yes or no."""
    return [Column(name, Boolean(), nullable=False) for name in names]


def word(name: str, kind: type[Enum], *, null: bool = False) -> Column[Any]:
    """A member of an enumeration, by its name."""
    return Column(name, Word(kind), nullable=null)


def stamp(name: str, *, null: bool = False) -> Column[Any]:
    """A moment in UTC."""
    return Column(name, Stamp(), nullable=null)


def identity() -> list[Column[Any]]:
    """Who a device says it is."""
    return texts("vendor", "product", "serial", "revision")


def place(prefix: str) -> list[Column[Any]]:
    """Where a cartridge is."""
    return [word(f"{prefix}_kind", PlaceKind), reference(f"{prefix}_id")]


def requester(prefix: str, *, null: bool = False) -> list[Column[Any]]:
    """On whose behalf something is done."""
    names = [Column(f"{prefix}_{part}", String(), nullable=null) for part in ("application", "user", "computer")]
    return [*names, reference(f"{prefix}_session_id")]
