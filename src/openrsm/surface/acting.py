"""Who calls in a session: several requests may act in one at a time, each with what is vouched for it alone."""

from __future__ import annotations

from contextvars import ContextVar

from openrsm.domain.values import Principal

ACTING: ContextVar[Principal | None] = ContextVar("ACTING", default=None)
"""Set by an edge around its call of the surface; None: whoever opened the session."""
