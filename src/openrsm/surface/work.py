"""The work queue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openrsm.domain.values import SessionId
from openrsm.surface.mounts import Progress
from openrsm.surface.views import Ref, WorkView


class Work(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, ObjectNotFound (no such item) and SystemFault.

    An item is named by its number or its GUID.
    """

    def list(self, session: SessionId, *, ended: bool = False, limit: int = 1000) -> Sequence[WorkView]:
        """Open items in queue order; with ``ended`` also the newest that have ended."""
        ...

    def show(self, session: SessionId, item: Ref) -> WorkView:
        """One item."""
        ...

    def wait(
        self, session: SessionId, items: Sequence[Ref], timeout: float | None = None, progress: Progress | None = None
    ) -> Sequence[WorkView]:
        """Until all have ended, or time is over; returns them as they are then, whatever their end."""
        ...

    def cancel(self, session: SessionId, item: Ref) -> WorkView:
        """Cancel an item and the set it belongs to; a motion under way is finished and then undone.

        Raises:
            InvalidState: It has ended.
            AccessDenied: It is a dismount or inventory under way, which cannot be undone.
        """
        ...

    def stop(self, session: SessionId, item: Ref) -> WorkView:
        """End an eject, an inject or a door access.

        What an eject has brought to a port stays there. An inject first takes in what lies in the ports, as far as
        there are slots.

        Raises:
            InvalidOperation: It is none of these, or has ended.
        """
        ...

    def order(self, session: SessionId, item: Ref, position: int) -> WorkView:
        """Set a waiting mount's place among mounts: 1 is next, a number beyond the end is last.

        Raises:
            InvalidParameter: Below 1.
            InvalidState: It is no mount, or it has started.
        """
        ...

    def delete(self, session: SessionId, items: Sequence[Ref]) -> int:
        """Forget those that have ended; how many (DeleteNtmsRequests). Unknown and open ones are passed over."""
        ...

    def purge(self, session: SessionId, *, older_than: float = 0) -> int:
        """Forget items (and answered operator requests) that ended at least ``older_than`` seconds ago; how many."""
        ...
