"""Waiting for what a line has queued."""

from __future__ import annotations

from collections.abc import Sequence

from openrsm.cli.call import Desk
from openrsm.errors import DeviceFault, TimedOut


def until_done(desk: Desk, items: Sequence[str], timeout: float | None = None) -> None:
    """Wait for the end of these items.

    Raises:
        DeviceFault: One has failed.
        TimedOut: One goes on when time is over.
    """
    for view in desk.manager.work.wait(desk.session, items, timeout):
        if view.item.error:
            raise DeviceFault(view.item.error_text, "see: rsm work list --ended")
        if view.item.ended_at is None:
            raise TimedOut(f"work item {view.item.number} goes on", f"see: rsm work show {view.item.number}")
