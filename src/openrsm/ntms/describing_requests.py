"""Library requests, operator requests and the computer, in the header's structures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from uuid import UUID

from openrsm.domain.inject import InjectStage
from openrsm.domain.library import InventoryMethod
from openrsm.domain.records import OperatorRequest, WorkItem
from openrsm.domain.values import ObjectType
from openrsm.domain.work import Operation
from openrsm.ntms.codes import ERROR_DATABASE_FAILURE
from openrsm.ntms.describing import Times, described, times_of
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
from openrsm.ntms.errors import SYMBOLS
from openrsm.ntms.structures import (
    NTMS_COMPUTERINFORMATION,
    NTMS_LIBREQUESTINFORMATION,
    NTMS_OBJECTINFORMATION,
    NTMS_OPREQUESTINFORMATION,
)
from openrsm.surface.views import ObjectSettings

_NUMBERS: Final = {name.removeprefix("ERROR_"): number for number, name in SYMBOLS.items()}
_NOBODY: Final = (NtmsObjectsTypes.NTMS_UNKNOWN, None)


_INJECT_MANY: Final = 4
_SLOTS_ONLY: Final = 1
OPTIONS: Final[Mapping[Operation, Callable[[int], int]]] = {
    Operation.DISMOUNT: int,
    Operation.INJECT: lambda stage: _INJECT_MANY if stage == InjectStage.MANY else 0,
    Operation.INVENTORY: lambda method: 0 if method == InventoryMethod.FULL else _SLOTS_ONLY,
}
"""How the option of a work item is told (LibRequestOperationOption, MS-RSMP 2.2.4.16); that of all others is 0."""


def library_request(one: WorkItem, slot: UUID | None = None) -> NTMS_OBJECTINFORMATION:
    """A library request, and the slot that it is about."""
    info = NTMS_LIBREQUESTINFORMATION(
        OperationCode=_operation(one),
        OperationOption=OPTIONS[one.operation](one.option) if one.operation in OPTIONS else 0,
        State=NtmsLmState(one.state),
        PartitionId=one.side_id,
        DriveId=one.drive_id,
        PhysMediaId=one.medium_id,
        Library=one.library_id,
        SlotId=slot,
        TimeQueued=one.queued_at,
        TimeCompleted=one.ended_at,
        szApplication=one.requester.application,
        szUser=one.requester.user,
        szComputer=one.requester.computer,
        dwErrorCode=_error_code(one),
        WorkItemId=one.related_id,
        dwPriority=one.priority,
    )
    times = Times(one.queued_at, one.ended_at or one.started_at or one.queued_at)
    return described(ObjectType.WORK_ITEM, one.id, info, times, description=one.error_text)


def _operation(one: WorkItem) -> NtmsLmOperation:
    """The original carries nothing to a slot that somebody names; a dismount ends with a cartridge in one, too."""
    return NtmsLmOperation.NTMS_LM_DISMOUNT if one.operation is Operation.TRANSFER else NtmsLmOperation(one.operation)


def _error_code(one: WorkItem) -> int:
    return _NUMBERS.get(one.error, ERROR_DATABASE_FAILURE) if one.error else 0


def operator_request(one: OperatorRequest) -> NTMS_OBJECTINFORMATION:
    """An operator request; what it is about stands in its arguments, the nearest first."""
    first, second, *_ = (*_about(one), _NOBODY, _NOBODY)
    info = NTMS_OPREQUESTINFORMATION(
        Request=NtmsOpreqCommand(one.kind),
        Submitted=one.submitted_at,
        State=NtmsOpreqState(one.state),
        szMessage=one.message,
        Arg1Type=first[0],
        Arg1=first[1],
        Arg2Type=second[0],
        Arg2=second[1],
        szApplication=one.requester.application,
        szUser=one.requester.user,
        szComputer=one.requester.computer,
    )
    times = Times(one.submitted_at, one.answered_at or one.submitted_at)
    return described(ObjectType.OPERATOR_REQUEST, one.id, info, times)


def _about(one: OperatorRequest) -> list[tuple[NtmsObjectsTypes, UUID | None]]:
    named = [
        (NtmsObjectsTypes.NTMS_PHYSICAL_MEDIA, one.medium_id),
        (NtmsObjectsTypes.NTMS_MEDIA_POOL, one.pool_id),
        (NtmsObjectsTypes.NTMS_DRIVE, one.drive_id),
        (NtmsObjectsTypes.NTMS_LIBRARY, one.library_id),
    ]
    return [(kind, guid) for kind, guid in named if guid is not None]


def computer(settings: ObjectSettings, guid: UUID) -> NTMS_OBJECTINFORMATION:
    """The computer: how long ended requests are kept, and what becomes of media that leave."""
    lib, op, media = NtmsLibRequestFlags, NtmsOpRequestFlags, NtmsMediaPoolPolicy
    info = NTMS_COMPUTERINFORMATION(
        dwLibRequestPurgeTime=settings.work_purge_seconds or 0,
        dwOpRequestPurgeTime=settings.operator_purge_seconds or 0,
        dwLibRequestFlags=lib(
            (0 if settings.purge_work else lib.NTMS_LIBREQFLAGS_NOAUTOPURGE)
            | (0 if settings.purge_failed_work else lib.NTMS_LIBREQFLAGS_NOFAILEDPURGE)
        ),
        dwOpRequestFlags=op(
            (0 if settings.purge_requests else op.NTMS_OPREQFLAGS_NOAUTOPURGE)
            | (0 if settings.purge_refused_requests else op.NTMS_OPREQFLAGS_NOFAILEDPURGE)
            | (0 if settings.operator_alerts else op.NTMS_OPREQFLAGS_NOALERTS)
        ),
        dwMediaPoolPolicy=media(
            (media.NTMS_POOLPOLICY_PURGEOFFLINESCRATCH if settings.forget_free else 0)
            | (media.NTMS_POOLPOLICY_KEEPOFFLINEIMPORT if settings.keep_import else 0)
        ),
    )
    said = settings.description or ""
    return described(ObjectType.COMPUTER, guid, info, times_of(settings), name=settings.name, description=said)
