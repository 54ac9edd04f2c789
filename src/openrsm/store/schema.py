"""The tables of the catalogue. Constraints make impossible what must never be true; rules live in the domain.

Work items, operator requests, moves, the audit log and the events are history, as is what stands in ``schema_health``:
they name objects that may be gone, so nothing of theirs is a foreign key. The same goes for "last" columns
(``drives.side_id``, ``media.last_library_id``).
"""

from __future__ import annotations

from enum import Enum
from typing import Any, Final

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, MetaData, String, Table, UniqueConstraint

from openrsm.domain.drive import DriveState
from openrsm.domain.library import InventoryMethod, LibraryKind, Operational
from openrsm.domain.medium import MediumState
from openrsm.domain.operator import OperatorKind, OperatorState
from openrsm.domain.records import EventKind, MoveOutcome
from openrsm.domain.rights import GranteeKind, Right, TargetKind
from openrsm.domain.side import SideState
from openrsm.domain.slot import DoorState, PortContent, PortPosition, SlotState
from openrsm.domain.values import BarCodeState, ObjectType, PlaceKind, PoolKind
from openrsm.domain.work import Operation, WorkState
from openrsm.store.columns import Flags, Key, Stamp, Word, number

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[Any]:
    return Column("id", Key(), primary_key=True)


def _of(name: str, target: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Key(), ForeignKey(f"{target}.id"), nullable=null)


def _reference(name: str) -> Column[Any]:
    return Column(name, Key())


def _texts(*names: str) -> list[Column[Any]]:
    return [Column(name, String(), nullable=False) for name in names]


def _numbers(*names: str) -> list[Column[Any]]:
    return [Column(name, number(), nullable=False) for name in names]


def _flags(*names: str) -> list[Column[Any]]:
    return [Column(name, Boolean(), nullable=False) for name in names]


def _word(name: str, kind: type[Enum], *, null: bool = False) -> Column[Any]:
    return Column(name, Word(kind), nullable=null)


def _stamp(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Stamp(), nullable=null)


def _identity() -> list[Column[Any]]:
    return _texts("vendor", "product", "serial", "revision")


def _place(prefix: str) -> list[Column[Any]]:
    return [_word(f"{prefix}_kind", PlaceKind), _reference(f"{prefix}_id")]


def _requester(prefix: str, *, null: bool = False) -> list[Column[Any]]:
    names = [Column(f"{prefix}_{part}", String(), nullable=null) for part in ("application", "user", "computer")]
    return [*names, _reference(f"{prefix}_session_id")]


libraries: Final = Table(
    "libraries",
    metadata,
    _id(),
    *_texts("name", "description"),
    _word("kind", LibraryKind),
    *_texts("url"),
    *_flags("enabled"),
    _word("operational", Operational),
    _word("inventory_method", InventoryMethod),
    Column("default_type", String()),
    *_flags("has_bar_codes", "has_door"),
    *_numbers("moves_at_once"),
    *_identity(),
    *_texts("trouble"),
    _stamp("created"),
    _stamp("modified"),
    UniqueConstraint("name"),
)

changers: Final = Table(
    "changers",
    metadata,
    _id(),
    _of("library_id", "libraries"),
    *_numbers("number", "address"),
    *_texts("name"),
    *_flags("enabled"),
    _word("operational", Operational),
    *_identity(),
    UniqueConstraint("library_id", "address"),
)

slots: Final = Table(
    "slots",
    metadata,
    _id(),
    _of("library_id", "libraries"),
    *_numbers("number", "address"),
    _word("state", SlotState),
    UniqueConstraint("library_id", "address"),
    Index(None, "library_id", "state", "number"),
)

ports: Final = Table(
    "ports",
    metadata,
    _id(),
    _of("library_id", "libraries"),
    *_numbers("number", "address"),
    _word("content", PortContent),
    _word("position", PortPosition),
    UniqueConstraint("library_id", "address"),
)

doors: Final = Table(
    "doors",
    metadata,
    _id(),
    _of("library_id", "libraries"),
    *_numbers("number"),
    _word("state", DoorState),
    UniqueConstraint("library_id", "number"),
)

pools: Final = Table(
    "pools",
    metadata,
    _id(),
    *_texts("name", "path"),
    _of("parent_id", "pools", null=True),
    _word("kind", PoolKind),
    Column("media_type", String()),
    *_flags("draw_from_free", "return_to_free"),
    Column("max_allocations", number()),
    *_texts("owner", "description"),
    _stamp("created"),
    _stamp("modified"),
    UniqueConstraint("path"),
    Index(None, "parent_id"),
)

media: Final = Table(
    "media",
    metadata,
    _id(),
    *_texts("name"),
    *_numbers("sequence"),
    *_texts("media_type"),
    _of("pool_id", "pools"),
    _of("library_id", "libraries"),
    *_place("place"),
    _word("state", MediumState),
    _of("home_slot_id", "slots", null=True),
    _reference("last_library_id"),
    Column("bar_code", String()),
    Column("bar_code_key", String()),
    _word("bar_code_state", BarCodeState),
    *_flags("enabled", "cleaner"),
    *_texts("serial", "description"),
    _stamp("created"),
    _stamp("modified"),
    UniqueConstraint("sequence"),
    UniqueConstraint("place_id"),  # an element holds one cartridge; nulls, the offline ones, do not collide
    Index(None, "library_id", "sequence"),
    Index(None, "pool_id", "sequence"),
    Index(None, "home_slot_id"),
    Index(None, "bar_code_key"),
    Index(None, "name"),
)

