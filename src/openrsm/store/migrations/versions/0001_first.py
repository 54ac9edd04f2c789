"""The first schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.Uuid()
_TEXT = sa.String()
_FLAG = sa.Boolean()
_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_STAMP = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table, and set the counters to zero."""
    things = (_libraries, _changers, _slots, _ports, _doors, _pools, _media, _sides, _logical, _drives)
    records = (_work, _operators, _moves, _readings, _computer, _audit, _events)
    for make in (*things, *records, _attributes, _type_descriptions, _destinations, _counters):
        make()


def _columns(kind: sa.types.TypeEngine[Any], *names: str, null: bool = False) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=null) for name in names]


def _libraries() -> None:
    op.create_table(
        "libraries",
        *_columns(_ID, "id"),
        *_columns(_TEXT, "name", "description", "kind", "url"),
        *_columns(_FLAG, "enabled"),
        *_columns(_TEXT, "operational", "inventory_method"),
        *_columns(_TEXT, "default_type", null=True),
        *_columns(_ID, "cleaner_slot_id", null=True),
        *_columns(_NUMBER, "cleaner_uses", null=True),
        *_columns(_FLAG, "cleans_itself"),
        *_columns(_TEXT, "added_types"),
        *_columns(_FLAG, "has_bar_codes", "has_door"),
        *_columns(_NUMBER, "moves_at_once"),
        *_columns(_TEXT, "labels"),
        *_columns(_FLAG, "auto_recovery"),
        *_columns(_TEXT, "vendor", "product", "serial", "revision", "trouble"),
        *_columns(_STAMP, "created", "modified"),
        sa.PrimaryKeyConstraint("id", name="pk_libraries"),
        sa.UniqueConstraint("name", name="uq_libraries_name"),
    )


def _changers() -> None:
    op.create_table(
        "changers",
        *_columns(_ID, "id", "library_id"),
        *_columns(_NUMBER, "number", "address"),
        *_columns(_TEXT, "name", "description"),
        *_columns(_FLAG, "enabled"),
        *_columns(_TEXT, "operational", "vendor", "product", "serial", "revision"),
        *_columns(_STAMP, "created", "modified"),
        sa.ForeignKeyConstraint(["library_id"], ["libraries.id"], name="fk_changers_library_id"),
        sa.PrimaryKeyConstraint("id", name="pk_changers"),
        sa.UniqueConstraint("library_id", "address", name="uq_changers_library_id_address"),
    )


def _slots() -> None:
    op.create_table(
        "slots",
        *_columns(_ID, "id", "library_id"),
        *_columns(_NUMBER, "number", "address"),
        *_columns(_TEXT, "description", "state"),
        *_columns(_STAMP, "created", "modified"),
        sa.ForeignKeyConstraint(["library_id"], ["libraries.id"], name="fk_slots_library_id"),
        sa.PrimaryKeyConstraint("id", name="pk_slots"),
        sa.UniqueConstraint("library_id", "address", name="uq_slots_library_id_address"),
    )
    op.create_index("ix_slots_library_id_state_number", "slots", ["library_id", "state", "number"])


def _ports() -> None:
    op.create_table(
        "ports",
        *_columns(_ID, "id", "library_id"),
        *_columns(_NUMBER, "number", "address", "max_extend"),
        *_columns(_TEXT, "description", "content", "position"),
        *_columns(_STAMP, "extended_since", null=True),
        *_columns(_STAMP, "created", "modified"),
        sa.ForeignKeyConstraint(["library_id"], ["libraries.id"], name="fk_ports_library_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ports"),
        sa.UniqueConstraint("library_id", "address", name="uq_ports_library_id_address"),
    )


def _doors() -> None:
    op.create_table(
        "doors",
        *_columns(_ID, "id", "library_id"),
        *_columns(_NUMBER, "number", "max_open"),
        *_columns(_TEXT, "description", "state"),
        *_columns(_STAMP, "opened_at", null=True),
        *_columns(_STAMP, "created", "modified"),
        sa.ForeignKeyConstraint(["library_id"], ["libraries.id"], name="fk_doors_library_id"),
        sa.PrimaryKeyConstraint("id", name="pk_doors"),
        sa.UniqueConstraint("library_id", "number", name="uq_doors_library_id_number"),
    )


