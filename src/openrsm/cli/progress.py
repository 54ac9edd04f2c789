"""What a person sees while a command waits: on stderr, so that stdout stays what scripts read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from openrsm.cli.streams import tell
from openrsm.domain.machine import word
from openrsm.domain.plain import shown_lines
from openrsm.domain.work import OPEN
from openrsm.surface.mounts import Progress
from openrsm.surface.views import WorkView


def nobody(_views: Sequence[WorkView]) -> None:
    """Progress that nobody looks at."""


class Reasons:
    """A plain line for each change of a reason, for logs and pipes; what runs without waiting says nothing."""

    def __init__(self) -> None:
        self._said: dict[int, str] = {}

    def __call__(self, views: Sequence[WorkView]) -> None:
        """Write the lines that are news."""
        for view in views:
            reason = view.item.reason if view.item.state in OPEN else ""
            if reason != self._said.get(view.item.number, ""):
                self._said[view.item.number] = reason
                self._write(view)

    def _write(self, view: WorkView) -> None:
        if view.item.reason:
            tell(progress_line(view))


def progress_text(views: Sequence[WorkView]) -> str:
    """What the open items do, a line each."""
    return "\n".join(progress_line(view) for view in views if view.item.state in OPEN)


def progress_line(view: WorkView) -> str:
    """``A00001L9: waits for a drive: drive 1 in use by backup since 14:02``."""
    doing = f"{word(view.item.operation)}, {word(view.item.state)}"
    return f"{view.medium or view.library}: {view.item.reason or doing}"


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[Progress]:
    """Progress for one waiting call; ``quiet`` when stderr, too, is for machines."""
    if quiet:
        yield nobody
    elif sys.stderr.isatty():
        with _spinning(title) as spinner:
            yield lambda views: spinner.update(_escaped(progress_text(views) or title))
    else:
        yield Reasons()


class _Spinner(Protocol):
    def update(self, status: str) -> None: ...


@contextmanager
def _spinning(title: str) -> Iterator[_Spinner]:
    from rich.console import Console  # noqa: PLC0415 - slow to import

    with Console(stderr=True).status(_escaped(title)) as status:
        yield status


def _escaped(text: str) -> str:
    from rich.markup import escape  # noqa: PLC0415 - slow to import

    return escape(shown_lines(text))
