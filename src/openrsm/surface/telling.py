"""What a person is told of work that waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from openrsm.domain.machine import word
from openrsm.domain.work import OPEN
from openrsm.surface.views import WorkView


class Reasons:
    """A plain line for each change of a reason, for logs and pipes; what runs without waiting says nothing."""

    def __init__(self, tell: Callable[[str], object]) -> None:
        """``tell`` gets the lines."""
        self._tell = tell
        self._said: dict[int, str] = {}

    def __call__(self, views: Sequence[WorkView]) -> None:
        """Tell the lines that are news."""
        for view in views:
            reason = view.item.reason if view.item.state in OPEN else ""
            if reason != self._said.get(view.item.number, ""):
                self._said[view.item.number] = reason
                self._write(view)

    def _write(self, view: WorkView) -> None:
        if view.item.reason:
            self._tell(progress_line(view))


def progress_line(view: WorkView) -> str:
    """``A00001L9: waits for a drive: drive 1 in use by backup since 14:02``."""
    doing = f"{word(view.item.operation)}, {word(view.item.state)}"
    return f"{view.medium or view.library}: {view.item.reason or doing}"
