"""Ending what was started before, by what its start returned."""

from __future__ import annotations

from uuid import UUID

from openrsm.domain.values import SessionId
from openrsm.errors import InvalidOperation, ObjectNotFound
from openrsm.ntms.arguments import ref
from openrsm.surface.manager import Manager


def stop(manager: Manager, session: SessionId, operation: UUID | None, name: str) -> UUID:
    """End an eject, an inject or a door access; returns it.

    Raises:
        InvalidOperation: Nothing of the kind is under way.
    """
    try:
        return manager.work.stop(session, ref(operation, name)).item.id
    except ObjectNotFound as error:
        raise InvalidOperation(f"{name} names nothing that is under way", "give what the start returned") from error
