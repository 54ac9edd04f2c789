"""What is written down over time: work items, operator requests, motions, events, the audit trail.

Times are aware datetimes in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, IntEnum
from uuid import UUID

from openrsm.domain.operator import OperatorKind, OperatorState
from openrsm.domain.values import (
    DriveId,
    LibraryId,
    MediumId,
    MoveId,
    ObjectType,
    OperatorId,
    Place,
    PoolId,
    Requester,
    SessionId,
    SetId,
    SideId,
    WorkId,
)
from openrsm.domain.work import DismountOption, Operation, WorkState


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """A library request.

    Attributes:
        number: Counted from 1 over the life of the catalogue; what people type.
        set_id: Items that stand or fall together (the media of one mount) share it.
        drive_wanted_id: For a mount: the drive asked for (SPECIFIC_DRIVE); ``drive_id`` is the one it got.
        rank: Where a mount stands among mounts; lower is earlier. Zero for all else.
        reason: Why it is not running, in words; empty while it runs.
        deadline: When it is given up; None for never.
        fail_if_busy: ERROR_NOT_AVAILABLE: fail rather than wait for a medium or a drive.
        attended: A caller waits for it: it is undone when that caller no longer does.
        error: Code of the class in :mod:`openrsm.errors` that ended it; empty if none.
        error_text: That error, in words.
        result: What it found, in words (inventories).
        related_id: The item that a REMOVE item cancels.
        destination: Where a TRANSFER brings its medium; for one that is not to move at all, None.
    """

    id: WorkId
    number: int
    operation: Operation
    library_id: LibraryId
    requester: Requester
    queued_at: datetime
    state: WorkState = WorkState.QUEUED
    option: int = 0
    set_id: SetId | None = None
    medium_id: MediumId | None = None
    side_id: SideId | None = None
    drive_id: DriveId | None = None
    drive_wanted_id: DriveId | None = None
    related_id: WorkId | None = None
    destination: Place | None = None
    priority: int = 0
    rank: float = 0.0
    fail_if_busy: bool = False
    attended: bool = False
    reason: str = ""
    deadline: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: str = ""
    error_text: str = ""
    result: str = ""

    @property
    def deferred(self) -> bool:
        """Whether this is a dismount that leaves the cartridge in the drive."""
        return self.operation is Operation.DISMOUNT and self.option == DismountOption.DEFERRED


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRequest:
    """Something a person is asked to do.

    Attributes:
        number: Counted from 1; what people type.
        work_id: The work item that waits for it, if one does.
        pool_id: For NEW_MEDIA: the pool that lacks media.
        taken_by: The operator who works on it, or says that it is done; empty if nobody has said so.
        claim_id: The work item that looks whether it is done, where somebody has said so.
        reason: How that stands, in words; empty if nobody has said so.
    """

    id: OperatorId
    number: int
    kind: OperatorKind
    message: str
    submitted_at: datetime
    requester: Requester
    state: OperatorState = OperatorState.SUBMITTED
    work_id: WorkId | None = None
    medium_id: MediumId | None = None
    pool_id: PoolId | None = None
    library_id: LibraryId | None = None
    drive_id: DriveId | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    taken_by: str = ""
    claim_id: WorkId | None = None
    reason: str = ""


class MoveOutcome(Enum):
    """How a journaled motion ended; open ones have none."""

    DONE = "done"
    NOT_DONE = "not done"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One row of the move journal: the intent, and later the outcome, of one motion of one cartridge."""

    id: MoveId
    library_id: LibraryId
    medium_id: MediumId
    source: Place
    destination: Place
    opened_at: datetime
    work_id: WorkId | None = None
    closed_at: datetime | None = None
    outcome: MoveOutcome | None = None
    detail: str = ""


class EventKind(IntEnum):
    """What happened to an object (NtmsNotificationOperations)."""

    UPDATE = 1
    INSERT = 2
    DELETE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One row of the event table: something changed. Ids rise in commit order.

    ``scope_id`` says whose rights decide who may know: that of a pool, a library, or (for a side) a medium, and None
    for what belongs to the computer. It outlives the object.
    """

    id: int
    at: datetime
    kind: EventKind
    object_type: ObjectType
    object_id: UUID
    scope_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSession:
    """A session that outlives the service's process, or whose mounts are to end with it.

    Attributes:
        lease: Seconds without a sign of life after which it is lost; None: with the process that it was opened in.
        ends_mounts: What it has mounted is dismounted when it ends.
        process: The process of this computer that opened it, where that tells whether it still lives; empty: none.
        ended: When it has ended; it is kept until the last of its mounts has.
    """

    id: SessionId
    application: str
    user: str
    computer: str
    opened: datetime
    lease: float | None
    ends_mounts: bool
    process: str = ""
    ended: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Who did what to which object, and how it ended."""

    id: int
    at: datetime
    user: str
    application: str
    action: str
    subject: str
    detail: str = ""
