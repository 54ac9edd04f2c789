"""Who calls in a session: several requests may act in one at a time, each with what is vouched for it alone."""

from __future__ import annotations

from contextvars import ContextVar

from openrsm.domain.values import Principal

ACTING: ContextVar[Principal | None] = ContextVar("ACTING", default=None)
"""Set by an edge around its call of the surface; None: whoever opened the session."""

PROCESS: ContextVar[int | None] = ContextVar("PROCESS", default=None)
"""The number of the process of this computer that calls, as the kernel vouches; None where nobody does."""
