"""Any object, the overview, and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.domain.attributes import check_name, check_value
from openrsm.domain.records import AuditEntry
from openrsm.domain.values import ObjectType
from openrsm.errors import InvalidParameter
from openrsm.surface.objects import ObjectChange
from openrsm.surface.views import Attribute, AttributeView, ObjectName, ObjectSettings, Ref, Status
from openrsm.wire.encoding import encode, encode_time


class ObjectsCalls(Calls):
    """See :class:`openrsm.surface.objects.Objects`."""

    async def view(self, object_type: ObjectType, container: Ref | None = None) -> Sequence[ObjectName]:
        """Enumerate objects of one type in a container, or everywhere."""
        return await self._line.get_items(ObjectName, _path(object_type), {"container": container})

    async def show(self, object_type: ObjectType, ref: Ref) -> ObjectSettings:
        """What an object is called, and set to."""
        return await self._line.get(ObjectSettings, _path(object_type, ref))

    async def change(self, object_type: ObjectType, ref: Ref, change: ObjectChange) -> ObjectSettings:
        """Name or describe an object, or set what else can be set on it."""
        wanted = {name: encode(value) for name, value in change.given().items()}
        return self._line.value(ObjectSettings, await self._line.ask("PATCH", _path(object_type, ref), body=wanted))

    async def attributes(self, object_type: ObjectType, ref: Ref) -> Sequence[AttributeView]:
        """The private attributes of an object, by name."""
        return await self._line.get_items(AttributeView, _path(object_type, ref, "attributes"))

    async def get_attribute(self, object_type: ObjectType, ref: Ref, name: str) -> Attribute:
        """One of them, with its value."""
        return await self._line.get(Attribute, _path(object_type, ref, "attributes", name))

    async def set_attribute(self, object_type: ObjectType, ref: Ref, name: str, value: bytes) -> AttributeView:
        """Give an object an attribute, or another value for one that it has; an empty value deletes it."""
        check_name(name)
        check_value(name, value)
        path = _path(object_type, ref, "attributes", name)
        answer = await self._line.ask("PUT", path, body={"value": encode(value)})
        return self._line.value(AttributeView, answer)

    async def delete_attribute(self, object_type: ObjectType, ref: Ref, name: str) -> None:
        """End an attribute."""
        await self._line.delete(_path(object_type, ref, "attributes", name))

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


def _path(object_type: ObjectType, *parts: str) -> str:
    return path_of("objects", object_type.name.lower(), *parts)
