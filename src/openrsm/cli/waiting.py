"""Waiting for work items, and what their end means for the command."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from openrsm.cli.call import Call, Desk
from openrsm.domain.machine import word
from openrsm.domain.work import OPEN, WorkState
from openrsm.errors import Cancelled, InvalidState, RsmError, TimedOut
from openrsm.surface.views import Ref, WorkView
from openrsm.wire.errors import error_of

_CODES: Final = {WorkState.CANCELLED: Cancelled.code, WorkState.STOPPED: Cancelled.code}
"""What ended an item that names no error."""


def wait_for(
    call: Call, desk: Desk, items: Sequence[Ref], title: str, seconds: float | None = None
) -> Sequence[WorkView]:
    """The items as they are when all have ended, or time is over."""
    with call.progress(title) as told:
        return desk.manager.work.wait(desk.session, items, seconds, told)


def check(views: Sequence[WorkView]) -> None:
    """Let the command fail as the first item did that has not passed.

    Raises:
        RsmError: The error that ended it; TimedOut where it goes on.
    """
    for view in views:
        if view.item.state is not WorkState.PASSED:
            raise failure_of(view)


def failure_of(view: WorkView) -> RsmError:
    """Why an item has not passed, naming it."""
    item = view.item
    name = f"Work item {item.number} ({word(item.operation)} {view.medium or view.library})"
    if item.state in OPEN:
        return TimedOut(
            f"{name} goes on: {item.reason or word(item.state)}", f"wait again: rsm work wait {item.number}"
        )
    code = item.error or _CODES.get(item.state, InvalidState.code)
    return error_of(code, f"{name} {word(item.state)}{f': {item.error_text}' if item.error_text else ''}")
