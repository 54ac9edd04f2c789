"""The metrics: name, kind, labels and meaning of each. The reference in the documentation is held to this table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class Kind(Enum):
    """What Prometheus takes a metric for."""

    GAUGE = "gauge"
    COUNTER = "counter"
    HISTOGRAM = "histogram"


@dataclass(frozen=True, slots=True)
class Family:
    """One metric. ``buckets`` are the upper bounds of a histogram's, in its unit."""

    name: str
    kind: Kind
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


MOTION: Final = (1, 2, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 3600, 7200)
"""Seconds: a virtual library's motion, a robot's, a rewind and unload of many minutes, an LTO-9's first load."""

WAIT: Final = (1, 5, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400)
"""Seconds: from a free drive to a drive that somebody keeps for the night."""

COMMIT: Final = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
WORKS: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)

_G, _C, _H = Kind.GAUGE, Kind.COUNTER, Kind.HISTOGRAM

BUILD: Final = Family("openrsm_build_info", _G, "Always 1; the labels tell what runs.", ("version", "python"))
DATABASE_UP: Final = Family("openrsm_database_up", _G, "1 if the catalogue could be read for this answer.")

LIBRARY_UP: Final = Family(
    "openrsm_library_up", _G, "1 if the library is enabled and answers: mounts can be served.", ("library",)
)
LIBRARY_ENABLED: Final = Family("openrsm_library_enabled", _G, "1 unless the library was disabled.", ("library",))
LIBRARY_STATE: Final = Family(
    "openrsm_library_operational", _G, "1 for the operational state the library is in.", ("library", "state")
)
LIBRARY_DOOR: Final = Family("openrsm_library_door_open", _G, "1 if a door stands open.", ("library",))
LIBRARY_MEDIA: Final = Family("openrsm_library_cartridges", _G, "Cartridges in the library.", ("library",))
LIBRARY_SLOTS: Final = Family("openrsm_library_slots", _G, "Storage slots of the library.", ("library",))

DRIVE_UP: Final = Family("openrsm_drive_up", _G, "1 if the drive is enabled and answers.", ("library", "drive"))
DRIVE_ENABLED: Final = Family("openrsm_drive_enabled", _G, "1 unless the drive was disabled.", ("library", "drive"))
DRIVE_STATE: Final = Family("openrsm_drive_state", _G, "1 for the state of the drive.", ("library", "drive", "state"))
DRIVE_TIME: Final = Family(
    "openrsm_drive_activity_seconds_total",
    _C,
    "Time by what the drive was doing: empty, dismountable (a released cartridge is in it), moving (given to a mount "
    "that is not ready yet, or its cartridge is on its way home), in_use, cleaning, out_of_service.",
    ("library", "drive", "activity"),
)

TAPE_ALERTS: Final = Family(
    "openrsm_tape_alerts_total",
    _C,
    "TapeAlert flags that the drive raised, by number and name, as read when it parts from a cartridge or fails.",
    ("library", "drive", "flag", "alert"),
)

WORK: Final = Family("openrsm_work_items", _G, "Work items that have not ended.", ("library", "operation", "state"))
WORK_AGE: Final = Family(
    "openrsm_work_item_oldest_age_seconds",
    _G,
    "Time since the oldest of these work items was queued.",
    ("library", "operation", "state"),
)
WORK_ENDED: Final = Family(
    "openrsm_work_items_ended_total",
    _C,
    "Work items that ended; code is that of the error that ended them, or none.",
    ("library", "operation", "state", "code"),
)
MOUNT_WAIT: Final = Family(
    "openrsm_mount_wait_seconds",
    _H,
    "Mounts that succeeded: from queued to started, while they waited for a drive, a medium or a person.",
    ("library",),
    WAIT,
)
MOUNT_MOTION: Final = Family(
    "openrsm_mount_motion_seconds",
    _H,
    "Mounts that succeeded: from started to ready. cartridge is in_drive where it was still in its drive (a remount), "
    "carried where the robot brought it.",
    ("library", "cartridge"),
    MOTION,
)
MOUNTS: Final = Family(
    "openrsm_mounts_total",
    _C,
    "Mounts that succeeded, by whether the cartridge was still in its drive (in_drive: what deferred dismounts save) "
    "or was carried.",
    ("library", "cartridge"),
)
MOVES: Final = Family(
    "openrsm_robot_moves_total", _C, "Motions of the robot, by how they ended.", ("library", "outcome")
)
MOVE_TIME: Final = Family(
    "openrsm_robot_move_seconds", _H, "Motions of the robot that are done: how long they took.", ("library",), MOTION
)
MOVES_OPEN: Final = Family("openrsm_robot_moves_open", _G, "Motions of the robot that have not ended.", ("library",))

OPERATORS: Final = Family("openrsm_operator_requests", _G, "Operator requests that want an answer.", ("kind",))
OPERATOR_AGE: Final = Family(
    "openrsm_operator_request_oldest_age_seconds", _G, "Time since the oldest of these was raised.", ("kind",)
)
POOL_SIDES: Final = Family(
    "openrsm_pool_available_sides", _G, "Sides (of tapes: cartridges) that can be allocated from the pool.", ("pool",)
)

SESSIONS: Final = Family("openrsm_sessions", _G, "Open sessions.")
CALL_ERRORS: Final = Family(
    "openrsm_call_errors_total",
    _C,
    "Calls that were refused or failed, by the error's code and who must act: caller, operator, device or system.",
    ("code", "acts"),
)
WATCHES: Final = Family(
    "openrsm_watches", _G, "Calls and listeners that wait to be told of a change; each costs no thread."
)
EVENTS: Final = Family("openrsm_events_last_id", _G, "The number of the last event.")

COMMITS: Final = Family("openrsm_database_commits_total", _C, "Transactions that write, by outcome.", ("outcome",))
COMMIT_TIME: Final = Family(
    "openrsm_database_commit_seconds",
    _H,
    "From taking up the works that share a transaction until it is durable.",
    buckets=COMMIT,
)
COMMIT_WORKS: Final = Family(
    "openrsm_database_commit_works", _H, "Works that shared one transaction, and so one wait for the disk.", (), WORKS
)
STATE_FREE: Final = Family(
    "openrsm_state_free_bytes", _G, "Room left on the file system of the state folder, for its user."
)
STATE_SIZE: Final = Family("openrsm_state_capacity_bytes", _G, "Size of that file system.")

ALERTS: Final = Family(
    "openrsm_alerts_total", _C, "Messages to destinations of alerts, by outcome: sent, failed, dropped.", ("outcome",)
)

FAMILIES: Final = (
    *(BUILD, DATABASE_UP),
    *(LIBRARY_UP, LIBRARY_ENABLED, LIBRARY_STATE, LIBRARY_DOOR, LIBRARY_MEDIA, LIBRARY_SLOTS),
    *(DRIVE_UP, DRIVE_ENABLED, DRIVE_STATE, DRIVE_TIME, TAPE_ALERTS),
    *(WORK, WORK_AGE, WORK_ENDED, MOUNT_WAIT, MOUNT_MOTION, MOUNTS, MOVES, MOVE_TIME, MOVES_OPEN),
    *(OPERATORS, OPERATOR_AGE, POOL_SIDES),
    *(SESSIONS, WATCHES, CALL_ERRORS, EVENTS),
    *(COMMITS, COMMIT_TIME, COMMIT_WORKS, STATE_FREE, STATE_SIZE),
    ALERTS,
)