def _pools() -> None:
    op.create_table(
        "pools",
        *_columns(_ID, "id"),
        *_columns(_TEXT, "name", "path"),
        *_columns(_ID, "parent_id", null=True),
        *_columns(_TEXT, "kind"),
        *_columns(_TEXT, "media_type", null=True),
        *_columns(_FLAG, "draw_from_free", "return_to_free"),
        *_columns(_NUMBER, "max_allocations", null=True),
        *_columns(_TEXT, "owner", "description"),
        *_columns(_STAMP, "created", "modified"),
        sa.ForeignKeyConstraint(["parent_id"], ["pools.id"], name="fk_pools_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pools"),
        sa.UniqueConstraint("path", name="uq_pools_path"),
    )
    op.create_index("ix_pools_parent_id", "pools", ["parent_id"])


def _media() -> None:
    op.create_table(
        "media",
        *_columns(_ID, "id"),
        *_columns(_TEXT, "name"),
        *_columns(_NUMBER, "sequence"),
        *_columns(_TEXT, "media_type"),
        *_columns(_ID, "pool_id", "library_id"),
        *_columns(_TEXT, "place_kind"),
        *_columns(_ID, "place_id", null=True),
        *_columns(_TEXT, "state"),
        *_columns(_ID, "home_slot_id", "last_library_id", null=True),
        *_columns(_TEXT, "bar_code", "bar_code_key", null=True),
        *_columns(_TEXT, "bar_code_state"),
        *_columns(_FLAG, "enabled", "cleaner"),
        *_columns(_TEXT, "serial", "location", "description"),
        *_columns(_STAMP, "created", "modified"),
        sa.ForeignKeyConstraint(["home_slot_id"], ["slots.id"], name="fk_media_home_slot_id"),
        sa.ForeignKeyConstraint(["library_id"], ["libraries.id"], name="fk_media_library_id"),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name="fk_media_pool_id"),
        sa.PrimaryKeyConstraint("id", name="pk_media"),
        sa.UniqueConstraint("place_id", name="uq_media_place_id"),
        sa.UniqueConstraint("sequence", name="uq_media_sequence"),
    )
    for columns in (["bar_code_key"], ["home_slot_id"], ["library_id", "sequence"], ["name"], ["pool_id", "sequence"]):
        op.create_index(f"ix_media_{'_'.join(columns)}", "media", columns)


def _sides() -> None:
    op.create_table(
        "sides",
        *_columns(_ID, "id", "medium_id"),
        *_columns(_NUMBER, "number"),
        *_columns(_TEXT, "state"),
        *_columns(_ID, "logical_id", null=True),
        *_columns(_TEXT, "label_type", "label_id", "label_info"),
        *_columns(_FLAG, "label_stale", "label_doubted"),
        *_columns(_STAMP, "label_read"),
        *_columns(_TEXT, "trouble"),
        *_columns(_NUMBER, "mounts", "allocations"),
        *_columns(_STAMP, "last_used"),
        *_columns(_TEXT, "name", "description"),
        *_columns(_ID, "pool_id", "library_id"),
        *_columns(_NUMBER, "sequence"),
        *_columns(_FLAG, "usable"),
        *_columns(_STAMP, "created", "modified"),
        sa.ForeignKeyConstraint(["medium_id"], ["media.id"], name="fk_sides_medium_id"),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name="fk_sides_pool_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sides"),
        sa.UniqueConstraint("logical_id", name="uq_sides_logical_id"),
        sa.UniqueConstraint("medium_id", "number", name="uq_sides_medium_id_number"),
    )
    in_order = ["pool_id", "state", "usable", "allocations", "last_used", "sequence", "number", "library_id"]
    op.create_index("ix_sides_next", "sides", in_order)
    op.create_index("ix_sides_label_type_label_id", "sides", ["label_type", "label_id"])