sides: Final = Table(
    "sides",
    metadata,
    _id(),
    _of("medium_id", "media"),
    *_numbers("number"),
    _word("state", SideState),
    _reference("logical_id"),  # logical.side_id is the foreign key; two tables cannot be each other's parent
    *_texts("label_type", "label_id", "label_info"),
    *_numbers("mounts", "allocations"),
    _stamp("last_used"),
    *_texts("name"),
    # Copies of what its medium says, kept by media.py: one index then answers "which is next from this pool?".
    _of("pool_id", "pools"),
    Column("library_id", Key(), nullable=False),
    *_numbers("sequence"),
    *_flags("usable"),
    UniqueConstraint("medium_id", "number"),
    UniqueConstraint("logical_id"),
    Index(
        "ix_sides_next",
        *("pool_id", "state", "usable", "allocations", "last_used", "sequence", "number", "library_id"),
    ),
)

logical: Final = Table(
    "logical",
    metadata,
    _id(),
    _of("pool_id", "pools"),
    _of("side_id", "sides"),
    *_texts("name", "description", "owner", "user"),
    _stamp("created"),
    UniqueConstraint("side_id"),
    Index(None, "pool_id"),
    Index(None, "name"),
)

drives: Final = Table(
    "drives",
    metadata,
    _id(),
    _of("library_id", "libraries"),
    *_numbers("number", "address"),
    *_texts("name", "description"),
    _word("state", DriveState),
    *_flags("enabled"),
    _word("operational", Operational),
    *_texts("type_name"),
    *_identity(),
    *_texts("device_path"),
    _of("medium_id", "media", null=True),
    _reference("side_id"),
    *_requester("holder", null=True),
    _stamp("held_since", null=True),
    _stamp("ownerless_since", null=True),
    _stamp("dismountable_since", null=True),
    *_numbers("dismount_delay", "mounts"),
    *_texts("trouble"),
    UniqueConstraint("library_id", "address"),
    UniqueConstraint("medium_id"),
    Index(None, "name"),
)

work: Final = Table(
    "work",
    metadata,
    _id(),
    *_numbers("number"),
    _word("operation", Operation),
    Column("library_id", Key(), nullable=False),
    *_requester("requester"),
    _stamp("queued_at"),
    _word("state", WorkState),
    *_numbers("option"),
    *[_reference(f"{it}_id") for it in ("set", "medium", "side", "drive", "drive_wanted", "related")],
    *_numbers("priority"),
    Column("rank", Float(), nullable=False),
    *_flags("fail_if_busy", "attended"),
    *_texts("reason"),
    *[_stamp(name, null=True) for name in ("deadline", "started_at", "ended_at")],
    *_texts("error", "error_text", "result"),
    UniqueConstraint("number"),
    Index(None, "state", "number"),
    Index(None, "library_id", "state"),
    Index(None, "medium_id", "state"),
    Index(None, "set_id"),
    Index(None, "ended_at"),
)

operators: Final = Table(
    "operators",
    metadata,
    _id(),
    *_numbers("number"),
    _word("kind", OperatorKind),
    *_texts("message"),
    _stamp("submitted_at"),
    *_requester("requester"),
    _word("state", OperatorState),
    *[_reference(f"{it}_id") for it in ("work", "medium", "pool", "library", "drive")],
    _stamp("answered_at", null=True),
    *_texts("answered_by"),
    UniqueConstraint("number"),
    Index(None, "state", "number"),
    Index(None, "work_id"),
    Index(None, "answered_at"),
)

moves: Final = Table(
    "moves",
    metadata,
    _id(),
    Column("library_id", Key(), nullable=False),
    Column("medium_id", Key(), nullable=False),
    *_place("source"),
    *_place("destination"),
    _stamp("opened_at"),
    _reference("work_id"),
    _stamp("closed_at", null=True),
    _word("outcome", MoveOutcome, null=True),
    *_texts("detail"),
    Index(None, "medium_id", "opened_at"),
    Index(None, "library_id", "closed_at"),
)
# A cartridge makes one motion at a time.
_is_open = moves.c.closed_at.is_(None)
Index("uq_moves_open", moves.c.medium_id, unique=True, sqlite_where=_is_open, postgresql_where=_is_open)

computer: Final = Table(
    "computer",
    metadata,
    _id(),
    *_texts("name"),
    *_numbers("work_purge_seconds", "operator_purge_seconds"),
    _stamp("created"),
)

audit: Final = Table(
    "audit",
    metadata,
    Column("id", number(), primary_key=True),
    _stamp("at"),
    *_texts("user", "application", "action", "subject", "detail"),
    Index(None, "action", "id"),
    Index(None, "user", "id"),
)

events: Final = Table(
    "events",
    metadata,
    Column("id", number(), primary_key=True, autoincrement=False),
    _stamp("at"),
    _word("kind", EventKind),
    _word("object_type", ObjectType),
    Column("object_id", Key(), nullable=False),
    _reference("scope_id"),
)

sessions: Final = Table(
    "sessions",
    metadata,
    _id(),
    *_texts("application", "user", "computer"),
    _stamp("opened"),
    Column("lease", Float(), nullable=False),
)

calls: Final = Table(
    "calls",
    metadata,
    Column("user", String(), primary_key=True),
    Column("key", String(), primary_key=True),
    *_texts("fingerprint", "answer"),
    _stamp("at"),
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
    _id(),
    *_texts("name", "digest", "user"),
    _stamp("created"),
    *_texts("created_by"),
    _stamp("expires", null=True),
    _stamp("last_used", null=True),
    UniqueConstraint("name"),
    UniqueConstraint("digest"),
)

counters: Final = Table(
    "counters",
    metadata,
    Column("name", String(), primary_key=True),
    Column("value", number(), nullable=False),
)
