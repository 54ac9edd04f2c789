"""Counting the statements and commits of the service, by thread."""

from __future__ import annotations

import re
import threading
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, event

from openrsm.store.writer import THREAD

COMMIT = "COMMIT"
CHANGES = re.compile(r"^(?:INSERT|UPDATE|DELETE)", re.MULTILINE)


class Statements:
    """A context in which every statement and commit of this process is noted, in order.

    Attributes:
        written: What the store's writer executed.
        read: How many statements all other threads executed.
    """

    def __init__(self) -> None:
        self.written: list[str] = []
        self.read = 0

    def __enter__(self) -> Self:
        event.listen(Engine, "after_cursor_execute", self._executed)
        event.listen(Engine, "commit", self._committed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        event.remove(Engine, "after_cursor_execute", self._executed)
        event.remove(Engine, "commit", self._committed)

    @property
    def flushes(self) -> int:
        """How many transactions changed something, and so waited for the disk."""
        text = "\n".join(self.written)
        return sum(CHANGES.search(each) is not None for each in text.split(COMMIT))

    def until_commit(self) -> list[str]:
        """What was executed for the first commit."""
        return self.written[: self.written.index(COMMIT) + 1]

    def _executed(self, _connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        if threading.current_thread().name == THREAD:
            self.written.append(statement)
        else:
            self.read += 1

    def _committed(self, _connection: Any) -> None:
        if threading.current_thread().name == THREAD:
            self.written.append(COMMIT)
