"""Hears what the service would only tell its log: that a thread died, or that something broke which must not."""

from __future__ import annotations

import threading
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final

import structlog

BROKEN: Final = frozenset(
    {"round_failed", "decided_nothing", "task_broke", "listener_failed", "keeping_failed", "count_failed"}
)
"""What the log calls faults of the service itself."""


@contextmanager
def listening(heard: list[str]) -> Iterator[None]:
    """Add to ``heard`` whatever is told meanwhile; nothing else is logged."""
    before, hook = structlog.get_config(), threading.excepthook

    def logged(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> str:
        if entry.get("action") in BROKEN:
            heard.append(str({key: value for key, value in entry.items() if key != "exc_info"}))
        raise structlog.DropEvent

    def died(args: threading.ExceptHookArgs) -> None:
        heard.append(f"thread {args.thread.name if args.thread else '?'} died: {args.exc_value!r}")

    structlog.configure(processors=[logged])
    threading.excepthook = died
    try:
        yield
    finally:
        threading.excepthook = hook
        structlog.configure(**before)
