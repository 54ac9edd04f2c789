"""Operator requests."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.client.calls.calls import Calls
from openrsm.client.calls.waiting import session_may_end, slice_of, time_left
from openrsm.client.calls.work import Deleted
from openrsm.client.line import path_of
from openrsm.domain.destinations import Messages, check
from openrsm.domain.operator import OPEN, OperatorKind
from openrsm.surface.views import DestinationList, OperatorView, Ref
from openrsm.wire.encoding import Json, encode


class OperatorsCalls(Calls):
    """See :class:`openrsm.surface.operators.Operators`."""

    async def list(self, *, answered: bool = False) -> Sequence[OperatorView]:
        """Requests that want an answer, oldest first; with ``answered`` also the others."""
        return await self._line.get_items(OperatorView, "/operator-requests", {"answered": answered})

    async def show(self, request: Ref) -> OperatorView:
        """One request."""
        return await self._line.get(OperatorView, path_of("operator-requests", request))

    async def submit(
        self,
        kind: OperatorKind,
        message: str = "",
        *,
        pool: Ref | None = None,
        medium: Ref | None = None,
        library: Ref | None = None,
        drive: Ref | None = None,
    ) -> OperatorView:
        """Ask an operator for something; returns at once."""
        body: Json = {
            "kind": encode(kind),
            "message": message,
            "pool": pool,
            "medium": medium,
            "library": library,
            "drive": drive,
        }
        return await self._line.post(OperatorView, "/operator-requests", body)

    async def wait(
        self,
        request: Ref,
        timeout: float | None = None,  # noqa: ASYNC109 - the surface's own word; a service keeps to it
    ) -> OperatorView:
        """The request when it has been answered, or time is over."""
        left = time_left(timeout)
        path = path_of("operator-requests", request)
        view = await self._line.get(OperatorView, path)
        while view.request.state in OPEN and left() != 0:
            with session_may_end():
                answer = await self._line.ask("GET", path, wait=slice_of(left()))
            view = self._line.value(OperatorView, answer)
        return view

    async def seen(self, request: Ref) -> OperatorView:
        """A console has shown it to an operator."""
        return await self._line.post(OperatorView, path_of("operator-requests", request, "seen"))

    async def take(self, request: Ref) -> OperatorView:
        """Say that one works on it."""
        return await self._line.post(OperatorView, path_of("operator-requests", request, "take"))

    async def delete(self, requests: Sequence[Ref]) -> int:
        """Forget those that have been answered; how many."""
        return (await self._line.post(Deleted, "/operator-requests/delete", {"requests": [*requests]})).deleted

    async def satisfy(self, request: Ref) -> OperatorView:
        """Say that it is done."""
        return await self._line.post(OperatorView, path_of("operator-requests", request, "satisfy"))

    async def refuse(self, request: Ref) -> OperatorView:
        """Say that it will not be done: what waits for it fails."""
        return await self._line.post(OperatorView, path_of("operator-requests", request, "refuse"))

    async def destinations(self, messages: Messages, of: Ref | None = None) -> DestinationList:
        """The computers that are to show messages about something."""
        return self._line.value(DestinationList, await self._line.ask("GET", _list(messages), query={"of": of}))

    async def add_destination(self, messages: Messages, computer: str, of: Ref | None = None) -> DestinationList:
        """Have a computer show them, too."""
        return await self._line.post(DestinationList, _list(messages), {"name": check(computer), "of": of})

    async def remove_destination(
        self, messages: Messages, computer: str | None = None, of: Ref | None = None
    ) -> DestinationList:
        """Take a computer off a list, or all of them."""
        query = {"name": computer, "of": of}
        return self._line.value(DestinationList, await self._line.ask("DELETE", _list(messages), query=query))


def _list(messages: Messages) -> str:
    return path_of("destinations", messages.name.lower())