def _logical() -> None:
    op.create_table(
        "logical",
        *_columns(_ID, "id", "pool_id", "side_id"),
        *_columns(_TEXT, "name", "description", "owner", "user"),
        *_columns(_STAMP, "created", "modified"),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name="fk_logical_pool_id"),
        sa.ForeignKeyConstraint(["side_id"], ["sides.id"], name="fk_logical_side_id"),
        sa.PrimaryKeyConstraint("id", name="pk_logical"),
        sa.UniqueConstraint("side_id", name="uq_logical_side_id"),
    )
    op.create_index("ix_logical_name", "logical", ["name"])
    op.create_index("ix_logical_pool_id", "logical", ["pool_id"])


def _drives() -> None:
    op.create_table(
        "drives",
        *_columns(_ID, "id", "library_id"),
        *_columns(_NUMBER, "number", "address"),
        *_columns(_TEXT, "name", "description", "state"),
        *_columns(_FLAG, "enabled"),
        *_columns(_TEXT, "operational", "type_name", "vendor", "product", "serial", "revision", "device_path"),
        *_columns(_ID, "medium_id", "side_id", "vouched_id", null=True),
        *_columns(_TEXT, "holder_application", "holder_user", "holder_computer", null=True),
        *_columns(_ID, "holder_session_id", null=True),
        *_columns(_STAMP, "held_since", "ownerless_since", "dismountable_since", null=True),
        *_columns(_NUMBER, "dismount_delay", "mounts"),
        *_columns(_STAMP, "cleaned_at", null=True),
        *_columns(_FLAG, "wants_cleaning"),
        *_columns(_TEXT, "trouble"),
        *_columns(_STAMP, "created", "modified"),
        sa.ForeignKeyConstraint(["library_id"], ["libraries.id"], name="fk_drives_library_id"),
        sa.ForeignKeyConstraint(["medium_id"], ["media.id"], name="fk_drives_medium_id"),
        sa.PrimaryKeyConstraint("id", name="pk_drives"),
        sa.UniqueConstraint("library_id", "address", name="uq_drives_library_id_address"),
        sa.UniqueConstraint("medium_id", name="uq_drives_medium_id"),
    )
    op.create_index("ix_drives_name", "drives", ["name"])


def _work() -> None:
    op.create_table(
        "work",
        *_columns(_ID, "id"),
        *_columns(_NUMBER, "number"),
        *_columns(_TEXT, "operation"),
        *_columns(_ID, "library_id"),
        *_columns(_TEXT, "requester_application", "requester_user", "requester_computer"),
        *_columns(_ID, "requester_session_id", null=True),
        *_columns(_STAMP, "queued_at"),
        *_columns(_TEXT, "state"),
        *_columns(_NUMBER, "option"),
        *_columns(_ID, "set_id", "medium_id", "side_id", "drive_id", "drive_wanted_id", "related_id", null=True),
        *_columns(_NUMBER, "priority"),
        *_columns(sa.Float(), "rank"),
        *_columns(_FLAG, "fail_if_busy", "attended"),
        *_columns(_TEXT, "reason"),
        *_columns(_STAMP, "deadline", "started_at", "ended_at", null=True),
        *_columns(_TEXT, "error", "error_text", "result"),
        sa.PrimaryKeyConstraint("id", name="pk_work"),
        sa.UniqueConstraint("number", name="uq_work_number"),
    )
    for columns in (["ended_at"], ["library_id", "state"], ["medium_id", "state"], ["set_id"], ["state", "number"]):
        op.create_index(f"ix_work_{'_'.join(columns)}", "work", columns)


def _operators() -> None:
    op.create_table(
        "operators",
        *_columns(_ID, "id"),
        *_columns(_NUMBER, "number"),
        *_columns(_TEXT, "kind", "message"),
        *_columns(_STAMP, "submitted_at"),
        *_columns(_TEXT, "requester_application", "requester_user", "requester_computer"),
        *_columns(_ID, "requester_session_id", null=True),
        *_columns(_TEXT, "state"),
        *_columns(_ID, "work_id", "medium_id", "pool_id", "library_id", "drive_id", "claim_id", null=True),
        *_columns(_STAMP, "answered_at", null=True),
        *_columns(_TEXT, "answered_by", "taken_by", "reason"),
        sa.PrimaryKeyConstraint("id", name="pk_operators"),
        sa.UniqueConstraint("number", name="uq_operators_number"),
    )
    for columns in (["answered_at"], ["state", "number"], ["work_id"]):
        op.create_index(f"ix_operators_{'_'.join(columns)}", "operators", columns)


