"""What is told of requests and calls: structures under the names of ``ntmsapi.h``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from openrsm.ntms.enumerations import (
    NtmsLibRequestFlags,
    NtmsLmOperation,
    NtmsLmState,
    NtmsMediaPoolPolicy,
    NtmsObjectsTypes,
    NtmsOpreqCommand,
    NtmsOpreqState,
    NtmsOpRequestFlags,
)
from openrsm.ntms.options import NtmsAsyncStatus, NtmsNotificationOperations


@dataclass(slots=True, kw_only=True)
class NTMS_LIBREQUESTINFORMATION:
    """A library request."""

    OperationCode: NtmsLmOperation = NtmsLmOperation.NTMS_LM_REMOVE
    OperationOption: int = 0
    State: NtmsLmState = NtmsLmState.NTMS_LM_QUEUED
    PartitionId: UUID | None = None
    DriveId: UUID | None = None
    PhysMediaId: UUID | None = None
    Library: UUID | None = None
    SlotId: UUID | None = None
    TimeQueued: datetime | None = None
    TimeCompleted: datetime | None = None
    szApplication: str = ""
    szUser: str = ""
    szComputer: str = ""
    dwErrorCode: int = 0
    WorkItemId: UUID | None = None
    dwPriority: int = 0


@dataclass(slots=True, kw_only=True)
class NTMS_OPREQUESTINFORMATION:
    """An operator request."""

    Request: NtmsOpreqCommand = NtmsOpreqCommand.NTMS_OPREQ_UNKNOWN
    Submitted: datetime | None = None
    State: NtmsOpreqState = NtmsOpreqState.NTMS_OPSTATE_UNKNOWN
    szMessage: str = ""
    Arg1Type: NtmsObjectsTypes = NtmsObjectsTypes.NTMS_UNKNOWN
    Arg1: UUID | None = None
    Arg2Type: NtmsObjectsTypes = NtmsObjectsTypes.NTMS_UNKNOWN
    Arg2: UUID | None = None
    szApplication: str = ""
    szUser: str = ""
    szComputer: str = ""


@dataclass(slots=True, kw_only=True)
class NTMS_COMPUTERINFORMATION:
    """The computer: how long ended requests are kept, in seconds."""

    dwLibRequestPurgeTime: int = 0
    dwOpRequestPurgeTime: int = 0
    dwLibRequestFlags: NtmsLibRequestFlags = NtmsLibRequestFlags(0)
    dwOpRequestFlags: NtmsOpRequestFlags = NtmsOpRequestFlags(0)
    dwMediaPoolPolicy: NtmsMediaPoolPolicy = NtmsMediaPoolPolicy(0)


@dataclass(slots=True, kw_only=True)
class NTMS_NOTIFICATIONINFORMATION:
    """What happened to which object."""

    dwOperation: NtmsNotificationOperations = NtmsNotificationOperations.NTMS_OBJ_UPDATE
    ObjectId: UUID | None = None


@dataclass(slots=True, kw_only=True)
class NTMS_MOUNT_INFORMATION:
    """For MountNtmsMedia; holds nothing."""

    dwSize: int = 0
    lpReserved: None = None


@dataclass(slots=True, kw_only=True)
class NTMS_ALLOCATION_INFORMATION:
    """What AllocateNtmsMedia tells besides: the pool from which the medium came."""

    dwSize: int = 0
    lpReserved: None = None
    AllocatedFrom: UUID | None = None


@dataclass(slots=True, kw_only=True)
class NTMS_ASYNC_IO:
    """How an asynchronous call goes on; in the header alone, nothing here uses it."""

    OperationId: UUID | None = None
    EventId: UUID | None = None
    dwOperationType: int = 0
    dwResult: int = 0
    dwAsyncState: NtmsAsyncStatus = NtmsAsyncStatus.NTMS_ASYNCSTATE_QUEUED
    hEvent: int = 0
    bOnStateChange: bool = False


@dataclass(slots=True, kw_only=True)
class RSM_MESSAGE:
    """A message for a computer's user; in the header alone, nothing here sends it."""

    lpguidOperation: UUID | None = None
    dwNtmsType: NtmsObjectsTypes = NtmsObjectsTypes.NTMS_UNKNOWN
    dwState: NtmsLmState = NtmsLmState.NTMS_LM_QUEUED
    dwFlags: int = 0
    dwPriority: int = 0
    dwErrorCode: int = 0
    lpszComputerName: str = ""
    lpszApplication: str = ""
    lpszUser: str = ""
    lpszTimeSubmitted: str = ""
    lpszMessage: str = ""
