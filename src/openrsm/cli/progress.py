"""What a person sees while a command waits: on stderr, so that stdout stays what scripts read."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from openrsm.cli.streams import tell
from openrsm.domain.plain import shown_lines
from openrsm.domain.work import OPEN
from openrsm.surface.mounts import Progress
from openrsm.surface.telling import Reasons, progress_line
from openrsm.surface.views import WorkView


def nobody(_views: Sequence[WorkView]) -> None:
    """Progress that nobody looks at."""


def progress_text(views: Sequence[WorkView]) -> str:
    """What the open items do, a line each."""
    return "\n".join(progress_line(view) for view in views if view.item.state in OPEN)


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[Progress]:
    """Progress for one waiting call; ``quiet`` when stderr, too, is for machines."""
    if quiet:
        yield nobody
    elif sys.stderr.isatty():
        with _spinning(title) as spinner:
            yield lambda views: spinner.update(_escaped(progress_text(views) or title))
    else:
        yield Reasons(tell)


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
