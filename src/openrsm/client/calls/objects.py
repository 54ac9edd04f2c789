"""Any object, the overview, and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.domain.records import AuditEntry
from openrsm.domain.values import ObjectType
from openrsm.errors import InvalidParameter
from openrsm.surface.views import ObjectName, Ref, Status
from openrsm.wire.encoding import encode_time


class ObjectsCalls(Calls):
    """See :class:`openrsm.surface.objects.Objects`."""

    async def view(self, object_type: ObjectType, container: Ref | None = None) -> Sequence[ObjectName]:
        """Enumerate objects of one type in a container, or everywhere."""
        path = path_of("objects", object_type.name.lower())
        return await self._line.get_items(ObjectName, path, {"container": container})

    async def status(self) -> Status:
        """Libraries, drives, queue, operator requests and alerts."""
        return await self._line.get(Status, "/status")

    async def audit(
        self, *, limit: int = 100, user: str | None = None, action: str | None = None, since: datetime | None = None
    ) -> Sequence[AuditEntry]:
        """The newest entries of the audit trail, oldest of them first."""
        if since is not None and since.tzinfo is None:
            raise InvalidParameter(f"{since} has no time zone", "say in which zone it is meant")
        moment = None if since is None else encode_time(since)
        query = {"limit": limit, "user": user, "action": action, "since": moment}
        return self._line.items(AuditEntry, await self._line.ask("GET", "/audit", query=query))
