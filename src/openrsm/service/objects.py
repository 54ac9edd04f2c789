"""Any object in any container, the overview on one screen, and the audit trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openrsm.domain.library import LibraryKind, Operational
from openrsm.domain.machine import word
from openrsm.domain.records import AuditEntry
from openrsm.domain.rights import Right
from openrsm.domain.slot import DoorState
from openrsm.domain.values import ObjectType, SessionId
from openrsm.service import guard
from openrsm.service.context import Context
from openrsm.service.enumerating import enumerate_objects
from openrsm.service.views import drive_view, library_view, operator_view, work_views
from openrsm.store.database import Transaction
from openrsm.surface.views import ObjectName, Ref, Status


class ObjectService:
    """Implements :class:`openrsm.surface.objects.Objects`."""

    def __init__(self, context: Context) -> None:
        """Reads the catalogue."""
        self._context = context

    def view(self, session: SessionId, object_type: ObjectType, container: Ref | None = None) -> Sequence[ObjectName]:
        """See the surface."""
        self._context.caller(session)
        return self._context.store.read(lambda tx: enumerate_objects(tx, object_type, container))

    def status(self, session: SessionId) -> Status:
        """See the surface."""
        self._context.caller(session)
        return self._context.store.read(self._status)

    def _status(self, tx: Transaction) -> Status:
        libraries = [library for library in tx.libraries.all() if library.kind is not LibraryKind.OFFLINE]
        return Status(
            at=tx.now,
            libraries=[library_view(tx, library) for library in libraries],
            drives=[drive_view(tx, drive, self._context.zone) for drive in tx.drives.all()],
            work=work_views(tx, tx.work.open(None)),
            operators=[operator_view(tx, request) for request in tx.operators.open()],
            alerts=list(_alerts(tx)),
        )

    def audit(self, session: SessionId, *, limit: int = 100) -> Sequence[AuditEntry]:
        """See the surface."""
        caller = self._context.caller(session)

        def look(tx: Transaction) -> Sequence[AuditEntry]:
            guard.on_computer(tx, caller, Right.CONTROL, "read the audit trail")
            return tx.audit.recent(limit)[::-1]

        return self._context.store.read(look)


def _alerts(tx: Transaction) -> Iterator[str]:
    for library in tx.libraries.all():
        if library.operational in (Operational.NEEDS_SERVICE, Operational.NOT_PRESENT):
            yield f"library {library.name}: {word(library.operational)}" + _because(library.trouble)
        for door in tx.doors.of(library.id):
            if door.state is DoorState.OPEN:
                yield f"library {library.name}: its door is open"
    for drive in tx.drives.all():
        if drive.operational is not Operational.READY:
            yield f"drive {drive.name}: {word(drive.operational)}" + _because(drive.trouble)
    for request in tx.operators.open():
        yield f"operator request {request.number}: {request.message}"


def _because(trouble: str) -> str:
    return f" ({trouble})" if trouble else ""
