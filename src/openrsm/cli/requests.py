"""What operators are asked for, as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final
from uuid import UUID

from openrsm.cli.call import Desk
from openrsm.domain.destinations import is_meant
from openrsm.domain.operator import OperatorState
from openrsm.domain.values import ObjectType
from openrsm.errors import AccessDenied, InvalidState, ObjectNotFound
from openrsm.surface.views import OperatorView

LISTENING: Final = 60.0
"""Seconds for which one question waits."""


def requests_as_they_come(desk: Desk, *, at: str | None = None) -> Iterator[OperatorView]:
    """Each request that wants an answer, once: those there are, then new ones, for ever. Each is marked as shown.

    With ``at``, those alone that the computer of that name is to show.
    """
    known: set[UUID] = set()
    last = desk.manager.notices.since(desk.session).last
    while True:
        for view in desk.manager.operators.list(desk.session):
            if view.request.id not in known and (at is None or is_meant(at, view.show_at)):
                known.add(view.request.id)
                yield _shown(desk, view)
        kinds = [ObjectType.OPERATOR_REQUEST]
        last = desk.manager.notices.since(desk.session, last, types=kinds, timeout=LISTENING).last


def _shown(desk: Desk, view: OperatorView) -> OperatorView:
    """Who may not answer it only looks; what has been answered meanwhile is told as it was."""
    if view.request.state is OperatorState.SUBMITTED:
        with suppress(AccessDenied, InvalidState, ObjectNotFound):
            return desk.manager.operators.seen(desk.session, str(view.request.id))
    return view
