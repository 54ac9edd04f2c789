"""What the process that runs the service offers its own edges, beyond what every caller may ask."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from openrsm.domain.values import Principal, SessionId
from openrsm.surface.manager import Manager

Stop = Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether the service works, and can serve; ``troubles`` are sentences, empty when all is well."""

    alive: bool
    ready: bool
    troubles: tuple[str, ...]


class Host(Manager, Protocol):
    """The service itself, as the network's edge sees it."""

    def resume(self, session: SessionId, principal: Principal) -> None:
        """Let a caller go on with a session that it opened earlier; this renews the lease.

        Raises:
            InvalidHandle: It is closed, lost, or was never opened.
            NotAuthenticated: It is another user's.
        """
        ...

    def authenticate(self, secret: str) -> Principal:
        """In whose name a token speaks.

        Raises:
            NotAuthenticated: It is unknown, revoked or expired.
        """
        ...

    def watch(self, objects: Collection[UUID], told: Callable[[], None]) -> Stop:
        """Call ``told`` after each commit that changes one of these objects, or any if none are named.

        It is called from the committing thread, so it must be brief: it wakes whoever waits. Call what is returned to
        end it; calling that twice is harmless.
        """
        ...

    def metrics(self) -> bytes:
        """Everything that is counted, as Prometheus reads it (text format 0.0.4)."""
        ...

    def health(self) -> Health:
        """Whether the service works; asks no device."""
        ...
