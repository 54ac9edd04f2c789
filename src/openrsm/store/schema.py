"""The tables of the catalogue. Constraints make impossible what must never be true; rules live in the domain.

Work items, operator requests, moves, the audit log and the events are history, as is what stands in ``schema_health``:
they name objects that may be gone, so nothing of theirs is a foreign key. The same goes for "last" columns
(``drives.side_id``, ``media.last_library_id``). Who may call stands in ``schema_callers``, what applications
have of a library in ``schema_shares``.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Float, Index, LargeBinary, MetaData, String, Table, UniqueConstraint

from openrsm.domain.destinations import Messages
from openrsm.domain.drive import DriveState
from openrsm.domain.library import InventoryMethod, LabelUse, LibraryKind, Operational
from openrsm.domain.medium import MediumState
from openrsm.domain.operator import OperatorKind, OperatorState
from openrsm.domain.records import EventKind, MoveOutcome
from openrsm.domain.side import SideState
from openrsm.domain.slot import DoorState, PortContent, PortPosition, SlotState
from openrsm.domain.values import BarCodeState, ObjectType, PlaceKind, PoolKind
from openrsm.domain.work import Operation, WorkState
from openrsm.store.columns import Key, Names, Word, number
from openrsm.store.fields import (
    flags,
    identifier,
    identity,
    numbers,
    part_of,
    place,
    reference,
    requester,
    stamp,
    texts,
    word,
)

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


libraries: Final = Table(
    "libraries",
    metadata,
    identifier(),
    *texts("name", "description"),
    word("kind", LibraryKind),
    *texts("url"),
    *flags("enabled"),
    word("operational", Operational),
    word("inventory_method", InventoryMethod),
    Column("default_type", String()),
    reference("cleaner_slot_id"),
    Column("cleaner_uses", number()),
    *flags("cleans_itself"),
    Column("added_types", Names(), nullable=False),
    *flags("has_bar_codes", "has_door"),
    *numbers("moves_at_once"),
    word("labels", LabelUse),
    *flags("auto_recovery"),
    *identity(),
    *texts("trouble"),
    stamp("created"),
    stamp("modified"),
    UniqueConstraint("name"),
)

changers: Final = Table(
    "changers",
    metadata,
    identifier(),
    part_of("library_id", "libraries"),
    *numbers("number", "address"),
    *texts("name", "description"),
    *flags("enabled"),
    word("operational", Operational),
    *identity(),
    stamp("created"),
    stamp("modified"),
    UniqueConstraint("library_id", "address"),
)

slots: Final = Table(
    "slots",
    metadata,
    identifier(),
    part_of("library_id", "libraries"),
    *numbers("number", "address"),
    *texts("description"),
    word("state", SlotState),
    stamp("created"),
    stamp("modified"),
    UniqueConstraint("library_id", "address"),
    Index(None, "library_id", "state", "number"),
)

ports: Final = Table(
    "ports",
    metadata,
    identifier(),
    part_of("library_id", "libraries"),
    *numbers("number", "address", "max_extend"),
    *texts("description"),
    word("content", PortContent),
    word("position", PortPosition),
    stamp("extended_since", null=True),
    stamp("created"),
    stamp("modified"),
    UniqueConstraint("library_id", "address"),
)

doors: Final = Table(
    "doors",
    metadata,
    identifier(),
    part_of("library_id", "libraries"),
    *numbers("number", "max_open"),
    *texts("description"),
    word("state", DoorState),
    stamp("opened_at", null=True),
    stamp("created"),
    stamp("modified"),
    UniqueConstraint("library_id", "number"),
)

pools: Final = Table(
    "pools",
    metadata,
    identifier(),
    *texts("name", "path"),
    part_of("parent_id", "pools", null=True),
    word("kind", PoolKind),
    Column("media_type", String()),
    *flags("draw_from_free", "return_to_free"),
    Column("max_allocations", number()),
    *texts("owner", "description"),
    stamp("created"),
    stamp("modified"),
    UniqueConstraint("path"),
    Index(None, "parent_id"),
)

media: Final = Table(
    "media",
    metadata,
    identifier(),
    *texts("name"),
    *numbers("sequence"),
    *texts("media_type"),
    part_of("pool_id", "pools"),
    part_of("library_id", "libraries"),
    *place("place"),
    word("state", MediumState),
    part_of("home_slot_id", "slots", null=True),
    reference("last_library_id"),
    Column("bar_code", String()),
    Column("bar_code_key", String()),
    word("bar_code_state", BarCodeState),
    *flags("enabled", "cleaner"),
    *texts("serial", "location", "description"),
    stamp("created"),
    stamp("modified"),
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
    identifier(),
    part_of("medium_id", "media"),
    *numbers("number"),
    word("state", SideState),
    reference("logical_id"),  # logical.side_id is the foreign key; two tables cannot be each other's parent
    *texts("label_type", "label_id", "label_info"),
    *flags("label_stale", "label_doubted"),
    stamp("label_read"),
    *texts("trouble"),
    *numbers("mounts", "allocations"),
    stamp("last_used"),
    *texts("name", "description"),
    stamp("created"),
    stamp("modified"),
    # Copies of what its medium says, kept by media.py: one index then answers "which is next from this pool?".
    part_of("pool_id", "pools"),
    Column("library_id", Key(), nullable=False),
    *numbers("sequence"),
    *flags("usable"),
    UniqueConstraint("medium_id", "number"),
    UniqueConstraint("logical_id"),
    Index(
        "ix_sides_next",
        *("pool_id", "state", "usable", "allocations", "last_used", "sequence", "number", "library_id"),
    ),
    Index(None, "label_type", "label_id"),
)

logical: Final = Table(
    "logical",
    metadata,
    identifier(),
    part_of("pool_id", "pools"),
    part_of("side_id", "sides"),
    *texts("name", "description", "owner", "user"),
    stamp("created"),
    stamp("modified"),
    UniqueConstraint("side_id"),
    Index(None, "pool_id"),
    Index(None, "name"),
)

drives: Final = Table(
    "drives",
    metadata,
    identifier(),
    part_of("library_id", "libraries"),
    *numbers("number", "address"),
    *texts("name", "description"),
    word("state", DriveState),
    *flags("enabled"),
    word("operational", Operational),
    *texts("type_name"),
    *identity(),
    *texts("device_path"),
    part_of("medium_id", "media", null=True),
    reference("side_id"),
    reference("vouched_id"),
    *requester("holder", null=True),
    stamp("held_since", null=True),
    stamp("ownerless_since", null=True),
    stamp("dismountable_since", null=True),
    *numbers("dismount_delay", "mounts"),
    stamp("cleaned_at", null=True),
    *flags("wants_cleaning"),
    *texts("trouble"),
    stamp("created"),
    stamp("modified"),
    UniqueConstraint("library_id", "address"),
    UniqueConstraint("medium_id"),
    Index(None, "name"),
)

work: Final = Table(
    "work",
    metadata,
    identifier(),
    *numbers("number"),
    word("operation", Operation),
    Column("library_id", Key(), nullable=False),
    *requester("requester"),
    stamp("queued_at"),
    word("state", WorkState),
    *numbers("option"),
    *[reference(f"{it}_id") for it in ("set", "medium", "side", "drive", "drive_wanted", "related")],
    word("destination_kind", PlaceKind, null=True),
    reference("destination_id"),
    *numbers("priority"),
    Column("rank", Float(), nullable=False),
    *flags("fail_if_busy", "attended"),
    *texts("reason"),
    *[stamp(name, null=True) for name in ("deadline", "started_at", "ended_at")],
    *texts("error", "error_text", "result"),
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
    identifier(),
    *numbers("number"),
    word("kind", OperatorKind),
    *texts("message"),
    stamp("submitted_at"),
    *requester("requester"),
    word("state", OperatorState),
    *[reference(f"{it}_id") for it in ("work", "medium", "pool", "library", "drive", "claim")],
    stamp("answered_at", null=True),
    *texts("answered_by", "taken_by", "reason"),
    UniqueConstraint("number"),
    Index(None, "state", "number"),
    Index(None, "work_id"),
    Index(None, "answered_at"),
)

moves: Final = Table(
    "moves",
    metadata,
    identifier(),
    Column("library_id", Key(), nullable=False),
    Column("medium_id", Key(), nullable=False),
    *place("source"),
    *place("destination"),
    stamp("opened_at"),
    reference("work_id"),
    stamp("closed_at", null=True),
    word("outcome", MoveOutcome, null=True),
    *texts("detail"),
    Index(None, "medium_id", "opened_at"),
    Index(None, "library_id", "closed_at"),
)
# A cartridge makes one motion at a time.
_is_open = moves.c.closed_at.is_(None)
Index("uq_moves_open", moves.c.medium_id, unique=True, sqlite_where=_is_open, postgresql_where=_is_open)

computer: Final = Table(
    "computer",
    metadata,
    identifier(),
    *texts("name", "description"),
    *numbers("work_purge_seconds", "operator_purge_seconds"),
    *flags("purge_work", "purge_failed_work", "purge_requests", "purge_refused_requests"),
    *flags("operator_alerts", "forget_free", "keep_import"),
    stamp("created"),
    stamp("modified"),
)

audit: Final = Table(
    "audit",
    metadata,
    Column("id", number(), primary_key=True),
    stamp("at"),
    *texts("user", "application", "action", "subject", "detail"),
    Index(None, "action", "id"),
    Index(None, "user", "id"),
)

events: Final = Table(
    "events",
    metadata,
    Column("id", number(), primary_key=True, autoincrement=False),
    stamp("at"),
    word("kind", EventKind),
    word("object_type", ObjectType),
    Column("object_id", Key(), nullable=False),
    reference("scope_id"),
)

attributes: Final = Table(
    "attributes",
    metadata,
    Column("object_id", String(), primary_key=True),  # text: types of media and of devices go by their names
    Column("name", String(), primary_key=True),
    Column("value", LargeBinary(), nullable=False),
)

type_descriptions: Final = Table(
    "type_descriptions",
    metadata,
    Column("object_type", Word(ObjectType), primary_key=True),
    Column("name", String(), primary_key=True),
    *texts("description"),
    stamp("modified"),
)

destinations: Final = Table(
    "destinations",
    metadata,
    Column("target_id", Key(), primary_key=True),  # a library, the computer, or a session
    Column("messages", Word(Messages), primary_key=True),
    Column("name", String(), primary_key=True),
)

counters: Final = Table(
    "counters",
    metadata,
    Column("name", String(), primary_key=True),
    Column("value", number(), nullable=False),
)
