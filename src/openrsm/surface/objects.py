"""RSM's own view: any object type in any legal container; and everything on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from openrsm.domain.records import AuditEntry
from openrsm.domain.values import ObjectType, SessionId
from openrsm.surface.views import Attribute, AttributeView, ObjectName, Ref, Status


class Objects(Protocol):
    """Every call may raise InvalidHandle, AccessDenied and SystemFault."""

    def view(self, session: SessionId, object_type: ObjectType, container: Ref | None = None) -> Sequence[ObjectName]:
        """Enumerate objects of one type in a container, or everywhere (EnumerateNtmsObject).

        Raises:
            InvalidParameter: That container does not hold that type.
            ObjectNotFound: There is no such container.
        """
        ...

    def attributes(self, session: SessionId, object_type: ObjectType, ref: Ref) -> Sequence[AttributeView]:
        """The private attributes of an object, by name.

        Raises:
            ObjectNotFound: There is no such object.
        """
        ...

    def get_attribute(self, session: SessionId, object_type: ObjectType, ref: Ref, name: str) -> Attribute:
        """One of them, with its value (GetNtmsObjectAttribute).

        Raises:
            ObjectNotFound: There is no such object, or it has no such attribute.
        """
        ...

    def set_attribute(
        self, session: SessionId, object_type: ObjectType, ref: Ref, name: str, value: bytes
    ) -> AttributeView:
        """Give an object an attribute, or another value for one that it has (SetNtmsObjectAttribute).

        An empty value deletes it. Whatever ends the object ends its attributes.

        Raises:
            ObjectNotFound: There is no such object.
            InvalidName: The name is empty, or longer than 31 characters.
            DataTooLarge: The value has 65536 bytes or more.
        """
        ...

    def delete_attribute(self, session: SessionId, object_type: ObjectType, ref: Ref, name: str) -> None:
        """End an attribute.

        Raises:
            ObjectNotFound: There is no such object, or it has no such attribute.
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
