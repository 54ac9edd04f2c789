"""Operator requests."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.client.calls.calls import Calls
from openrsm.client.line import path_of
from openrsm.surface.views import OperatorView, Ref


class OperatorsCalls(Calls):
    """See :class:`openrsm.surface.operators.Operators`."""

    async def list(self, *, answered: bool = False) -> Sequence[OperatorView]:
        """Requests that want an answer, oldest first; with ``answered`` also the others."""
        return await self._line.get_items(OperatorView, "/operator-requests", {"answered": answered})

    async def show(self, request: Ref) -> OperatorView:
        """One request."""
        return await self._line.get(OperatorView, path_of("operator-requests", request))

    async def satisfy(self, request: Ref) -> OperatorView:
        """Say that it is done."""
        return await self._line.post(OperatorView, path_of("operator-requests", request, "satisfy"))

    async def refuse(self, request: Ref) -> OperatorView:
        """Say that it will not be done: what waits for it fails."""
        return await self._line.post(OperatorView, path_of("operator-requests", request, "refuse"))
