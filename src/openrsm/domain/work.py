"""Work items (library requests): operations and state machine (NtmsLmOperation, NtmsLmState; MS-RSMP 2.2.1.10)."""

from __future__ import annotations

from enum import Enum, IntEnum, IntFlag
from typing import Final

from openrsm.domain.machine import Table


class Operation(IntEnum):
    """What a work item does. The value is also its place in the queue's stable order (MS-RSMP 3.2.5.2.1.15).

    Those from 32 on are not the original's.
    """

    REMOVE = 0
    DISABLE_LIBRARY = 1
    ENABLE_LIBRARY = 2
    DISABLE_DRIVE = 3
    ENABLE_DRIVE = 4
    DISABLE_MEDIA = 5
    ENABLE_MEDIA = 6
    UPDATE_LABEL = 7
    INVENTORY = 8
    DOOR_ACCESS = 9
    EJECT = 10
    EJECT_CLEANER = 11
    INJECT = 12
    INJECT_CLEANER = 13
    PROCESS_LABEL = 14
    CLEAN_DRIVE = 15
    DISMOUNT = 16
    MOUNT = 17
    WRITE_FREE_LABEL = 18
    CLASSIFY = 19
    RESERVE_CLEANER = 20
    RELEASE_CLEANER = 21
    TRANSFER = 32


IN_DRIVE: Final = frozenset(
    {Operation.MOUNT, Operation.PROCESS_LABEL, Operation.WRITE_FREE_LABEL, Operation.CLEAN_DRIVE}
)
"""Operations that need a medium loaded in a drive of its own."""

GIVE_BACK: Final = frozenset({Operation.DISMOUNT, Operation.TRANSFER})
"""Operations that empty a drive for the sake of its cartridge."""


class DismountOption(IntEnum):
    """How a work item dismounts (LibRequestOperationOption, MS-RSMP 2.2.4.16)."""

    IMMEDIATE = 0
    DEFERRED = 1


class CleaningStage(IntEnum):
    """How far a cleaning has come; the option of its work item."""

    TO_CLEAN = 0
    CLEANED = 1


class MountAccess(IntFlag):
    """What a mount item's option asks for (NTMS_MOUNT_READ, NTMS_MOUNT_WRITE)."""

    READ = 1
    WRITE = 2


class WorkState(IntEnum):
    """Where a work item stands; the header's 6 (deferred) is reached by nothing and left out."""

    QUEUED = 0
    IN_PROCESS = 1
    PASSED = 2
    FAILED = 3
    INVALID = 4
    WAITING = 5
    CANCELLED = 7
    STOPPED = 8


class WorkEvent(Enum):
    """What happens to a work item."""

    START = "everything it needs is there"
    BLOCK = "something it needs is not there"
    UNBLOCK = "what it waited for is there"
    PASS = "it is done"
    FAIL = "it ended with an error"
    CANCEL = "somebody cancelled it, its time ran out, or its session ended"
    STOP = "it was told to stop where it stood"
    INVALIDATE = "what it refers to is gone"


_S, _E = WorkState, WorkEvent

WORK: Final[Table[WorkState, WorkEvent]] = {
    _S.QUEUED: {
        _E.START: _S.IN_PROCESS,
        _E.BLOCK: _S.WAITING,
        _E.FAIL: _S.FAILED,
        _E.CANCEL: _S.CANCELLED,
        _E.INVALIDATE: _S.INVALID,
    },
    _S.WAITING: {
        _E.START: _S.IN_PROCESS,
        _E.UNBLOCK: _S.QUEUED,
        _E.FAIL: _S.FAILED,
        _E.CANCEL: _S.CANCELLED,
        _E.INVALIDATE: _S.INVALID,
    },
    _S.IN_PROCESS: {
        _E.BLOCK: _S.WAITING,
        _E.PASS: _S.PASSED,
        _E.FAIL: _S.FAILED,
        _E.CANCEL: _S.CANCELLED,
        _E.STOP: _S.STOPPED,
        _E.INVALIDATE: _S.INVALID,
    },
    _S.PASSED: {},
    _S.FAILED: {},
    _S.INVALID: {},
    _S.CANCELLED: {},
    _S.STOPPED: {},
}

OPEN: Final = frozenset(state for state, row in WORK.items() if row)
"""The states of items that have not ended."""