def _moves() -> None:
    op.create_table(
        "moves",
        *_columns(_ID, "id", "library_id", "medium_id"),
        *_columns(_TEXT, "source_kind"),
        *_columns(_ID, "source_id", null=True),
        *_columns(_TEXT, "destination_kind"),
        *_columns(_ID, "destination_id", null=True),
        *_columns(_STAMP, "opened_at"),
        *_columns(_ID, "work_id", null=True),
        *_columns(_STAMP, "closed_at", null=True),
        *_columns(_TEXT, "outcome", null=True),
        *_columns(_TEXT, "detail"),
        sa.PrimaryKeyConstraint("id", name="pk_moves"),
    )
    op.create_index("ix_moves_library_id_closed_at", "moves", ["library_id", "closed_at"])
    op.create_index("ix_moves_medium_id_opened_at", "moves", ["medium_id", "opened_at"])
    is_open = sa.text("closed_at IS NULL")
    op.create_index(
        "uq_moves_open", "moves", ["medium_id"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )


def _readings() -> None:
    op.create_table(
        "readings",
        *_columns(_ID, "id", "library_id", "drive_id", "medium_id"),
        *_columns(_STAMP, "at"),
        *_columns(_TEXT, "occasion", "error", "error_text", "alerts"),
        *_columns(_NUMBER, "written_corrected", "written_uncorrected", "written_processed", "loads", null=True),
        *_columns(_NUMBER, "read_corrected", "read_uncorrected", "read_processed", "written_mb", "read_mb", null=True),
        *_columns(_FLAG, "forgotten"),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
    )
    for columns in (["at"], ["drive_id", "at"], ["medium_id", "at"]):
        op.create_index(f"ix_readings_{'_'.join(columns)}", "readings", columns)


def _computer() -> None:
    op.create_table(
        "computer",
        *_columns(_ID, "id"),
        *_columns(_TEXT, "name", "description"),
        *_columns(_NUMBER, "work_purge_seconds", "operator_purge_seconds"),
        *_columns(_FLAG, "purge_work", "purge_failed_work", "purge_requests", "purge_refused_requests"),
        *_columns(_FLAG, "operator_alerts", "forget_free", "keep_import"),
        *_columns(_STAMP, "created", "modified"),
        sa.PrimaryKeyConstraint("id", name="pk_computer"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        *_columns(_NUMBER, "id"),
        *_columns(_STAMP, "at"),
        *_columns(_TEXT, "user", "application", "action", "subject", "detail"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_action_id", "audit", ["action", "id"])
    op.create_index("ix_audit_user_id", "audit", ["user", "id"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", _NUMBER, nullable=False, autoincrement=False),
        *_columns(_STAMP, "at"),
        *_columns(_TEXT, "kind", "object_type"),
        *_columns(_ID, "object_id"),
        *_columns(_ID, "scope_id", null=True),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )


def _attributes() -> None:
    op.create_table(
        "attributes",
        *_columns(_TEXT, "object_id", "name"),
        *_columns(sa.LargeBinary(), "value"),
        sa.PrimaryKeyConstraint("object_id", "name", name="pk_attributes"),
    )


def _type_descriptions() -> None:
    op.create_table(
        "type_descriptions",
        *_columns(_TEXT, "object_type", "name", "description"),
        *_columns(_STAMP, "modified"),
        sa.PrimaryKeyConstraint("object_type", "name", name="pk_type_descriptions"),
    )


def _destinations() -> None:
    op.create_table(
        "destinations",
        *_columns(_ID, "target_id"),
        *_columns(_TEXT, "messages", "name"),
        sa.PrimaryKeyConstraint("target_id", "messages", "name", name="pk_destinations"),
    )


def _counters() -> None:
    op.create_table(
        "counters",
        *_columns(_TEXT, "name"),
        *_columns(_NUMBER, "value"),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    counters = sa.table("counters", sa.column("name", sa.String()), sa.column("value", sa.BigInteger()))
    op.bulk_insert(counters, [{"name": name, "value": 0} for name in ("media", "work", "operators", "events")])
