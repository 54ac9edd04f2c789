"""RSM's own view: any object type in any legal container; and everything on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Protocol

from openrsm.domain.library import InventoryMethod
from openrsm.domain.records import AuditEntry
from openrsm.domain.values import ObjectType, SessionId
from openrsm.surface.views import Attribute, AttributeView, ObjectName, ObjectSettings, Ref, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectChange:
    """What to set; None leaves it as it is. The rest is as in :class:`~openrsm.surface.views.ObjectSettings`."""

    name: str | None = None
    description: str | None = None
    inventory_method: InventoryMethod | None = None
    cleaner_uses: int | None = None
    cleans_itself: bool | None = None
    auto_recovery: bool | None = None
    max_extend: int | None = None
    max_open: int | None = None
    location: str | None = None
    media_type: str | None = None
    draw_from_free: bool | None = None
    return_to_free: bool | None = None
    max_allocations: int | None = None
    work_purge_seconds: int | None = None
    operator_purge_seconds: int | None = None
    purge_work: bool | None = None
    purge_failed_work: bool | None = None
    purge_requests: bool | None = None
    purge_refused_requests: bool | None = None
    operator_alerts: bool | None = None
    forget_free: bool | None = None
    keep_import: bool | None = None

    def given(self) -> Mapping[str, Any]:
        """What is to be set."""
        all_ = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value for name, value in all_.items() if value is not None}


class Objects(Protocol):
    """Every call may raise InvalidHandle, AccessDenied and SystemFault."""

    def view(self, session: SessionId, object_type: ObjectType, container: Ref | None = None) -> Sequence[ObjectName]:
        """Enumerate objects of one type in a container, or everywhere (EnumerateNtmsObject).

        Raises:
            InvalidParameter: That container does not hold that type.
            ObjectNotFound: There is no such container.
        """
        ...

    def show(self, session: SessionId, object_type: ObjectType, ref: Ref) -> ObjectSettings:
        """What an object is called, and set to (GetNtmsObjectInformation, as far as that can be set).

        The computer is also called ``computer``; changers, slots, ports and doors go by their GUIDs.

        Raises:
            ObjectNotFound: There is no such object.
        """
        ...

    def change(self, session: SessionId, object_type: ObjectType, ref: Ref, change: ObjectChange) -> ObjectSettings:
        """Name or describe an object, or set what else can be set on it (SetNtmsObjectInformation).

        With a library its devices are renamed, with a pool the paths of those in it. The last who sets it wins.

        Raises:
            ObjectNotFound: There is no such object.
            InvalidParameter: That cannot be set on an object of its type, or not to that.
            InvalidName: It is no name for it.
            AlreadyExists: The name is another library's or pool's.
            LibraryOffline: The offline library keeps its name.
            NotSupported: A method that the library cannot do.
            InvalidMediaPool: The pool is one of the system's.
            NotEmpty: Its media type was to change, but it holds media or pools.
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
