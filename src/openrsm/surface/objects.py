"""RSM's own view: any object type in any legal container; and everything on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from openrsm.domain.records import AuditEntry
from openrsm.domain.values import ObjectType, SessionId
from openrsm.surface.views import ObjectName, Ref, Status


class Objects(Protocol):
    """Every call may raise InvalidHandle, AccessDenied and SystemFault."""

    def view(self, session: SessionId, object_type: ObjectType, container: Ref | None = None) -> Sequence[ObjectName]:
        """Enumerate objects of one type in a container, or everywhere (EnumerateNtmsObject).

        Raises:
            InvalidParameter: That container does not hold that type.
            ObjectNotFound: There is no such container.
        """
        ...

    def status(self, session: SessionId) -> Status:
        """Libraries, drives, queue, operator requests and alerts."""
        ...

    def audit(
        self,
        session: SessionId,
        *,
        limit: int = 100,
        user: str | None = None,
        action: str | None = None,
        since: datetime | None = None,
    ) -> Sequence[AuditEntry]:
        """The newest entries of the audit trail, oldest of them first; of a user, of an action, or since then alone.

        Raises:
            InvalidParameter: The limit is below 1, or ``since`` has no time zone.
        """
        ...
