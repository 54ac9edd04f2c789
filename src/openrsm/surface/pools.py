"""Media pools."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from openrsm.domain.values import SessionId
from openrsm.surface.views import PoolView, Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolOptions:
    """What a new pool is. A pool without ``media_type`` holds pools."""

    media_type: str | None = None
    draw_from_free: bool = False
    return_to_free: bool = False
    max_allocations: int | None = None


class Pools(Protocol):
    """Every call may raise InvalidHandle, AccessDenied, InvalidMediaPool (no such pool) and SystemFault."""

    def create(self, session: SessionId, path: str, options: PoolOptions) -> PoolView:
        """Create a pool and the containers above it that do not exist (CreateNtmsMediaPool).

        Raises:
            InvalidName: The path is malformed.
            AlreadyExists: It exists.
            InvalidParameter: Unknown media type, or a limit below 1.
            InvalidMediaPool: A pool above it holds media, or is one of the system's.
        """
        ...

    def list(self, session: SessionId) -> Sequence[PoolView]:
        """All pools, by path."""
        ...

    def show(self, session: SessionId, pool: Ref) -> PoolView:
        """One pool."""
        ...

    def delete(self, session: SessionId, pool: Ref) -> None:
        """Delete an empty application pool.

        Raises:
            InvalidMediaPool: It is one of the system's.
            NotEmpty: It holds media or pools.
        """
        ...
