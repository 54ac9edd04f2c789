"""Waiting for what takes longer than one answer: in slices, so that nobody between takes the connection for dead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from time import monotonic
from typing import Final

from openrsm.client.line import Line
from openrsm.domain.mounting import check_seconds
from openrsm.domain.work import OPEN
from openrsm.errors import Cancelled, InvalidHandle
from openrsm.surface.mounts import Progress
from openrsm.surface.views import WorkView

SLICE: Final = 30.0
"""Seconds after which a service that has nothing to tell says so."""
UNCHANGED: Final = 304


def time_left(timeout: float | None) -> Callable[[], float | None]:
    """What is left of a time from now on, in seconds; None where there is no end.

    Raises:
        InvalidParameter: It is no time.
    """
    check_seconds(timeout, "a timeout")
    end = None if timeout is None else monotonic() + timeout
    return lambda: None if end is None else max(0.0, end - monotonic())


def slice_of(left: float | None) -> float:
    """How long to wait for the next answer."""
    return SLICE if left is None else min(SLICE, left)


@contextmanager
def session_may_end() -> Iterator[None]:
    """A session that ends while something is waited for cancels that."""
    try:
        yield
    except InvalidHandle as error:
        raise Cancelled("the session was closed while it waited", "open another session") from error


async def until_ended(
    line: Line,
    items: Sequence[str],
    timeout: float | None = None,  # noqa: ASYNC109 - the surface's own word; a service keeps to it
    progress: Progress | None = None,
) -> Sequence[WorkView]:
    """The items when all have ended, or time is over; ``progress`` is told whenever one has changed.

    Raises:
        Cancelled: The session was closed meanwhile.
    """
    left = time_left(timeout)
    wait = 0.0 if progress is not None else slice_of(left())
    views = known = None
    while True:
        with session_may_end() if views is not None else nullcontext():
            answer = await line.ask("GET", "/work-items", query={"item": items}, wait=wait or None, known=known)
        if answer.status != UNCHANGED or views is None:
            views = line.items(WorkView, answer)
            if progress is not None:
                progress(views)
                known = answer.headers.get("etag")
        if left() == 0 or all(view.item.state not in OPEN for view in views):
            return views
        wait = slice_of(left())
