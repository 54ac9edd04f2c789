"""Which of the events since the last message are worth an alert, looked up in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import Operational
from openrsm.domain.operator import OPEN
from openrsm.domain.records import EventKind, Happening
from openrsm.domain.values import DriveId, LibraryId, ObjectType, OperatorId, WorkId
from openrsm.domain.work import WorkState
from openrsm.service.alerting import wording
from openrsm.service.alerting.alerts import Alert, AlertKind
from openrsm.service.views import operator_view, work_view
from openrsm.store.database import Transaction
from openrsm.surface.views import OperatorView
from openrsm.wire.errors import error_of

CONCERNS: Final = {
    ObjectType.OPERATOR_REQUEST: AlertKind.OPERATOR,
    ObjectType.WORK_ITEM: AlertKind.WORK,
    ObjectType.LIBRARY: AlertKind.DEVICE,
    ObjectType.DRIVE: AlertKind.DEVICE,
}
"""What kind of alert a change of such an object may be worth."""

TROUBLES: Final = (Operational.NEEDS_SERVICE, Operational.NOT_PRESENT)
PAGE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look found: the alerts, up to which event, and whose troubles began and ended."""

    alerts: list[Alert] = field(default_factory=list)
    last: int
    begun: set[UUID] = field(default_factory=set)
    ended: set[UUID] = field(default_factory=set)
    requests: set[OperatorId] = field(default_factory=set)


def look(tx: Transaction, destination: str, after: int | None, kinds: frozenset[AlertKind]) -> Seen:
    """What there is to tell a destination that was told of everything up to event ``after``.

    A new one (None) is told what stands open now, but not what has happened before.
    """
    if not tx.computer.get().operator_alerts:
        kinds -= {AlertKind.OPERATOR}
    seen = Seen(last=tx.events.last_id())
    judge = _Judge(tx, seen, kinds, tx.alerts.troubles(destination))
    changed = _standing(tx) if after is None else _changed(tx, after)
    for (object_type, object_id), at in changed.items():
        if CONCERNS[object_type] in kinds:
            seen.alerts.extend(judge.alerts(object_type, object_id, at))
    return seen


def still_open(tx: Transaction, requests: Collection[OperatorId]) -> list[OperatorView]:
    """Those of the operator requests that want an answer still."""
    return [operator_view(tx, request) for request in tx.operators.open() if request.id in requests]


def _changed(tx: Transaction, after: int) -> dict[tuple[ObjectType, UUID], datetime]:
    """The objects that may concern people, with the time of their last change; requests only where they are new."""
    found: dict[tuple[ObjectType, UUID], datetime] = {}
    while page := tx.events.since(after, PAGE):
        found |= {(one.object_type, one.object_id): one.at for one in page if _concerns(one)}
        after = page[-1].id
    return found


def _concerns(happening: Happening) -> bool:
    if happening.object_type is ObjectType.OPERATOR_REQUEST:
        return happening.kind is EventKind.INSERT
    return happening.object_type in CONCERNS


def _standing(tx: Transaction) -> dict[tuple[ObjectType, UUID], datetime]:
    requests = [(ObjectType.OPERATOR_REQUEST, request.id) for request in tx.operators.open()]
    libraries = [(ObjectType.LIBRARY, library.id) for library in tx.libraries.all()]
    drives = [(ObjectType.DRIVE, drive.id) for drive in tx.drives.all()]
    return dict.fromkeys([*requests, *libraries, *drives], tx.now)


class _Judge:
    """Tells whether what an object has become is worth an alert."""

    def __init__(self, tx: Transaction, seen: Seen, kinds: frozenset[AlertKind], known: set[UUID]) -> None:
        self._tx = tx
        self._seen = seen
        self._kinds = kinds
        self._known = known

    def alerts(self, object_type: ObjectType, object_id: UUID, at: datetime) -> Iterator[Alert]:
        match object_type:
            case ObjectType.OPERATOR_REQUEST:
                yield from self._request(OperatorId(object_id), at)
            case ObjectType.WORK_ITEM:
                yield from self._item(WorkId(object_id), at)
            case ObjectType.LIBRARY:
                yield from self._device(self._tx.libraries.find(LibraryId(object_id)), object_id, at)
            case ObjectType.DRIVE:
                yield from self._device(self._tx.drives.find(DriveId(object_id)), object_id, at)

    def _request(self, request_id: OperatorId, at: datetime) -> Iterator[Alert]:
        request = self._tx.operators.find(request_id)
        if request is not None and request.state in OPEN:
            self._seen.requests.add(request.id)
            yield wording.requested(operator_view(self._tx, request), at)

    def _item(self, work_id: WorkId, at: datetime) -> Iterator[Alert]:
        """What failed for a reason that its caller alone can mend is its caller's to know."""
        item = self._tx.work.find(work_id)
        if item is None or item.state not in (WorkState.FAILED, WorkState.INVALID):
            return
        if error_of(item.error, "").acts != "caller":
            yield wording.failed(work_view(self._tx, item), at)

    def _device(self, device: Library | Drive | None, device_id: UUID, at: datetime) -> Iterator[Alert]:
        told = device_id in self._known
        if device is None or not device.enabled:
            self._seen.ended.update({device_id} if told else ())
        elif told and device.operational is Operational.READY:
            self._seen.ended.add(device_id)
            yield wording.recovered(device, at)
        elif not told and device.operational in TROUBLES:
            self._seen.begun.add(device_id)
            yield from self._trouble(device, at)

    def _trouble(self, device: Library | Drive, at: datetime) -> Iterator[Alert]:
        if isinstance(device, Library):
            yield wording.library_in_trouble(device, at)
        elif not self._is_asked_for(device):
            yield wording.drive_in_trouble(device, self._tx.libraries.get(device.library_id).name, at)

    def _is_asked_for(self, drive: Drive) -> bool:
        """Whether an operator was asked to see to it: then that request is the alert."""
        requests = self._tx.operators.open() if AlertKind.OPERATOR in self._kinds else ()
        return any(request.drive_id == drive.id for request in requests)
