"""Operator requests: what OpenRSM asks people to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from openrsm.domain.values import SessionId
from openrsm.surface.views import OperatorView, Ref


class Operators(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, ObjectNotFound (no such request) and SystemFault.

    A request is named by its number or its GUID.
    """

    def list(self, session: SessionId, *, answered: bool = False) -> Sequence[OperatorView]:
        """Requests that want an answer, oldest first; with ``answered`` also the others."""
        ...

    def show(self, session: SessionId, request: Ref) -> OperatorView:
        """One request."""
        ...

    def satisfy(self, session: SessionId, request: Ref) -> OperatorView:
        """Say that it is done. That is a claim: what raised it looks again, and asks again if nothing changed.

        Raises:
            InvalidState: It has been answered.
        """
        ...

    def refuse(self, session: SessionId, request: Ref) -> OperatorView:
        """Say that it will not be done: what waits for it fails.

        Raises:
            InvalidState: It has been answered.
        """
        ...
