"""Any object in any container, the overview on one screen, and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from openrsm.domain.equipment import Drive, Library
from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.machine import word
from openrsm.domain.matrix import Deed
from openrsm.domain.records import AuditEntry
from openrsm.domain.slot import DoorState
from openrsm.domain.values import ObjectType, SessionId
from openrsm.errors import InvalidParameter
from openrsm.service import attributes, guard, setting
from openrsm.service.context import Context
from openrsm.service.enumerating import enumerate_objects
from openrsm.service.motions import move_views
from openrsm.service.refusals import audited
from openrsm.service.sessions import Session
from openrsm.service.views import drive_view, library_view, operator_view, work_views
from openrsm.store.database import Transaction
from openrsm.surface.objects import ObjectChange
from openrsm.surface.views import Attribute, AttributeView, ObjectName, ObjectSettings, Ref, Status


@audited("objects")
class ObjectService:
    """Implements :class:`openrsm.surface.objects.Objects`."""

    def __init__(self, context: Context) -> None:
        """Reads the catalogue."""
        self._context = context
        self._opened = context.clock()

    def view(self, session: SessionId, object_type: ObjectType, container: Ref | None = None) -> Sequence[ObjectName]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: enumerate_objects(tx, caller, object_type, container))

    def show(self, session: SessionId, object_type: ObjectType, ref: Ref) -> ObjectSettings:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: setting.show(tx, caller, object_type, ref))

    def change(self, session: SessionId, object_type: ObjectType, ref: Ref, change: ObjectChange) -> ObjectSettings:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.commit(caller, lambda tx: setting.change(tx, caller, object_type, ref, change))

    def attributes(self, session: SessionId, object_type: ObjectType, ref: Ref) -> Sequence[AttributeView]:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: attributes.listed(tx, caller, object_type, ref))

    def get_attribute(self, session: SessionId, object_type: ObjectType, ref: Ref, name: str) -> Attribute:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: attributes.got(tx, caller, object_type, ref, name))

    def set_attribute(
        self, session: SessionId, object_type: ObjectType, ref: Ref, name: str, value: bytes
    ) -> AttributeView:
        """See the surface."""
        caller, wanted = self._context.caller(session), Attribute(name=name, value=value)
        return self._context.commit(caller, lambda tx: attributes.put(tx, caller, object_type, ref, wanted))

    def delete_attribute(self, session: SessionId, object_type: ObjectType, ref: Ref, name: str) -> None:
        """See the surface."""
        caller = self._context.caller(session)
        self._context.commit(caller, lambda tx: attributes.deleted(tx, caller, object_type, ref, name))

    def status(self, session: SessionId) -> Status:
        """See the surface."""
        caller = self._context.caller(session)
        return self._context.store.read(lambda tx: self._status(tx, caller))

    def _status(self, tx: Transaction, caller: Session) -> Status:
        guard.may(tx, caller, Deed.STATUS, "look at the whole", tx.computer.get())
        sight = guard.sight(tx, caller)
        libraries = [library for library in tx.libraries.all() if sight.sees_library(library.id)]
        drives = [drive for drive in tx.drives.all() if sight.sees_library(drive.library_id)]
        work = [item for item in tx.work.open(None) if sight.sees_library(item.library_id)]
        return Status(
            at=tx.now,
            libraries=[library_view(tx, library) for library in libraries if library.kind is not LibraryKind.OFFLINE],
            drives=[drive_view(tx, drive, self._context.zone, sight) for drive in drives],
            work=work_views(tx, work),
            operators=[operator_view(tx, request) for request in tx.operators.open()],
            alerts=list(_alerts(tx, libraries, drives)),
            moves=move_views(tx, libraries, sight),
            since=self._opened,
        )

    def audit(
        self,
        session: SessionId,
        *,
        limit: int = 100,
        user: str | None = None,
        action: str | None = None,
        since: datetime | None = None,
    ) -> Sequence[AuditEntry]:
        """See the surface."""
        caller = self._context.caller(session)
        if limit < 1:
            raise InvalidParameter(f"limit {limit}", "ask for 1 entry or more")
        if since is not None and since.tzinfo is None:
            raise InvalidParameter(f"the time {since} has no time zone", "give one, as in 2026-01-31T14:02:00Z")

        def look(tx: Transaction) -> Sequence[AuditEntry]:
            guard.may(tx, caller, Deed.AUDIT, "read the audit trail", tx.computer.get())
            return tx.audit.recent(limit, user=user, action=action, since=since)[::-1]

        return self._context.store.read(look)


def _alerts(tx: Transaction, libraries: Iterable[Library], drives: Iterable[Drive]) -> Iterator[str]:
    for library in libraries:
        if library.operational in (Operational.NEEDS_SERVICE, Operational.NOT_PRESENT):
            yield f"library {library.name}: {word(library.operational)}" + _because(library.trouble)
        for door in tx.doors.of(library.id):
            if door.state is DoorState.OPEN:
                yield f"library {library.name}: its door is open"
    for drive in drives:
        if drive.operational is not Operational.READY:
            yield f"drive {drive.name}: {word(drive.operational)}" + _because(drive.trouble)
    for request in tx.operators.open():
        yield f"operator request {request.number}: {request.message}"


def _because(trouble: str) -> str:
    return f" ({trouble})" if trouble else ""
